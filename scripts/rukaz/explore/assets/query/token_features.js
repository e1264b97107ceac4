// What a query may ask of a token, as numbers and strings: feature(name, table) gives {strings, numbers(chunk)},
// and token t of a chunk has the value strings[numbers(chunk)[t]], null where it has none.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.share("tokenFeatures", () => {
  const { OTHER, OF_MENTIONS } = rukaz.queryScanner;
  const LONGEST = 10_000; // tokens of a sentence
  const COLUMNS = ["form", "lemma", "upos", "xpos", "deprel", ...OF_MENTIONS];
  const OF_MENTION = { entity: "entity", name: "name" };
  const OF_SENTENCE = ["block", "role", "annotation", "reviewer", "lang"];
  const OF_DOCUMENT = ["doc", "split", "title", "author", "publisher", "date"];
  const made = new Map();

  function feature(name, table) {
    if (!made.has(name)) made.set(name, make(name, table));
    return made.get(name);
  }

  function make(name, table) {
    if (name.startsWith(OTHER)) return ofOther(name.slice(OTHER.length), table);
    if (name === "head") return { strings: heads(), numbers: headsOf };
    if (COLUMNS.includes(name)) {
      return { strings: table[name], numbers: (chunk) => chunk.column("tokens", name) };
    }
    if (name === "enhanced") return { strings: enhancedRelations(table), numbers: () => new Int32Array() };
    if (name === "ner") return ner(table);
    if (name in OF_MENTION) return ofMention(name, table);
    if (OF_DOCUMENT.includes(name)) return ofDocument(name);
    if (OF_SENTENCE.includes(name)) return ofSentence(name);
    return { strings: valuesOf(name, table.feats), numbers: (chunk) => chunk.column("tokens", "feats") };
  }

  // the edges of a cell of DEPS: [[id of the head, relation]]
  function edgesOf(cell) {
    return (cell?.split("|") ?? []).map((edge) => {
      const colon = edge.indexOf(":");
      return [Number(edge.slice(0, colon)), edge.slice(colon + 1)];
    });
  }

  // the relations of all enhanced edges of the corpus
  function enhancedRelations(table) {
    return [...new Set(table.deps.flatMap((cell) => edgesOf(cell).map(([, relation]) => relation)))].sort();
  }

  // the values that a string of a column stands for: that of each mention that a word is the head of, or the string
  function valuesIn(name, string) {
    return string !== null && OF_MENTIONS.includes(name) ? string.split("|") : [string];
  }

  // the value of a feature in each string of FEATS
  function valuesOf(name, feats) {
    const item = `${name}=`;
    return feats.map((all) => {
      const found = all?.split("|").find((one) => one.startsWith(item));
      return found === undefined ? null : found.slice(item.length);
    });
  }

  // the names of all features of FEATS in the corpus
  function names(table) {
    const found = new Set();
    for (const all of table.feats) for (const one of all?.split("|") ?? []) found.add(one.split("=", 1)[0]);
    return [...found].sort();
  }

  // -- mentions --

  // 1 + number of the mention that each token is part of, 0 outside of mentions
  function mentions(chunk) {
    return kept(chunk, "mention", (all) => {
      const [token, length] = [chunk.column("entities", "token"), chunk.column("entities", "length")];
      for (let m = 0; m < token.length; m++) all.fill(m + 1, token[m], token[m] + length[m]);
    });
  }

  function ofMention(name, table) {
    const numbers = (chunk) =>
      kept(chunk, name, (all) => {
        const [mention, column] = [mentions(chunk), chunk.column("entities", OF_MENTION[name])];
        for (let t = 0; t < all.length; t++) if (mention[t]) all[t] = column[mention[t] - 1];
      });
    return { strings: table[name], numbers };
  }

  // IOB2
  function ner(table) {
    /** @type {(string | null)[]} */
    const strings = [null];
    for (const label of table.label.slice(1)) strings.push(`B-${label}`, `I-${label}`);
    const numbers = (chunk) =>
      kept(chunk, "ner", (all) => {
        const [mention, label] = [mentions(chunk), chunk.column("entities", "label")];
        const token = chunk.column("entities", "token");
        for (let t = 0; t < all.length; t++) {
          if (mention[t]) all[t] = 2 * label[mention[t] - 1] - (token[mention[t] - 1] === t ? 1 : 0);
        }
      });
    return { strings, numbers };
  }

  // -- another annotation --

  // The words that it sees otherwise are known with what it says of them; of all others it says the same.
  function ofOther(name, table) {
    const own = feature(name, table);
    const isFeature = /^\p{Lu}/u.test(name);
    const numbers = (chunk) =>
      kept(chunk, OTHER + (isFeature ? "feats" : name), (all) => {
        const { other } = chunk;
        all.set(own.numbers(chunk));
        const [token, found] = [other.column("token"), other.column("found")];
        const values = other.column(isFeature ? "feats" : name);
        for (let i = 0; i < other.size; i++) {
          if (!found[i]) all[token[i]] = 0;
          else if (name !== "form") all[token[i]] = values[i] + (name === "head" ? 1 : 0);
        }
      });
    return { strings: own.strings, numbers };
  }

  // 1 + the position of the head of each token; 0 stands for one that is not known
  const headsOf = (chunk) =>
    kept(chunk, "head", (all) => {
      const head = chunk.column("tokens", "head");
      for (let t = 0; t < all.length; t++) all[t] = 1 + head[t];
    });

  /** @returns {(string | null)[]} */
  const heads = () => [null, ...Array.from({ length: LONGEST + 1 }, (_, i) => String(i))];

  // -- sentences and documents --

  function ofDocument(name) {
    const documents = rukaz.corpus.meta.documents;
    const strings = documents.map((entry) => (name === "doc" ? entry.id : entry[name]) ?? null);
    return {
      strings,
      numbers: (chunk) => spread(chunk, "document", (s) => chunk.documents[chunk.documentOf(s)].position),
    };
  }

  function ofSentence(name) {
    /** @type {(string | null)[]} */
    const strings = [null];
    /** @type {Map<string | null, number>} */
    const known = new Map([[null, 0]]);
    const number = (value) => {
      if (!known.has(value)) known.set(value, strings.push(value) - 1);
      return known.get(value);
    };
    const value = {
      block: (chunk, s) => chunk.block(s).block,
      role: (chunk, s) => chunk.role(s),
      annotation: (chunk, s) => chunk.annotation(s),
      reviewer: (chunk, s) => chunk.string("sentences", "reviewer", s),
      lang: (chunk, s) => chunk.string("sentences", "lang", s),
    }[name];
    // strings grow as chunks are seen, so the flags of a query are made after its chunk has been read
    return { strings, numbers: (chunk) => spread(chunk, name, (s) => number(value(chunk, s))) };
  }

  // one number for all tokens of a sentence
  function spread(chunk, name, numberOf) {
    return kept(chunk, name, (all) => {
      for (let s = 0; s < chunk.size.sentences; s++)
        all.fill(numberOf(s), chunk.bounds[s], chunk.bounds[s + 1]);
    });
  }

  function kept(chunk, name, fill) {
    const key = `derived ${name}`;
    if (!chunk.decoded.has(key)) {
      const all = new Int32Array(chunk.size.tokens);
      fill(all);
      chunk.decoded.set(key, all);
    }
    return chunk.decoded.get(key);
  }

  return { feature, names, valuesIn, edgesOf, enhancedRelations };
});
