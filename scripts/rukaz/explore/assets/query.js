// The query language: requests as Grew reads them (grew.fr/doc/request), and a shorthand for a row of words.
//
//   pattern { V [upos=VERB, Aspect=Perf]; S [ner=PER]; V -[nsubj]-> S } without { V -[obj]-> O }
//   Касым-Жомарт [lemma="Токаев"]
//
// parse(text) gives {scopes, globals, shorthand}. scopes[0] is the pattern, the others its filters:
//   {kind: "pattern" | "with" | "without", nodes: [{name, free}], clauses}
// A clause names nodes by their names; what it asks of a value is a test(value), with null for "undefined".
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.query = (() => {
  const { QueryError, Reader, whole, folded, known, alternatives, IN_GLOBAL } = rukaz.reader;
  const { Scope } = rukaz.scope;

  const KEYWORDS = ["pattern", "with", "without", "global"];

  // -- requests --

  function request(reader) {
    const pattern = new Scope("pattern", null);
    const filters = [];
    const globals = [];
    while (!reader.ended) {
      const position = reader.at;
      const keyword = reader.take(/\p{L}+/uy)?.[0];
      if (!KEYWORDS.includes(keyword)) reader.fail(`one of ${KEYWORDS.join(", ")} is expected`, position);
      reader.space();
      if (keyword === "global") globals.push(...globalClauses(reader));
      else if (keyword === "pattern") pattern.read(reader);
      else {
        filters.push(new Scope(keyword, pattern));
        filters.at(-1).read(reader);
      }
    }
    const scopes = [pattern, ...filters].map((scope) => scope.settled());
    if (!pattern.nodes.length) reader.fail("a pattern is expected: pattern { V [upos=VERB] }", 0);
    return { scopes, globals, shorthand: false };
  }

  function globalClauses(reader) {
    reader.need("{", "{ is expected after global");
    const found = [];
    for (;;) {
      while (reader.skip(";"));
      if (reader.skip("}")) return found;
      const position = reader.at;
      const absent = reader.skip("!");
      const feature = reader.feature();
      known(feature, position, IN_GLOBAL);
      const test = absent ? (value) => value === null : reader.comparison(feature);
      found.push({ feature, test, position, end: reader.at });
    }
  }

  // -- shorthand --

  // words one after the other: a word as form or lemma in any case, "a form", /a form/, [features]
  function words(reader) {
    const pattern = new Scope("pattern", null);
    while (!reader.ended) {
      const name = `X${pattern.nodes.length + 1}`;
      pattern.nodes.push({ name, free: false });
      const found = reader.text[reader.at] === "[" ? alternatives(reader) : [[word(reader)]];
      pattern.clauses.push({ kind: "node", nodes: [name], alternatives: found });
      if (pattern.nodes.length > 1) {
        pattern.clauses.push({ kind: "before", nodes: [`X${pattern.nodes.length - 1}`, name] });
      }
    }
    return { scopes: [pattern.settled()], globals: [], shorthand: true };
  }

  function word(reader) {
    const position = reader.at;
    if (/["/]/.test(reader.text[position])) {
      const feature = "form";
      const test = reader.value(feature);
      return { feature, test: (value) => value !== null && test(value), position, end: reader.at };
    }
    const found = reader.take(/[^\s[\]{}"]+/y);
    if (!found) reader.fail("a word, or features in brackets as in [upos=VERB], are expected");
    const next = reader.text[reader.at];
    const node = /^[A-Za-z]\w?$/.test(found[0]) && /^\s*\[/.test(reader.text.slice(reader.at));
    if (node || /[{[]/.test(next ?? "") || found[0].includes("->")) {
      reader.fail("a pattern stands in braces: pattern { V [upos=VERB]; V -[nsubj]-> S }", position);
    }
    if (/^[\p{L}_]+(=|<>)/u.test(found[0])) {
      reader.fail(`a feature stands in brackets: [${found[0]}]`, position);
    }
    reader.space();
    return { feature: "word", test: wordTest(found[0], position), position, end: reader.at };
  }

  // казах* begins with it
  function wordTest(text, position) {
    const wanted = folded(text);
    if (!wanted.includes("*") || wanted === "*") return (value) => value !== null && folded(value) === wanted;
    const parts = wanted.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
    const expression = whole(parts.join(".*"), "", position);
    return (value) => value !== null && expression.test(folded(value));
  }

  // The query as scopes of nodes and clauses.
  function parse(text) {
    const reader = new Reader(text);
    reader.space();
    if (reader.ended) reader.fail("type a word, or a pattern such as pattern { V [upos=VERB] }", 0);
    return /^(?:pattern|with|without|global)\s*\{/.test(text.slice(reader.at)) ? request(reader) : words(reader);
  }

  return { parse, QueryError };
})();
