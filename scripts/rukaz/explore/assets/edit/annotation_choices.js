// What a token may be given: classes, relations, heads, features, lemmas and names, as UD and the corpus have them.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.annotationChoices = (() => {
  const { glossary } = rukaz;
  const { text } = rukaz.language;

  function upos() {
    return glossary.uposLabels.map((value) => ({ value, gloss: glossary.upos(value) }));
  }

  // Only the root is `root`, and it is nothing else.
  async function deprel(token) {
    if (token.head === 0) return [{ value: "root", gloss: glossary.deprel("root") }];
    const { deprel: inCorpus } = await rukaz.corpus.tables();
    const values = new Set([...inCorpus.filter(Boolean), ...glossary.deprelLabels]);
    values.delete("root");
    return [...values].sort().map((value) => ({ value, gloss: glossary.deprel(value) }));
  }

  // The words that may be the head of a token: those that do not depend on it.
  function heads(token, tokens) {
    const words = tokens.filter((one) => one.id !== token.id && !isBelow(one, token, tokens));
    const root = { value: "0", gloss: text("edit.root") };
    return [...words.map((one) => ({ value: String(one.id), gloss: one.form })), root];
  }

  // Whether a token depends on another one, however far.
  function isBelow(token, above, tokens) {
    let current = token;
    for (let steps = 0; current && current.head && steps <= tokens.length; steps++) {
      if (current.head === above.id) return true;
      current = tokens.find((one) => one.id === current.head);
    }
    return false;
  }

  // Features with their values: first those of words of the same class, the most frequent first.
  async function feats(token, sentence) {
    const chunk = await rukaz.corpus.chunkOf(sentence.n);
    const counts = new Map();
    for (let t = 0; t < chunk.size.tokens; t++) {
      if (chunk.string("tokens", "upos", t) !== token.upos) continue;
      for (const one of split(chunk.string("tokens", "feats", t)))
        counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    const known = [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => ({ value, gloss: "" }));
    const all = new Set((await rukaz.corpus.tables()).feats.flatMap(split));
    const others = [...all].filter((value) => !counts.has(value)).sort();
    return [
      ...known,
      ...others.map((value) => ({ value, gloss: text("edit.newFeature", { upos: token.upos }) })),
    ];
  }

  const split = (all) => (all ? all.split("|") : []);

  // The features with another value of one, in the order of UD; nothing removes it.
  function withValue(all, name, value) {
    const nameOf = (one) => one.split("=")[0];
    const made = split(all).filter((one) => nameOf(one) !== name);
    if (value) made.push(`${name}=${value}`);
    made.sort((a, b) => (nameOf(a).toLowerCase() < nameOf(b).toLowerCase() ? -1 : 1));
    return made.join("|") || null;
  }

  // The features with one set, or taken away if it was set.
  function withFeature(all, feature) {
    const [name, value] = feature.split("=");
    return withValue(all, name, split(all).includes(feature) ? "" : value);
  }

  // The lemmas that the form has elsewhere, and the form itself.
  async function lemmas(token, sentence) {
    const chunk = await rukaz.corpus.chunkOf(sentence.n);
    const form = token.form.toLowerCase();
    const found = new Set();
    const forms = chunk.table.form.map((one) => one?.toLowerCase() === form);
    const numbers = chunk.column("tokens", "form");
    for (let t = 0; t < numbers.length; t++) {
      if (forms[numbers[t]]) found.add(chunk.string("tokens", "lemma", t));
    }
    return [...found.add(form)].map((value) => ({ value, gloss: "" }));
  }

  // -- names --

  const labels = () => glossary.entityLabels.map((value) => ({ value, gloss: glossary.entity(value) }));

  // The normal forms of the names with a label near the sentence: Map of name → id.
  async function names(label, sentence) {
    const chunk = await rukaz.corpus.chunkOf(sentence.n);
    const found = new Map();
    for (let m = 0; m < chunk.size.entities; m++) {
      const name = chunk.string("entities", "name", m);
      if (name && chunk.string("entities", "label", m) === label)
        found.set(name, chunk.string("entities", "entity", m));
    }
    return found;
  }

  const LATIN = Object.fromEntries(
    "а-a б-b в-v г-g д-d е-e ё-e ж-zh з-z и-i й-i к-k л-l м-m н-n о-o п-p р-r с-s т-t у-u ф-f х-kh ц-ts ч-ch ш-sh щ-shch ъ- ы-y ь- э-e ю-iu я-ia ә-a ғ-g қ-k ң-n ө-o ұ-u ү-u һ-h і-i"
      .split(" ")
      .map((pair) => pair.split("-")),
  );

  // An id for a name that has none: small letters and digits, with hyphens.
  function idOf(name) {
    const latin = [...name.toLowerCase()].map((letter) => LATIN[letter] ?? letter).join("");
    return latin.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "name";
  }

  return { upos, deprel, heads, isBelow, feats, withValue, withFeature, lemmas, labels, names, idOf };
})();
