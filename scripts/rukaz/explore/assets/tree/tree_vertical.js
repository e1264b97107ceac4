// The tree with one word on each line: arcs on the left, then number, form, relation, UPOS, lemma and FEATS.
// It needs no labels on its arcs, because a word has one head, and it fits a phone and the longest sentence.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.treeVertical = (() => {
  const { svg } = rukaz.dom;
  const { arcsOf, attach, shortened, width } = rukaz.treeLayout;
  const { frame, text, wordGroup, arcKinds, entityKinds, isDifferent, MARGIN } = rukaz.treeShapes;

  const ROW = 28;
  const STEP = 9; // from one level of arcs to the next
  const CORNER = 6;
  const GAP = 16; // between columns

  function draw(sentence, options) {
    const { tokens, entities = [] } = sentence;
    const arcs = arcsOf(tokens);
    const { room, root } = attach(tokens, arcs);
    squeeze(arcs, room, root);
    const gutter = MARGIN + (Math.max(0, ...arcs.map((arc) => arc.level)) + 1) * STEP + 12;
    const columns = columnsOf(tokens, entities, gutter, options);
    const image = frame(sentence, { width: columns.end + MARGIN, height: tokens.length * ROW + 2 * MARGIN });
    image.classList.add("down");
    image.append(
      svg(
        "g",
        { class: "entities" },
        entities.map((entity) => entityBox(entity, tokens, columns, options)),
      ),
      svg(
        "g",
        { class: "arcs" },
        arcs.map((arc) => arcShape(arc, tokens, gutter, options)),
        rootShape(root, tokens, gutter, options),
      ),
      svg(
        "g",
        { class: "words" },
        tokens.map((token, index) => row(token, index, columns, tokens, options)),
      ),
    );
    return image;
  }

  const middle = (index) => MARGIN + (index + 0.5) * ROW;

  // Where each column begins; FEATS come last, where a narrow page can leave them outside.
  function columnsOf(tokens, entities, gutter, options) {
    const widest = (font, content) => Math.max(...tokens.map((token) => width(content(token), font)));
    const number = gutter + 8 + widest("label", (token) => String(token.id));
    const form = number + 10;
    const entity = form + widest("form", (token) => shortened(token.form)) + 8;
    const deprel = entity + (entities.length ? 34 : 6);
    const upos = deprel + widest("label", (token) => token.deprel) + GAP;
    const lemma = upos + widest("upos", (token) => token.upos) + GAP;
    const feats = lemma + widest("lemma", (token) => shortened(token.lemma)) + GAP;
    const end = feats + widest("feats", (token) => options.told(token).join(" "));
    return { number, form, entity, deprel, upos, lemma, feats, end };
  }

  function entityBox(entity, tokens, columns, options) {
    const place = (id) => tokens.findIndex((token) => token.id === id);
    const [first, last] = [place(entity.first), place(entity.last)];
    if (first < 0 || last < 0) return null;
    const top = middle(first) - ROW / 2 + 1;
    return svg(
      "g",
      { class: entityKinds(entity, tokens, options) },
      svg("rect", {
        x: columns.form - 6,
        y: top,
        width: columns.deprel - columns.form,
        rx: 6,
        height: (last - first + 1) * ROW - 2,
      }),
      text(columns.deprel - 10, middle(first) + 4, entity.label, "upos", "entity-label", "end"),
    );
  }

  function arcShape(arc, tokens, gutter, options) {
    const [head, dependent] = [tokens[arc.head], tokens[arc.dependent]];
    const [y1, y2] = [middle(arc.left) + arc.leftOffset, middle(arc.right) + arc.rightOffset];
    const x = gutter - 6 - arc.level * STEP;
    const r = Math.min(CORNER, (y2 - y1) / 2);
    const line =
      `M${gutter} ${y1}H${x + r}Q${x} ${y1} ${x} ${y1 + r}` +
      `V${y2 - r}Q${x} ${y2} ${x + r} ${y2}H${gutter}`;
    return svg(
      "g",
      { class: arcKinds(head, dependent, options), "data-head": head.id, "data-dependent": dependent.id },
      svg("path", { class: "line", d: line, fill: "none" }),
      tip(gutter, arc.dependent === arc.left ? y1 : y2),
    );
  }

  // On one line there is less room for the ends of arcs than beside one another.
  function squeeze(arcs, room, root) {
    const near = (index, offset) => offset * Math.min(0.55, (ROW - 7) / Math.max(1, room[index]));
    for (const arc of arcs) {
      arc.leftOffset = near(arc.left, arc.leftOffset);
      arc.rightOffset = near(arc.right, arc.rightOffset);
    }
    if (root) root.offset = near(root.index, root.offset);
  }

  function tip(x, y) {
    return svg("path", { class: "tip", d: `M${x + 4} ${y}L${x - 3.5} ${y - 3.5}L${x - 3.5} ${y + 3.5}Z` });
  }

  function rootShape(root, tokens, gutter, options) {
    if (!root) return null;
    const token = tokens[root.index];
    const y = middle(root.index) + root.offset;
    return svg(
      "g",
      { class: arcKinds(null, token, options), "data-head": 0, "data-dependent": token.id },
      svg("path", { class: "line", d: `M${MARGIN} ${y}H${gutter}`, fill: "none" }),
      tip(gutter, y),
    );
  }

  function row(token, index, columns, tokens, options) {
    const y = middle(index);
    const differs = (field) => isDifferent(options.other, token, field);
    const cell = (column, content, font, different = differs(font)) =>
      text(columns[column], y + 5, content, font, font + (different ? " differs" : ""), "start");
    const relation = cell("deprel", token.deprel, "label", differs("head") || differs("deprel"));
    relation.classList.add(rukaz.glossary.relationKind(token.deprel));
    const group = wordGroup(token, tokens, options);
    group.append(
      svg("rect", {
        class: "ground",
        x: columns.number - 26,
        y: y - ROW / 2 + 1,
        rx: 4,
        height: ROW - 2,
        width: columns.end - columns.number + 34,
      }),
      text(columns.number, y + 5, String(token.id), "label", "number", "end"),
      cell("form", shortened(token.form), "form"),
      relation,
      cell("upos", token.upos, "upos"),
      cell("lemma", shortened(token.lemma), "lemma"),
      cell("feats", options.told(token).join(" "), "feats"),
    );
    return group;
  }

  return { draw };
})();
