// The card of a word: lemma, class, features, relation and name, beside the word that the reader points at.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.card = (() => {
  const { html, isolated } = rukaz.dom;

  let card = null;

  function show(word, token, sentence, actions = []) {
    hide();
    card = html(
      "div",
      { class: "card", id: "card", role: "tooltip" },
      content(token, sentence),
      actions.length ? html("p", { class: "actions" }, actions) : null,
    );
    document.body.append(card);
    place(word);
  }

  function hide() {
    if (card) card.remove();
    card = null;
  }

  function content(token, sentence) {
    const head = sentence.tokens.find((one) => one.id === token.head);
    const entity = sentence.entities.find((one) => one.first <= token.id && token.id <= one.last);
    const relation = rukaz.terms.deprel(token.deprel);
    return [
      html("p", { class: "lemma" }, isolated(token.lemma)),
      html("p", { class: "class" }, html("b", {}, token.upos), " ", rukaz.terms.upos(token.upos) || ""),
      rukaz.terms
        .features(token)
        .map((feature) => html("span", { class: "feature" }, feature.replace("=", " "))),
      html(
        "p",
        {},
        html("b", {}, token.deprel),
        relation ? " " + relation : "",
        head ? [" of ", html("i", {}, isolated(head.form))] : null,
      ),
      entity
        ? html(
            "p",
            { class: "name" },
            html("b", { class: "chip " + entity.label.toLowerCase() }, entity.label),
            " ",
            isolated(entity.name || entity.text),
          )
        : null,
    ];
  }

  // Below the word, above it where the window ends; never outside the window.
  function place(word) {
    const at = word.getClientRects()[0];
    const left = Math.max(8, Math.min(at.left, innerWidth - card.offsetWidth - 8));
    const below = at.bottom + 6;
    const top = below + card.offsetHeight < innerHeight ? below : Math.max(8, at.top - card.offsetHeight - 6);
    card.style.left = left + scrollX + "px";
    card.style.top = top + scrollY + "px";
  }

  return { show, hide };
})();
