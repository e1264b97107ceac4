// The tree with its words side by side, arcs above them, UPOS, lemma and FEATS below.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.treeHorizontal = (() => {
  const { svg } = rukaz.dom;
  const { layoutWords, shortened } = rukaz.treeLayout;
  const { frame, text, wordGroup, arcKinds, entityKinds, isDifferent, MARGIN } = rukaz.treeShapes;

  const STEP = 25; // from one level of arcs to the next
  const CORNER = 11; // radius
  const ABOVE_WORDS = 8; // between the tips of the arrows and the words

  function draw(sentence, options) {
    const { tokens, entities = [], multiword = [] } = sentence;
    const layout = layoutWords(tokens, options);
    const lines = Math.max(0, ...tokens.map((token) => options.told(token).length));
    const top = MARGIN + (layout.levels + 1) * STEP + ABOVE_WORDS;
    const named = entities.length > 0;
    const under = top + 59 + lines * 13;
    const below = under + (named ? 20 : 0);
    const size = { width: layout.width + 2 * MARGIN, height: below + (multiword.length ? 24 : 0) + 6 };
    const image = frame(sentence, size);
    const plane = svg("g", { transform: `translate(${MARGIN} 0)` });
    plane.append(
      svg(
        "g",
        { class: "entities" },
        entities.map((entity) => entityBox(entity, tokens, layout, top, under, options)),
      ),
      svg("g", { class: "arcs" }, arcShapes(tokens, layout, top, options)),
      svg(
        "g",
        { class: "words" },
        tokens.map((token, index) => word(token, layout.words[index], top, options, tokens)),
      ),
      ...multiword.map((one) => bracket(one, layout, below)),
    );
    image.append(plane);
    return image;
  }

  function entityBox(entity, tokens, layout, top, under, options) {
    const wordOf = (id) => layout.words[tokens.findIndex((token) => token.id === id)];
    const [first, last] = [wordOf(entity.first), wordOf(entity.last)];
    if (!first || !last) return null;
    const [left, right] = [first.x - first.width / 2 - 5, last.x + last.width / 2 + 5];
    return svg(
      "g",
      { class: entityKinds(entity, tokens, options) },
      svg("rect", { x: left, y: top - 3, width: right - left, height: under - top + 18, rx: 6 }),
      text((left + right) / 2, under + 9, entity.label, "upos", "entity-label"),
    );
  }

  // The form as it is written of words that are written as one: du for de le.
  function bracket({ first, last, form }, layout, y) {
    const [from, to] = [layout.words[first - 1], layout.words[last - 1]];
    const [left, right] = [from.x - from.width / 2, to.x + to.width / 2];
    const line = `M${left} ${y - 2}v5H${right}v-5`;
    return svg(
      "g",
      { class: "written" },
      svg("path", { class: "line", d: line, fill: "none" }),
      text((left + right) / 2, y + 19, shortened(form), "lemma", "lemma"),
    );
  }

  function arcShapes(tokens, layout, top, options) {
    const shapes = layout.arcs.map((arc) => {
      const [head, dependent] = [tokens[arc.head], tokens[arc.dependent]];
      const kinds = arcKinds(head, dependent, options, arc.kind);
      return arcShape(arc, top, kinds, head.id, dependent.id, options.editable);
    });
    return [...shapes, rootShape(tokens, layout, top, options)];
  }

  function arcShape(arc, top, kinds, head, dependent, editable) {
    const bottom = top - ABOVE_WORDS + 2;
    const y = bottom - arc.level * STEP;
    const r = Math.min(CORNER, (arc.x2 - arc.x1) / 2);
    const line =
      `M${arc.x1} ${bottom}V${y + r}Q${arc.x1} ${y} ${arc.x1 + r} ${y}` +
      `H${arc.x2 - r}Q${arc.x2} ${y} ${arc.x2} ${y + r}V${bottom}`;
    const tip = arc.dependent === arc.left ? arc.x1 : arc.x2;
    return svg(
      "g",
      { class: kinds, "data-head": head, "data-dependent": dependent },
      editable ? svg("path", { class: "grip", d: line, fill: "none" }) : null,
      svg("path", { class: "line", d: line, fill: "none" }),
      arrow(tip, bottom),
      label(arc, y),
    );
  }

  function arrow(x, y) {
    return svg("path", { class: "tip", d: `M${x} ${y + 3}L${x - 3.5} ${y - 4.5}L${x + 3.5} ${y - 4.5}Z` });
  }

  function label(arc, y) {
    const around = arc.labelWidth + 8;
    return [
      svg("rect", { class: "behind", x: arc.labelX - around / 2, y: y - 8, width: around, height: 16 }),
      text(arc.labelX, y + 4, arc.label, "label", "label"),
    ];
  }

  function rootShape(tokens, layout, top, options) {
    if (!layout.root) return null;
    const token = tokens[layout.root.index];
    const x = layout.words[layout.root.index].x + layout.root.offset;
    const bottom = top - ABOVE_WORDS + 2;
    const y = bottom - (layout.levels + 1) * STEP;
    return svg(
      "g",
      { class: arcKinds(null, token, options), "data-head": 0, "data-dependent": token.id },
      options.editable ? svg("path", { class: "grip", d: `M${x} ${y + 9}V${bottom}`, fill: "none" }) : null,
      svg("path", { class: "line", d: `M${x} ${y + 9}V${bottom}`, fill: "none" }),
      arrow(x, bottom),
      text(x, y + 4, token.deprel, "label", "label"),
    );
  }

  function word(token, { x, width: room }, top, options, tokens) {
    const line = (y, content, font) =>
      text(x, top + y, content, font, font + (isDifferent(options.other, token, font) ? " differs" : ""));
    const group = wordGroup(token, tokens, options);
    group.append(
      svg("rect", { class: "ground", x: x - room / 2 - 4, y: top - 2, width: room + 8, height: 58, rx: 4 }),
      line(18, shortened(token.form), "form"),
      line(36, token.upos, "upos"),
      line(52, shortened(token.lemma), "lemma"),
    );
    options.told(token).forEach((feature, number) => group.append(line(68 + number * 13, feature, "feats")));
    return group;
  }

  return { draw };
})();
