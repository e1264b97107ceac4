// The scope of one pair of braces of a query, as in `pattern { … }`: its nodes and clauses.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.share("queryScope", () => {
  const { known, alternatives, label, anyLabel } = rukaz.queryScanner;

  const COMPARE = {
    "=": (a, b) => a === b,
    "<>": (a, b) => a !== b,
    "<=": (a, b) => a <= b,
    ">=": (a, b) => a >= b,
    "<": (a, b) => a < b,
    ">": (a, b) => a > b,
  };

  // One pair of braces: its nodes and clauses. Clauses may stand in any order, so what a name stands for is
  // settled when all has been read.
  class Scope {
    /**
     * @param {QueryScope["kind"]} kind
     * @param {Scope | null} outer the pattern, of a filter
     */
    constructor(kind, outer) {
      this.kind = kind;
      this.outer = outer;
      /** @type {QueryNode[]} */
      this.nodes = [];
      /** @type {Clause[]} */
      this.clauses = [];
      /** @type {Map<string, Clause>} */
      this.edges = new Map();
      /** @type {(() => void)[]} */
      this.open = []; // what can be said when all names are known
    }

    /** @returns {boolean} */
    has(name) {
      return this.nodes.some((node) => node.name === name) || Boolean(this.outer?.has(name));
    }

    declare(name, free) {
      if (!this.nodes.some((node) => node.name === name)) this.nodes.push({ name, free });
    }

    resolved() {
      this.nodes = this.nodes.filter(({ name }) => !this.outer?.has(name));
      for (const resolve of this.open) resolve();
      const { kind, nodes, clauses } = this;
      return { kind, nodes, clauses };
    }

    /** @returns {Clause | undefined} */
    edge(name) {
      return this.edges.get(name) ?? this.outer?.edge(name);
    }

    read(scanner) {
      scanner.need("{", "expected.brace", { kind: this.kind });
      for (;;) {
        while (scanner.skip(";"));
        if (scanner.skip("}")) return;
        if (scanner.ended) scanner.fail("expected.braceEnd", { kind: this.kind });
        this.clause(scanner);
        if (!/[;}]/.test(scanner.text[scanner.at] ?? "}")) scanner.fail("expected.clauseEnd");
      }
    }

    clause(scanner) {
      if (scanner.text[scanner.at] === "*") return this.into(scanner);
      const position = scanner.at;
      const name = scanner.name("expected.node");
      const free = scanner.skip("$");
      const full = free ? `${name}$` : name;
      const next = scanner.text.slice(scanner.at, scanner.at + 3);
      if ((name === "length" || name === "delta") && next[0] === "(") return this.distance(scanner, name);
      if (next[0] === "[") {
        this.declare(full, free);
        return this.clauses.push({ kind: "node", nodes: [full], alternatives: alternatives(scanner) });
      }
      if (next[0] === ":") return this.named(scanner, name);
      if (next[0] === ".") return this.compare(scanner, name, position);
      if (next[0] === "-") return this.from(scanner, full, free);
      if (next[0] === "<" || next[0] === ">") return this.order(scanner, full, position);
      return scanner.fail("expected.afterNode", { node: full });
    }

    // e: V -[nsubj]-> S
    named(scanner, name) {
      scanner.skip(":");
      const source = scanner.name("expected.nodeOfEdge");
      const free = scanner.skip("$");
      const clause = this.from(scanner, free ? `${source}$` : source, free);
      if (clause.kind !== "edge") scanner.fail("expected.namedEdge");
      this.edges.set(name, clause);
    }

    // V -> S, V -[nsubj]-> S, V -[nsubj]-> *, V ->> S
    from(scanner, source, free) {
      this.declare(source, free);
      if (scanner.skip("->>")) return this.add("dominates", [source, this.target(scanner)]);
      const { test, enhanced } = this.arrow(scanner);
      if (scanner.skip("*")) return this.add(enhanced ? "enhancedOut" : "out", [source], { test });
      return this.add(enhanced ? "enhancedEdge" : "edge", [source, this.target(scanner)], { test });
    }

    // * -[nsubj]-> S
    into(scanner) {
      scanner.skip("*");
      const { test, enhanced } = this.arrow(scanner);
      return this.add(enhanced ? "enhancedIn" : "in", [this.target(scanner)], { test });
    }

    arrow(scanner) {
      if (scanner.skip("->")) return anyLabel;
      scanner.need("-[", "expected.arrow");
      return label(scanner);
    }

    target(scanner) {
      const name = scanner.name("expected.target");
      const free = scanner.skip("$");
      const full = free ? `${name}$` : name;
      this.declare(full, free);
      return full;
    }

    add(kind, nodes, more = {}) {
      const clause = { kind, nodes, ...more };
      this.clauses.push(clause);
      return clause;
    }

    // V < S (next to it), V << S (anywhere after it), and the same with > and >>; edges that cross: e1 >< e2
    order(scanner, name, position) {
      const sign = scanner.take(/<<|>>|><|<>|<|>/y)[0];
      scanner.space();
      const place = scanner.at;
      const other = scanner.name("expected.nodeAfter", { sign });
      const full = scanner.skip("$") ? `${other}$` : other;
      this.open.push(() => {
        const [one, two] = [this.edge(name), this.edge(full)];
        if (sign === "><" && one && two) return this.add("crossing", [...one.nodes, ...two.nodes]);
        if (one || two || sign === "><" || sign === "<>") {
          return scanner.fail("expected.edgeOrder", { position });
        }
        this.declared(scanner, name, position);
        this.declared(scanner, full, place);
        const nodes = sign[0] === "<" ? [name, full] : [full, name];
        return this.add(sign.length === 1 ? "before" : "precedes", nodes);
      });
    }

    declared(scanner, name, position) {
      if (!this.has(name)) scanner.fail("expected.declared", { node: name, position });
    }

    // V.lemma = S.lemma, V.Number <> S.Number, V.lemma = "быть", e.label = f.label
    compare(scanner, name, position) {
      scanner.skip(".");
      const feature = scanner.feature();
      const sign = scanner.take(/=|<>/y);
      if (!sign) scanner.fail("expected.comparison");
      scanner.space();
      const same = sign[0] === "=";
      const start = scanner.at;
      const other = scanner.take(/([\p{L}_][\p{L}\p{N}_]*\$?)\s*\.\s*/uy);
      if (other) {
        const features = [feature, scanner.feature()];
        this.open.push(() => {
          const sides = [
            [name, position],
            [other[1], start],
          ].map(([one, place], i) => this.side(scanner, one, features[i], place));
          this.add(
            "compare",
            sides.map((side) => side.node),
            {
              features: sides.map((side) => side.feature),
              same,
            },
          );
        });
        return;
      }
      const test = scanner.value(feature);
      this.open.push(() => {
        const { node, feature: of } = this.side(scanner, name, feature, position);
        const alternatives = [[{ feature: of, test: (value) => value !== null && test(value) === same }]];
        this.add("node", [node], { alternatives });
      });
    }

    // the label of an edge is the relation of its dependent
    side(scanner, name, feature, position) {
      const edge = this.edge(name);
      if (!edge) {
        this.declared(scanner, name, position);
        known(scanner, feature, position);
        return { node: name, feature };
      }
      if (feature !== "label") scanner.fail("expected.edgeLabel", { edge: name, position });
      return { node: edge.nodes[1], feature: "deprel" };
    }

    // length(V, S) > 3, delta(V, S) = -1
    distance(scanner, kind) {
      scanner.skip("(");
      const nodes = [0, 1].map((i) => {
        const position = scanner.at;
        const name = scanner.name("expected.nodeHere");
        const full = scanner.skip("$") ? `${name}$` : name;
        this.open.push(() => this.declared(scanner, full, position));
        scanner.need(i ? ")" : ",");
        return full;
      });
      const sign = scanner.take(/<=|>=|<>|=|<|>/y);
      if (!sign) scanner.fail("expected.sign");
      scanner.space();
      const number = scanner.take(/-?\d+/y);
      if (!number) scanner.fail("expected.number");
      scanner.space();
      const far = Number(number[0]);
      const test = (delta) => COMPARE[sign[0]](kind === "length" ? Math.abs(delta) : delta, far);
      return this.add("distance", nodes, { test });
    }
  }

  return { Scope };
});
