// The field of a query, which offers what may come next: arrow keys choose, Enter or Tab takes, Escape closes.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.queryField = (() => {
  const { html, isolated, announce } = rukaz.dom;
  const { text } = rukaz.language;

  class QueryField {
    /** @param {HTMLTextAreaElement} input */
    constructor(input) {
      this.input = input;
      this.list = html("ul", { id: "completions", role: "listbox", "aria-label": text("complete.title") });
      this.box = html("div", { class: "choices", hidden: true }, this.list);
      this.element = html("div", { class: "query-place" }, input, this.box);
      this.from = 0; // where the text begins that an option replaces
      /** @type {Choice[]} */
      this.options = [];
      this.active = -1;
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-controls", "completions");
      input.addEventListener("input", () => this.offer());
      input.addEventListener("keydown", (event) => this.pressed(event), true);
      input.addEventListener("blur", () => this.close());
      this.list.addEventListener("pointerdown", (event) => {
        event.preventDefault(); // the focus stays in the field
        const option = event.target.closest("[role=option]");
        if (option) this.take(Number(option.dataset.number));
      });
    }

    async offer() {
      const table = await rukaz.corpus.tables();
      const { value, selectionStart, selectionEnd } = this.input;
      if (selectionStart !== selectionEnd) return;
      const { from, options } = rukaz.completion.complete(value, selectionStart, table);
      Object.assign(this, { from, options });
      this.activate(-1);
      if (options.length) announce(text("complete.offered", { count: options.length }));
    }

    activate(number) {
      this.active = number;
      this.box.hidden = !this.options.length;
      this.list.replaceChildren(
        ...this.options.map(({ value, gloss }, i) =>
          html(
            "li",
            {
              id: `completion-${i}`,
              role: "option",
              class: i === number ? "active" : null,
              "data-number": i,
              "aria-selected": String(i === number),
            },
            html("b", {}, isolated(value)),
            gloss ? [" ", html("span", {}, gloss)] : null,
          ),
        ),
      );
      if (number < 0) this.input.removeAttribute("aria-activedescendant");
      else this.input.setAttribute("aria-activedescendant", `completion-${number}`);
    }

    /** @param {KeyboardEvent} event */
    pressed(event) {
      const { length } = this.options;
      if (!length || event.isComposing) return;
      if (event.key === "ArrowDown") this.activate((this.active + 1) % length);
      else if (event.key === "ArrowUp" && this.active >= 0) this.activate(this.active - 1);
      else if (["Enter", "Tab"].includes(event.key) && this.active >= 0) this.take(this.active);
      else if (event.key === "Escape") this.close();
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }

    take(number) {
      this.input.setRangeText(this.options[number].value, this.from, this.input.selectionStart, "end");
      this.close();
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    close() {
      this.options = [];
      this.activate(-1);
    }
  }

  return { QueryField };
})();
