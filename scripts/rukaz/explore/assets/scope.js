// One pair of braces of a query, {kind, nodes, clauses} when it is settled.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.scope = (() => {
  const { known, alternatives, label, anyLabel } = rukaz.reader;

  const COMPARE = {
    "=": (a, b) => a === b, "<>": (a, b) => a !== b,
    "<=": (a, b) => a <= b, ">=": (a, b) => a >= b, "<": (a, b) => a < b, ">": (a, b) => a > b,
  };

  // One pair of braces: its nodes and clauses. Clauses may stand in any order, so what a name stands for is
  // settled when all has been read.
  class Scope {
    constructor(kind, outer) {
      Object.assign(this, { kind, outer, nodes: [], clauses: [], edges: new Map(), open: [] });
    }

    has(name) {
      return this.nodes.some((node) => node.name === name) || Boolean(this.outer?.has(name));
    }

    declare(name, free) {
      if (!this.nodes.some((node) => node.name === name)) this.nodes.push({ name, free });
    }

    settled() {
      this.nodes = this.nodes.filter(({ name }) => !this.outer?.has(name));
      for (const settle of this.open) settle();
      const { kind, nodes, clauses } = this;
      return { kind, nodes, clauses };
    }

    edge(name) {
      return this.edges.get(name) ?? this.outer?.edge(name);
    }

    read(reader) {
      reader.need("{", `{ is expected after ${this.kind}`);
      for (;;) {
        while (reader.skip(";"));
        if (reader.skip("}")) return;
        if (reader.ended) reader.fail(`} is expected at the end of ${this.kind}`);
        this.clause(reader);
        if (!/[;}]/.test(reader.text[reader.at] ?? "}")) reader.fail("either ; or } is expected after a clause");
      }
    }

    clause(reader) {
      if (reader.text[reader.at] === "*") return this.into(reader);
      const position = reader.at;
      const name = reader.name("a node is expected, such as V [upos=VERB] or V -[nsubj]-> S");
      const free = reader.skip("$");
      const full = free ? `${name}$` : name;
      const next = reader.text.slice(reader.at, reader.at + 3);
      if ((name === "length" || name === "delta") && next[0] === "(") return this.distance(reader, name);
      if (next[0] === "[") {
        this.declare(full, free);
        return this.clauses.push({ kind: "node", nodes: [full], alternatives: alternatives(reader) });
      }
      if (next[0] === ":") return this.named(reader, name);
      if (next[0] === ".") return this.compare(reader, name, position);
      if (next[0] === "-") return this.from(reader, full, free);
      if (next[0] === "<" || next[0] === ">") return this.order(reader, full, position);
      return reader.fail(`after ${full}, one of [ -> -[ < << . is expected`);
    }

    // e: V -[nsubj]-> S
    named(reader, name) {
      reader.skip(":");
      const source = reader.name("a node is expected after the name of an edge");
      const free = reader.skip("$");
      const clause = this.from(reader, free ? `${source}$` : source, free);
      if (clause.kind !== "edge") reader.fail("an edge between two nodes is expected after its name");
      this.edges.set(name, clause);
    }

    // V -> S, V -[nsubj]-> S, V -[nsubj]-> *, V ->> S
    from(reader, source, free) {
      this.declare(source, free);
      if (reader.skip("->>")) return this.add("dominates", [source, this.target(reader)]);
      const test = this.arrow(reader);
      if (reader.skip("*")) return this.add("out", [source], { test });
      return this.add("edge", [source, this.target(reader)], { test });
    }

    // * -[nsubj]-> S
    into(reader) {
      reader.skip("*");
      const test = this.arrow(reader);
      return this.add("in", [this.target(reader)], { test });
    }

    arrow(reader) {
      if (reader.skip("->")) return anyLabel;
      reader.need("-[", "-> or -[relation]-> is expected");
      return label(reader);
    }

    target(reader) {
      const name = reader.name("a node is expected after the arrow");
      const free = reader.skip("$");
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
    order(reader, name, position) {
      const sign = reader.take(/<<|>>|><|<>|<|>/y)[0];
      reader.space();
      const place = reader.at;
      const other = reader.name(`a node is expected after ${sign}`);
      const full = reader.skip("$") ? `${other}$` : other;
      this.open.push(() => {
        const [one, two] = [this.edge(name), this.edge(full)];
        if (sign === "><" && one && two) return this.add("crossing", [...one.nodes, ...two.nodes]);
        if (one || two || sign === "><" || sign === "<>") {
          return reader.fail("between two edges there is only ><, between two nodes < << > >>", position);
        }
        this.declared(reader, name, position);
        this.declared(reader, full, place);
        const nodes = sign[0] === "<" ? [name, full] : [full, name];
        return this.add(sign.length === 1 ? "before" : "precedes", nodes);
      });
    }

    declared(reader, name, position) {
      if (!this.has(name)) reader.fail(`there is no node ${name}; declare it before: ${name} []`, position);
    }

    // V.lemma = S.lemma, V.Number <> S.Number, V.lemma = "быть", e.label = f.label
    compare(reader, name, position) {
      reader.skip(".");
      const feature = reader.feature();
      const sign = reader.take(/=|<>/y);
      if (!sign) reader.fail("= or <> is expected");
      reader.space();
      const same = sign[0] === "=";
      const start = reader.at;
      const other = reader.take(/([\p{L}_][\p{L}\p{N}_]*\$?)\s*\.\s*/uy);
      if (other) {
        const features = [feature, reader.feature()];
        this.open.push(() => {
          const sides = [[name, position], [other[1], start]].map(
            ([one, place], i) => this.side(reader, one, features[i], place));
          this.add("compare", sides.map((side) => side.node), {
            features: sides.map((side) => side.feature), same,
          });
        });
        return;
      }
      const test = reader.value(feature);
      this.open.push(() => {
        const { node, feature: of } = this.side(reader, name, feature, position);
        const alternatives = [[{ feature: of, test: (value) => value !== null && test(value) === same }]];
        this.add("node", [node], { alternatives });
      });
    }

    // the label of an edge is the relation of its dependent
    side(reader, name, feature, position) {
      const edge = this.edge(name);
      if (!edge) {
        this.declared(reader, name, position);
        known(feature, position);
        return { node: name, feature };
      }
      if (feature !== "label") reader.fail(`an edge has only a label: ${name}.label`, position);
      return { node: edge.nodes[1], feature: "deprel" };
    }

    // length(V, S) > 3, delta(V, S) = -1
    distance(reader, kind) {
      reader.skip("(");
      const nodes = [0, 1].map((i) => {
        const position = reader.at;
        const name = reader.name("a node is expected");
        const full = reader.skip("$") ? `${name}$` : name;
        this.open.push(() => this.declared(reader, full, position));
        reader.need(i ? ")" : ",", i ? ") is expected" : ", is expected");
        return full;
      });
      const sign = reader.take(/<=|>=|<>|=|<|>/y);
      if (!sign) reader.fail("one of = <> < <= > >= is expected");
      reader.space();
      const number = reader.take(/-?\d+/y);
      if (!number) reader.fail("a number is expected");
      reader.space();
      const far = Number(number[0]);
      const test = (delta) => COMPARE[sign[0]](kind === "length" ? Math.abs(delta) : delta, far);
      return this.add("distance", nodes, { test });
    }
  }

  return { Scope };
})();
