// Matches as a concordance (what was found in the middle, the words around it on either side) and as trees.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.concordance = (() => {
  const { html, isolated } = rukaz.dom;
  const { text: textOf } = rukaz.language;

  const LINES = 50;
  const TREES = 10;
  const AROUND = 110; // characters on either side; a narrow window shows fewer

  // -- lines --

  // The lines of rows[from … from + LINES) of the matches, with node number `node` in the middle, and so many sentences
  // before and after that of the match.
  function lines(found, rows, from, node, around = 0) {
    const walker = new rukaz.matches.Walker(found);
    const body = html("tbody");
    for (let i = from; i < Math.min(from + LINES, rows?.length ?? found.count); i++) {
      body.append(line(walker.go(rows ? rows[i] : i), node));
      if (around) body.append(context(walker, around));
    }
    return html(
      "table",
      { class: "kwic" },
      html("caption", { class: "unseen" }, textOf("lines.caption")),
      html("colgroup", {}, html("col", { class: "source" }), html("col", { class: "before" }), html("col")),
      html(
        "thead",
        { class: "unseen" },
        html(
          "tr",
          {},
          ["source", "before", "match"].map((name) => html("th", { scope: "col" }, textOf(`lines.${name}`))),
        ),
      ),
      body,
    );
  }

  function line(walker, node) {
    const sentence = walker.chunk.sentence(walker.s);
    const { before, match, after } = parts(walker, sentence, node);
    const [word] = rukaz.matches.middle(walker, node);
    const address = `#/tree/${encodeURIComponent(sentence.id)}${word ? `?word=${word}` : ""}`;
    return html(
      "tr",
      {},
      html("th", { scope: "row" }, source(sentence)),
      html("td", { class: "before", dir: "auto" }, html("div", {}, html("span", {}, before))),
      html(
        "td",
        { class: "match", dir: "auto" },
        html(
          "div",
          {},
          html("span", {}, html("a", { href: address, title: textOf("lines.tree") }, match), after),
        ),
      ),
    );
  }

  // The sentences of the document before and after that of a match, which stands between them.
  function context({ chunk, s }, around) {
    const own = chunk.documentOf(s);
    const texts = [];
    for (let one = s - around; one <= s + around; one++) {
      if (one < 0 || one >= chunk.size.sentences || chunk.documentOf(one) !== own) continue;
      const { text } = chunk.read(one);
      texts.push(one === s ? html("b", {}, text) : text, " ");
    }
    return html(
      "tr",
      { class: "context" },
      html("td"),
      html("td", { colspan: 2, dir: "auto" }, isolated(texts)),
    );
  }

  function source(sentence) {
    const address = `#/read/${encodeURIComponent(sentence.doc)}?at=${encodeURIComponent(sentence.id)}`;
    return html("a", { href: address, title: sentence.id }, isolated(sentence.doc));
  }

  // The text of a sentence in three parts; matched words outside of the middle are marked.
  function parts(walker, sentence, node) {
    const [first, last] = rukaz.matches.middle(walker, node);
    const { text, tokens } = sentence;
    const [from, to] = first ? [tokens[first - 1].from, tokens[last - 1].to] : [0, 0];
    const others = walker.found.shorthand
      ? []
      : places(walker, tokens).filter((place) => place.to <= from || place.from >= to);
    const left = shortened(text, Math.max(0, from - AROUND), 0, from);
    const right = shortened(text, Math.min(text.length, to + AROUND), text.length, to);
    return {
      before: [left.cut ? "… " : "", marked(text, left.at, from, others)],
      match: first ? isolated(text.slice(from, to)) : "root",
      after: [marked(text, to, right.at, others), right.cut ? " …" : ""],
    };
  }

  // where a context ends: at a space near `at`, if it does not reach the end of the sentence
  function shortened(text, at, end, middle) {
    if (at === end) return { at, cut: false };
    const space = at < middle ? text.indexOf(" ", at) : text.lastIndexOf(" ", at);
    const kept = space < 0 || (at < middle ? space >= middle : space <= middle) ? whole(text, at) : space;
    return { at: kept, cut: true };
  }

  // not between the halves of a character
  function whole(text, at) {
    return /[\uDC00-\uDFFF]/.test(text[at] ?? "") ? at + 1 : at;
  }

  function places(walker, tokens) {
    return walker.found.nodes
      .map((name, node) => ({ name, token: tokens[walker.position(node) - 1] }))
      .filter(({ token }) => token)
      .map(({ name, token }) => ({ name, from: token.from, to: token.to }));
  }

  function marked(text, from, to, all) {
    const pieces = [];
    let at = from;
    for (const place of all
      .filter((one) => one.from >= from && one.to <= to)
      .sort((a, b) => a.from - b.from)) {
      if (place.from < at) continue;
      pieces.push(
        text.slice(at, place.from),
        html("mark", { title: place.name }, text.slice(place.from, place.to)),
      );
      at = place.to;
    }
    return [...pieces, text.slice(at, to)];
  }

  // -- trees --

  // The trees of groups[from … from + TREES) of rows, one for each sentence.
  function trees(found, groups, from) {
    const walker = new rukaz.matches.Walker(found);
    return groups.slice(from, from + TREES).map(([first, end]) => {
      const ids = new Set();
      for (let row = first; row < end; row++) {
        walker.go(row);
        found.nodes.forEach((_, node) => ids.add(walker.position(node)));
      }
      ids.delete(0);
      const sentence = walker.chunk.sentence(walker.s);
      const address = `#/tree/${encodeURIComponent(sentence.id)}?word=${Math.min(...ids)}`;
      return html(
        "section",
        { class: "found-tree" },
        html(
          "h2",
          {},
          source(sentence),
          " ",
          html("a", { class: "whole", href: address, dir: "auto" }, isolated(sentence.text)),
        ),
        html(
          "div",
          { class: "scroller" },
          rukaz.tree.draw(sentence, { ...rukaz.tree.fitting(), highlight: [...ids] }),
        ),
      );
    });
  }

  // -- files --

  const COLUMNS = ["id", "form", "lemma", "upos", "feats", "head", "deprel", "ner", "entity"];

  // all matches as tab-separated text, a line for each
  function tsv(found, rows, node) {
    const walker = new rukaz.matches.Walker(found);
    const names = found.nodes.flatMap((name) => COLUMNS.map((column) => `${name}.${column}`));
    const all = [["sent_id", "doc", "before", "match", "after", ...names]];
    for (let i = 0; i < (rows?.length ?? found.count); i++) {
      walker.go(rows ? rows[i] : i);
      const sentence = walker.chunk.sentence(walker.s);
      const { text, tokens } = sentence;
      const [first, last] = rukaz.matches.middle(walker, node);
      const [from, to] = first ? [tokens[first - 1].from, tokens[last - 1].to] : [0, 0];
      const cells = found.nodes.flatMap((_, one) => {
        const token = tokens[walker.position(one) - 1];
        return COLUMNS.map((column) => token?.[column] ?? "");
      });
      all.push([
        sentence.id,
        sentence.doc,
        text.slice(0, from),
        text.slice(from, to),
        text.slice(to),
        ...cells,
      ]);
    }
    return asTsv(all);
  }

  // no cell may end its line or column; the mark at the beginning tells Excel that this is UTF-8
  function asTsv(rows) {
    const lines = rows.map((row) => row.map((cell) => String(cell).replace(/[\t\r\n]/g, " ")).join("\t"));
    return "\ufeff" + lines.map((line) => line + "\n").join("");
  }

  // the sentences that have a match, as the CoNLL-U file of the corpus has them
  function conllu(found) {
    const walker = new rukaz.matches.Walker(found);
    const sentences = rukaz.matches.bySentence(found).map(([row]) => {
      walker.go(row);
      return walker.chunk.sentence(walker.s).conllu;
    });
    return sentences.join("");
  }

  return { lines, trees, tsv, asTsv, conllu, LINES, TREES };
})();
