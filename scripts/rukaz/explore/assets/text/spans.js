// Quotes and dates, which the corpus keeps as items of MISC where they begin: who says what, and when.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.spans = (() => {
  const { html, isolated } = rukaz.dom;
  const { text: textOf } = rukaz.language;

  /**
   * A stretch of the source: start and end in code points.
   * @typedef {{start: number, end: number}} Span
   * @typedef {Span & {kind: string, speaker: Span | null, speakerId: string | null}} Quote
   * @typedef {Span & {value: string | null, part: string | null}} DateSpan
   */

  /**
   * The quotes and dates that begin in a sentence.
   * @param {Sentence} sentence
   * @returns {{quotes: Quote[], dates: DateSpan[]}}
   */
  function of({ spans }) {
    const all = spans.map(([, items]) => Object.fromEntries(items.split("|").map(item)));
    return {
      quotes: all
        .filter((one) => one.QuoteRange)
        .map((one) => ({
          kind: one.Quote,
          ...range(one.QuoteRange),
          speaker: one.QuoteSpeaker ? range(one.QuoteSpeaker) : null,
          speakerId: one.QuoteSpeakerId ?? null,
        })),
      dates: all
        .filter((one) => one.DateRange)
        .map((one) => ({ ...range(one.DateRange), value: one.Date ?? null, part: one.DatePart ?? null })),
    };
  }

  function item(text) {
    const [key, value] = text.split(/=(.*)/s);
    return [
      key,
      value.replace(/\\u([0-9A-F]{4})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
    ];
  }

  function range(text) {
    const [start, end] = text.split(":").map(Number);
    return { start, end };
  }

  const covers = (span, { start, end }) => span.start <= start && end <= span.end;

  // -- in sentences that follow one another --

  // What of their text is in a stretch of the source.
  function textIn(span, sentences) {
    const parts = sentences.flatMap(({ text, tokens }) => {
      const inside = tokens.filter((token) => covers(span, token));
      return inside.length ? [text.slice(inside[0].from, inside[inside.length - 1].to)] : [];
    });
    return parts.join(" ");
  }

  const nameOf = (id, sentences) => {
    for (const { entities } of sentences) {
      const entity = entities.find((one) => one.id === id);
      if (entity?.name) return entity.name;
    }
    return id;
  };

  function speakerOf({ speaker, speakerId }, sentences) {
    if (speakerId === null) return speaker ? isolated(textIn(speaker, sentences)) : "–";
    return html("a", { href: rukaz.urls.name(speakerId) }, isolated(nameOf(speakerId, sentences)));
  }

  // Gives each word of a shown text the classes of the quotes and dates that it is in; tells how many there are.
  function mark(place, sentences) {
    const all = {
      quotes: sentences.flatMap((one) => of(one).quotes),
      dates: sentences.flatMap((one) => of(one).dates),
    };
    for (const { n, tokens } of sentences) {
      const words = new Map();
      for (const word of place.querySelectorAll(`#s${n} .w`)) words.set(Number(word.dataset.id), word);
      for (const token of tokens) {
        const { classList } = words.get(token.id) ?? {};
        const quote = all.quotes.find((one) => covers(one, token));
        if (quote) classList?.add("quote", quote.kind);
        if (all.dates.some((one) => covers(one, token))) classList?.add("date");
      }
    }
    return { quotes: all.quotes.length, dates: all.dates.length };
  }

  // Who says what, and which dates, as tables that lead to the sentences; null if there is nothing of a kind.
  function tables(sentences) {
    const rows = (kind, cells) =>
      sentences.flatMap((sentence) =>
        of(sentence)[kind].map((one) => [
          ...cells(one),
          html("a", { href: rukaz.urls.tree(sentence.id) }, isolated(textIn(one, sentences))),
        ]),
      );
    const quotes = rows("quotes", (one) => [speakerOf(one, sentences), textOf(`quote.${one.kind}`)]);
    const dates = rows("dates", (one) => [html("code", {}, shown(one))]);
    return [
      table(textOf("read.quotes"), ["speaker", "kind", "said"], quotes),
      table(textOf("read.dates"), ["value", "date"], dates),
    ];
  }

  const shown = ({ value, part }) => [value ?? "–", part].filter(Boolean).join(" ");

  function table(label, columns, rows) {
    if (!rows.length) return null;
    const heads = columns.map((one) => html("th", { scope: "col" }, textOf(`spans.${one}`)));
    return html(
      "details",
      { class: "spans" },
      html("summary", {}, `${label} `, html("small", {}, rukaz.language.count(rows.length))),
      rukaz.dom.scrollingTable(
        label,
        heads,
        rows.map((cells) => cells.map((cell) => html("td", {}, cell))),
      ),
    );
  }

  // What a word is part of, a line for each.
  function linesOf(token, sentence) {
    const { quotes, dates } = of(sentence);
    return [
      ...quotes
        .filter((one) => covers(one, token))
        .map((one) => {
          const speaker = one.speakerId ?? (one.speaker ? textIn(one.speaker, [sentence]) : "");
          return [textOf(`quote.${one.kind}`), speaker].filter(Boolean).join(": ");
        }),
      ...dates
        .filter((one) => covers(one, token))
        .map((one) => textOf("spans.isDate", { value: shown(one) })),
    ];
  }

  return { of, mark, tables, linesOf, nameOf };
})();
