// A query by clicking: what is ticked of the words and arcs of a tree becomes a pattern, which finds the tree again and
// all that are like it.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.treeQuery = (() => {
  const { html, isolated, keepFocus } = rukaz.dom;
  const { text } = rukaz.language;

  const LETTERS = {
    NOUN: "N",
    PROPN: "P",
    PRON: "P",
    VERB: "V",
    AUX: "V",
    ADJ: "A",
    DET: "D",
    ADV: "M",
    ADP: "C",
  };
  const PLAIN = /^[\p{L}\p{N}_-]+$/u;

  /**
   * What is ticked: values of words ("lemma", "Case=Gen", "ner"), by id, the arcs to these dependents, and whether the
   * words stand in this order.
   * @typedef {{words: Map<number, Set<string>>, arcs: Set<number>, isOrdered: boolean}} Ticked
   */

  /** @returns {Ticked} */
  const nothing = () => ({ words: new Map(), arcs: new Set(), isOrdered: false });

  // -- the pattern --

  /**
   * The query for what is ticked in a sentence; empty if nothing is.
   * @param {Sentence} sentence
   * @param {Ticked} ticked
   */
  function pattern({ tokens, entities }, { words, arcs, isOrdered }) {
    const chosen = tokens.filter(
      ({ id }) =>
        words.get(id)?.size || arcs.has(id) || tokens.some((one) => arcs.has(one.id) && one.head === id),
    );
    const names = nodeNames(chosen);
    const clauses = chosen.flatMap((token) => {
      const values = [...(words.get(token.id) ?? [])].map((what) => constraint(token, what, entities));
      return values.length ? [`${names.get(token.id)} [${values.join(", ")}]`] : [];
    });
    for (const { id, head, deprel } of chosen) {
      if (arcs.has(id)) clauses.push(`${names.get(head) ?? "*"} -[${deprel}]-> ${names.get(id)}`);
    }
    if (isOrdered) {
      chosen.slice(1).forEach(({ id }, i) => clauses.push(`${names.get(chosen[i].id)} << ${names.get(id)}`));
    }
    return clauses.length ? `pattern { ${clauses.join("; ")} }` : "";
  }

  // A letter that reminds of its class for each node, with a number where there are several.
  function nodeNames(tokens) {
    const counts = new Map();
    const names = new Map();
    for (const { id, upos } of tokens) {
      const letter = LETTERS[upos] ?? "X";
      const number = (counts.get(letter) ?? 0) + 1;
      counts.set(letter, number);
      names.set(id, number > 1 ? `${letter}${number}` : letter);
    }
    return names;
  }

  function constraint(token, what, entities) {
    if (what.includes("=")) return what;
    const value = what === "ner" ? entityAt(entities, token.id)?.label : token[what];
    const values = rukaz.tokenFeatures.valuesIn(what, value ?? "");
    return `${what}=${values.map((one) => (PLAIN.test(one) ? one : rukaz.urls.quoted(one))).join("|")}`;
  }

  const entityAt = (entities, id) => entities.find(({ first, last }) => first <= id && id <= last);

  // -- ticking --

  class Asking {
    /**
     * @param {SVGSVGElement} image
     * @param {Sentence} sentence
     * @param {Ticked} ticked
     * @param {number} [selected] id of the word whose values are offered at first
     */
    constructor(image, sentence, ticked, selected) {
      this.image = image;
      this.sentence = sentence;
      this.ticked = ticked;
      this.selected = selected ?? sentence.tokens[0].id;
      this.bar = html("div", { class: "toolbar edit-bar", role: "toolbar", "aria-label": text("ask.word") });
      this.result = html("div", { class: "asked", role: "status" });
      image.classList.add("editable", "asking");
      image.addEventListener("focusin", (event) => this.select(idOf(event.target)));
      image.addEventListener("click", (event) => this.clicked(event.target));
      this.show();
    }

    select(id) {
      if (!id || id === this.selected) return;
      this.selected = id;
      this.show();
    }

    clicked(target) {
      const arc = target.closest(".arc");
      const id = arc ? Number(arc.dataset.dependent) : idOf(target);
      if (!id) return;
      this.selected = id;
      const token = this.sentence.tokens[id - 1];
      const kind = ["form", "lemma", "upos"].find((one) => target.classList.contains(one));
      const feature =
        target.classList.contains("feats") &&
        rukaz.glossary.features(token).find((one) => one === target.textContent);
      if (arc || target.classList.contains("label")) this.tickArc(id);
      else if (kind || feature) this.tick(id, kind || feature);
      else this.show();
    }

    tick(id, what) {
      const { words } = this.ticked;
      if (!words.has(id)) words.set(id, new Set());
      toggle(words.get(id), what);
      this.show();
    }

    tickArc(id) {
      toggle(this.ticked.arcs, id);
      this.show();
    }

    show() {
      this.mark();
      keepFocus(this.bar, () => this.bar.replaceChildren(...this.offered()));
      keepFocus(this.result, () => this.result.replaceChildren(...this.asked()));
    }

    // A button for each value of the selected word, pressed if it is ticked.
    offered() {
      const token = this.sentence.tokens[this.selected - 1];
      const { id, form, lemma, upos, deprel, feats } = token;
      const entity = entityAt(this.sentence.entities, id);
      const isTicked = (what) => Boolean(this.ticked.words.get(id)?.has(what));
      const value = (what, shown) => button(what, shown, isTicked(what), () => this.tick(id, what));
      return [
        html("b", { class: "selected" }, `${id} `, isolated(form)),
        value("form", [html("small", {}, text("diff.form")), " ", form]),
        value("lemma", [html("small", {}, text("diff.lemma")), " ", lemma]),
        value("upos", upos),
        ...(feats?.split("|") ?? []).map((one) => value(one, one)),
        ...(entity ? [value("ner", entity.label)] : []),
        ...rukaz.queryScanner.OF_MENTIONS.flatMap((name) => (token[name] ? [value(name, token[name])] : [])),
        button("deprel", deprel, this.ticked.arcs.has(id), () => this.tickArc(id)),
      ];
    }

    asked() {
      const query = pattern(this.sentence, this.ticked);
      if (!query) return [html("p", { class: "muted" }, text("ask.hint"))];
      return [
        html("pre", { tabindex: 0 }, html("code", {}, query)),
        html(
          "p",
          { class: "toolbar" },
          html(
            "a",
            { class: "button main", href: rukaz.urls.search(query), "data-key": "ask" },
            text("ask.search"),
          ),
          button("order", text("ask.order"), this.ticked.isOrdered, () => {
            this.ticked.isOrdered = !this.ticked.isOrdered;
            this.show();
          }),
          button("clear", text("ask.clear"), null, () => {
            Object.assign(this.ticked, nothing());
            this.show();
          }),
        ),
      ];
    }

    mark() {
      const { words, arcs } = this.ticked;
      for (const arc of this.image.querySelectorAll(".arc")) {
        arc.classList.toggle("ticked", arcs.has(dependentOf(arc)));
      }
      for (const word of this.image.querySelectorAll(".word")) {
        const id = idOf(word);
        const own = words.get(id);
        for (const part of word.querySelectorAll("text")) {
          const kind = ["form", "lemma", "upos"].find((one) => part.classList.contains(one));
          const isLabel = part.classList.contains("label") && !part.classList.contains("number");
          const isTicked = kind ? own?.has(kind) : isLabel ? arcs.has(id) : own?.has(part.textContent ?? "");
          part.classList.toggle("ticked", Boolean(isTicked));
        }
      }
    }
  }

  function button(key, label, isPressed, onclick) {
    return html(
      "button",
      {
        type: "button",
        class: "button",
        "data-key": `ask ${key}`,
        "aria-pressed": isPressed === null ? null : String(isPressed),
        onclick,
      },
      isolated(label),
    );
  }

  function toggle(set, value) {
    if (!set.delete(value)) set.add(value);
  }

  const idOf = (node) => Number(node.closest(".word")?.dataset.id);
  const dependentOf = (arc) => Number(arc.dataset.dependent);

  return { Asking, nothing, pattern };
})();
