// The server of `rukaz review --serve`, if the page is from one: corrections are checked and kept there at once. The
// page knows it by an element that the server writes into index.html; without it, all of this is silent.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.reviewServer = (() => {
  const address = document.querySelector('meta[name="rukaz-review"]')?.getAttribute("content");
  const isThere = Boolean(address);

  let state = null; // what the server said last
  let accepted = new Map(); // id of a sentence → what was accepted of it and is not in the corpus yet
  let first = null; // the first answer, which everything waits for

  class ServerError extends Error {}

  // Status and answer of a request; ServerError if there is none.
  async function ask(name, value) {
    const options = value === undefined ? {} : posted(value);
    const response = await fetch(address + name, options).catch(() => {
      throw new ServerError(rukaz.language.text("review.gone"));
    });
    if (response.status === 403) throw new ServerError(rukaz.language.text("review.gone"));
    return { status: response.status, answer: await response.json().catch(() => ({})) };
  }

  const posted = (value) => ({
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(value),
  });

  // The answer; ServerError if the server refuses the request.
  async function answer(name, value) {
    const { status, answer: said } = await ask(name, value);
    if (status === 200) return said;
    throw new ServerError(refusal(status, said));
  }

  // Why a request was refused; what the server has no code for, it says in English.
  function refusal(status, { code, values, what, hint }) {
    const { text } = rukaz.language;
    if (code) return text(`server.${code}`, values);
    return what
      ? text("server.says", { what: [what, hint].filter(Boolean).join(". ") })
      : text("server.refuses", { status });
  }

  // Asks how the review stands.
  async function refresh() {
    if (!isThere) return;
    state = await answer("state");
    const { ids, reviewers, columns, tables } = state.accepted;
    const read = new rukaz.dataFiles.Sentences(columns, tables);
    accepted = new Map(ids.map((id, s) => [id, { ...read.read(s), reviewer: reviewers[s] }]));
    document.dispatchEvent(new CustomEvent("review"));
  }

  // The sentence as it was accepted last; as the corpus has it if nothing was accepted since the build.
  async function latest(sentence) {
    if (!isThere) return sentence;
    first ??= refresh().catch(() => null);
    await first;
    const found = accepted.get(sentence.id);
    if (!found) return sentence;
    const made = { ...sentence, ...found, annotation: "reviewed", waits: true };
    return Object.defineProperty(made, "conllu", { get: () => rukaz.conllu(made), enumerable: true });
  }

  const check = ({ conllu }) => answer("check", { conllu });

  // {findings, changes} of a sentence that was saved; {findings} of one that was not; {conflict} if it was changed
  // meanwhile. `base` is the annotation that was corrected.
  async function save({ conllu }, base) {
    const said = await answer("save", { conllu, base });
    if (said.saved) await refresh();
    return said;
  }

  // What can be corrected of a sentence, as the server compares it.
  const annotationOf = ({ tokens, entities }) => [
    tokens.map(({ form, lemma, upos, feats, head, deprel }) => [form, lemma, upos, feats, head, deprel]),
    entities.map(({ first, last, label, name, id }) => [first, last, label, name, id]),
  ];

  // A sentence with an annotation of that form; null if it has other words.
  function withAnnotation(sentence, [tokens, entities]) {
    const same = (token, i) => token.form === tokens[i]?.[0];
    if (tokens.length !== sentence.tokens.length || !sentence.tokens.every(same)) return null;
    const made = sentence.tokens.map((token, i) => {
      const [, lemma, upos, feats, head, deprel] = tokens[i];
      return { ...token, lemma, upos, feats, head, deprel };
    });
    const names = entities.map(([first, last, label, name, id]) => ({ first, last, label, name, id }));
    return rukaz.drafts.remade(sentence, made, names);
  }

  // Where the corpus as it is now is shown; null if that is this page.
  function newerPage() {
    const shown = location.pathname.split("/").at(-2);
    return state && state.generation !== shown ? `../${state.generation}/index.html${location.hash}` : null;
  }

  return {
    isThere,
    refresh,
    latest,
    check,
    save,
    answer,
    annotationOf,
    withAnnotation,
    newerPage,
    build: () => answer("build", {}),
    state: () => state,
    waiting: () => [...accepted.keys()],
    isRecut: (id) => Boolean(state?.recut.includes(id)),
  };
})();
