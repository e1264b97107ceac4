// One search: its query compiled to numbers, run over one chunk of the corpus after the other.
//
// As in Grew: a match gives each node of the pattern a token of its own; position 0 is the anchor above the
// root, which has the form __0__ and no other feature; `with` and `without` only filter the matches.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.share("searchTask", () => {
  // -- from the words of a query to numbers --

  // Nodes are numbered through all scopes; each scope has one bit for each node that it says something of.
  function compile(query, table) {
    const numbers = new Map();
    /** @type {{nodes: QueryNode[], bits: Constraint[][][], scopes: any[], globals: Constraint[], anchors: boolean, table: any}} */
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
    if (plan.bits.length > 31) throw new rukaz.queryParser.QueryError("expected.fewNodes", {}, 0);
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
    /**
     * @param {number} nodes of a match
     * @param {number} most matches that are kept
     */
    constructor(nodes, most) {
      this.stride = nodes + 1;
      this.most = most;
      this.count = 0;
      this.sentences = 0;
      this.sentence = 0; // that is looked at
      this.start = 0; // of its matches
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

    // ends the sentence
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

  class SearchTask {
    // table: the strings of the corpus; most: matches that are kept
    constructor(text, table, most) {
      this.text = text;
      this.table = table;
      this.most = most;
      this.count = 0;
      /** @type {Query} */
      this.query = rukaz.queryParser.parse(text);
      this.plan = compile(this.query, table);
    }

    // The matches in a chunk: {numbers, count, sentences}.
    run(chunk) {
      const rows = new Rows(this.query.scopes[0].nodes.length, this.most - this.count);
      new rukaz.matcher.Matcher(this.plan, chunk).run(rows);
      this.count += rows.count;
      return {
        numbers: rows.numbers.slice(0, rows.count * rows.stride),
        count: rows.count,
        sentences: rows.sentences,
      };
    }

    // what the query asks for and none of the chunks has
    hints(chunks) {
      return rukaz.queryHints.hints(this.text, this.query, this.table, chunks);
    }
  }

  return { SearchTask, compile };
});
