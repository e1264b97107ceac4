// Finds what a query describes, sentence by sentence, in columns of numbers.
//
// As in Grew: a match gives each node of the pattern a token of its own; position 0 is the anchor above the
// root, which has the form __0__ and no other feature; `with` and `without` only filter the matches.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.searchEngine = (() => {
  const MOST = 2_000_000;
  const SLICE = 30;

  // -- from the words of a query to numbers --

  // Nodes are numbered through all scopes; each scope has one bit for each node that it says something of.
  function compile(query, table) {
    const numbers = new Map();
    const plan = {
      nodes: [],
      bits: [],
      scopes: [],
      globals: query.globals,
      anchors: !query.shorthand,
      table,
    };
    query.scopes.forEach((scope, index) => {
      const own = new Map(index ? numbers : []);
      for (const { name, free } of scope.nodes) {
        own.set(name, plan.nodes.length);
        if (!index) numbers.set(name, plan.nodes.length);
        plan.nodes.push({ name, free });
      }
      plan.scopes.push(compileScope(scope, own, plan));
    });
    if (plan.bits.length > 31) throw new rukaz.queryParser.QueryError("there are more than 31 nodes", 0);
    return plan;
  }

  function compileScope(scope, numbers, plan) {
    const own = scope.nodes.map(({ name }) => numbers.get(name));
    const conditions = new Map(own.map((node) => [node, []]));
    const clauses = [];
    for (const clause of scope.clauses) {
      const nodes = clause.nodes.map((name) => numbers.get(name));
      if (clause.kind !== "node") clauses.push({ ...clause, nodes });
      else if (conditions.has(nodes[0])) conditions.get(nodes[0]).push(clause.alternatives);
      else conditions.set(nodes[0], [clause.alternatives]);
    }
    const bits = new Map();
    for (const [node, alternatives] of conditions) bits.set(node, plan.bits.push(alternatives) - 1);
    return { kind: scope.kind, own, bits, clauses };
  }

  // -- matches --

  // Matches as rows of numbers: the sentence, then the position of each node in it.
  class Rows {
    constructor(nodes, most) {
      Object.assign(this, { stride: nodes + 1, most, count: 0, sentences: 0 });
      this.numbers = new Int32Array(1024 * this.stride);
    }

    get full() {
      return this.count >= this.most;
    }

    begin(sentence) {
      this.sentence = sentence;
      this.start = this.count;
    }

    add(at, nodes) {
      const from = this.count * this.stride;
      if (from + this.stride > this.numbers.length) {
        const more = new Int32Array(this.numbers.length * 2);
        more.set(this.numbers);
        this.numbers = more;
      }
      this.numbers[from] = this.sentence;
      for (let i = 0; i < nodes; i++) this.numbers[from + 1 + i] = at[i];
      this.count++;
    }

    end() {
      const found = this.count - this.start;
      if (found) this.sentences++;
      if (found > 1) this.sort();
    }

    sort() {
      const { stride, start, count } = this;
      const rows = [];
      for (let row = start; row < count; row++)
        rows.push(this.numbers.slice(row * stride, (row + 1) * stride));
      rows.sort((a, b) => {
        for (let i = 1; i < stride; i++) if (a[i] !== b[i]) return a[i] - b[i];
        return 0;
      });
      rows.forEach((row, i) => this.numbers.set(row, (start + i) * stride));
    }
  }

  // what the query asks for and the corpus nowhere has
  function missing(text, plan) {
    const found = [];
    for (const constraint of plan.bits.flat(3)) {
      if (constraint.position === undefined || !absent(constraint, plan)) continue;
      const asked = text.slice(constraint.position, constraint.end).trim();
      found.push({ asked, feature: constraint.feature, values: valuesOf(constraint.feature, plan.table) });
    }
    return found;
  }

  function absent(constraint, plan) {
    if (constraint.feature === "word")
      return !constraint.forms?.includes(1) && !constraint.lemmas?.includes(1);
    return constraint.flags !== undefined && !constraint.flags.includes(1);
  }

  // the values of a feature that has few
  function valuesOf(feature, table) {
    if (feature === "word") return [];
    const { strings } = rukaz.tokenFeatures.feature(feature, table);
    const values = [...new Set(strings)].filter((value) => value !== null).sort();
    return values.length <= 45 ? values : [];
  }

  // All matches of a query: {text, shorthand, nodes, rows, chunks, count, sentences, complete, missing, milliseconds}.
  //
  // progress({chunk, chunks, count}) is told of each chunk; signal.cancelled = true ends the search, which then
  // gives null. At most `most` matches are kept; complete says whether there are no more.
  async function search(text, { progress, signal, most = MOST } = {}) {
    const query = rukaz.queryParser.parse(text);
    const total = rukaz.corpus.meta.chunks.length;
    const chunks = [];
    const rows = new Rows(query.scopes[0].nodes.length, most);
    let [plan, milliseconds, slice] = [null, 0, performance.now()];
    for (let number = 0; number < total && !rows.full; number++) {
      const chunk = await rukaz.corpus.chunk(number);
      chunks.push(chunk);
      plan ??= compile(query, chunk.table);
      const start = performance.now();
      new rukaz.matcher.Matcher(plan, chunk).run(rows);
      milliseconds += performance.now() - start;
      progress?.({ chunk: number + 1, chunks: total, count: rows.count });
      if (performance.now() - slice > SLICE) {
        await new Promise((done) => setTimeout(done));
        slice = performance.now();
      }
      if (signal?.cancelled) return null;
    }
    return {
      text,
      shorthand: query.shorthand,
      nodes: query.scopes[0].nodes.map(({ name }) => name),
      rows,
      chunks,
      count: rows.count,
      sentences: rows.sentences,
      complete: !rows.full,
      missing: plan ? missing(text, plan) : [],
      milliseconds,
    };
  }

  return { search };
})();
