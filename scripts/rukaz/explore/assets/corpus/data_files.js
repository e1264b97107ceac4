// A data file of the site: columns of whole numbers, and the sentences whose records are made of them when they are
// asked for. What follows from other columns is stored as the difference from what is expected.
// scripts/rukaz/explore/data_files.py writes it.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.share("dataFiles", () => {
  const WORD = ["form", "lemma", "upos", "xpos", "feats", "deprel", "deps", "misc"];
  const OF_MENTIONS = ["coref", "etype", "mention"]; // of those that a word is the head of, with | between them

  // -- columns --

  const ARRAYS = {
    B: Uint8Array,
    H: Uint16Array,
    I: Uint32Array,
    b: Int8Array,
    h: Int16Array,
    i: Int32Array,
  };

  // a number stands for a column of nothing else; text is a type code and the numbers as base64
  function decodeColumn(column, length) {
    if (typeof column !== "string") {
      const same = new Int32Array(length);
      return column ? same.fill(column) : same;
    }
    const bytes = decoded(column.slice(1));
    return new ARRAYS[column[0]](bytes.buffer);
  }

  function decoded(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }

  // where each of the stretches of the given lengths starts, and where the last one ends
  function boundaries(lengths) {
    const found = new Int32Array(lengths.length + 1);
    for (let i = 0; i < lengths.length; i++) found[i + 1] = found[i] + lengths[i];
    return found;
  }

  // how many numbers of the ascending `list` are below `value`
  function lowerBound(list, value) {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // how many numbers of the ascending `list` are not above `value`
  function upperBound(list, value) {
    return lowerBound(list, value + 1);
  }

  // -- sentences --

  // Sentences as columns: `column("tokens", "lemma")[t]` is a number in the table of lemmas.
  class Sentences {
    constructor(data, table) {
      this.data = data;
      this.table = table;
      this.size = data.size;
      this.decoded = new Map();
      this.bounds = boundaries(this.column("sentences", "tokens"));
      this.texts = new Map(data.texts);
      this.multiword = new Map();
      this.spans = new Map();
      for (const [s, id, items] of data.spans) {
        this.spans.set(s, [...(this.spans.get(s) ?? []), [id, items]]);
      }
      for (const [s, first, last, form, start, stop] of data.multiword) {
        this.multiword.set(s, [...(this.multiword.get(s) ?? []), { first, last, form, start, end: stop }]);
      }
    }

    column(part, name) {
      const key = `${part} ${name}`;
      if (!this.decoded.has(key)) {
        this.decoded.set(key, decodeColumn(this.data[part][name] ?? 0, this.size[part]));
      }
      return this.decoded.get(key);
    }

    // the string of token or sentence `at` in the table `name`
    string(part, name, at) {
      return this.table[name][this.column(part, name)[at]];
    }

    // records of the words of sentence `s`, their places in its text, its entities, and the MISC items of quotes,
    // dates and mentions by the id of their word
    read(s) {
      const [first, end] = [this.bounds[s], this.bounds[s + 1]];
      const tokens = [];
      let expected = this.column("sentences", "start")[s];
      for (let t = first; t < end; t++) {
        const token = { id: t - first + 1, ner: null, entity: null };
        for (const name of [...WORD, ...OF_MENTIONS]) token[name] = this.string("tokens", name, t);
        token.head = this.column("tokens", "head")[t];
        const sure = this.column("tokens", "confidence")[t];
        token.confidence = sure ? (sure - 1) / 100 : null;
        token.space = !this.column("tokens", "glued")[t];
        token.start = expected + this.column("tokens", "shift")[t];
        token.end = token.start + codePoints(token.form) + this.column("tokens", "excess")[t];
        expected = token.end + (token.space ? 1 : 0);
        tokens.push(token);
      }
      const multiword = this.multiword.get(s) ?? [];
      const text = this.texts.get(s) ?? joined(tokens);
      const places = placed(text, tokens, multiword);
      const entities = this.entities(s).map((entity) => {
        for (let id = entity.first; id <= entity.last; id++) {
          tokens[id - 1].ner = (id === entity.first ? "B-" : "I-") + entity.label;
          tokens[id - 1].entity = entity.id;
        }
        const [from, to] = [places[entity.first - 1][0], places[entity.last - 1][1]];
        return { ...entity, text: text.slice(from, to), from, to };
      });
      tokens.forEach((token, i) => {
        [token.from, token.to] = places[i];
      });
      const mentions = this.mentions(s, tokens).map((mention) => {
        const [from, to] = [places[mention.first - 1][0], places[mention.last - 1][1]];
        return { ...mention, text: text.slice(from, to), from, to };
      });
      return { text, tokens, multiword, entities, mentions, spans: this.spans.get(s) ?? [] };
    }

    // first and last token id, head and what is known of the mentions of sentence `s`, the longer before the shorter
    mentions(s, tokens) {
      const token = this.column("mentions", "token");
      const [first, end] = [this.bounds[s], this.bounds[s + 1]];
      const found = [];
      for (let m = lowerBound(token, first); m < token.length && token[m] < end; m++) {
        const at = token[m] - first + 1;
        const head = at + this.column("mentions", "head")[m];
        const before = found.filter((one) => one.head === head).length; // a word is the head of two at times
        const [coref, etype, kind] = OF_MENTIONS.map((name) => tokens[head - 1][name].split("|")[before]);
        found.push({
          coref,
          etype,
          kind,
          first: at,
          last: at + this.column("mentions", "length")[m] - 1,
          head,
        });
      }
      return found;
    }

    // label, id, name, item of Wikidata, first and last token id of the entities of sentence `s`
    entities(s) {
      const token = this.column("entities", "token");
      const [first, end] = [this.bounds[s], this.bounds[s + 1]];
      const found = [];
      for (let m = lowerBound(token, first); m < token.length && token[m] < end; m++) {
        const at = token[m] - first + 1;
        found.push({
          label: this.string("entities", "label", m),
          id: this.string("entities", "entity", m),
          name: this.string("entities", "name", m),
          wikidata: this.string("entities", "wikidata", m),
          first: at,
          last: at + this.column("entities", "length")[m] - 1,
        });
      }
      return found;
    }
  }

  // Columns of one length: column("token")[i].
  class Columns {
    constructor(data) {
      this.data = data;
      this.size = data.size;
      this.decoded = new Map();
    }

    column(name) {
      if (!this.decoded.has(name)) this.decoded.set(name, decodeColumn(this.data[name] ?? 0, this.size));
      return this.decoded.get(name);
    }
  }

  // One data file: sentences of documents, with their blocks.
  class Chunk extends Sentences {
    constructor(number, data, table, meta) {
      super(data, table);
      this.number = number;
      this.firstSentence = meta.chunks[number].firstSentence;
      this.firstToken = meta.chunks[number].firstToken;
      this.documents = meta.documents.filter((entry) => entry.chunk === number);
      this.documentStarts = boundaries(this.documents.map((entry) => entry.sentences));
      this.automatic = new Sentences(data.automatic, table);
      this.other = new Columns(data.other);
      this.automaticOf = new Map(data.automatic.sentence.map((s, position) => [s, position]));
    }

    // the position in `documents` of the document of sentence `s`; documents may be without sentences
    documentOf(s) {
      return upperBound(this.documentStarts, s) - 1;
    }

    block(s) {
      const [block, role, reason, start, end] =
        this.data.documents[this.documentOf(s)].blocks[this.column("sentences", "block")[s]];
      return { block, role, reason, start, end };
    }

    annotation(s) {
      return this.column("sentences", "reviewed")[s] ? "reviewed" : "auto";
    }

    role(s) {
      return this.column("sentences", "foreign")[s] ? "foreign" : this.block(s).role;
    }

    sentence(s) {
      const entry = this.documents[this.documentOf(s)];
      const { block, start } = this.block(s);
      const compared = this.automaticOf.get(s);
      const sentence = {
        n: this.firstSentence + s,
        id: `${entry.id}-p${block}-c${this.column("sentences", "start")[s] - start}`,
        doc: entry.id,
        block,
        role: this.role(s),
        annotation: this.annotation(s),
        reviewer: this.string("sentences", "reviewer", s),
        lang: this.string("sentences", "lang", s),
        speaker: this.string("sentences", "speaker", s),
        ...this.read(s),
        automatic: compared === undefined ? null : this.automatic.read(compared).tokens,
      };
      // most readers of a sentence do not want its lines
      return Object.defineProperty(sentence, "conllu", {
        get: () => rukaz.conllu(sentence),
        enumerable: true,
      });
    }
  }

  function codePoints(text) {
    let count = 0;
    for (const _ of text) count++;
    return count;
  }

  function joined(tokens) {
    const text = tokens.map((token) => token.form + (token.space ? " " : "")).join("");
    return text.endsWith(" ") ? text.slice(0, -1) : text;
  }

  // start and end of each word in the text; the words of a multi-word token share its place
  function placed(text, tokens, multiword) {
    const covering = new Map(multiword.map((entry) => [entry.first, entry]));
    const places = [];
    let position = 0;
    while (places.length < tokens.length) {
      const cover = covering.get(places.length + 1);
      const form = cover ? cover.form : tokens[places.length].form;
      position = Math.max(text.indexOf(form, position), position);
      for (let i = cover ? cover.first : 0; i <= (cover ? cover.last : 0); i++) {
        places.push([position, position + form.length]);
      }
      position += form.length;
    }
    return places;
  }

  return { Sentences, Chunk, joined, upperBound };
});
