// The CoNLL-U of a sentence, to be seen and copied.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.conlluSection = (() => {
  const { html, isolated, announce } = rukaz.dom;
  const { text } = rukaz.language;

  const WHILE = 1500; // milliseconds for which the button says what has happened

  // The section, hidden at first: show(sentence) fills it, reveal(button) shows or hides it, copy() copies the lines.
  function conlluSection() {
    let conllu = "";
    const button = html("button", { type: "button", class: "button", onclick: copy }, text("tree.copy"));
    const body = html("tbody");
    const section = html(
      "section",
      { id: "conllu", class: "conllu", hidden: true, "aria-label": "CoNLL-U" },
      button,
      html("div", { class: "scroller", tabindex: 0 }, html("table", {}, body)),
    );

    function show(sentence) {
      ({ conllu } = sentence);
      body.replaceChildren(...conllu.trimEnd().split("\n").map(row));
    }

    function reveal(opener) {
      section.hidden = !section.hidden;
      opener.setAttribute("aria-expanded", String(!section.hidden));
    }

    async function copy() {
      const done = await rukaz.dom.copy(conllu);
      button.textContent = text(done ? "tree.copied" : "tree.notCopied");
      announce(text(done ? "tree.conlluCopied" : "tree.copyRefused"));
      setTimeout(() => {
        button.textContent = text("tree.copy");
      }, WHILE);
    }

    return { section, show, reveal, copy };
  }

  // A table, because its columns stand below one another and what is selected in it is copied with tabs.
  function row(line) {
    if (line.startsWith("#")) return html("tr", {}, html("td", { colspan: 10 }, isolated(line)));
    return html(
      "tr",
      {},
      line.split("\t").map((cell) => html("td", {}, isolated(cell))),
    );
  }

  return conlluSection;
})();
