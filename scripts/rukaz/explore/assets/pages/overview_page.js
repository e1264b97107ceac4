// The overview: how much there is, who and what is spoken of and where, word classes, relations, lengths,
// accuracy.
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { html, isolated, breakable, scrollingTable } = rukaz.dom;
  const { text, count } = rukaz.language;
  const { figure, bars, histogram, shares, places, median } = rukaz.charts;

  const NAMES = 14;
  const LEMMAS = 12;
  const RELATIONS = 18;
  const DOCUMENTS = 12;
  const CHUNKS_FOR_PLACES = 4; // places need the text, and a large corpus is not loaded for one chart

  const CLASSES = ["NOUN", "VERB", "ADJ", "ADV"];

  async function show(container) {
    const { meta } = rukaz.corpus;
    const close = meta.chunks.length <= CHUNKS_FOR_PLACES && meta.overview.names.some(([, , id]) => id);
    const where = close ? html("div", { class: "wide" }) : null;
    container.append(
      html(
        "article",
        {},
        html("h1", {}, text("page.overview")),
        sums(meta),
        html(
          "div",
          { class: "charts" },
          where,
          close ? null : names(meta),
          entities(meta),
          lengths(meta),
          classes(meta),
          relations(meta),
          html(
            "div",
            { class: "wide lemmas" },
            CLASSES.map((upos) => lemmas(meta, upos)),
          ),
        ),
        rukaz.confusionTables.section(meta),
        accuracy(meta),
      ),
    );
    if (close) where.append(await mentioned(meta));
  }

  // -- how much --

  function sums(meta) {
    const { counts, annotation, splits } = meta;
    const tile = (value, name, note) =>
      html(
        "div",
        {},
        html("b", {}, count(value)),
        html("span", {}, text(`overview.${name}`)),
        note ? html("small", {}, note) : null,
      );
    const parts = Object.entries(splits)
      .map(([split, one]) => `${split} ${count(one.sentences)}`)
      .join(" · ");
    const reviewed = annotation.reviewed || 0;
    return html(
      "div",
      { class: "tiles" },
      tile(counts.documents, "documents"),
      tile(counts.sentences, "sentences", parts),
      tile(counts.tokens, "tokens", text("overview.median", { count: median(meta.overview.lengths) })),
      tile(counts.entities, "entities", labelCounts(meta)),
      tile(
        reviewed,
        "reviewed",
        reviewed && reviewed === counts.sentences
          ? text("overview.all")
          : text("overview.automatic", { count: (counts.sentences || 0) - reviewed }),
      ),
    );
  }

  const labelCounts = (meta) =>
    rukaz.glossary.entityLabels
      .filter((label) => meta.entities[label])
      .map((label) => `${label} ${count(meta.entities[label])}`)
      .join(" · ");

  // -- names --

  function nameHref(label, id, text) {
    return id ? rukaz.urls.name(id) : rukaz.urls.words(text);
  }

  function names(meta) {
    const rows = meta.overview.names.slice(0, NAMES).map(([name, label, id, value]) => ({
      label: name,
      value,
      gloss: rukaz.glossary.entity(label),
      kind: label.toLowerCase(),
      href: nameHref(label, id, name),
    }));
    if (!rows.length) return null;
    const name = text("overview.commonest");
    return figure(text("overview.names"), legend(), (width) => bars(rows, width, { name, font: "name" }));
  }

  function legend() {
    return html(
      "span",
      { class: "key" },
      rukaz.glossary.entityLabels.map((label) =>
        html("span", { class: label.toLowerCase() }, rukaz.glossary.entity(label)),
      ),
    );
  }

  const titleOf = (id) => rukaz.mentionList.titleOf(id);

  function entities(meta) {
    const { labels, entities_by_document: table } = meta.overview;
    const sum = (row) => row.slice(1).reduce((one, other) => one + other, 0);
    const most =
      table.length > DOCUMENTS ? [...table].sort((a, b) => sum(b) - sum(a)).slice(0, DOCUMENTS) : table;
    const rows = most.filter(sum).map(([doc, ...values]) => ({
      label: titleOf(doc),
      href: rukaz.urls.document(doc),
      parts: labels.map((label, i) => ({
        kind: label.toLowerCase(),
        name: rukaz.glossary.entity(label),
        value: values[i],
      })),
    }));
    if (!rows.length) return null;
    const title =
      table.length > DOCUMENTS
        ? text("overview.namesOfSome", { number: DOCUMENTS })
        : text("overview.namesOfEach");
    return figure(title, legend(), (width) => shares(rows, width, { name: title }));
  }

  // Where the commonest entities are mentioned, over all documents one after the other.
  async function mentioned(meta) {
    const wanted = meta.overview.names.filter(([, , id]) => id).slice(0, NAMES);
    const total = meta.counts.sentences;
    const rows = await Promise.all(
      wanted.map(async ([name, label, id]) => {
        const found = await rukaz.corpus.mentions(id);
        return {
          label: name,
          kind: label.toLowerCase(),
          href: nameHref(label, id, name),
          at: found.map(({ n }) => (n + 0.5) / total),
        };
      }),
    );
    const columns = meta.documents.map((one) => ({
      label: rukaz.documentList.titleOf(one),
      from: one.first / total,
      to: (one.first + one.sentences) / total,
    }));
    return figure(text("overview.where"), [text("overview.marks"), legend()], (width) =>
      places(rows, columns, width, { name: text("overview.places") }),
    );
  }

  // -- words and sentences --

  function classes(meta) {
    if (!meta.overview.upos.length) return null;
    const rows = meta.overview.upos.map(([upos, value]) => ({
      label: upos,
      value,
      gloss: rukaz.glossary.upos(upos),
      href: rukaz.urls.search(`pattern { X [upos=${upos}] }`),
    }));
    const name = text("overview.classes");
    return figure(name, text("overview.ofAll"), (width) => bars(rows, width, { name }));
  }

  function relations(meta) {
    const all = meta.overview.deprel;
    if (!all.length) return null;
    const rows = all.slice(0, RELATIONS).map(([deprel, value]) => ({
      label: deprel,
      value,
      gloss: rukaz.glossary.deprel(deprel),
      kind: rukaz.glossary.relationKind(deprel),
      href: rukaz.urls.search(`pattern { X [deprel=${rukaz.urls.quoted(deprel)}] }`),
    }));
    const rest =
      all.length > RELATIONS
        ? text("overview.someRelations", { number: RELATIONS, total: all.length })
        : null;
    const name = text("overview.relations");
    return figure(name, rest, (width) => bars(rows, width, { name }));
  }

  function lengths(meta) {
    if (!meta.overview.lengths.length) return null;
    const name = text("overview.lengths");
    return figure(name, null, (width) => histogram(meta.overview.lengths, width, { name }));
  }

  function lemmas(meta, upos) {
    const title = text(`overview.${upos}`);
    const rows = meta.overview.lemmas
      .filter(([, one]) => one === upos)
      .slice(0, LEMMAS)
      .map(([lemma, , value]) => ({
        label: lemma,
        value,
        href: rukaz.urls.search(`pattern { X [lemma=${rukaz.urls.quoted(lemma)}, upos=${upos}] }`),
      }));
    if (!rows.length) return null;
    return figure(title, null, (width) => bars(rows, width, { name: title, font: "name" }));
  }

  // -- accuracy --

  function accuracy(meta) {
    if (!meta.figures || !meta.figures.length) return null;
    return html(
      "section",
      { class: "accuracy", id: "accuracy" },
      html("h2", {}, text("overview.figures")),
      meta.figures.map(table),
    );
  }

  function table({ title, columns, rows, note }) {
    const number = (cell) => /^[\d.,%–-]+$/.test(cell);
    return html(
      "figure",
      {},
      html("figcaption", {}, html("h3", {}, isolated(title)), note ? html("p", {}, isolated(note)) : null),
      scrollingTable(
        title,
        columns.map((name, i) => html("th", { scope: "col", class: i ? "number" : null }, isolated(name))),
        rows.map((row) =>
          row.map((cell, i) =>
            i
              ? html("td", { class: number(cell) ? "number" : null }, breakable(cell))
              : html("th", { scope: "row" }, isolated(cell)),
          ),
        ),
      ),
    );
  }

  rukaz.pages.overview = { show };
  rukaz.pages.name = { show: (container, params, id) => rukaz.mentionList.show(container, id, "h1") };
})();
