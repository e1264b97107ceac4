// The list of documents, each with its facts and a stripe of the names in it.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.documentList = (() => {
  const { html, isolated, announce, moreButton } = rukaz.dom;
  const { text } = rukaz.language;

  const LISTED_AT_ONCE = 200;

  function list(container) {
    const { meta } = rukaz.corpus;
    const rows = html("div", { class: "documents" });
    const filter = html("input", {
      type: "search",
      class: "field",
      "aria-label": text("read.findByTitle"),
      placeholder: text("read.find"),
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
          ["documents", "sentences", "tokens", "entities"].map((kind) => {
            const [number, ...noun] = text(`count.${kind}`, { count: meta.counts[kind] ?? 0 }).split(" ");
            return html("span", {}, html("b", {}, number), ` ${noun.join(" ")}`);
          }),
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
    if (wanted) announce(text("count.documents", { count: found.length }));
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
      { class: "stripes", title: text("read.names", { names: told }) },
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
      entry.date && rukaz.language.date(entry.date),
      entry.split,
      text("count.sentences", { count: entry.sentences }),
      text("count.tokens", { count: entry.tokens }),
    ].filter(Boolean);
  }

  // What a document is called: its title, else its first heading, else its id.
  function titleOf(entry) {
    return entry.title || entry.heading || entry.id;
  }

  return { list, facts, titleOf };
})();
