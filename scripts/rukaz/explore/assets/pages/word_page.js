// A lemma: its forms, the words that stand in each relation to it, the names near it, where and when it occurs; without
// one, the commonest lemmas. #/word/LEMMA
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { html, isolated, scrollingTable } = rukaz.dom;
  const { text, count, decimal } = rukaz.language;
  const { figure, bars, columns } = rukaz.charts;

  const FORMS = 12;
  const PER_RELATION = 8;
  const RELATIONS = 16;
  const NAMES = 12;
  const DOCUMENTS = 15;
  const LISTED = 120;
  const NUMBERS = ["count", "sentences", "g2", "logDice"]; // columns

  async function show(container, params, lemma) {
    const place = html("div");
    container.append(html("article", { class: "word-page" }, form(lemma), place));
    if (!lemma) {
      place.append(commonest());
      return;
    }
    const found = await rukaz.wordProfile.profile(lemma);
    if (!found) place.append(html("p", {}, text("word.unknown")));
    else place.append(...parts(lemma, found));
  }

  function form(lemma) {
    const input = html("input", {
      id: "lemma",
      class: "field",
      type: "search",
      value: lemma,
      autocomplete: "off",
    });
    const submitted = (event) => {
      event.preventDefault();
      if (input.value.trim()) location.hash = rukaz.urls.word(input.value.trim());
    };
    return html(
      "form",
      { class: "toolbar", role: "search", onsubmit: submitted },
      html("h1", { class: lemma ? null : "unseen" }, lemma ? isolated(lemma) : text("page.word")),
      html("label", { for: "lemma" }, text("word.which")),
      input,
      html("button", { type: "submit", class: "button" }, text("word.look")),
    );
  }

  function commonest() {
    const lemmas = [...rukaz.corpus.meta.overview.lemmas].sort((a, b) => b[2] - a[2]).slice(0, LISTED);
    return html(
      "ul",
      { class: "lemma-list" },
      lemmas.map(([lemma, , times]) =>
        html(
          "li",
          {},
          html("a", { href: rukaz.urls.word(lemma) }, isolated(lemma)),
          " ",
          html("small", {}, count(times)),
        ),
      ),
    );
  }

  function parts(lemma, found) {
    const { dispersion, documents } = found;
    const all = rukaz.urls.search(`pattern { X [lemma=${rukaz.urls.quoted(lemma)}] }`);
    const facts = [
      html("a", { href: all }, text("word.times", { count: found.count })),
      text("word.perMillion", { number: decimal(found.perMillion) }),
      text("word.documents", { count: documents }),
      text("word.dispersion", { number: decimal(dispersion, 3) }),
    ];
    return [
      html(
        "p",
        { class: "facts" },
        facts.map((fact) => html("span", {}, fact)),
      ),
      html("div", { class: "charts" }, trend(found), spread(found)),
      html("div", { class: "sketch" }, formsTable(lemma, found), names(found), ...relations(lemma, found)),
    ].filter(Boolean);
  }

  // -- when and where --

  function trend({ trend: rows }) {
    if (rows.length < 2) return null;
    const name = text("word.trend");
    const shown = rows.map(([month, times, share]) => ({ label: month, value: share, gloss: count(times) }));
    return figure(name, text("word.perMillionWords"), (width) => columns(shown, width, { name }));
  }

  function spread({ spread: rows }) {
    const name = text("word.where");
    const shown = rows.slice(0, DOCUMENTS).map(([meta, times]) => ({
      label: rukaz.documentList.titleOf(meta),
      value: times,
      href: rukaz.urls.document(meta.id),
    }));
    return figure(name, null, (width) => bars(shown, width, { name, font: "name" }));
  }

  // -- with what --

  function formsTable(lemma, { forms }) {
    const rows = forms
      .slice(0, FORMS)
      .map(([form, feats, times]) => [
        html("td", {}, isolated(form)),
        html("td", {}, rukaz.dom.breakable(feats ?? "–")),
        html("td", { class: "number" }, count(times)),
      ]);
    return section(text("word.forms"), ["form", "features", "count"], rows);
  }

  function names({ names: all }) {
    if (!all.length) return null;
    const rows = all
      .slice(0, NAMES)
      .map(([id, name, label, times, g2]) => [
        html("td", {}, id ? html("a", { href: rukaz.urls.name(id) }, isolated(name)) : isolated(name ?? "–")),
        html("td", {}, html("b", { class: `chip ${label.toLowerCase()}` }, label)),
        html("td", { class: "number" }, count(times)),
        html("td", { class: "number" }, decimal(g2)),
      ]);
    return section(text("word.names"), ["name", "label", "sentences", "g2"], rows);
  }

  function relations(lemma, { collocates }) {
    return collocates.slice(0, RELATIONS).map(([relation, isHead, words]) => {
      const rows = words
        .slice(0, PER_RELATION)
        .map(([other, upos, times, logDice]) => [
          html(
            "td",
            {},
            html("a", { href: rukaz.urls.word(other) }, isolated(other)),
            " ",
            html("small", {}, upos),
          ),
          html(
            "td",
            { class: "number" },
            html("a", { href: together(lemma, relation, isHead, other, upos) }, count(times)),
          ),
          html("td", { class: "number" }, decimal(logDice)),
        ]);
      const title = isHead ? text("word.of", { relation }) : relation;
      const gloss = rukaz.glossary.deprel(relation);
      return section(
        [html("code", {}, title), gloss ? html("small", {}, " ", gloss) : ""],
        ["word", "count", "logDice"],
        rows,
      );
    });
  }

  // The search for a lemma and a collocate in a relation.
  function together(lemma, relation, isHead, other, upos) {
    const { quoted, search } = rukaz.urls;
    const [head, dependent] = isHead ? ["Y", "X"] : ["X", "Y"];
    const nodes = `X [lemma=${quoted(lemma)}]; Y [lemma=${quoted(other)}, upos=${upos}]`;
    return search(`pattern { ${nodes}; ${head} -[${relation}]-> ${dependent} }`);
  }

  function section(title, heads, rows) {
    const columnsOf = heads.map((one) =>
      html("th", { scope: "col", class: NUMBERS.includes(one) ? "number" : null }, text(`word.${one}`)),
    );
    const heading = html("h2", {}, title);
    return html("section", {}, heading, scrollingTable(heading.textContent, columnsOf, rows));
  }

  rukaz.pages.word = { show };
})();
