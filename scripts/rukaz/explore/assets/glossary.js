// What the labels of Universal Dependencies and of the entities mean, in a few words.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.glossary = (() => {
  const { text, has, keys } = rukaz.language;

  // What a reader looks for first, what only serves it, and all the rest.
  const CORE = new Set(["root", "nsubj", "obj", "iobj", "csubj", "ccomp", "xcomp"]);
  const SERVING = new Set(["punct", "case", "cc", "mark", "det", "aux", "cop", "fixed", "goeswith"]);

  function relationKind(deprel) {
    const relation = deprel.split(":")[0];
    if (CORE.has(relation)) return "core";
    return SERVING.has(relation) ? "serving" : "modifying";
  }

  // What the table of texts says of a label; null if it does not know it.
  function explain(kind, label) {
    const key = `${kind}.${label}`;
    return has(key) ? text(key) : null;
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
      explain("upos", token.upos) || token.upos,
      text("word.lemma", { lemma: token.lemma }),
      features(token).join(" ").replaceAll("=", " "),
      head ? text("word.relation", { relation, head: `${head.id} ${head.form}` }) : relation,
    ]
      .filter(Boolean)
      .join(", ");
  }

  return {
    explain,
    features,
    inWords,
    upos: (label) => explain("upos", label),
    deprel: (label) => explain("deprel", label) || explain("deprel", label.split(":")[0]),
    entity: (label) => explain("entity", label),
    role: (label) => explain("role", label) || label,
    relationKind,
    uposLabels: keys("upos."),
    deprelLabels: keys("deprel."),
    entityLabels: keys("entity."),
  };
})();
