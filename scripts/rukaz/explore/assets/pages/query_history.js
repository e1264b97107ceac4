// The queries that were asked in this browser, the latest first, above them those that the reader gave a star.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.queryHistory = (() => {
  const { html, isolated } = rukaz.dom;
  const { text, count } = rukaz.language;

  const KEPT = 60; // without a star

  const key = () => `queries.${rukaz.corpus.meta.name}`;

  /** @returns {{q: string, count: number, starred: boolean}[]} */
  function queries() {
    const kept = rukaz.preferences.getJson(key());
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.q === "string") : [];
  }

  function keep(list) {
    const others = list.filter(({ starred }) => !starred).slice(0, KEPT);
    rukaz.preferences.setJson(
      key(),
      list.filter((one) => one.starred || others.includes(one)),
    );
  }

  // A query has been asked, and so many matches were found.
  function remember(q, matches) {
    const former = queries();
    const starred = former.some((one) => one.q === q && one.starred);
    keep([{ q, count: matches, starred }, ...former.filter((one) => one.q !== q)]);
  }

  // -- the list --

  function element() {
    const place = html("details", { class: "history" });
    fill(place);
    return place;
  }

  function fill(place) {
    const all = queries();
    place.hidden = !all.length;
    const ordered = [...all.filter((one) => one.starred), ...all.filter((one) => !one.starred)];
    const change = (list) => {
      keep(list);
      rukaz.dom.keepFocus(place, () => fill(place));
    };
    place.replaceChildren(
      html("summary", {}, text("history.title")),
      html(
        "ul",
        { class: "queries" },
        ordered.map((one, i) => entry(one, i, all, change)),
      ),
      html(
        "button",
        {
          type: "button",
          class: "button",
          "data-key": "clear",
          onclick: () => change(all.filter((one) => one.starred)),
        },
        text("history.clear"),
      ),
    );
  }

  function entry(one, i, all, change) {
    const star = html(
      "button",
      {
        type: "button",
        class: "tool star",
        "data-key": `star ${i}`,
        "aria-pressed": String(one.starred),
        "aria-label": text("history.star", { query: one.q }),
        onclick: () =>
          change(all.map((other) => (other === one ? { ...one, starred: !one.starred } : other))),
      },
      one.starred ? "★" : "☆",
    );
    return html(
      "li",
      {},
      star,
      html("a", { href: rukaz.urls.search(one.q) }, html("code", {}, isolated(one.q))),
      html("small", {}, count(one.count)),
    );
  }

  return { remember, element, fill };
})();
