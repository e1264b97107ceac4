// Making HTML and SVG out of data. Text of a corpus only ever becomes a text node or the value of an
// attribute.
"use strict";

var rukaz = globalThis.rukaz || {};
rukaz.pages = rukaz.pages || {};

rukaz.dom = (() => {
  const SVG = "http://www.w3.org/2000/svg";

  // What stands in index.html under an id.
  /** @returns {any} */
  function byId(id) {
    return document.getElementById(id);
  }

  // What the content security policy asks of strings that become addresses of scripts; for HTML there is no
  // policy.
  if (window.trustedTypes) {
    window.trustedTypes.createPolicy("default", { createScriptURL: scriptOfTheSite });
  }

  const workers = new Set(); // addresses of the programs that were made here

  function scriptOfTheSite(url) {
    if (workers.has(url)) return url;
    if (!/^data\/[\w.-]+\.js$/.test(url)) throw new TypeError("Not a script of this site: " + url);
    return url;
  }

  function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(
      ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
    );
    return node;
  }

  /**
   * html("a", {href: "#/", onclick: f}, "text", node): attributes that are null or false are left out.
   * @param {string} tag
   * @param {Record<string, any>} [attributes]
   * @returns {any}
   */
  function html(tag, attributes, ...children) {
    return fill(document.createElement(tag), attributes, children);
  }

  /**
   * The same for a shape of an SVG.
   * @param {string} tag
   * @param {Record<string, any>} [attributes]
   * @returns {any}
   */
  function svg(tag, attributes, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
  }

  // Text of the corpus that must not turn the words around it when it is written from right to left.
  function isolated(text) {
    return html("bdi", {}, text);
  }

  // The same for text that may be broken after each "|", as FEATS are.
  function breakable(text) {
    return html(
      "bdi",
      {},
      text.split(/(?<=\|)/).map((part, i) => (i ? [html("wbr"), part] : part)),
    );
  }

  // A link for addresses of the web; any other address is shown and leads nowhere.
  function link(url, text) {
    if (!/^https?:\/\//i.test(url || "")) return isolated(text || url || "");
    return html("a", { href: url, rel: "noreferrer noopener" }, isolated(text || url));
  }

  function download(name, type, text) {
    const url = URL.createObjectURL(new Blob([text], { type: type + ";charset=utf-8" }));
    html("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  // Puts text on the clipboard, on file:// too; true if it worked.
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = html("textarea", { class: "unseen", readonly: true, "aria-hidden": "true" });
      area.value = text;
      document.body.append(area);
      area.select();
      const copied = document.execCommand("copy");
      area.remove();
      return copied;
    }
  }

  // A worker that runs the text of a program.
  function startWorker(program) {
    const url = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
    workers.add(url);
    return new Worker(url);
  }

  // Changes what is in a place; the focus stays on what has the same data-key there.
  function keepFocus(place, change) {
    const { activeElement: active } = document;
    const focused =
      active instanceof HTMLElement || active instanceof SVGElement ? keyIn(place, active) : undefined;
    change();
    if (focused !== undefined) focusOn(place, focused);
  }

  const keyIn = (place, element) => (place.contains(element) ? element.dataset.key : undefined);

  // Puts the focus on what has this data-key in a place.
  function focusOn(place, key) {
    place.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }

  // Says something to a screen reader.
  function announce(text) {
    const place = document.getElementById("announcer");
    if (place) place.textContent = text;
  }

  // A table in a frame of its own, which scrolls where the table is wider than the page.
  function scrollingTable(label, headings, rows) {
    return html(
      "div",
      { class: "scroller", tabindex: 0, role: "group", "aria-label": label },
      html(
        "table",
        { class: "plain" },
        html("thead", {}, html("tr", {}, headings)),
        html(
          "tbody",
          {},
          rows.map((cells) => html("tr", {}, cells)),
        ),
      ),
    );
  }

  // A button that shows what is left of a list, and goes.
  function moreButton(left, show) {
    const button = html(
      "button",
      {
        type: "button",
        class: "button",
        onclick: () => {
          button.remove();
          show();
        },
      },
      rukaz.language.text("count.more", { count: left }),
    );
    return button;
  }

  return {
    html,
    svg,
    byId,
    isolated,
    breakable,
    link,
    download,
    copy,
    startWorker,
    keepFocus,
    focusOn,
    announce,
    scrollingTable,
    moreButton,
  };
})();
