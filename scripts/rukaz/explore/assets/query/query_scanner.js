// Reading a query from left to right: names, values, features of nodes and relations of edges. What is asked of a value
// becomes a test(value), with null for a value that is not there.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.share("queryScanner", () => {
  // A query that cannot be read: what is expected, as a text and its values, where in the query, and a query that may
  // have been meant.
  class QueryError extends Error {
    constructor(key, values, position, suggestion = null) {
      super(key);
      Object.assign(this, { name: "QueryError", key, values, position, suggestion });
    }
  }

  // of the mentions that a word is the head of, which may be two
  const OF_MENTIONS = ["coref", "etype", "mention"];
  const COLUMNS = ["form", "lemma", "upos", "xpos", "deprel", "ner", "entity", "name", ...OF_MENTIONS];
  const OF_SENTENCE = [
    "doc",
    "block",
    "role",
    "annotation",
    "reviewer",
    "lang",
    "split",
    "title",
    "author",
    "publisher",
    "date",
  ];
  // what CQL calls these features, which is understood, and other languages, which is suggested
  const CQL = { word: "form", tag: "upos", pos: "upos" };
  const ELSEWHERE = { token: "form", lc: "form", cat: "upos", rel: "deprel", eid: "coref" };
  const FEATURES = [...COLUMNS, ...OF_SENTENCE];
  // what another annotation says of the same word
  const OTHER = "other.";
  const COMPARABLE = ["form", "lemma", "upos", "xpos", "deprel", "ner", "head"];
  const IN_GLOBAL = [...OF_SENTENCE, "sent_id", "text"];

  // -- values --

  const folded = (text) => text.toLowerCase().replaceAll("ё", "е");

  function wholeMatch(source, flags, position) {
    try {
      return new RegExp(`^(?:${source})$`, `u${flags}`);
    } catch (error) {
      throw new QueryError("expected.regex", { reason: String(error).split(": ").at(-1) }, position);
    }
  }

  // `ner=PER` asks for the whole mention, `ner=B-PER` for its first token
  function sameValue(feature, value) {
    if (feature.replace(OTHER, "") !== "ner" || /^[BI]-/.test(value)) return (found) => found === value;
    return (found) => found.slice(2) === value;
  }

  // -- reading --

  class Scanner {
    constructor(text) {
      this.text = text;
      this.at = 0;
      this.literals = []; // the values that have been read: {feature, text, test, of, position, end}
    }

    /**
     * @param {string} key of a text
     * @param {Record<string, any>} [values] of the text, and the position where it is not this one
     */
    fail(key, { position = this.at, ...values } = {}) {
      throw new QueryError(key, values, position);
    }

    // fails, and suggests the query with something else in the place of text[position … end)
    suggest(key, { position, end, instead, ...values }) {
      const suggestion = this.text.slice(0, position) + instead + this.text.slice(end);
      throw new QueryError(key, values, position, suggestion);
    }

    space() {
      this.take(/(?:\s|%[^\n]*)+/y);
    }

    // the match of a sticky expression, which is passed over; null if there is none
    take(expression) {
      expression.lastIndex = this.at;
      const found = expression.exec(this.text);
      if (found) this.at = expression.lastIndex;
      return found;
    }

    // passes over a mark and the white space after it
    skip(mark) {
      if (!this.text.startsWith(mark, this.at)) return false;
      this.at += mark.length;
      this.space();
      return true;
    }

    need(mark, key = "expected.mark", values = { mark }) {
      if (!this.skip(mark)) this.fail(key, values);
    }

    get ended() {
      return this.at >= this.text.length;
    }

    name(key, values) {
      const found = this.take(/[\p{L}_][\p{L}\p{N}_]*/uy);
      if (!found) this.fail(key, values);
      this.space();
      return found[0];
    }

    feature() {
      const found = this.take(/(?:other\.)?[\p{L}_][\p{L}\p{N}_-]*(?:\[[a-z]+\])?/uy);
      if (!found) this.fail("expected.feature");
      this.space();
      return found[0].replace(/__([a-z]+)$/, "[$1]");
    }

    // one value: a word, "text", re"expression" or /expression/i; as a test of a value that is defined
    value(feature, of = (value) => value) {
      const position = this.at;
      const test = this.testOfValue(feature);
      const text = this.text.slice(position, this.at).trimEnd();
      this.literals.push({ feature, text, test, of, position, end: position + text.length });
      return test;
    }

    testOfValue(feature) {
      const position = this.at;
      const regex = this.take(/re"((?:[^"\\]|\\.)*)"/y);
      if (regex) return this.expression(regex[1], "", position);
      const slashed = this.take(/\/((?:[^/\\]|\\.)*)\/(i?)/y);
      if (slashed) return this.expression(slashed[1], slashed[2], position);
      const quoted = this.take(/"((?:[^"\\]|\\.)*)"/y);
      const plain = quoted ? null : this.take(/[^\s,;|=<>"{}[\]^/]+/y);
      if (!quoted && !plain) this.fail("expected.value");
      this.space();
      return sameValue(feature, quoted ? quoted[1].replace(/\\(.)/g, "$1") : plain[0]);
    }

    expression(source, flags, position) {
      const expression = wholeMatch(source, flags, position);
      this.space();
      return (found) => expression.test(found);
    }

    // a|b|c
    values(feature, of, prefix = "") {
      const tests = [this.value(feature, of)];
      while (this.skip("|")) {
        this.skip(prefix); // may stand again before each
        tests.push(this.value(feature, of));
      }
      return (found) => tests.some((test) => test(found));
    }

    // `= a|b`, `<> a|b`, `= *` or nothing, which is `= *`
    comparison(feature, of) {
      const different = this.skip("<>") || this.skip("!=");
      if (!different && !this.skip("=")) return (found) => found !== null;
      if (this.skip("*")) {
        if (different) this.fail("expected.negation");
        return (found) => found !== null;
      }
      const test = this.values(feature, of);
      return (found) => found !== null && test(found) !== different;
    }
  }

  // -- node clauses --

  // Fails if there is no such feature; FEATS have any names with a capital.
  function known(scanner, feature, position, names = FEATURES) {
    if (names !== IN_GLOBAL && feature.startsWith(OTHER)) {
      if (!rukaz.corpus?.meta?.compared) scanner.fail("expected.noOther", { position });
      known(scanner, feature.slice(OTHER.length), position + OTHER.length, COMPARABLE);
      return;
    }
    if (names.includes(feature) || (names !== IN_GLOBAL && /^(?:\p{Lu}|head$)/u.test(feature))) return;
    const key = names === IN_GLOBAL ? "expected.knownFeature" : "expected.knownFeatureOrFeats";
    const told = { feature, names: names.join(", "), position };
    const meant = ELSEWHERE[feature.toLowerCase()] ?? rukaz.queryHints.closest(feature, names)[0];
    if (!meant || !names.includes(meant)) scanner.fail(key, told);
    scanner.suggest(key, { ...told, end: position + feature.length, instead: meant });
  }

  // [upos=VERB, !Person, Tense<>Past]: a list of {feature, test}
  function features(scanner) {
    scanner.need("[");
    const found = [];
    while (!scanner.skip("]")) {
      if (found.length) comma(scanner);
      const absent = scanner.skip("!");
      const position = scanner.at;
      const name = scanner.feature();
      const feature = CQL[name] ?? name;
      known(scanner, feature, position);
      const test = absent ? (value) => value === null : scanner.comparison(feature);
      found.push({ feature, test, position, end: scanner.at });
    }
    return found;
  }

  function comma(scanner) {
    if (!scanner.skip("&")) scanner.need(",", "expected.commaOrBracket");
  }

  // [upos=VERB]|[upos=AUX]
  function alternatives(scanner) {
    const found = [features(scanner)];
    while (scanner.skip("|")) found.push(features(scanner));
    return found;
  }

  // -- edges --

  // what stands between -[ and ]->: a test of the relation, and whether that of an enhanced edge is meant (E:nsubj)
  function label(scanner) {
    const position = scanner.at;
    const literals = scanner.literals.length;
    let test;
    let enhanced = false;
    if (scanner.take(/(?=!?\s*[\p{L}\p{N}_]+\s*(?:=|<>))|(?=!)/uy))
      ({ test, enhanced } = labelFeatures(scanner));
    else {
      const different = scanner.skip("^");
      enhanced = scanner.skip("E:");
      const one = scanner.values("deprel", undefined, enhanced ? "E:" : "");
      test = (relation) => one(relation) !== different;
    }
    if (!scanner.skip("]->")) scanner.fail("expected.arrowEnd", { position: Math.max(position, scanner.at) });
    if (enhanced) for (const literal of scanner.literals.slice(literals)) literal.feature = "enhanced";
    return { test: (relation) => relation !== null && test(relation), enhanced };
  }

  // 1=nsubj, 2=pass: the parts of a relation before and after its colon; enhanced=yes
  function labelFeatures(scanner) {
    const tests = [];
    let enhanced = false;
    do {
      if (scanner.take(/enhanced\s*=\s*yes\s*/y)) {
        enhanced = true;
        continue;
      }
      const absent = scanner.skip("!");
      const part = scanner.take(/[12]/y);
      if (!part) scanner.fail("expected.part");
      scanner.space();
      const of = (relation) => relation.split(":")[Number(part[0]) - 1] ?? null;
      const one = absent ? (value) => value === null : scanner.comparison("deprel", of);
      tests.push((relation) => one(of(relation)));
    } while (scanner.skip(","));
    return { test: (relation) => tests.every((test) => test(relation)), enhanced };
  }

  const anyLabel = { test: () => true, enhanced: false };

  return {
    QueryError,
    Scanner,
    wholeMatch,
    folded,
    known,
    features,
    alternatives,
    label,
    anyLabel,
    FEATURES,
    IN_GLOBAL,
    OTHER,
    COMPARABLE,
    OF_MENTIONS,
  };
});
