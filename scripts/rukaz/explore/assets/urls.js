// The addresses of the pages, which app.js reads.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.urls = (() => {
  const part = encodeURIComponent;
  const search = (query) => `#/search?q=${part(query)}`;

  // A value as the query language has it.
  function quoted(value) {
    return `"${value.replace(/["\\]/g, "\\$&")}"`;
  }

  // The search for words that stand one after the other, in any form.
  function words(text) {
    const asked = text.split(/\s+/).map((word) => (/^[\p{L}\p{N}-]+$/u.test(word) ? word : quoted(word)));
    return search(asked.join(" "));
  }

  return {
    document: (doc) => `#/read/${part(doc)}`,
    sentence: ({ doc, id }) => `#/read/${part(doc)}?at=${part(id)}`, // in its document
    mentions: (doc, entity) => `#/read/${part(doc)}?name=${part(entity)}`, // below a document
    // a chain of coreference, or one of its mentions
    chain: (doc, chain, mention) =>
      `#/read/${part(doc)}?chain=${part(chain)}` + (mention === undefined ? "" : `&mention=${mention}`),
    name: (entity) => `#/name/${part(entity)}`,
    word: (lemma) => `#/word/${part(lemma)}`,
    tree: (id) => `#/tree/${part(id)}`,
    search,
    change: (query, changes) =>
      `#/change?${new URLSearchParams({ q: query, ...(changes ? { set: changes } : {}) })}`,
    words,
    quoted,
  };
})();
