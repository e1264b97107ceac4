// The list of documents, each with its facts and a stripe of the names in it.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.documentList = (() => {
  const { html, isolated, counted, announce, moreButton } = rukaz.dom;

  const LISTED_AT_ONCE = 200;

  function list(container) {
    const { meta } = rukaz.corpus;
    const rows = html("div", { class: "documents" });
    const filter = html("input", {
      type: "search",
      class: "field",
      "aria-label": "Find a document by its title",
      placeholder: "Find a document",
      oninput: () => fill(rows, filter.value),
    });
    container.append(
      html(
        "article",
        {},
        html("h1", {}, isolated(meta.title || meta.name)),
        html(
          "p",
          { class: "sum" },
          [
            counted(meta.counts.documents, "document"),
            counted(meta.counts.sentences, "sentence"),
            counted(meta.counts.tokens, "token"),
            counted(meta.counts.entities, "named entity", "named entities"),
          ].map((sum) => html("span", {}, html("b", {}, sum.split(" ")[0]), sum.replace(/^\S+/, ""))),
        ),
        meta.documents.length > 12 ? html("p", {}, filter) : null,
        rows,
      ),
    );
    fill(rows, "");
  }

  function fill(rows, wanted) {
    const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
    const told = (entry) =>
      [titleOf(entry), entry.publisher, entry.date, entry.id].filter(Boolean).join(" ").toLowerCase();
    const found = rukaz.corpus.meta.documents.filter((entry) =>
      words.every((word) => told(entry).includes(word)),
    );
    rows.replaceChildren();
    more(rows, found, 0);
    if (wanted) announce(counted(found.length, "document"));
  }

  function more(rows, found, from) {
    rows.append(...found.slice(from, from + LISTED_AT_ONCE).map(entryOf));
    const left = found.length - from - LISTED_AT_ONCE;
    if (left <= 0) return;
    rows.append(moreButton(left, () => more(rows, found, from + LISTED_AT_ONCE)));
  }

  function entryOf(entry) {
    return html(
      "a",
      { class: "document-entry", href: rukaz.urls.document(entry.id) },
      html("span", { class: "title", lang: entry.language }, isolated(titleOf(entry))),
      namesIn(entry),
      html(
        "span",
        { class: "facts" },
        facts(entry).map((fact) => html("span", {}, isolated(fact))),
      ),
    );
  }

  // A stripe for each kind of name in the document, as long as there are many.
  function namesIn(entry) {
    const { labels, entities_by_document: table } = rukaz.corpus.meta.overview;
    const [, ...values] = table[entry.position];
    const told = labels.map((label, i) => `${label} ${values[i]}`).join(", ");
    return html(
      "span",
      { class: "stripes", title: "Names: " + told },
      labels.map((label, i) => {
        const stripe = html("span", { class: label.toLowerCase() });
        stripe.style.flexGrow = values[i];
        return stripe;
      }),
    );
  }

  function facts(entry) {
    return [
      entry.publisher,
      entry.author,
      entry.date,
      entry.split,
      counted(entry.sentences, "sentence"),
      counted(entry.tokens, "token"),
    ].filter(Boolean);
  }

  // What a document is called: its title, else its first heading, else its id.
  function titleOf(entry) {
    return entry.title || entry.heading || entry.id;
  }

  return { list, facts, titleOf };
})();
