// Mentions of the same person or thing in a document: a chain, which has the id of its entity or, without a name, that of
// its cluster. #/read/DOC?chain=ID lists it, &mention=NUMBER is at one of its mentions.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.coreference = (() => {
  const { html, isolated } = rukaz.dom;
  const { text: textOf, count } = rukaz.language;

  /**
   * @typedef {{sentence: Sentence, mention: Mention}} Place
   * @typedef {{id: string, number: number, doc: string, name: string, places: Place[]}} Chain
   */

  /**
   * The chains of the sentences of a document in the order in which they begin; those of one mention have the number 0.
   * @param {Sentence[]} sentences
   * @returns {Chain[]}
   */
  function chains(sentences) {
    /** @type {Map<string, Place[]>} */
    const all = new Map();
    for (const sentence of sentences) {
      for (const mention of sentence.mentions) {
        all.set(mention.coref, [...(all.get(mention.coref) ?? []), { sentence, mention }]);
      }
    }
    let number = 0;
    return [...all].map(([id, places]) => {
      if (places.length > 1) number++;
      const { doc } = places[0].sentence;
      return { id, number: places.length > 1 ? number : 0, doc, name: nameOf(id, places, sentences), places };
    });
  }

  const numbered = (sentences) => chains(sentences).filter(({ number }) => number);

  // The name that it has, or the first description.
  function nameOf(id, places, sentences) {
    const name = rukaz.spans.nameOf(id, sentences);
    if (name !== id) return name;
    return (places.find(({ mention }) => mention.kind !== "pronoun") ?? places[0]).mention.text;
  }

  const href = ({ doc, id }, place) => rukaz.urls.chain(doc, id, place);

  // -- in the text --

  // Puts brackets around the mentions of a shown text, which lead to their chains; tells how many chains there are.
  function mark(text, sentences) {
    const all = new Map(numbered(sentences).map((chain) => [chain.id, chain]));
    for (const sentence of sentences) {
      for (const mention of sentence.mentions) {
        const chain = all.get(mention.coref);
        const [first, last] = [mention.first, mention.last].map((id) => wordOf(text, sentence, id));
        // a link cannot stand in that of a name
        const [from, to] = [first, last].map((word) => word?.closest("a.entity") ?? word);
        if (chain && from && to) enclose(from, to, chain, mention);
      }
    }
    return all.size;
  }

  // The longer of two mentions comes first, so its brackets stand outside.
  function enclose(from, to, chain, mention) {
    const label = textOf("coref.inChain", { number: chain.number, name: chain.name });
    const at = chain.places.findIndex((one) => one.mention === mention);
    from.before(html("span", { class: "chain-start" }));
    to.after(
      html("a", {
        class: "chain-end",
        href: href(chain, at),
        title: label,
        "aria-label": label,
        "data-chain": chain.number,
      }),
    );
  }

  const wordOf = (text, { n }, id) => text.querySelector(`#s${n} .w[data-id="${id}"]`);

  // Marks the words of one chain, or none; `at` is the number of the mention that is looked at.
  function highlight(text, chain, at) {
    for (const one of text.querySelectorAll(".of-chain")) one.classList.remove("of-chain", "looked-at");
    chain?.places.forEach(({ sentence, mention }, i) => {
      for (let id = mention.first; id <= mention.last; id++) {
        wordOf(text, sentence, id)?.classList.add("of-chain", ...(i === at ? ["looked-at"] : []));
      }
    });
  }

  // -- as lists --

  // A table of the chains of a document; null if it has none.
  function table(sentences) {
    const all = numbered(sentences);
    if (!all.length) return null;
    const row = (chain) => [
      String(chain.number),
      html("a", { href: href(chain) }, isolated(chain.name)),
      etype(chain.places[0].mention.etype),
      count(chain.places.length),
    ];
    return details(["number", "who", "type", "mentions"], all.map(row), all.length);
  }

  // The mentions of one sentence, each with its chain.
  function ofSentence(sentence) {
    if (!sentence.mentions?.length) return null;
    const row = ({ text, kind, etype: type, coref }) => [
      isolated(text),
      textOf(`coref.${kind}`),
      etype(type),
      html("a", { href: rukaz.urls.chain(sentence.doc, coref) }, html("code", {}, coref)),
    ];
    const rows = sentence.mentions.map(row);
    return details(["mention", "kind", "type", "chain"], rows, rows.length);
  }

  const etype = (type) => (rukaz.language.has(`etype.${type}`) ? textOf(`etype.${type}`) : type);

  function details(columns, rows, number) {
    const heads = columns.map((one) => html("th", { scope: "col" }, textOf(`coref.${one}`)));
    const cells = rows.map((row) => row.map((cell) => html("td", {}, cell)));
    return html(
      "details",
      { class: "spans" },
      html("summary", {}, `${textOf("read.coreference")} `, html("small", {}, count(number))),
      rukaz.dom.scrollingTable(textOf("read.coreference"), heads, cells),
    );
  }

  // Fills a place with the mentions of a chain, each in its sentence.
  function show(place, chain, at) {
    place.replaceChildren(
      html(
        "h2",
        { class: "name-of" },
        isolated(chain.name),
        html(
          "small",
          {},
          ` ${etype(chain.places[0].mention.etype)}, ${textOf("count.mentions", { count: chain.places.length })}`,
        ),
      ),
      html("p", {}, html("a", { href: rukaz.urls.search(query(chain)) }, textOf("coref.search"))),
      html(
        "div",
        { class: "mentions" },
        chain.places.map(({ sentence, mention }, i) =>
          rukaz.mentionList.line(sentence, mention, {
            href: href(chain, i),
            "data-key": `mention ${i}`,
            "aria-current": i === at ? "true" : null,
          }),
        ),
      ),
    );
  }

  const query = ({ doc, id }) =>
    `global { doc=${rukaz.urls.quoted(doc)} } pattern { X [coref=${rukaz.urls.quoted(id)}] }`;

  // What a word is the head of, a line for each mention.
  const linesOf = (token, { mentions = [] }) =>
    mentions
      .filter(({ head }) => head === token.id)
      .map(({ coref, kind, etype: type }) => `${coref}: ${textOf(`coref.${kind}`)}, ${etype(type)}`);

  return { chains, mark, highlight, table, ofSentence, show, linesOf };
})();
