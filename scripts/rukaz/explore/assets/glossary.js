// What the labels of Universal Dependencies and of the entities mean, in a few words.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.glossary = (() => {
  const UPOS = {
    ADJ: "adjective",
    ADP: "preposition",
    ADV: "adverb",
    AUX: "auxiliary",
    CCONJ: "coordinating conjunction",
    DET: "determiner",
    INTJ: "interjection",
    NOUN: "noun",
    NUM: "numeral",
    PART: "particle",
    PRON: "pronoun",
    PROPN: "proper noun",
    PUNCT: "punctuation",
    SCONJ: "subordinating conjunction",
    SYM: "symbol",
    VERB: "verb",
    X: "other",
  };

  const DEPREL = {
    acl: "clause that modifies a noun",
    "acl:relcl": "relative clause",
    advcl: "adverbial clause",
    advmod: "adverbial modifier",
    amod: "adjectival modifier",
    appos: "apposition",
    aux: "auxiliary",
    "aux:pass": "auxiliary of the passive",
    case: "case marker",
    cc: "coordinating conjunction",
    ccomp: "clausal complement",
    compound: "compound",
    conj: "conjunct",
    cop: "copula",
    csubj: "clausal subject",
    "csubj:pass": "clausal subject of a passive",
    dep: "unspecified",
    det: "determiner",
    discourse: "discourse element",
    dislocated: "dislocated element",
    expl: "expletive",
    fixed: "fixed expression",
    flat: "flat expression",
    "flat:foreign": "foreign words",
    "flat:name": "parts of a name",
    goeswith: "goes with",
    iobj: "indirect object",
    list: "list",
    mark: "marker of a clause",
    nmod: "nominal modifier",
    nsubj: "subject",
    "nsubj:pass": "subject of a passive",
    nummod: "numeral modifier",
    "nummod:entity": "number of a thing",
    "nummod:gov": "numeral that governs the case",
    obj: "object",
    obl: "oblique nominal",
    "obl:agent": "agent of a passive",
    "obl:tmod": "time",
    orphan: "orphan of an ellipsis",
    parataxis: "parataxis",
    "parataxis:discourse": "parenthesis",
    punct: "punctuation",
    reparandum: "overridden slip",
    root: "root",
    vocative: "vocative",
    xcomp: "complement without a subject of its own",
  };

  const ENTITY = { PER: "person", ORG: "organisation", LOC: "place", MISC: "other name" };

  const ROLE = {
    title: "title",
    lead: "lead",
    body: "body",
    heading: "heading",
    question: "question",
    answer: "answer",
    caption: "caption",
    byline: "byline",
    dateline: "dateline",
    pull_quote: "pull quote",
    speaker: "who speaks",
    marker: "number or sign of an item",
    table: "table",
    boilerplate: "boilerplate",
    duplicate: "duplicate",
  };

  // What a reader looks for first, what only serves it, and all the rest.
  const CORE = new Set(["root", "nsubj", "obj", "iobj", "csubj", "ccomp", "xcomp"]);
  const SERVING = new Set(["punct", "case", "cc", "mark", "det", "aux", "cop", "fixed", "goeswith"]);

  function relationKind(deprel) {
    const relation = deprel.split(":")[0];
    if (CORE.has(relation)) return "core";
    return SERVING.has(relation) ? "serving" : "modifying";
  }

  function explain(table, label) {
    return Object.hasOwn(table, label) ? table[label] : null;
  }

  // The FEATS of a token, one by one.
  function features(token) {
    return token.feats && token.feats !== "_" ? token.feats.split("|") : [];
  }

  // A token as a screen reader says it.
  function inWords(token, tokens) {
    const head = tokens.find((one) => one.id === token.head);
    const relation = rukaz.glossary.deprel(token.deprel) || token.deprel;
    return [
      `${token.id} ${token.form}`,
      explain(UPOS, token.upos) || token.upos,
      "lemma " + token.lemma,
      features(token).join(" ").replaceAll("=", " "),
      head ? `${relation} of ${head.id} ${head.form}` : relation,
    ]
      .filter(Boolean)
      .join(", ");
  }

  return {
    features,
    inWords,
    upos: (label) => explain(UPOS, label),
    deprel: (label) => explain(DEPREL, label) || explain(DEPREL, label.split(":")[0]),
    entity: (label) => explain(ENTITY, label),
    role: (label) => explain(ROLE, label) || label,
    relationKind,
    uposLabels: Object.keys(UPOS),
    deprelLabels: Object.keys(DEPREL),
    entityLabels: Object.keys(ENTITY),
  };
})();
