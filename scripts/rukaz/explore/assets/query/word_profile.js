// What is known of a lemma, counted over the whole corpus as rukaz.statistics.profile counts it: forms, relations with
// their collocates, names near it, where and when it occurs.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.wordProfile = (() => {
  const LEAST = 2; // times that a collocate, or a name, must occur with the lemma

  /**
   * The profile of a lemma; null if no token has it.
   * collocates: [relation, whether the collocate is the head, [[lemma, upos, count, logDice], …]], the commonest relations first.
   * names: [id, name, label, sentences, G²]; spread: [document, count, per million]; trend: [month, count, per million].
   */
  async function profile(lemma, progress) {
    const table = await rukaz.corpus.tables();
    const target = table.lemma.indexOf(lemma);
    if (target < 1) return null;
    const counts = new Counts(table, target);
    for (const chunk of await rukaz.corpus.all(progress)) counts.add(chunk);
    return counts.profile();
  }

  class Counts {
    constructor(table, target) {
      const classes = table.upos.length;
      this.table = table;
      this.target = target;
      this.classes = classes;
      this.punct = table.upos.indexOf("PUNCT");
      // of each word, by lemma and class, how often it depends on another and how often another depends on it
      this.ends = [0, 1].map(() => new Int32Array(table.lemma.length * classes));
      this.pairs = [new Map(), new Map()]; // relation → word → count: of dependents, of heads
      this.forms = new Map();
      this.documents = []; // [meta, count, size]
      this.named = new Map(); // entity → [sentences with it, those of them with the lemma]
      this.own = 0; // sentences with the lemma
      this.sentences = 0;
    }

    add(chunk) {
      const column = (name) => chunk.column("tokens", name);
      const [lemmas, upos, heads, deprel] = ["lemma", "upos", "head", "deprel"].map(column);
      for (let s = 0; s + 1 < chunk.bounds.length; s++) {
        const [first, end] = [chunk.bounds[s], chunk.bounds[s + 1]];
        let found = 0;
        let size = 0;
        for (let t = first; t < end; t++) {
          if (upos[t] === this.punct) continue;
          size++;
          if (lemmas[t] === this.target) {
            found++;
            this.form(chunk, t);
          }
          if (heads[t]) this.arc(lemmas, upos, deprel[t], t, first + heads[t] - 1);
        }
        this.sentence(chunk, s, found, size);
      }
    }

    form(chunk, t) {
      const key = JSON.stringify([
        chunk.string("tokens", "form", t).toLowerCase(),
        chunk.string("tokens", "feats", t),
      ]);
      raise(this.forms, key);
    }

    // An arc whose dependent is no punctuation mark.
    arc(lemmas, upos, relation, dependent, head) {
      const word = (t) => lemmas[t] * this.classes + upos[t];
      this.ends[0][word(dependent)]++;
      this.ends[1][word(head)]++;
      if (lemmas[head] === this.target && upos[head] !== this.punct) this.pair(0, relation, word(dependent));
      if (lemmas[dependent] === this.target) this.pair(1, relation, word(head));
    }

    pair(side, relation, word) {
      const relations = this.pairs[side];
      if (!relations.has(relation)) relations.set(relation, new Map());
      raise(relations.get(relation), word);
    }

    sentence(chunk, s, found, size) {
      const meta = chunk.documents[chunk.documentOf(s)];
      const last = this.documents[this.documents.length - 1];
      if (last?.[0] === meta) {
        last[1] += found;
        last[2] += size;
      } else this.documents.push([meta, found, size]);
      this.sentences++;
      if (found) this.own++;
      for (const id of new Set(
        chunk.entities(s).map((one) => JSON.stringify([one.id, one.name, one.label])),
      )) {
        if (!this.named.has(id)) this.named.set(id, [0, 0]);
        const counts = this.named.get(id);
        counts[0]++;
        if (found) counts[1]++;
      }
    }

    profile() {
      const count = sum(this.documents.map(([, found]) => found));
      const size = sum(this.documents.map(([, , tokens]) => tokens));
      const perMillion = (found, tokens) => (found * 1e6) / tokens;
      const spread = this.documents
        .filter(([, found]) => found)
        .map(([meta, found, tokens]) => [meta, found, perMillion(found, tokens)])
        .sort((a, b) => b[1] - a[1]);
      return {
        count,
        perMillion: perMillion(count, size),
        documents: spread.length,
        dispersion:
          sum(this.documents.map(([, found, tokens]) => Math.abs(found / count - tokens / size))) / 2,
        forms: [...this.forms].map(([key, times]) => [...JSON.parse(key), times]).sort((a, b) => b[2] - a[2]),
        collocates: [0, 1].flatMap((side) => this.collocates(side)),
        names: this.names(),
        spread,
        trend: this.trend(perMillion),
      };
    }

    collocates(side) {
      const found = [];
      for (const [relation, words] of this.pairs[side]) {
        const first = sum([...words.values()]);
        const rows = [...words]
          .filter(([, joint]) => joint >= LEAST)
          .map(([word, joint]) => {
            const [lemma, upos] = [Math.floor(word / this.classes), word % this.classes];
            const logDice = 14 + Math.log2((2 * joint) / (first + this.ends[side][word]));
            return [this.table.lemma[lemma], this.table.upos[upos], joint, logDice];
          })
          .sort((a, b) => b[3] - a[3]);
        if (rows.length) found.push([first, [this.table.deprel[relation], side === 1, rows]]);
      }
      return found.sort((a, b) => b[0] - a[0]).map(([, one]) => one);
    }

    names() {
      return [...this.named]
        .filter(([, [, joint]]) => joint >= LEAST)
        .map(([key, [all, joint]]) => {
          const [id, name, label] = JSON.parse(key);
          return [id, name ?? id, label, joint, association(joint, this.own, all, this.sentences)];
        })
        .sort((a, b) => b[4] - a[4]);
    }

    trend(perMillion) {
      const months = new Map();
      for (const [{ date }, found, tokens] of this.documents) {
        if (!date) continue;
        const month = date.slice(0, 7);
        const [before, size] = months.get(month) ?? [0, 0];
        months.set(month, [before + found, size + tokens]);
      }
      return [...months].sort().map(([month, [found, tokens]]) => [month, found, perMillion(found, tokens)]);
    }
  }

  const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

  function raise(counts, key) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }

  // G² of two things that meet `joint` times, as rukaz.statistics.measures.association.
  function association(joint, first, second, total) {
    const [rows, columns] = [
      [first, total - first],
      [second, total - second],
    ];
    const observed = [
      [joint, first - joint],
      [second - joint, total - first - second + joint],
    ];
    let all = 0;
    for (const i of [0, 1]) {
      for (const j of [0, 1]) {
        const [seen, expected] = [observed[i][j], (rows[i] * columns[j]) / total];
        if (seen) all += seen * Math.log(seen / expected);
      }
    }
    return 2 * all;
  }

  return { profile };
})();
