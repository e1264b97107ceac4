// Moving in a tree: the word under the mouse or the focus stands out with its head and its dependents.
// Left and right go to the next word, up to the head, down to the first dependent.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.treeNavigation = (() => {
  function attach(image, tokens) {
    const words = new Map(
      [...image.querySelectorAll(".word")].map((word) => [Number(word.dataset.id), word]),
    );
    const token = (id) => tokens.find((one) => one.id === id);
    const idOf = (node) => Number(node.closest(".word").dataset.id);
    words.get(tokens[0].id).setAttribute("tabindex", 0);

    image.addEventListener("pointerover", (event) => {
      if (event.target.closest(".word")) highlight(image, token(idOf(event.target)));
    });
    image.addEventListener("pointerleave", () => highlight(image, null));
    image.addEventListener("focusin", (event) => {
      if (event.target.closest(".word")) highlight(image, token(idOf(event.target)));
    });
    image.addEventListener("focusout", () => highlight(image, null));
    image.addEventListener("click", (event) => {
      if (event.target.closest(".word")) reach(words, idOf(event.target));
    });
    image.addEventListener("keydown", (event) => {
      if (!event.target.closest(".word") || event.ctrlKey || event.altKey || event.metaKey) return;
      const next = neighbour(tokens, token(idOf(event.target)), event.key, image.classList.contains("down"));
      if (!next) return;
      event.preventDefault();
      event.stopPropagation();
      reach(words, next.id);
    });
  }

  function neighbour(tokens, token, key, down) {
    const place = tokens.indexOf(token);
    const [before, after, head, dependent] = down
      ? ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]
      : ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
    if (key === before) return tokens[place - 1];
    if (key === after) return tokens[place + 1];
    if (key === head) return tokens.find((one) => one.id === token.head);
    if (key === dependent) return tokens.find((one) => one.head === token.id);
    if (key === "Home") return tokens[0];
    if (key === "End") return tokens[tokens.length - 1];
    return undefined;
  }

  function reach(words, id) {
    for (const word of words.values()) word.setAttribute("tabindex", word.dataset.id === String(id) ? 0 : -1);
    words.get(id).focus({ preventScroll: false });
  }

  // Marks a word, its head, its dependents and the arcs between them; without a token, nothing.
  function highlight(image, token) {
    image.classList.toggle("stressed", Boolean(token));
    for (const part of image.querySelectorAll(".arc, .word")) {
      const { id, head, dependent } = part.dataset;
      const ends = id === undefined ? [Number(head), Number(dependent)] : [Number(id)];
      part.classList.toggle("related", Boolean(token) && ends.includes(token.id));
    }
    image.dispatchEvent(new CustomEvent("word", { detail: token, bubbles: true }));
  }

  return { attach, highlight };
})();
