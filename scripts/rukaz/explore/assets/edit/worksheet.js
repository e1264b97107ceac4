// The corrected sentences of a document as CoNLL-U, which `rukaz review --accept FILE` takes.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.worksheet = (() => {
  // The sentences of a document that have a draft that fits them, as corrected, in the order of the text.
  async function corrected(doc) {
    const found = [];
    for (const { id } of rukaz.drafts.list().filter((draft) => draft.doc === doc)) {
      const n = await rukaz.corpus.number(id);
      const sentence = n === null ? null : await rukaz.corpus.sentence(n);
      const changed = sentence && rukaz.drafts.apply(sentence);
      if (changed && changed !== sentence) found.push(changed);
    }
    return found.sort((a, b) => a.n - b.n);
  }

  async function text(doc) {
    const sentences = await corrected(doc);
    return `# newdoc id = ${doc}\n` + sentences.map((sentence) => sentence.conllu).join("");
  }

  return { text };
})();
