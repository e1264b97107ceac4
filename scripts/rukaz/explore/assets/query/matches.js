// What is known of the matches of a search: the token of each node, its fields, the words around it, and orders.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.matches = (() => {
  const OF_TOKEN = ["form", "lemma", "upos", "deprel", "feats", "ner", "name", "entity"];
  const OF_OTHER = ["lemma", "upos", "deprel", "ner"].map((name) => rukaz.queryScanner.OTHER + name);
  const OF_TEXT = ["doc", "role", "split", "annotation", "publisher", "date"];
  const CONTEXT = 4; // words that decide the order, on either side

  // the fields by which matches can be counted, FEATS by name
  function names(found) {
    const [{ table }] = found.chunks;
    const xpos = table.xpos.length > 1 ? ["xpos"] : [];
    const mentions = table.coref.length > 1 ? rukaz.queryScanner.OF_MENTIONS : [];
    const others = rukaz.corpus.meta.compared ? OF_OTHER : [];
    return {
      token: [...OF_TOKEN, ...mentions, ...xpos, ...others],
      features: rukaz.tokenFeatures.names(table),
      text: OF_TEXT,
    };
  }

  // One match after the other as chunk, sentence and positions; the chunk is found by going along with the rows.
  class Walker {
    /** @param {Found} found */
    constructor(found) {
      this.found = found;
      this.chunk = found.chunks[0];
      this.at = 0; // where the numbers of the match begin
      this.n = 0; // of the sentence in the corpus
      this.s = 0; // of the sentence in its chunk
    }

    go(row) {
      const { numbers, stride } = this.found.rows;
      this.at = row * stride;
      this.n = numbers[this.at];
      if (!this.holds(this.chunk)) this.chunk = this.found.chunks.find((chunk) => this.holds(chunk));
      this.s = this.n - this.chunk.firstSentence;
      return this;
    }

    holds(chunk) {
      return chunk.firstSentence <= this.n && this.n < chunk.firstSentence + chunk.size.sentences;
    }

    // the position in the sentence of node number `node`, from 1; 0 is the anchor
    position(node) {
      return this.found.rows.numbers[this.at + 1 + node];
    }

    // the number of the token in its chunk; -1 for the anchor
    token(node) {
      const position = this.position(node);
      return position ? this.chunk.bounds[this.s] + position - 1 : -1;
    }
  }

  // the first and last position of what stands in the middle of a line: a row of words, or one node
  function middle(walker, node) {
    const { shorthand, nodes } = walker.found;
    return shorthand
      ? [walker.position(0), walker.position(nodes.length - 1)]
      : [walker.position(node), walker.position(node)];
  }

  function feature(found, name) {
    const [{ table }] = found.chunks;
    if (name === "feats")
      return { strings: table.feats, numbers: (chunk) => chunk.column("tokens", "feats") };
    return rukaz.tokenFeatures.feature(name, table);
  }

  // -- orders --

  // the place of each form in the alphabet, without regard to case
  const ranks = new WeakMap();

  function ranksOf(strings) {
    if (!ranks.has(strings)) {
      const keys = strings.map((value) => (value === null ? "" : sortKey(value)));
      const places = new Map([...new Set(keys)].sort().map((key, place) => [key, place]));
      ranks.set(
        strings,
        Int32Array.from(keys, (key) => places.get(key) ?? 0),
      );
    }
    return ranks.get(strings);
  }

  // ё after е, letters before digits, signs last
  function sortKey(text) {
    const plain = text.toLowerCase().replaceAll("ё", "е\uffff");
    return (/^\p{L}/u.test(plain) ? "1" : /^\p{N}/u.test(plain) ? "2" : "3") + plain;
  }

  // The rows in an order by lot, the same for the same seed.
  function shuffled(count, seed) {
    const rows = Int32Array.from({ length: count }, (_, row) => row);
    const random = randomNumbers(seed);
    for (let row = count - 1; row > 0; row--) {
      const other = Math.floor(random() * (row + 1));
      [rows[row], rows[other]] = [rows[other], rows[row]];
    }
    return rows;
  }

  // mulberry32: numbers from 0 to 1
  function randomNumbers(seed) {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }

  // Some of the rows by lot, in the order that they have; null stands for all rows in that of the corpus.
  function sample(rows, count, size, seed) {
    if (!size || size >= count) return rows;
    const chosen = new Set(shuffled(count, seed).subarray(0, size));
    const all = rows ?? Int32Array.from({ length: count }, (_, row) => row);
    return all.filter((row) => chosen.has(row));
  }

  // Rows in the order of what stands right or left of the middle, or of the middle itself; null for that of the corpus.
  function order(found, by, node) {
    if (by === "corpus") return null;
    const width = by === "left" || by === "right" ? CONTEXT : 1;
    const keys = new Int32Array(found.count * width);
    const walker = new Walker(found);
    for (let row = 0; row < found.count; row++)
      fillKey(keys.subarray(row * width, (row + 1) * width), walker.go(row), by, node);
    const rows = Int32Array.from({ length: found.count }, (_, row) => row);
    return rows.sort((a, b) => {
      for (let i = 0; i < width; i++) {
        const difference = keys[a * width + i] - keys[b * width + i];
        if (difference) return difference;
      }
      return a - b;
    });
  }

  function fillKey(key, walker, by, node) {
    const { chunk, s } = walker;
    const [from, to] = middle(walker, node);
    const [first, end] = [chunk.bounds[s], chunk.bounds[s + 1]];
    const column = by === "lemma" ? "lemma" : "form";
    const rank = ranksOf(chunk.table[column]);
    const numbers = chunk.column("tokens", column);
    const step = by === "left" ? -1 : 1;
    let token = first - 1 + (by === "left" ? from - 1 : by === "right" ? to + 1 : from);
    for (let i = 0; i < key.length; i++, token += step) {
      key[i] = token >= first && token < end ? rank[numbers[token]] : -1;
    }
  }

  // -- counting --

  // How often each combination of values occurs: [[values, count], …], most frequent first. fields: [[node, name], …];
  // ANY is the node of a field of the whole match, `whether` its clauses hold.
  const ANY = -1;

  function frequencies(found, fields) {
    const columns = fields.map(([node, name]) =>
      node === ANY ? { node, strings: ["no", "yes"] } : { node, ...feature(found, name) },
    );
    const counts = new Map();
    const walker = new Walker(found);
    for (let row = 0; row < found.count; row++) {
      walker.go(row);
      let key = 0;
      for (const { node, numbers, strings } of columns) {
        if (node === ANY) {
          key = key * (strings.length + 1) + found.whether.holds[row];
          continue;
        }
        const token = walker.token(node);
        key = key * (strings.length + 1) + (token < 0 ? strings.length : numbers(walker.chunk)[token]);
      }
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return merged(counts, columns);
  }

  // numbers that stand for the same values are counted together
  function merged(counts, columns) {
    const all = new Map();
    for (const [key, count] of counts) {
      const values = [];
      let rest = key;
      for (const { strings } of [...columns].reverse()) {
        const number = rest % (strings.length + 1);
        values.unshift(number === strings.length ? "__0__" : strings[number]);
        rest = Math.floor(rest / (strings.length + 1));
      }
      const text = JSON.stringify(values);
      const entry = all.get(text) ?? [values, 0];
      entry[1] += count;
      all.set(text, entry);
    }
    const name = (values) => values.map((value) => sortKey(value ?? "")).join("\t");
    return [...all.values()].sort((a, b) => b[1] - a[1] || (name(a[0]) < name(b[0]) ? -1 : 1));
  }

  // the rows of the matches of each sentence that has some: [[first, end], …]
  function bySentence(found) {
    const { numbers, stride } = found.rows;
    /** @type {[number, number][]} */
    const groups = [];
    for (let row = 0; row < found.count; row++) {
      if (row && numbers[row * stride] === numbers[(row - 1) * stride])
        groups[groups.length - 1][1] = row + 1;
      else groups.push([row, row + 1]);
    }
    return groups;
  }

  return { names, Walker, middle, order, shuffled, sample, frequencies, bySentence, ANY };
})();
