// The corpus as the other scripts see it: facts at once, documents and sentences when they are asked for.
//
// A page on file:// may load scripts and nothing else, so each file in data/ is a script that hands over one
// value by rukaz.corpus.receive(name, value). A chunk holds some documents (data_files.js).
"use strict";

var rukaz = globalThis.rukaz || {};
rukaz.pages = rukaz.pages || {};

rukaz.corpus = (() => {
  const { Chunk, joined, upperBound } = rukaz.dataFiles;
  const { text: textOf } = rukaz.language;

  const received = new Map();
  const loading = new Map();
  const chunks = new Map();
  const waiting = [];
  let strings = null;
  /** @type {Error | null} */
  let failure = null;

  const corpus = {
    /** @type {any} */
    meta: null, // the facts of the corpus and its documents, once they are there
    ready,
    receive,
    document,
    sentence,
    number,
    mentions,
    chunk,
    chunkOf,
    all,
    tables,
  };

  // -- loading --

  function receive(name, value) {
    received.set(name, value);
  }

  function load(name) {
    if (!loading.has(name)) {
      loading.set(
        name,
        new Promise((done, failed) => {
          const script = globalThis.document.createElement("script");
          script.src = `data/${name}.js`;
          script.onload = () => {
            script.remove();
            if (received.has(name)) done(received.get(name));
            else failed(new Error(textOf("error.data", { file: script.getAttribute("src") })));
            received.delete(name);
          };
          script.onerror = () => {
            script.remove();
            loading.delete(name);
            failed(new Error(textOf("error.load", { file: script.getAttribute("src") })));
          };
          globalThis.document.head.append(script);
        }),
      );
    }
    return loading.get(name);
  }

  // callback() runs once the facts are there, failed(error) if they cannot be had
  function ready(callback, failed) {
    if (corpus.meta) callback();
    else if (failure) failed?.(failure);
    else waiting.push({ callback, failed });
  }

  function start() {
    load("meta").then(
      (meta) => {
        index(meta);
        corpus.meta = meta;
        for (const { callback } of waiting.splice(0)) callback();
      },
      (error) => {
        failure = error;
        for (const { failed } of waiting.splice(0)) failed?.(error);
      },
    );
  }

  // numbers the sentences and tokens of the corpus through, as the chunks and documents follow one another
  function index(meta) {
    let sentences = 0;
    let tokens = 0;
    for (const chunk of meta.chunks) {
      Object.assign(chunk, { firstSentence: sentences, firstToken: tokens });
      sentences += chunk.sentences;
      tokens += chunk.tokens;
    }
    sentences = 0;
    meta.documents.forEach((entry, position) => {
      Object.assign(entry, { position, first: sentences });
      sentences += entry.sentences;
    });
    byId = new Map(meta.documents.map((entry) => [entry.id, entry]));
  }
  /** @type {Map<string, any>} */
  let byId = new Map();

  async function tables() {
    strings = strings || (await load("strings"));
    return strings;
  }

  // one data file, with its columns as typed arrays
  function chunk(number) {
    if (!chunks.has(number)) {
      chunks.set(
        number,
        (async () => {
          const [data, table] = await Promise.all([load(chunkName(number)), tables()]);
          return new Chunk(number, data, table, corpus.meta);
        })(),
      );
    }
    return chunks.get(number);
  }

  function chunkName(number) {
    return `chunk-${String(number).padStart(3, "0")}`;
  }

  // all chunks, one after the other; progress(loaded, total) is told of each
  async function all(progress) {
    const found = [];
    for (let number = 0; number < corpus.meta.chunks.length; number++) {
      found.push(await chunk(number));
      progress?.(number + 1, corpus.meta.chunks.length);
    }
    return found;
  }

  // -- what is asked for --

  function chunkOfSentence(n) {
    return (
      upperBound(
        corpus.meta.chunks.map((entry) => entry.firstSentence),
        n,
      ) - 1
    );
  }

  // the data file that holds sentence number n
  function chunkOf(n) {
    return chunk(chunkOfSentence(n));
  }

  async function sentence(n) {
    const total = corpus.meta.counts.sentences;
    if (!(n >= 0 && n < total)) throw new RangeError(textOf("error.number", { number: n, last: total - 1 }));
    const found = await chunk(chunkOfSentence(n));
    return rukaz.reviewServer.latest(found.sentence(n - found.firstSentence));
  }

  // the running number of the sentence with this id; null if there is none
  async function number(id) {
    const parts = /^(.+)-p([0-9]+[a-z]*A?)-c([0-9]+)$/u.exec(id);
    const entry = parts && byId.get(parts[1]);
    if (!entry) return null;
    const found = await chunk(entry.chunk);
    for (let n = entry.first; n < entry.first + entry.sentences; n++) {
      const s = n - found.firstSentence;
      const { block, start } = found.block(s);
      if (block === parts[2] && found.column("sentences", "start")[s] - start === Number(parts[3])) return n;
    }
    return null;
  }

  // the blocks of a document with their texts and the numbers of their sentences; null if there is none
  async function document(id) {
    const meta = byId.get(id);
    if (!meta) return null;
    const found = await chunk(meta.chunk);
    const position = found.documents.indexOf(meta);
    const blocks = found.data.documents[position].blocks.map(([block, role, reason, start, end, text]) => ({
      block,
      role,
      reason,
      start,
      end,
      text,
      sentences: [],
    }));
    for (let n = meta.first; n < meta.first + meta.sentences; n++) {
      blocks[found.column("sentences", "block")[n - found.firstSentence]].sentences.push(n);
    }
    for (const block of blocks) {
      block.text ??= joined(
        block.sentences.flatMap((n) => {
          const { text, tokens } = found.read(n - found.firstSentence);
          return { form: text, space: tokens.at(-1).space };
        }),
      );
    }
    return { meta, blocks };
  }

  // where an entity is mentioned, in the order of the corpus
  async function mentions(id) {
    const table = await tables();
    const entity = table.entity.indexOf(id);
    if (entity < 1) return [];
    const found = [];
    for (const number of table.places[entity]) {
      const one = await chunk(number);
      const [ids, token] = [one.column("entities", "entity"), one.column("entities", "token")];
      for (let m = 0; m < ids.length; m++) {
        if (ids[m] !== entity) continue;
        const s = upperBound(one.bounds, token[m]) - 1;
        const at = token[m] - one.bounds[s] + 1;
        const { first, last, text, label } = one.read(s).entities.find((mention) => mention.first === at);
        found.push({ n: one.firstSentence + s, first, last, text, label });
      }
    }
    return found;
  }

  if (globalThis.document) start();
  return corpus;
})();
