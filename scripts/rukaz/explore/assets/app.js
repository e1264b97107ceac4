// The frame around the pages: which page an address asks for, keys, theme, and what to say when something
// fails.
//
// Addresses: #/read, #/read/DOC, #/tree/SENTENCE, #/name/ENTITY, #/search?q=…, #/overview, #/about. A page
// is an object {show(container, params, id), keys?, update?(container, params, id)}; params are what stands
// after "?", as strings.
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { html, announce } = rukaz.dom;

  const TITLES = {
    read: "Read",
    tree: "Tree",
    name: "Name",
    search: "Search",
    overview: "Overview",
    about: "About",
    corrections: "Corrections",
  };
  const KEYS = [
    ["/", "search"],
    ["j", "next sentence"],
    ["k", "previous sentence"],
    ["f", "features under the words of a tree"],
    ["d", "words of a tree across or down"],
    ["c", "copy the CoNLL-U of a sentence"],
    ["e", "correct a tree, or end it"],
    ["h r t l f n", "while correcting: head, relation, class, lemma, features, name of the selected word"],
    ["Shift ← →", "while correcting: take more words, for a name"],
    ["Ctrl Z, Ctrl Y", "take the last correction back, or make it again"],
    ["Esc", "close what is open"],
    ["← → ↑ ↓", "in a tree: to the next word, to the head, to the first dependent"],
    ["?", "these keys"],
  ];

  let container = null;
  let page = null; // the page that is shown, and the part of the address that makes it another one
  const scrolls = new Map();
  let entry = 0;

  // -- addresses --

  function address() {
    const [path, query = ""] = location.hash.replace(/^#\/?/, "").split(/\?(.*)/s);
    const [name, ...rest] = path.split("/").map(decoded);
    return {
      name: Object.hasOwn(TITLES, name) ? name : "read",
      id: rest.join("/"),
      params: Object.fromEntries(new URLSearchParams(query)),
    };
  }

  function decoded(part) {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  }

  async function go() {
    if (location.hash === "#content") return;
    const { name, id, params } = address();
    const view = rukaz.pages[name];
    const key = name + "/" + id;
    const again = page && page.key === key && view.update;
    page = { view, key };
    const here = page;
    document.title = `${TITLES[name]} · ${rukaz.corpus.meta.title}`;
    for (const link of document.querySelectorAll(".bar nav a")) {
      const current = link.hash === "#/" + (["tree", "name"].includes(name) ? "read" : name);
      if (current) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    container.setAttribute("aria-busy", "true");
    try {
      if (again) await view.update(container, params, id);
      else await fresh(view, params, id);
    } catch (error) {
      here.view = {}; // without keys
      if (page === here) container.replaceChildren(failure(error));
    }
    if (page !== here) return;
    container.removeAttribute("aria-busy");
    settle(!again);
  }

  async function fresh(view, params, id) {
    const next = html("main", { id: "content", tabindex: "-1", "aria-busy": "true" });
    container.replaceWith(next);
    container = next;
    rukaz.wordPopover.hide();
    document.body.classList.remove("with-panel");
    await view.show(next, params, id);
    if (next === container && entry) next.focus({ preventScroll: true });
  }

  // Back and forward return to where the reader was; a new page begins at its top.
  function settle(isNew) {
    const known = history.state && history.state.entry;
    if (!known) {
      entry += 1;
      history.replaceState({ entry }, "");
      if (isNew && !container.querySelector(".current")) scrollTo(0, 0);
    } else {
      entry = Math.max(entry, known);
      if (isNew) scrollTo(0, scrolls.get(known) || 0);
    }
  }

  function keepScroll() {
    if (history.state && history.state.entry) scrolls.set(history.state.entry, scrollY);
  }

  function failure(error) {
    return html(
      "div",
      { class: "failure", role: "alert" },
      html("h1", {}, "This could not be shown"),
      html("p", {}, rukaz.dom.isolated(String(error && error.message ? error.message : error))),
      html("p", {}, html("a", { href: "#/read" }, "To the documents")),
    );
  }

  // -- keys --

  function pressed(event) {
    if (event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
    const control = event.ctrlKey || event.metaKey;
    if (event.key !== "Escape" && !control && rukaz.preferences.get("keys") === "off") return;
    const isShown = page && !container.hasAttribute("aria-busy");
    const own = isShown && page.view.keys && page.view.keys[(control ? "Ctrl " : "") + letter(event)];
    if (own) own(event);
    else if (control) return;
    else if (event.key === "/") location.hash = "#/search";
    else if (event.key === "?") help();
    else return;
    event.preventDefault();
  }

  // The key in Latin letters, whatever letters the keyboard writes.
  function letter({ key, code }) {
    return /^Key[A-Z]$/.test(code) && !/^[a-z]$/.test(key) ? code[3].toLowerCase() : key;
  }

  function help() {
    const dialog = document.getElementById("keys");
    const off = html("input", {
      type: "checkbox",
      onchange: () => rukaz.preferences.set("keys", off.checked ? "off" : "on"),
    });
    off.checked = rukaz.preferences.get("keys") === "off";
    dialog.replaceChildren(
      html("h2", { id: "keys-title" }, "Keys"),
      html(
        "dl",
        { class: "keys" },
        KEYS.map(([key, use]) => [html("dt", {}, html("kbd", {}, key)), html("dd", {}, use)]),
      ),
      html("p", {}, html("label", {}, off, " Letters alone do nothing")),
      html(
        "p",
        {},
        html("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Close"),
      ),
    );
    dialog.showModal();
  }

  // -- start --

  function showTheme() {
    const button = document.getElementById("theme");
    const dark = rukaz.theme.current() === "dark";
    button.textContent = dark ? "☀" : "☾";
    button.setAttribute("aria-label", dark ? "Light theme" : "Dark theme");
  }

  function showCorrections() {
    const link = document.getElementById("corrections");
    const { length } = rukaz.drafts.list();
    link.hidden = !length;
    link.textContent = `Corrections ${rukaz.dom.count(length)}`;
  }

  function start() {
    document.addEventListener("drafts", showCorrections);
    showCorrections();
    history.scrollRestoration = "manual";
    container = document.getElementById("content");
    const { meta } = rukaz.corpus;
    const name = document.getElementById("name");
    name.replaceChildren(rukaz.dom.isolated(meta.title || meta.name));
    addEventListener("hashchange", go);
    addEventListener("scroll", keepScroll, { passive: true });
    addEventListener("keydown", pressed);
    go();
  }

  document.getElementById("theme").addEventListener("click", () => {
    rukaz.theme.change();
    showTheme();
    announce(rukaz.theme.current() === "dark" ? "Dark theme" : "Light theme");
  });
  document.getElementById("help").addEventListener("click", help);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("content").focus();
  });
  showTheme();
  rukaz.corpus.ready(start, (error) => {
    const content = document.getElementById("content");
    content.replaceChildren(failure(error));
    content.removeAttribute("aria-busy");
  });
})();
