// A list to choose from, with a field that narrows it: arrow keys, Enter, Escape, or the mouse.
//
// choose({at, label, options, chosen, free, toggle}) gives the value that was chosen, or null. options are {value,
// gloss}; `at` is the element beside which the list opens; with `free`, what was typed may be a value itself; with
// toggle(value), each choice calls it and the list stays, `chosen` being the values that are set.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.choiceMenu = (() => {
  const { html, isolated } = rukaz.dom;

  const SHOWN = 60;

  let close = () => {};

  function choose({ at, label, options, chosen = [], free = false, toggle = null }) {
    close();
    return new Promise((done) => {
      let isOpen = true; // its removal takes the focus from it, which would end it again
      const menu = new Menu({ label, options, chosen, free, toggle }, (value) => {
        if (!isOpen) return;
        isOpen = false;
        close = () => {};
        menu.element.remove();
        done(value);
      });
      close = () => menu.end(null);
      document.body.append(menu.element);
      place(menu.element, at);
      menu.show(); // what is set comes into sight
      menu.field.focus();
      if (free) menu.field.select();
    });
  }

  class Menu {
    /**
     * @param {{label: string, options: Choice[], chosen: string[], free: boolean, toggle: ((value: string) => string[]) | null}} settings
     * @param {(value: string | null) => void} end is told what was chosen
     */
    constructor(settings, end) {
      const { label, options, free, toggle } = settings;
      this.options = options;
      this.free = free;
      this.toggle = toggle;
      this.end = end;
      this.active = 0;
      this.chosen = new Set(settings.chosen);
      /** @type {Choice[]} */
      this.found = [];
      this.list = html("ul", { id: "choices", role: "listbox", "aria-label": label });
      this.field = html("input", {
        class: "field",
        role: "combobox",
        "aria-label": label,
        "aria-expanded": "true",
        "aria-controls": "choices",
        "aria-autocomplete": "list",
        autocomplete: "off",
        spellcheck: "false",
        placeholder: label,
        value: free ? settings.chosen[0] : null,
        oninput: () => this.fill(),
        onkeydown: (event) => this.pressed(event),
      });
      this.element = html(
        "div",
        { class: "choices", role: "dialog", "aria-label": label },
        this.field,
        this.list,
      );
      this.element.addEventListener("focusout", ({ relatedTarget }) => {
        if (!this.element.contains(relatedTarget)) this.end(null);
      });
      this.list.addEventListener("pointerdown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.take(option.dataset.value);
      });
      this.fill();
    }

    // Shows what is the text, what begins like it, then what holds it; the first is active, or what is set.
    fill() {
      const untouched = this.free && this.field.value === this.field.defaultValue;
      const wanted = untouched ? "" : this.field.value.trim().toLowerCase();
      /** @param {Choice} option */
      const rank = ({ value, gloss }) => {
        if (value.toLowerCase() === wanted) return -1;
        const texts = [value, gloss ?? ""].map((text) => text.toLowerCase());
        if (texts.some((text) => text.startsWith(wanted))) return 0;
        return texts.some((text) => text.includes(wanted)) ? 1 : 2;
      };
      const found = this.options.map((option) => ({ option, rank: rank(option) }));
      this.found = found
        .filter((one) => one.rank < 2)
        .sort((a, b) => a.rank - b.rank)
        .slice(0, SHOWN)
        .map(({ option }) => option);
      const typed = this.field.value.trim();
      if (this.free && typed && !this.found.some(({ value }) => value === typed)) {
        this.found.unshift({ value: typed, gloss: rukaz.language.text("edit.asTyped") });
      }
      const set = this.found.findIndex(({ value }) => this.chosen.has(value));
      this.active = this.free || wanted || set < 0 ? 0 : set;
      this.show();
    }

    show() {
      this.list.replaceChildren(
        ...this.found.map(({ value, gloss }, i) =>
          html(
            "li",
            {
              id: `choice-${i}`,
              role: "option",
              class: i === this.active ? "active" : null,
              "data-value": value,
              "aria-selected": String(this.chosen.has(value)),
            },
            html("b", {}, isolated(value)),
            gloss ? [" ", html("span", {}, isolated(gloss))] : null,
          ),
        ),
      );
      const active = this.list.children[this.active];
      if (active) this.field.setAttribute("aria-activedescendant", active.id);
      else this.field.removeAttribute("aria-activedescendant");
      active?.scrollIntoView({ block: "nearest" });
    }

    pressed(event) {
      const { key } = event;
      const step = { ArrowDown: 1, ArrowUp: -1 }[key];
      if (step && this.found.length) {
        this.active = (this.active + step + this.found.length) % this.found.length;
        this.show();
      } else if (key === "Enter") this.take(this.found[this.active]?.value ?? null);
      else if (key === "Escape") this.end(null);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    take(value) {
      if (value === null || !this.toggle) {
        this.end(value);
        return;
      }
      this.chosen = new Set(this.toggle(value));
      this.field.value = "";
      const { active } = this;
      this.fill();
      this.active = Math.min(active, this.found.length - 1);
      this.show();
    }
  }

  // Below the element, or above it where the window ends.
  function place(menu, at) {
    const { left, top, bottom } = at.getBoundingClientRect();
    const below = bottom + 4;
    const y = below + menu.offsetHeight < innerHeight ? below : Math.max(4, top - menu.offsetHeight - 4);
    menu.style.left = Math.max(4, Math.min(left, innerWidth - menu.offsetWidth - 8)) + scrollX + "px";
    menu.style.top = y + scrollY + "px";
  }

  return { choose };
})();
