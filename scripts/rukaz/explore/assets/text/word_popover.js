// The popover of a word: lemma, class, features, relation and name, beside the word that the reader points at.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.wordPopover = (() => {
  const { html, isolated } = rukaz.dom;

  let popover = null;

  function show(word, token, sentence, actions = []) {
    hide();
    popover = html(
      "div",
      { class: "popover", id: "popover", role: "tooltip" },
      content(token, sentence),
      actions.length ? html("p", { class: "actions" }, actions) : null,
    );
    document.body.append(popover);
    place(word);
  }

  function hide() {
    if (popover) popover.remove();
    popover = null;
  }

  function content(token, sentence) {
    const head = sentence.tokens.find((one) => one.id === token.head);
    const entity = sentence.entities.find((one) => one.first <= token.id && token.id <= one.last);
    const relation = rukaz.glossary.deprel(token.deprel);
    return [
      html("p", { class: "lemma" }, isolated(token.lemma)),
      html("p", { class: "class" }, html("b", {}, token.upos), " ", rukaz.glossary.upos(token.upos) || ""),
      rukaz.glossary
        .features(token)
        .map((feature) => html("span", { class: "feature" }, feature.replace("=", " "))),
      html(
        "p",
        {},
        html("b", {}, token.deprel),
        " ",
        head
          ? rukaz.language.phrase("word.relation", {
              relation: relation || "",
              head: html("i", {}, isolated(head.form)),
            })
          : relation || "",
      ),
      entity
        ? html(
            "p",
            { class: "name" },
            html("b", { class: "chip " + entity.label.toLowerCase() }, entity.label),
            " ",
            isolated(entity.name || entity.text),
            entity.wikidata ? html("small", {}, " ", entity.wikidata) : null,
          )
        : null,
      token.confidence === null || token.confidence === undefined
        ? null
        : html(
            "p",
            { class: "muted" },
            rukaz.language.text("word.confidence", { percent: Math.round(100 * token.confidence) }),
          ),
      [...rukaz.spans.linesOf(token, sentence), ...rukaz.coreference.linesOf(token, sentence)].map((line) =>
        html("p", { class: "muted" }, isolated(line)),
      ),
    ];
  }

  // Below the word, above it where the window ends; never outside the window.
  function place(word) {
    const at = word.getClientRects()[0];
    const left = Math.max(8, Math.min(at.left, innerWidth - popover.offsetWidth - 8));
    const below = at.bottom + 6;
    const top =
      below + popover.offsetHeight < innerHeight ? below : Math.max(8, at.top - popover.offsetHeight - 6);
    popover.style.left = left + scrollX + "px";
    popover.style.top = top + scrollY + "px";
  }

  return { show, hide };
})();
