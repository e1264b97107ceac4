// One change to all that a query finds, as `rukaz review --where QUERY --set CHANGE` makes it: upos=ADJ, N.Case=Gen,
// N.Case= (without it), S.head=V.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.batchChange = (() => {
  const { text: textOf } = rukaz.language;
  const { withValue, isBelow } = rukaz.annotationChoices;

  const FIELDS = ["lemma", "upos", "deprel", "feats", "head"];
  const MOST = 2000; // sentences that a page shows

  // Something that cannot be changed, in the words of the reader.
  class ChangeError extends Error {}

  function fail(key, values) {
    throw new ChangeError(textOf(key, values));
  }

  // The changes in the lines of a text, as {node, field, value}; `nodes` are the names of those of the query, of which
  // the first is meant where none is named.
  function parse(lines, nodes) {
    const written = lines.split("\n").map((line) => line.trim());
    return written.filter(Boolean).map((line) => parseOne(line, nodes));
  }

  function parseOne(line, nodes) {
    const found = /^(?:([\p{L}_][\p{L}\p{N}_]*\$?)\.)?([A-Za-z][\w[\]]*)=(.*)$/u.exec(line);
    const isFeature = /^[A-Z]/.test(found?.[2] ?? "");
    if (!found || !(isFeature || FIELDS.includes(found[2]))) fail("change.none", { change: line });
    const [, name = nodes[0], field, value] = /** @type {RegExpExecArray} */ (found);
    for (const one of field === "head" ? [name, value] : [name]) {
      if (!nodes.includes(one)) fail("change.noNode", { node: one, nodes: nodes.join(", ") });
    }
    if (!value && !isFeature && field !== "feats") fail("change.empty", { field });
    return { node: nodes.indexOf(name), field, value: field === "head" ? nodes.indexOf(value) : value };
  }

  // The edits of a draft that make the changes to the matches in a sentence; each match gives the positions of its
  // nodes.
  function edits(sentence, matches, changes) {
    const made = [];
    let changed = sentence;
    for (const positions of matches) {
      for (const change of changes) {
        const token = changed.tokens[positions[change.node] - 1];
        if (!token) continue; // the anchor is no word
        const edit = editOf(token, change, positions);
        made.push(edit);
        changed = rukaz.drafts.withEdits(changed, [edit]);
      }
    }
    if (!isTree(changed.tokens)) fail("change.noTree", { id: sentence.id });
    return made;
  }

  function editOf(token, { field, value }, positions) {
    const { id, feats } = token;
    if (field === "head") return { id, field, value: positions[value] };
    if (field === "feats") return { id, field, value: ["", "_"].includes(value) ? null : value };
    if (FIELDS.includes(field)) return { id, field, value };
    return { id, field: "feats", value: withValue(feats, field, value) };
  }

  function isTree(tokens) {
    const roots = tokens.filter((token) => token.head === 0);
    return roots.length === 1 && tokens.every((one) => one === roots[0] || isBelow(one, roots[0], tokens));
  }

  // What the changes make of the matches: {pairs: [{before, after, edits}], leftOut}. Sentences with corrections of
  // their own are left out, because what was found may no longer hold of them.
  async function preview(found, changes) {
    const walker = new rukaz.matches.Walker(found);
    const pairs = [];
    let leftOut = 0;
    for (const [first, end] of rukaz.matches.bySentence(found)) {
      const before = await rukaz.corpus.sentence(walker.go(first).n);
      if (hasDraft(before)) {
        leftOut += 1;
        continue;
      }
      const matches = [];
      for (let row = first; row < end; row++) {
        walker.go(row);
        matches.push(found.nodes.map((_, node) => walker.position(node)));
      }
      const made = edits(before, matches, changes);
      const after = rukaz.drafts.withEdits(before, made);
      if (after !== before) pairs.push({ before, after, edits: made });
      if (pairs.length > MOST) fail("change.tooMany", { most: MOST });
    }
    return { pairs, leftOut };
  }

  // The same from the server of a review, which knows what was accepted since the build.
  async function previewOfServer(query, changes) {
    const answer = await rukaz.reviewServer.answer("change", { query, changes });
    const read = new rukaz.dataFiles.Sentences(answer.columns, answer.tables);
    const all = await Promise.all(
      answer.ids.map(async (id, s) => {
        const before = await rukaz.corpus.sentence(await rukaz.corpus.number(id));
        return { before, after: { ...before, ...read.read(s) }, edits: [] };
      }),
    );
    const pairs = all.filter(({ before }) => !hasDraft(before));
    return { pairs, leftOut: answer.left_out + all.length - pairs.length };
  }

  const hasDraft = (sentence) => rukaz.drafts.apply(sentence) !== sentence;

  return { parse, preview, previewOfServer, ChangeError };
})();
