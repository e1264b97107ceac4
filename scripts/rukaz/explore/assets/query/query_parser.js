// The query language: requests as Grew reads them (grew.fr/doc/request), and a shorthand for a row of words.
//
//   pattern { V [upos=VERB, Aspect=Perf]; S [ner=PER]; V -[nsubj]-> S } without { V -[obj]-> O }
//   Касым-Жомарт [lemma="Токаев"]
//
// parse(text) gives {scopes, globals, shorthand}. scopes[0] is the pattern, the others its filters:
//   {kind: "pattern" | "with" | "without", nodes: [{name, free}], clauses}
// A clause names nodes by their names; what it asks of a value is a test(value), with null for "undefined". pattern is
// the query itself, a row of words written as a pattern.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.share("queryParser", () => {
  const { QueryError, Scanner, wholeMatch, folded, known, alternatives, IN_GLOBAL } = rukaz.queryScanner;
  const { Scope } = rukaz.queryScope;

  const KEYWORDS = ["pattern", "with", "without", "global"];

  // -- requests --

  function request(scanner) {
    const pattern = new Scope("pattern", null);
    const filters = [];
    const globals = [];
    while (!scanner.ended) {
      const position = scanner.at;
      const keyword = scanner.take(/\p{L}+/uy)?.[0];
      if (!KEYWORDS.includes(keyword)) {
        scanner.fail("expected.keyword", { keywords: KEYWORDS.join(", "), position });
      }
      scanner.space();
      if (keyword === "global") globals.push(...globalClauses(scanner));
      else if (keyword === "pattern") pattern.read(scanner);
      else {
        filters.push(new Scope(keyword, pattern));
        filters.at(-1).read(scanner);
      }
    }
    const scopes = [pattern, ...filters].map((scope) => scope.resolved());
    if (!pattern.nodes.length) scanner.fail("expected.pattern", { position: 0 });
    return { scopes, globals, shorthand: false, literals: scanner.literals, pattern: scanner.text.trim() };
  }

  function globalClauses(scanner) {
    scanner.need("{", "expected.brace", { kind: "global" });
    const found = [];
    for (;;) {
      while (scanner.skip(";"));
      if (scanner.skip("}")) return found;
      const position = scanner.at;
      const absent = scanner.skip("!");
      const feature = scanner.feature();
      known(scanner, feature, position, IN_GLOBAL);
      const test = absent ? (value) => value === null : scanner.comparison(feature);
      found.push({ feature, test, position, end: scanner.at });
    }
  }

  // -- shorthand --

  // words one after the other, as in CQL: a word as form or lemma in any case, "a form", /a form/, [features], and
  // []{0,3} for any words between two
  function words(scanner) {
    const pattern = new Scope("pattern", null);
    /** @type {string[]} */
    const written = [];
    while (!scanner.ended && !scanner.take(/within\s+<s\s*\/?>\s*$/y)) {
      const between = gap(scanner);
      const name = `X${pattern.nodes.length + 1}`;
      pattern.nodes.push({ name, free: false });
      const position = scanner.at;
      const isWord = scanner.text[position] !== "[";
      const found = isWord ? [[word(scanner)]] : alternatives(scanner);
      const source = scanner.text.slice(position, scanner.at).trim();
      written.push(`${name} ${isWord ? wordAsNode(source) : source.replace(/\[\s*\]/, "[upos]")}`);
      if (REPEATED.test(scanner.text.slice(scanner.at - 1))) {
        scanner.fail("expected.repeated");
      }
      pattern.clauses.push({ kind: "node", nodes: [name], alternatives: found });
      const nodes = [`X${pattern.nodes.length - 1}`, name];
      if (nodes[0] === "X0") {
        if (between) scanner.fail("expected.between", { position: 0 });
      } else if (!between) {
        pattern.clauses.push({ kind: "before", nodes });
        written.push(nodes.join(" < "));
      } else {
        const [least, most] = between;
        const test = (delta) => least < delta && delta <= most + 1;
        pattern.clauses.push({ kind: "distance", nodes, test });
        written.push(`delta(${nodes}) > ${least}`);
        if (most < Infinity) written.push(`delta(${nodes}) <= ${most + 1}`);
      }
    }
    return {
      scopes: [pattern.resolved()],
      globals: [],
      shorthand: true,
      literals: scanner.literals,
      pattern: `pattern { ${written.join("; ")} }`,
    };
  }

  const REPEATED = /^\](?:\{\d|[*+?])/;
  const TIMES = { "*": [0, Infinity], "+": [1, Infinity], "?": [0, 1] };

  // []{2}, []{0,3}, []{1,}, []*, []+, []?: how many words are passed over, at least and at most; null if none are
  function gap(scanner) {
    let all = null;
    for (;;) {
      const found = scanner.take(/\[\s*\](?:\{\s*(\d+)\s*(?:(,)\s*(\d*)\s*)?\}|([*+?]))\s*/y);
      if (!found) break;
      const [, least, comma, most, sign] = found;
      const [low, high] = sign
        ? TIMES[sign]
        : [Number(least), comma ? Number(most || Infinity) : Number(least)];
      all = [(all?.[0] ?? 0) + low, (all?.[1] ?? 0) + high];
    }
    if (all && scanner.ended) scanner.fail("expected.wordAfterGap");
    return all;
  }

  function word(scanner) {
    const position = scanner.at;
    if (/["/]/.test(scanner.text[position])) {
      const feature = "form";
      const test = scanner.value(feature);
      return { feature, test: (value) => value !== null && test(value), position, end: scanner.at };
    }
    const found = scanner.take(/[^\s[\]{}"]+/y);
    if (!found) scanner.fail("expected.word");
    const [text] = found;
    const end = scanner.at;
    requireWord(scanner, text, position);
    scanner.space();
    const test = wordTest(text, position);
    scanner.literals.push({ feature: "word", text, test, of: (value) => value, position, end });
    return { feature: "word", test, position, end };
  }

  // Fails at what is no word but a piece of a pattern, or of CQL, as other engines have it.
  function requireWord(scanner, text, position) {
    const { at } = scanner;
    const next = scanner.text.slice(at).trimStart();
    if (/^\d+:$/.test(text) && next[0] === "[") {
      scanner.suggest("expected.noLabel", { position, end: at, instead: "" });
    }
    const structure = /(?:(?:within|containing)\s+)?<\/?\w+\s*\/?>/y;
    structure.lastIndex = position;
    const tag = structure.exec(scanner.text);
    if (tag) scanner.suggest("expected.noSentence", { position, end: structure.lastIndex, instead: "" });
    const node = /^[A-Za-z]\w?$/.test(text) && next[0] === "[";
    const clause = /[A-Za-z]\w*\.\w+\s*(?:=|<>)|[A-Za-z]\w?\s+(?:=|<>|<<?|>>?)\s|(?:delta|length)\(/y;
    clause.lastIndex = position;
    if (node || clause.test(scanner.text) || /^[{[]/.test(scanner.text.slice(at)) || text.includes("->")) {
      scanner.fail("expected.braces", { position });
    }
    if (/^[\p{L}_]+(=|<>)/u.test(text)) {
      scanner.suggest("expected.brackets", { feature: text, position, end: at, instead: `[${text}]` });
    }
  }

  // A word of the shorthand as the features of a node.
  function wordAsNode(source) {
    if (/^["/]/.test(source)) return `[form=${source}]`;
    const expression = `/${expressionOf(source.toLowerCase()).replace(/[её]/g, "[её]")}/i`;
    return `[form=${expression}]|[lemma=${expression}]`;
  }

  // The stars of a word as a regular expression.
  function expressionOf(word) {
    return word
      .split("*")
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
      .join(".*");
  }

  // казах* begins with it, * is any word
  function wordTest(text, position) {
    const wanted = folded(text);
    if (!wanted.includes("*")) return (value) => value !== null && folded(value) === wanted;
    const expression = wholeMatch(expressionOf(wanted), "", position);
    return (value) => value !== null && expression.test(folded(value));
  }

  // The query as scopes of nodes and clauses.
  function parse(text) {
    const scanner = new Scanner(text);
    scanner.space();
    if (scanner.ended) scanner.fail("expected.query", { position: 0 });
    return /^(?:pattern|with|without|global)\s*\{/.test(text.slice(scanner.at))
      ? request(scanner)
      : words(scanner);
  }

  return { parse, QueryError };
});
