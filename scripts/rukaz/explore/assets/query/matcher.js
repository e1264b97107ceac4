// The matches of a query in one chunk, sentence by sentence: a mask tells which conditions hold of each token, then nodes
// are placed one after the other, along the edges, at positions from 0 (the anchor above the root) to the last token.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.share("matcher", () => {
  const { OF_MENTIONS } = rukaz.queryScanner;
  const ANCHOR = "__0__";
  const WORDS = 10; // of a sentence, more or less

  // for each string of a column whether the test holds of it
  function flags(strings, test) {
    const found = new Uint8Array(strings.length);
    for (let i = 0; i < found.length; i++) found[i] = test(strings[i]) ? 1 : 0;
    return found;
  }

  // for each string of a column of mentions a bit for each mention of which the test holds
  function mentionFlags({ feature, test }, strings) {
    const bits = (values) => values.reduce((sum, value, i) => sum | (test(value) ? 1 << i : 0), 0);
    return Uint8Array.from(strings, (string) => bits(rukaz.tokenFeatures.valuesIn(feature, string)));
  }

  // The flags of a test over a table that does not grow are made once for all chunks.
  function flagsOf(constraint, strings) {
    if (constraint.flags?.length !== strings.length)
      constraint.flags = OF_MENTIONS.includes(constraint.feature)
        ? mentionFlags(constraint, strings)
        : flags(strings, constraint.test);
    return constraint.flags;
  }

  // for each string of DEPS the heads of the edges that a clause asks for
  function headsOf(clause, cells) {
    if (clause.heads?.length !== cells.length)
      clause.heads = cells.map((cell) =>
        rukaz.tokenFeatures
          .edgesOf(cell)
          .filter(([, relation]) => clause.test(relation))
          .map(([head]) => head),
      );
    return clause.heads;
  }

  class Matcher {
    constructor(plan, chunk) {
      this.plan = plan;
      this.chunk = chunk;
      this.table = plan.table;
      this.first = 0; // of the tokens of the sentence that is looked at
      this.end = 0; // after its last token
      this.head = chunk.column("tokens", "head");
      this.deprel = chunk.column("tokens", "deprel");
      this.deps = chunk.column("tokens", "deps");
      this.at = new Int32Array(plan.nodes.length);
      this.masks = new Uint32Array(chunk.size.tokens);
      this.counts = plan.bits.map((conditions, bit) => this.mark(conditions, bit));
      this.anchor = plan.anchors ? anchorBits(plan) : 0;
      this.labels = new Map();
    }

    // sets `bit` in the mask of each token of which all conditions hold; returns the number of such tokens
    mark(conditions, bit) {
      const { masks } = this;
      let holds = null;
      for (const alternatives of conditions) {
        let any = null;
        for (const constraints of alternatives) {
          const all = this.holding(constraints);
          if (any && all) for (let t = 0; t < all.length; t++) any[t] |= all[t];
          else any = all;
          if (!all) break;
        }
        if (holds && any) for (let t = 0; t < any.length; t++) holds[t] &= any[t];
        else holds ??= any;
      }
      let count = 0;
      for (let t = 0; t < masks.length; t++) {
        if (holds && !holds[t]) continue;
        masks[t] |= 1 << bit;
        count++;
      }
      return count;
    }

    // 1 for each token of which all constraints hold; null if there are none
    holding(constraints) {
      if (!constraints.length) return null;
      const found = new Uint8Array(this.masks.length).fill(1);
      // of the mentions that a word is the head of, all must hold of the same one
      let mentions = null;
      for (const constraint of constraints) {
        const { feature } = constraint;
        if (feature === "word") {
          this.word(constraint, found);
          continue;
        }
        const { strings, numbers } = rukaz.tokenFeatures.feature(feature, this.table);
        const column = numbers(this.chunk);
        const holds = flagsOf(constraint, strings);
        const isOfMention = OF_MENTIONS.includes(feature);
        if (isOfMention) mentions ??= new Uint8Array(found.length).fill(0xff);
        const target = isOfMention && mentions ? mentions : found;
        for (let t = 0; t < found.length; t++) target[t] &= holds[column[t]];
      }
      if (mentions) for (let t = 0; t < found.length; t++) found[t] &= Number(mentions[t] > 0);
      return found;
    }

    // a word of the shorthand is a form or a lemma
    word(constraint, found) {
      const [form, lemma] = ["form", "lemma"].map((name) => this.chunk.column("tokens", name));
      constraint.forms ??= flags(this.table.form, constraint.test);
      constraint.lemmas ??= flags(this.table.lemma, constraint.test);
      for (let t = 0; t < found.length; t++)
        found[t] &= constraint.forms[form[t]] | constraint.lemmas[lemma[t]];
    }

    // -- the order in which nodes are tried: from few candidates to many, along the edges --

    steps(scope, bound) {
      const [known, todo] = [new Set(bound), new Set(scope.own)];
      /** @type {any[]} */
      const steps = [];
      const tests = scope.clauses.map((clause) => ({ nodes: clause.nodes, test: this.test(clause) }));
      while (todo.size) {
        const ways = [...todo].map((node) => this.way(scope, node, known));
        ways.sort((a, b) => a.cost - b.cost || a.count - b.count || a.node - b.node);
        const { node, kind, other } = ways[0];
        todo.delete(node);
        const before = [...known];
        known.add(node);
        steps.push({
          node,
          kind,
          other,
          bit: 1 << scope.bits.get(node),
          apart: before.filter((one) => !this.plan.nodes[one].free && !this.plan.nodes[node].free),
          tests: tests
            .filter(({ nodes }) => nodes.includes(node) && nodes.every((one) => known.has(one)))
            .map(({ test }) => test),
        });
      }
      return steps;
    }

    // how the candidates for a node are found, given the nodes that are known; a node has one head, but to find its
    // dependents takes a look at all words, so it is better to begin with a dependent
    way(scope, node, known) {
      const headOnly =
        scope.clauses.some(({ kind, nodes }) => kind === "edge" && nodes[0] === node) &&
        !scope.clauses.some(({ kind, nodes }) => kind === "edge" && nodes[1] === node);
      const count = this.counts[scope.bits.get(node)] * (headOnly ? WORDS : 1);
      let best = { node, kind: "all", other: -1, cost: 3, count };
      for (const { kind, nodes } of scope.clauses) {
        const [from, to] = nodes;
        const better = (name, other, cost) => {
          if (known.has(other) && cost < best.cost) best = { node, kind: name, other, cost, count };
        };
        if (kind === "edge" && to === node) better("dependents", from, 1);
        if (kind === "edge" && from === node) better("governor", to, 0);
        if (kind === "before" && to === node) better("after", from, 0);
        if (kind === "before" && from === node) better("ahead", to, 0);
      }
      return best;
    }

    // -- clauses as tests of the positions `at` of the nodes --

    test(clause) {
      const { at } = this;
      const [a, b, c, d] = clause.nodes;
      const labels =
        clause.kind === "edge" || clause.kind === "in" || clause.kind === "out"
          ? flagsOf(clause, this.table.deprel)
          : null;
      const heads = clause.kind.startsWith("enhanced") ? headsOf(clause, this.table.deps) : null;
      const token = (position) => this.first + position - 1;
      switch (clause.kind) {
        case "enhancedEdge":
          return () => at[b] > 0 && heads[this.deps[token(at[b])]].includes(at[a]);
        case "enhancedIn":
          return () => at[a] > 0 && heads[this.deps[token(at[a])]].length > 0;
        case "enhancedOut":
          return () => {
            for (let t = this.first; t < this.end; t++) if (heads[this.deps[t]].includes(at[a])) return true;
            return false;
          };
        case "edge":
          return () =>
            at[b] > 0 && this.head[token(at[b])] === at[a] && labels[this.deprel[token(at[b])]] === 1;
        case "in":
          return () => at[a] > 0 && labels[this.deprel[token(at[a])]] === 1;
        case "out":
          return () => {
            for (let t = this.first; t < this.end; t++)
              if (this.head[t] === at[a] && labels[this.deprel[t]]) return true;
            return false;
          };
        case "before":
          return () => at[b] === at[a] + 1;
        case "precedes":
          return () => at[a] < at[b];
        case "distance":
          return () => clause.test(at[b] - at[a]);
        case "dominates":
          return () => this.dominates(at[a], at[b]);
        case "crossing":
          return () => crossing(at[a], at[b], at[c], at[d]);
        default:
          return this.comparison(clause);
      }
    }

    dominates(above, below) {
      let position = below;
      for (let steps = 0; position > 0 && steps <= this.end - this.first; steps++) {
        position = this.head[this.first + position - 1];
        if (position === above) return true;
      }
      return false;
    }

    comparison({ nodes, features, same }) {
      const values = nodes.map((node, i) => {
        const { strings, numbers } = rukaz.tokenFeatures.feature(features[i], this.table);
        const column = numbers(this.chunk);
        const ofAnchor = features[i] === "form" ? ANCHOR : null;
        return () => {
          const string = this.at[node] ? strings[column[this.first + this.at[node] - 1]] : ofAnchor;
          return rukaz.tokenFeatures.valuesIn(features[i], string);
        };
      });
      const compared = (one, other) => one !== null && other !== null && (one === other) === same;
      return () => values[0]().some((one) => values[1]().some((other) => compared(one, other)));
    }

    // -- trying --

    // calls found() for each way to place the nodes of `steps` from number `depth` on; stops if it returns true
    place(steps, depth, found) {
      if (depth === steps.length) return found();
      const step = steps[depth];
      const { first, at, head } = this;
      const length = this.end - first;
      const known = step.other < 0 ? -1 : at[step.other];
      switch (step.kind) {
        case "governor":
          return known > 0 && this.try(steps, depth, head[first + known - 1], found);
        case "after":
          return known < length && this.try(steps, depth, known + 1, found);
        case "ahead":
          return known > 0 && this.try(steps, depth, known - 1, found);
        case "dependents":
          for (let position = 1; position <= length; position++) {
            if (head[first + position - 1] === known && this.try(steps, depth, position, found)) return true;
          }
          return false;
        default:
          for (let position = 0; position <= length; position++) {
            if (this.try(steps, depth, position, found)) return true;
          }
          return false;
      }
    }

    try(steps, depth, position, found) {
      const { node, bit, apart, tests } = steps[depth];
      if (!((position ? this.masks[this.first + position - 1] : this.anchor) & bit)) return false;
      for (let i = 0; i < apart.length; i++) if (this.at[apart[i]] === position) return false;
      this.at[node] = position;
      for (let i = 0; i < tests.length; i++) if (!tests[i]()) return false;
      return this.place(steps, depth + 1, found);
    }

    // whether the nodes of the pattern, as they are placed, pass `with` and `without`
    passes(filters) {
      return filters.every(({ scope, steps, tests, outer }) => {
        const holds =
          outer.every(({ node, bit }) => this.mask(node) & bit) &&
          tests.every((test) => test()) &&
          this.place(steps, 0, () => true);
        return Boolean(holds) === (scope.kind === "with");
      });
    }

    mask(node) {
      return this.at[node] ? this.masks[this.first + this.at[node] - 1] : this.anchor;
    }

    filters() {
      const [{ own }, ...others] = this.plan.scopes;
      return others.map((scope) => ({
        scope,
        steps: this.steps(scope, own),
        tests: scope.clauses
          .filter(({ nodes }) => nodes.every((node) => own.includes(node)))
          .map((clause) => this.test(clause)),
        outer: [...scope.bits]
          .filter(([node]) => own.includes(node))
          .map(([node, bit]) => ({ node, bit: 1 << bit })),
      }));
    }

    // Adds the matches of all sentences to `rows`, in the order of the positions of their nodes.
    run(rows) {
      const pattern = this.plan.scopes[0];
      if (pattern.own.some((node) => !this.possible(pattern.bits.get(node)))) return;
      const steps = this.steps(pattern, []);
      const filters = this.filters();
      const allowed = this.allowed();
      const { bounds, firstSentence } = this.chunk;
      for (let s = 0; s + 1 < bounds.length && !rows.full; s++) {
        if (allowed && !allowed(s)) continue;
        [this.first, this.end] = [bounds[s], bounds[s + 1]];
        rows.begin(firstSentence + s);
        this.place(steps, 0, () => {
          if (this.passes(filters)) rows.add(this.at, pattern.own.length);
          return rows.full;
        });
        rows.end();
      }
    }

    possible(bit) {
      return this.counts[bit] > 0 || (this.anchor & (1 << bit)) !== 0;
    }

    // the test of a sentence that `global` makes; null if there is none
    allowed() {
      const tests = this.plan.globals.map((constraint) => {
        const { feature } = constraint;
        if (feature === "sent_id") return (s) => constraint.test(this.chunk.sentence(s).id);
        if (feature === "text") return (s) => constraint.test(this.chunk.read(s).text);
        const { strings, numbers } = rukaz.tokenFeatures.feature(feature, this.table);
        const column = numbers(this.chunk);
        const holds = flagsOf(constraint, strings);
        return (s) => holds[column[this.chunk.bounds[s]]] === 1;
      });
      return tests.length ? (s) => tests.every((test) => test(s)) : null;
    }
  }

  // the bits of the conditions that hold of the anchor
  function anchorBits(plan) {
    let bits = 0;
    plan.bits.forEach((conditions, bit) => {
      const holds = conditions.every((alternatives) =>
        alternatives.some((constraints) =>
          constraints.every(({ feature, test }) => test(feature === "form" ? ANCHOR : null)),
        ),
      );
      if (holds) bits |= 1 << bit;
    });
    return bits;
  }

  function crossing(a, b, c, d) {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    const [start, end] = [Math.min(c, d), Math.max(c, d)];
    return (from < start && start < to && to < end) || (start < from && from < end && end < to);
  }

  return { Matcher };
});
