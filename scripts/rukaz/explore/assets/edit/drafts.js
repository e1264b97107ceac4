// Corrections that are not in the corpus yet: a list of edits for each sentence, kept by the browser until they are
// saved as a worksheet and accepted by `rukaz review --accept`.
//
// An edit is one of
//   {id, field: "lemma" | "upos" | "feats" | "deprel" | "head", value}    a value of a token
//   {id, head}                                                    0 makes the token the root
//   {first, last, label, name, entity}                            a name over these tokens; without a label, none
//   {id, split: characters of its form} and {id, join: true}      two tokens of one; one with the next
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.drafts = (() => {
  let all = null; // id of a sentence → {doc, text, forms, edits, at}: the first `at` edits hold, the others were undone

  let kept = true; // whether the browser has stored them

  const key = () => `drafts.${rukaz.corpus.meta.name}`;

  function drafts() {
    const kept = () => Object.entries(rukaz.preferences.getJson(key()) ?? {});
    all ??= new Map(kept().filter(([, draft]) => Array.isArray(draft?.edits)));
    return all;
  }

  function keep() {
    for (const [id, { edits }] of drafts()) if (!edits.length) drafts().delete(id);
    kept = rukaz.preferences.setJson(key(), Object.fromEntries(drafts()));
    document.dispatchEvent(new CustomEvent("drafts"));
  }

  // another window of the browser has changed them
  addEventListener("storage", (event) => {
    if (!all || event.key !== "rukaz." + key()) return;
    all = null;
    document.dispatchEvent(new CustomEvent("drafts"));
  });

  const formsOf = (sentence) => sentence.tokens.map((token) => token.form).join("\t");

  // The draft of a sentence of the corpus; null if there is none, or the sentence has other words by now.
  function find(sentence) {
    const draft = drafts().get(sentence.id);
    return draft && draft.forms === formsOf(sentence) ? draft : null;
  }

  // The edits of a sentence in its draft that were not undone.
  function edits(sentence) {
    const draft = find(sentence);
    return draft ? draft.edits.slice(0, draft.at) : [];
  }

  const edit = (sentence, change) => editAll([[sentence, [change]]]);

  // Adds edits to the drafts of sentences: [[sentence, edits], …].
  function editAll(all) {
    for (const [sentence, changes] of all) {
      const { id, doc, text } = sentence;
      const made = [...edits(sentence), ...changes];
      drafts().set(id, { doc, text, forms: formsOf(sentence), edits: made, at: made.length });
    }
    keep();
  }

  // Takes the last edit back, or makes the one again that was taken back; true if there was one.
  function step(sentence, by) {
    const draft = find(sentence);
    if (!draft || draft.at + by < 0 || draft.at + by > draft.edits.length) return false;
    draft.at += by;
    keep();
    return true;
  }

  function discard(...ids) {
    for (const id of ids) drafts().delete(id);
    keep();
  }

  // The sentence with the edits of its draft; the sentence itself if it has none, or they change nothing.
  const apply = (sentence) => withEdits(sentence, edits(sentence));

  // The sentence with edits; the sentence itself if they change nothing.
  function withEdits(sentence, changes) {
    const changed = changes.reduce(edited, sentence);
    return annotationOf(changed) === annotationOf(sentence) ? sentence : changed;
  }

  const annotationOf = ({ tokens, entities }) =>
    JSON.stringify([
      tokens.map(({ form, lemma, upos, feats, head, deprel }) => [form, lemma, upos, feats, head, deprel]),
      entities.map(({ first, last, label, name, id }) => [first, last, label, name, id]),
    ]);

  // [{id, doc, text}] of all drafts with edits that were not undone, as they were begun.
  function list() {
    return [...drafts()].filter(([, { at }]) => at).map(([id, { doc, text }]) => ({ id, doc, text }));
  }

  // -- edits --

  function edited(sentence, change) {
    if (change.field) return withTokens(sentence, change.id, { [change.field]: change.value });
    if (change.head === 0) return withRoot(sentence, change.id);
    if (change.head) return withTokens(sentence, change.id, { head: change.head });
    if (change.split) return split(sentence, change.id, change.split);
    if (change.join) return joined(sentence, change.id);
    return withName(sentence, change);
  }

  // The sentence with other tokens and names. Enhanced dependencies follow from heads and relations, so they do not outlive a change of those.
  function remade(sentence, tokens, entities = sentence.entities) {
    const same = (token, i) =>
      token.head === sentence.tokens[i].head && token.deprel === sentence.tokens[i].deprel;
    const moved = tokens.length !== sentence.tokens.length || !tokens.every(same);
    const tagOf = (id) => {
      const entity = entities.find(({ first, last }) => first <= id && id <= last);
      return entity ? { ner: (entity.first === id ? "B-" : "I-") + entity.label, entity: entity.id } : {};
    };
    const made = { ...sentence, entities };
    made.tokens = tokens.map((token) => ({
      ...token,
      deps: moved ? null : token.deps,
      ner: null,
      entity: null,
      ...tagOf(token.id),
    }));
    return Object.defineProperty(made, "conllu", { get: () => rukaz.conllu(made) });
  }

  function withTokens(sentence, id, values) {
    return remade(
      sentence,
      sentence.tokens.map((token) => (token.id === id ? { ...token, ...values } : token)),
    );
  }

  // The former root hangs on the new one.
  function withRoot(sentence, id) {
    const tokens = sentence.tokens.map((token) => {
      if (token.id === id) return { ...token, head: 0, deprel: "root" };
      return token.head === 0 ? { ...token, head: id, deprel: "parataxis" } : token;
    });
    return remade(sentence, tokens);
  }

  // In the place of all names that it overlaps.
  function withName(sentence, { first, last, label, name, entity }) {
    const others = sentence.entities.filter((one) => one.last < first || last < one.first);
    const [from, to] = [sentence.tokens[first - 1].from, sentence.tokens[last - 1].to];
    const text = sentence.text.slice(from, to);
    const made = label ? [{ label, id: entity, name, first, last, text, from, to }] : [];
    return remade(
      sentence,
      sentence.tokens,
      [...others, ...made].sort((a, b) => a.first - b.first),
    );
  }

  // Gives tokens, names and multi-word tokens the ids that `number` says.
  function renumbered(sentence, tokens, number) {
    const both = (one) => ({ ...one, first: number(one.first), last: number(one.last) });
    const made = tokens.map((token) => ({ ...token, head: token.head && number(token.head) }));
    const multiword = sentence.multiword.map(both);
    return remade({ ...sentence, multiword }, made, sentence.entities.map(both));
  }

  // The second part hangs on the first.
  function split(sentence, id, length) {
    const number = (one) => (one > id ? one + 1 : one);
    const tokens = sentence.tokens.flatMap((token) => {
      if (token.id !== id) return [{ ...token, id: number(token.id) }];
      const [one, two] = [token.form.slice(0, length), token.form.slice(length)];
      const middle = token.start + [...one].length;
      const first = {
        form: one,
        lemma: one.toLowerCase(),
        space: false,
        end: middle,
        to: token.from + length,
      };
      const second = {
        id: id + 1,
        form: two,
        lemma: two.toLowerCase(),
        start: middle,
        from: token.from + length,
      };
      return [
        { ...token, ...first },
        { ...token, ...second, xpos: null, feats: null, head: id, deprel: "dep", misc: null },
      ];
    });
    const stretched = sentence.entities.map((one) => (one.last === id ? { ...one, last: id + 0.5 } : one));
    const ids = (one) => (one === id + 0.5 ? id + 1 : number(one));
    return renumbered({ ...sentence, entities: stretched }, tokens, ids);
  }

  // The token takes the next one in; of the two, the one whose head is outside says what it is.
  function joined(sentence, id) {
    const [one, two] = sentence.tokens.slice(id - 1, id + 1);
    const main = one.head === two.id ? two : one;
    const whole = { form: one.form + two.form, lemma: (one.form + two.form).toLowerCase(), id };
    const places = { start: one.start, from: one.from, end: two.end, to: two.to, space: two.space };
    const number = (other) => (other > id ? other - 1 : other);
    const tokens = sentence.tokens.flatMap((token) => {
      if (token.id === two.id) return [];
      return [token.id === id ? { ...main, ...whole, ...places } : { ...token, id: number(token.id) }];
    });
    const within = sentence.entities.filter((entity) => entity.first !== two.id && entity.last !== id);
    return renumbered({ ...sentence, entities: within }, tokens, number);
  }

  return { find, edit, editAll, step, discard, apply, withEdits, remade, list, areKept: () => kept };
})();
