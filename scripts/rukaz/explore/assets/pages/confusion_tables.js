// What the words of reviewed sentences are, and what the models took them for: a table for each field, in which every
// number leads to its words.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.confusionTables = (() => {
  const { html, isolated, scrollingTable } = rukaz.dom;
  const { text, count } = rukaz.language;

  const SHOWN = 18; // values in a table
  const FIELDS = { upos: "confusion.upos", deprel: "confusion.deprel", ner: "confusion.ner" };

  function section(meta) {
    if (!meta.confusions?.upos.length) return null;
    return html(
      "section",
      { class: "confusions", id: "confusions" },
      html("h2", {}, text("confusion.title")),
      html("p", { class: "muted" }, text("confusion.how")),
      Object.entries(FIELDS).map(([field, key]) => table(field, text(key), meta.confusions[field])),
    );
  }

  // Only the values that were confused, those with most mistakes first.
  function table(field, title, pairs) {
    const sum = (some) => some.reduce((all, [, , times]) => all + times, 0);
    const wrong = pairs.filter(([own, other]) => own !== other);
    const mistakes = new Map();
    for (const [own, other, times] of wrong) {
      for (const value of [own, other]) mistakes.set(value, (mistakes.get(value) ?? 0) + times);
    }
    const values = [...mistakes]
      .sort((a, b) => b[1] - a[1])
      .slice(0, SHOWN)
      .map(([value]) => value);
    const cells = new Map(pairs.map(([own, other, times]) => [JSON.stringify([own, other]), times]));
    const heads = values.map((value) => html("th", { scope: "col", class: "number" }, shown(value)));
    const rows = values.map((own) => [
      html("th", { scope: "row" }, shown(own)),
      ...values.map((other) => cell(field, own, other, cells.get(JSON.stringify([own, other])))),
    ]);
    return html(
      "figure",
      {},
      html(
        "figcaption",
        {},
        html("h3", {}, title),
        html("p", {}, text("confusion.differ", { wrong: sum(wrong), count: sum(pairs) })),
      ),
      values.length
        ? scrollingTable(title, [html("th", { scope: "col" }, text("confusion.corner")), ...heads], rows)
        : null,
    );
  }

  function cell(field, own, other, times) {
    if (!times) return html("td", {});
    const [one, two] = [own, other].map((value) => value ?? text("value.none"));
    const name = text("confusion.cell", { own: one, other: two, count: times });
    return html(
      "td",
      { class: own === other ? "number same" : "number" },
      html("a", { href: rukaz.urls.search(query(field, own, other)), "aria-label": name }, count(times)),
    );
  }

  const shown = (value) => (value === null ? text("value.none") : isolated(value));

  // The words of a cell; the models see each of them as one word, too.
  function query(field, own, other) {
    const asked = (name, value) => (value === null ? `!${name}` : `${name}=${rukaz.urls.quoted(value)}`);
    const conditions = [
      asked(field, own),
      asked(`other.${field}`, other),
      "other.form",
      "annotation=reviewed",
    ];
    return `pattern { X [${conditions.join(", ")}] }`;
  }

  return { section };
})();
