// The frame around the pages: which page an address asks for, keys, language, theme, and what to say when something
// fails.
//
// Addresses: #/read, #/read/DOC, #/tree/SENTENCE, #/name/ENTITY, #/word/LEMMA, #/search?q=…, #/overview, #/about. A page
// is an object {show(container, params, id), keys?, update?(container, params, id)}; params are what stands
// after "?", as strings.
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { html, announce, byId } = rukaz.dom;
  const { text } = rukaz.language;

  const PAGES = ["read", "tree", "name", "search", "word", "overview", "about", "corrections", "change"];
  if (rukaz.reviewServer.isThere) PAGES.push("queue");
  const KEYS = [
    ["/", "keys.search"],
    ["j", "keys.next"],
    ["k", "keys.previous"],
    ["n", "keys.nextMention"],
    ["p", "keys.previousMention"],
    ["f", "keys.features"],
    ["d", "keys.down"],
    ["c", "keys.copy"],
    ["e", "keys.correct"],
    ["q", "keys.ask"],
    ["h r t l f n", "keys.fields"],
    ["Shift ← →", "keys.extend"],
    ["Ctrl Z, Ctrl Y", "keys.undo"],
    ...(rukaz.reviewServer.isThere
      ? [
          ["a", "keys.accept"],
          ["Shift A", "keys.acceptNext"],
        ]
      : []),
    ["Esc", "keys.escape"],
    ["← → ↑ ↓", "keys.arrows"],
    ["?", "keys.help"],
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
      name: PAGES.includes(name) ? name : "read",
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
    document.title = `${text(`page.${name}`)} · ${rukaz.corpus.meta.title}`;
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (
      document.querySelectorAll(".bar nav a")
    )) {
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
    if (next === container && entry && !next.contains(document.activeElement)) {
      next.focus({ preventScroll: true });
    }
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
      html("h1", {}, text("frame.failure")),
      html("p", {}, rukaz.dom.isolated(String(error && error.message ? error.message : error))),
      html("p", {}, html("a", { href: "#/read" }, text("frame.toDocuments"))),
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
    const dialog = byId("keys");
    const off = html("input", {
      type: "checkbox",
      onchange: () => rukaz.preferences.set("keys", off.checked ? "off" : "on"),
    });
    off.checked = rukaz.preferences.get("keys") === "off";
    dialog.replaceChildren(
      html("h2", { id: "keys-title" }, text("keys.title")),
      html(
        "dl",
        { class: "keys" },
        KEYS.map(([key, use]) => [html("dt", {}, html("kbd", {}, key)), html("dd", {}, text(use))]),
      ),
      html("p", {}, html("label", {}, off, " ", text("keys.off"))),
      html(
        "p",
        {},
        html(
          "button",
          { type: "button", class: "button", onclick: () => dialog.close() },
          text("frame.close"),
        ),
      ),
    );
    dialog.showModal();
  }

  // -- language and theme --

  // Puts its texts into what stands in index.html.
  function showFrame() {
    const marked = (name) =>
      /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-${name}]`));
    for (const one of marked("text")) one.textContent = text(one.dataset.text);
    for (const one of marked("title")) one.title = text(one.dataset.title);
    for (const one of marked("label")) one.setAttribute("aria-label", text(one.dataset.label));
    showTheme();
  }

  function offerLanguages() {
    const list = byId("language");
    const { all, code } = rukaz.language;
    list.append(...all().map(([one, name]) => html("option", { value: one, lang: one }, name)));
    list.value = code();
    list.addEventListener("change", () => {
      rukaz.language.choose(list.value);
      showFrame();
      showCorrections();
      page = null; // the same page again, in other words
      if (container) go();
    });
  }

  function showTheme() {
    const button = byId("theme");
    const dark = rukaz.theme.current() === "dark";
    button.textContent = dark ? "☀" : "☾";
    button.setAttribute("aria-label", text(dark ? "frame.light" : "frame.dark"));
  }

  function showCorrections() {
    const link = byId("corrections");
    const count = rukaz.drafts.list().length + rukaz.reviewServer.waiting().length;
    link.hidden = !count && !rukaz.reviewServer.isThere;
    byId("queue").hidden = !rukaz.reviewServer.isThere;
    link.textContent = text("frame.corrections", { count });
  }

  // -- start --

  function start() {
    document.addEventListener("drafts", showCorrections);
    document.addEventListener("review", showCorrections);
    showCorrections();
    history.scrollRestoration = "manual";
    container = byId("content");
    const { meta } = rukaz.corpus;
    const name = byId("name");
    name.replaceChildren(rukaz.dom.isolated(meta.title || meta.name));
    addEventListener("hashchange", go);
    addEventListener("scroll", keepScroll, { passive: true });
    addEventListener("keydown", pressed);
    go();
  }

  byId("theme").addEventListener("click", () => {
    rukaz.theme.change();
    showTheme();
    announce(text(rukaz.theme.current() === "dark" ? "frame.dark" : "frame.light"));
  });
  byId("help").addEventListener("click", help);
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    byId("content").focus();
  });
  offerLanguages();
  showFrame();
  rukaz.corpus.ready(start, (error) => {
    const content = byId("content");
    content.replaceChildren(failure(error));
    content.removeAttribute("aria-busy");
  });
})();
