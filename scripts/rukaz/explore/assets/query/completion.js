// What may stand at a place of a query: names of features, their values in this corpus, relations, words.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.completion = (() => {
  const { FEATURES, IN_GLOBAL, OTHER, COMPARABLE } = rukaz.queryScanner;

  const SHOWN = 12;
  const KEYWORDS = ["pattern", "with", "without", "global"];

  // What stands before the place, the most telling first; the last group is what has been typed of a value.
  const RULES = [
    {
      before: /-\[(?:[^\]]*[|,^])?\s*[12]\s*(?:=|<>)\s*(?:[\p{L}_]+\|)*([\p{L}_]*)$/u,
      values: partsOfRelations,
    },
    { before: /-\[(?:[^\]]*[|,^])?\s*([\p{L}_:]*)$/u, values: relations },
    {
      before:
        /([\p{L}_][\p{L}\p{N}_]*(?:\[[a-z]+\])?)\s*(?:=|<>|!=)\s*(?:[^\s,;&|=<>{}]+\|)*("?[^\s,;&|=<>{}"\]]*)$/u,
      values: ({ table, feature }) => valuesOf(feature, table),
    },
    { before: /global\s*\{(?:[^}]*;)?\s*!?\s*([\p{L}_]*)$/u, values: () => IN_GLOBAL },
    { before: /(?<!-)\[(?:[^\]]*[,&])?\s*!?\s*([\p{L}_]*)$/u, values: names },
    { before: /[\p{L}_][\p{L}\p{N}_]*\.([\p{L}_]*)$/u, values: names },
    { before: /(?:^|\}\s*)([a-z]+)$/u, values: () => KEYWORDS },
    { before: /^[^{}[\]]*?([\p{L}-]{2,})$/u, values: ({ table }) => table.lemma },
  ];

  function names({ table }) {
    const others = rukaz.corpus.meta.compared ? COMPARABLE.map((name) => OTHER + name) : [];
    return [...FEATURES, ...others, ...rukaz.tokenFeatures.names(table)];
  }

  // also of the enhanced graph, as in E:nsubj
  function relations({ table }) {
    return [...table.deprel, ...rukaz.tokenFeatures.enhancedRelations(table).map((one) => `E:${one}`)];
  }

  function partsOfRelations({ table }) {
    return table.deprel.flatMap((label) => label?.split(":") ?? []);
  }

  function valuesOf(feature, table) {
    if (["block", "sent_id", "text"].includes(feature)) return [];
    if (feature === "role") return rukaz.language.keys("role.");
    if (feature === "annotation") return ["auto", "reviewed"];
    if (feature === "reviewer" || feature === "lang") return table[feature];
    const { strings } = rukaz.tokenFeatures.feature(
      { word: "form", tag: "upos", pos: "upos" }[feature] ?? feature,
      table,
    );
    // `ner=PER` asks for any token of the name
    if (feature === "ner") return [...strings.map((one) => one?.slice(2)), ...strings];
    return strings.flatMap((one) => rukaz.tokenFeatures.valuesIn(feature, one));
  }

  /**
   * What the text before `at` may go on with: values that replace text[from … at), each with what it means.
   * @returns {{from: number, options: Choice[]}}
   */
  function complete(text, at, table) {
    const before = text.slice(0, at);
    for (const rule of RULES) {
      const found = rule.before.exec(before);
      if (!found) continue;
      const typed = found.at(-1) ?? "";
      const isValue = found.length > 2;
      const start = typed.replace(/^"/, "").toLowerCase();
      const all = [...new Set(rule.values({ table, feature: found[1] }))].filter(Boolean);
      const options = all
        .filter((value) => value.toLowerCase().startsWith(start))
        .slice(0, SHOWN)
        .map((value) => ({ value: isValue ? written(value, typed) : value, gloss: glossOf(value) }));
      if (options.length === 1 && options[0].value === typed) continue;
      if (options.length) return { from: at - typed.length, options };
    }
    return { from: at, options: [] };
  }

  // In quotes where the query language wants them, or they were begun.
  function written(value, typed) {
    return typed.startsWith('"') || !/^[\p{L}\p{N}_:-]+$/u.test(value) ? rukaz.urls.quoted(value) : value;
  }

  const glossOf = (value) =>
    ["upos", "deprel", "entity", "role"].map((kind) => rukaz.glossary.explain(kind, value)).find(Boolean) ??
    "";

  return { complete };
})();
