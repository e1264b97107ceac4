// The words of a sentence as running text, and its events: the mouse over a word, or a tap, shows its popover; a
// click on a sentence opens it; from the number of a sentence the arrow keys go through its words.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.sentenceText = (() => {
  const { html, announce } = rukaz.dom;

  const DELAY = 120; // milliseconds that the mouse rests on a word

  // The text of a sentence: a span for each word, and what nameOf(entity, nodes, sentence) makes of each
  // name.
  function nodes(sentence, nameOf) {
    const made = [];
    let target = made;
    let at = 0;
    for (const token of sentence.tokens) {
      // a word of a multi-word token stands in the same place as the one before
      if (token.from < at) continue;
      const entity = sentence.entities.find((one) => one.first === token.id);
      if (token.from > at) target.push(sentence.text.slice(at, token.from));
      if (entity) target = [];
      target.push(
        html("span", { class: "w", "data-id": token.id }, sentence.text.slice(token.from, token.to)),
      );
      at = token.to;
      const ended = sentence.entities.find((one) => one.last === token.id);
      if (ended && target !== made) {
        made.push(nameOf(ended, target, sentence));
        target = made;
      }
    }
    return target === made ? made : [...made, ...target];
  }

  // open(sentence) is called when a sentence is clicked.
  function addEvents(text, sentences, open) {
    const sentenceOf = (node) => {
      const span = node.closest(".sentence");
      return span ? sentences.get(Number(span.dataset.n)) : null;
    };
    let timer = null;
    text.addEventListener("pointerover", (event) => {
      clearTimeout(timer);
      const word = event.pointerType === "mouse" && event.target.closest(".w");
      if (word) timer = setTimeout(() => showPopover(word, sentenceOf(word)), DELAY);
      else if (event.pointerType === "mouse") rukaz.wordPopover.hide();
    });
    text.addEventListener("pointerleave", (event) => {
      clearTimeout(timer);
      if (event.pointerType === "mouse") rukaz.wordPopover.hide();
    });
    text.addEventListener("click", (event) => {
      const sentence = sentenceOf(event.target);
      const word = event.target.closest(".w");
      if (!sentence || event.target.closest(".number") || String(getSelection())) return;
      if (event.pointerType === "touch" && word) {
        event.preventDefault();
        showPopover(word, sentence, actions(word, sentence, open));
      } else if (!event.target.closest("a")) open(sentence);
    });
    text.addEventListener("keydown", (event) => walk(event, sentenceOf));
    text.addEventListener("focusout", rukaz.wordPopover.hide);
  }

  function showPopover(word, sentence, buttons = []) {
    if (!word.isConnected) return; // the page has changed while the mouse rested
    const token = sentence.tokens[Number(word.dataset.id) - 1];
    for (const one of document.querySelectorAll(".w.pointed")) one.classList.remove("pointed");
    word.classList.add("pointed");
    rukaz.wordPopover.show(word, token, sentence, buttons);
  }

  // What a finger can do next, as it cannot point and click.
  function actions(word, sentence, open) {
    const name = word.closest("a.entity");
    return [
      html(
        "button",
        { type: "button", class: "button", onclick: () => open(sentence) },
        rukaz.language.text("read.tree"),
      ),
      name
        ? html(
            "a",
            { class: "button", href: name.getAttribute("href") },
            rukaz.language.text("read.allMentions"),
          )
        : null,
    ];
  }

  function walk(event, sentenceOf) {
    const number = event.target.closest(".number");
    if (!number || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    const sentence = sentenceOf(number);
    const words = [...number.parentNode.querySelectorAll(".w")];
    const at = words.findIndex((word) => word.classList.contains("pointed"));
    const word = words[event.key === "ArrowRight" ? at + 1 : at - 1];
    if (!word) return;
    showPopover(word, sentence);
    announce(rukaz.glossary.inWords(sentence.tokens[Number(word.dataset.id) - 1], sentence.tokens));
  }

  return { nodes, addEvents };
})();
