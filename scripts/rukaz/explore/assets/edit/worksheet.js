// The corrected sentences as CoNLL-U, which `rukaz review --accept FILE` takes.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.worksheet = (() => {
  // The sentences that have a draft that fits them, as corrected, in the order of the corpus; `base` is what was
  // corrected.
  async function corrected() {
    const found = [];
    for (const { id } of rukaz.drafts.list()) {
      const n = await rukaz.corpus.number(id);
      const sentence = n === null ? null : await rukaz.corpus.sentence(n);
      const changed = sentence && rukaz.drafts.apply(sentence);
      if (changed && changed !== sentence) found.push(Object.assign(changed, { base: sentence }));
    }
    return found.sort((a, b) => a.n - b.n);
  }

  async function text() {
    let last = null;
    const lines = [];
    for (const { doc, conllu } of await corrected()) {
      if (doc !== last) lines.push(`# newdoc id = ${doc}\n`);
      lines.push(conllu);
      last = doc;
    }
    return lines.join("");
  }

  return { corrected, text };
})();
