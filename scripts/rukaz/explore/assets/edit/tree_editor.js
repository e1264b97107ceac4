// Correcting in a tree: an arc is dragged to its new head, a relation, class, lemma, feature or name is clicked to
// choose another; the same by keys, and by the buttons that tell what the selected word is.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.treeEditor = (() => {
  const { html, svg, isolated, announce } = rukaz.dom;
  const { text } = rukaz.language;
  const { choose } = rukaz.choiceMenu;
  const choices = rukaz.annotationChoices;

  const FAR = 4; // pixels that the mouse moves before a click becomes a drag

  // What can be asked for: name of the field → key.
  const FIELDS = { head: "h", deprel: "r", upos: "t", lemma: "l", feats: "f", name: "n" };

  /**
   * An arc that is dragged, from where, and to which word.
   * @typedef {{dependent: number, isRoot: boolean, x: number, y: number, line?: SVGElement, target?: number}} Drag
   */

  // edit(change) is told of each edit (drafts.js); it draws the tree again and makes another editor.
  class Editor {
    /**
     * @param {SVGSVGElement} image
     * @param {Sentence} sentence
     * @param {number | undefined} selected id of the word that is selected at first
     * @param {(change: Edit, focused?: string) => void} edit
     */
    constructor(image, sentence, selected, edit) {
      this.image = image;
      this.sentence = sentence;
      this.edit = edit;
      /** @type {[number, number] | null} */
      this.range = null;
      this.tokens = sentence.tokens;
      this.bar = html("div", { class: "toolbar edit-bar", role: "toolbar", "aria-label": text("edit.word") });
      image.classList.add("editable");
      image.addEventListener("focusin", (event) => this.select(idOf(event.target)));
      image.addEventListener("pointerdown", (event) => this.grasp(event));
      image.addEventListener("mousedown", (event) => event.shiftKey && event.preventDefault()); // the focus stays
      image.addEventListener("click", (event) => this.extendTo(event), true);
      image.addEventListener("click", (event) => this.clicked(event));
      image.addEventListener("keydown", (event) => this.extend(event), true);
      this.select(this.token(selected) ? selected : this.tokens[0].id);
    }

    /** @returns {any} the token, undefined if there is none */
    token(id) {
      return this.tokens.find((one) => one.id === id);
    }

    /** @returns {any} its group in the image */
    word(id) {
      return this.image.querySelector(`.word[data-id="${id}"]`);
    }

    /** @returns {any} the name that a token is part of, undefined if there is none */
    entityAt(id) {
      return this.sentence.entities.find(({ first, last }) => first <= id && id <= last);
    }

    // -- the selected word --

    select(id) {
      if (!id || id === this.selected) return;
      this.selected = id;
      this.chooseRange(null);
      this.showBar();
    }

    showBar() {
      const token = this.token(this.selected);
      const head = this.token(token.head);
      const entity = this.entityAt(token.id);
      const values = {
        head: head ? `${head.id} ${head.form}` : "root",
        deprel: token.deprel,
        upos: token.upos,
        lemma: token.lemma,
        feats: token.feats ?? text("value.none"),
        name: entity ? `${entity.label} ${entity.name ?? entity.text}` : text("value.none"),
      };
      rukaz.dom.keepFocus(this.bar, () =>
        this.bar.replaceChildren(
          html("b", { class: "selected" }, `${token.id} `, isolated(token.form)),
          ...Object.entries(FIELDS).map(([field, key]) => {
            const label = text(`edit.${field}`);
            const content = [html("small", {}, label), " ", isolated(values[field])];
            return this.button(field, content, `${label} (${key})`, () => this.open(field));
          }),
          ...(canBeSplit(token)
            ? [this.button("split", text("edit.split"), text("edit.splitTitle"), () => this.split())]
            : []),
          ...(canBeJoined(token, this.sentence)
            ? [
                this.button("join", text("edit.join"), text("edit.joinTitle"), () =>
                  this.edit({ id: token.id, join: true }),
                ),
              ]
            : []),
        ),
      );
    }

    button(key, content, title, onclick) {
      return html(
        "button",
        { type: "button", class: "button", "data-key": `edit ${key}`, title, onclick },
        content,
      );
    }

    // Shift with the arrow keys takes more words, for a name of several.
    extend(event) {
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      if (!event.shiftKey || !step) return;
      event.preventDefault();
      event.stopPropagation();
      const [from, to] = this.range ?? [this.selected, this.selected];
      if (this.token(to + step)) this.chooseRange([from, to + step]);
    }

    // A click with Shift takes the words up to this one; the focus stays where it is.
    extendTo(event) {
      const id = idOf(event.target);
      if (!event.shiftKey || !id) return;
      event.stopPropagation();
      this.chooseRange([this.selected, id]);
    }

    chooseRange(range) {
      this.range = range;
      const [first, last] = this.span() ?? [0, -1];
      for (const word of this.image.querySelectorAll(".word")) {
        word.classList.toggle("taken", first <= idOf(word) && idOf(word) <= last);
      }
      if (range)
        announce(
          this.tokens
            .slice(first - 1, last)
            .map((token) => token.form)
            .join(" "),
        );
    }

    span() {
      return this.range && [Math.min(...this.range), Math.max(...this.range)];
    }

    // -- choosing --

    clicked(event) {
      const arc = event.target.closest(".arc .label") && event.target.closest(".arc");
      const id = arc ? Number(arc.dataset.dependent) : idOf(event.target);
      if (!id) return;
      this.select(id);
      const field = ["label", "upos", "lemma", "feats"].find((kind) => event.target.classList.contains(kind));
      if (field) this.open(field === "label" ? "deprel" : field);
    }

    async open(field) {
      const token = this.token(this.selected);
      const { activeElement: active } = document;
      const opener = /** @type {HTMLElement | null} */ (active)?.dataset.key ?? `word ${token.id}`;
      const settings = { at: this.word(token.id), label: labelOf(field, token) };
      const change = await this[field](token, settings);
      const place = this.image.closest(".trees");
      if (change) this.edit(change, opener);
      else if (place) rukaz.dom.focusOn(place, opener);
    }

    async head(token, settings) {
      const options = choices.heads(token, this.tokens);
      const value = await choose({ ...settings, options, chosen: [String(token.head)] });
      return value === null || Number(value) === token.head ? null : { id: token.id, head: Number(value) };
    }

    deprel(token, settings) {
      return this.value("deprel", token, { ...settings, options: choices.deprel(token) });
    }

    upos(token, settings) {
      return this.value("upos", token, { ...settings, options: choices.upos() });
    }

    lemma(token, settings) {
      return this.value("lemma", token, {
        ...settings,
        free: true,
        options: choices.lemmas(token, this.sentence),
      });
    }

    async value(field, token, settings) {
      const { id, [field]: former } = token;
      const value = await choose({ ...settings, options: await settings.options, chosen: [former] });
      return value === null || value === former ? null : { id, field, value };
    }

    // all that is set and taken away until the list closes is one edit
    async feats(token, settings) {
      let value = token.feats;
      await choose({
        ...settings,
        options: await choices.feats(token, this.sentence),
        chosen: value?.split("|") ?? [],
        toggle: (feature) => {
          value = choices.withFeature(value, feature);
          return value?.split("|") ?? [];
        },
      });
      return value === token.feats ? null : { id: token.id, field: "feats", value };
    }

    async name(token, settings) {
      const former = this.entityAt(token.id);
      const [first, last] = this.span() ?? (former ? [former.first, former.last] : [token.id, token.id]);
      const options = [
        ...choices.labels(),
        ...(former ? [{ value: "none", gloss: text("edit.noName") }] : []),
      ];
      const label = await choose({ ...settings, options, chosen: former ? [former.label] : [] });
      if (label === null) return null;
      if (label === "none") return { first: former.first, last: former.last, label: null };
      const known = await choices.names(label, this.sentence);
      const lemmas = this.tokens
        .slice(first - 1, last)
        .map((one) => one.lemma)
        .join(" ");
      const name = await choose({
        ...settings,
        label: text("edit.normalForm"),
        options: [...known].map(([value, id]) => ({ value, gloss: id })),
        chosen: [former?.name ?? lemmas],
        free: true,
      });
      if (name === null) return null;
      return { first, last, label, name, entity: known.get(name) ?? choices.idOf(name) };
    }

    async split() {
      const { id, form } = this.token(this.selected);
      const places = Array.from({ length: form.length - 1 }, (_, i) => i + 1).filter(
        (at) => !/[\uDC00-\uDFFF]/.test(form[at]),
      );
      const options = places.map((at) => ({ value: `${form.slice(0, at)}|${form.slice(at)}` }));
      const value = await choose({ at: this.word(id), label: text("edit.splitWhere", { form }), options });
      if (value !== null) this.edit({ id, split: places[options.findIndex((one) => one.value === value)] });
    }

    // -- dragging --

    grasp(event) {
      const arc = event.target.closest(".arc");
      if (!arc || event.button !== 0) return;
      /** @type {Drag} */
      const drag = {
        dependent: Number(arc.dataset.dependent),
        isRoot: arc.dataset.head === "0",
        x: event.clientX,
        y: event.clientY,
      };
      const end = new AbortController();
      const { signal } = end;
      addEventListener("pointermove", (moved) => this.drag(drag, moved), { signal });
      addEventListener("pointerup", () => this.drop(drag, end), { signal });
      addEventListener("pointercancel", () => this.release(drag, end), { signal });
      addEventListener("keydown", ({ key }) => key === "Escape" && this.release(drag, end), { signal });
      event.preventDefault();
    }

    /** @param {Drag} drag */
    drag(drag, { clientX, clientY }) {
      if (!drag.line && Math.hypot(clientX - drag.x, clientY - drag.y) < FAR) return;
      const line = (drag.line ??= this.image.appendChild(svg("path", { class: "dragged", fill: "none" })));
      this.image.classList.add("dragging");
      const to = new DOMPoint(clientX, clientY).matrixTransform(this.image.getScreenCTM()?.inverse());
      const { x, y, width } = this.word(drag.dependent).querySelector(".ground").getBBox();
      const shift = this.image.classList.contains("down") ? 0 : 14;
      line.setAttribute("d", `M${x + width / 2 + shift} ${y}L${to.x} ${to.y}`);
      drag.target = this.nearest(clientX, clientY);
      const allowed = this.isAllowed(drag);
      for (const word of this.image.querySelectorAll(".word")) {
        word.classList.toggle("target", allowed && idOf(word) === drag.target);
        word.classList.toggle("refused", !allowed && idOf(word) === drag.target);
      }
    }

    // the word that the pointer is over, or nearest to
    /** @returns {number} */
    nearest(x, y) {
      const down = this.image.classList.contains("down");
      const distance = (word) => {
        const { left, right, top, bottom } = word.getBoundingClientRect();
        return down ? Math.abs(y - (top + bottom) / 2) : Math.abs(x - (left + right) / 2);
      };
      const words = [...this.image.querySelectorAll(".word")];
      return idOf(words.reduce((best, word) => (distance(word) < distance(best) ? word : best)));
    }

    /** @param {Drag} drag */
    isAllowed({ dependent, target, isRoot }) {
      if (target === dependent) return false;
      return isRoot || !choices.isBelow(this.token(target), this.token(dependent), this.tokens);
    }

    drop(drag, end) {
      const { dependent, target, isRoot, line } = drag;
      const allowed = line && this.isAllowed(drag);
      this.release(drag, end);
      if (!line) return;
      // a drag is no click
      this.image.addEventListener("click", (event) => event.stopImmediatePropagation(), {
        capture: true,
        once: true,
      });
      if (!allowed && target !== dependent) {
        const forms = { target: this.token(target).form, dependent: this.token(dependent).form };
        announce(text("edit.isBelow", forms));
      } else if (allowed && isRoot) this.edit({ id: target, head: 0 }, `word ${target}`);
      else if (allowed) this.edit({ id: dependent, head: target }, `word ${dependent}`);
    }

    /** @param {Drag} drag */
    release({ line }, end) {
      end.abort();
      line?.remove();
      this.image.classList.remove("dragging");
      for (const word of this.image.querySelectorAll(".word")) word.classList.remove("target", "refused");
    }
  }

  const labelOf = (field, { form }) => text("edit.fieldOf", { field: text(`edit.${field}`), form });

  const idOf = (node) => Number(node.closest(".word")?.dataset.id);

  // a form of which each character stands for one of the source
  function canBeSplit({ form, start, end }) {
    return [...form].length > 1 && end - start === [...form].length;
  }

  function canBeJoined({ id, space }, { tokens, multiword }) {
    const touches = ({ first, last }) => first <= id + 1 && id <= last;
    return id < tokens.length && !space && !multiword.some(touches);
  }

  return { Editor, FIELDS };
})();
