// The tree with one word below the other: arcs on the left, then number, form, relation, UPOS, lemma and FEATS.
// It needs no labels on its arcs, because a word has one head, and it fits the longest sentence. Where there is
// no room for columns (options.room, in pixels), what belongs to a word stands on lines below one another.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.treeVertical = (() => {
  const { svg } = rukaz.dom;
  const { arcsOf, attach, shortened, cutToWidth, width } = rukaz.treeLayout;
  const { frame, text, wordGroup, arcKinds, entityKinds, isDifferent, MARGIN } = rukaz.treeShapes;

  const ROW = 28;
  const LINE = 16; // further lines of a row
  const STEP = 9; // from one level of arcs to the next, at most
  const CORNER = 6;
  const GAP = 16; // between columns
  const ENTITY = 34; // width of the label of a name

  function draw(sentence, options) {
    const { tokens, entities = [] } = sentence;
    const arcs = arcsOf(tokens, options.enhanced);
    const { room, root } = attach(tokens, arcs);
    const layout = layoutOf(tokens, entities, arcs, options);
    squeeze(arcs, room, root, layout);
    const image = frame(sentence, { width: layout.width, height: tokens.length * layout.row + 2 * MARGIN });
    image.classList.add("down");
    image.append(
      svg(
        "g",
        { class: "entities" },
        entities.map((entity) => entityBox(entity, tokens, layout, options)),
      ),
      svg(
        "g",
        { class: "arcs" },
        arcs.map((arc) => arcShape(arc, tokens, layout, options)),
        rootShape(root, tokens, layout, options),
      ),
      svg(
        "g",
        { class: "words" },
        tokens.map((token, index) => wordRow(token, index, layout, tokens, options)),
      ),
    );
    return image;
  }

  // -- where things go --

  // {gutter, step, row, number, form, labels, width, cells}: how wide the arcs are and one level of them, the height
  // of a row, where number and form begin, where labels of names end, and the cells of a token: [x, y, text, font].
  function layoutOf(tokens, entities, arcs, options) {
    const levels = Math.max(0, ...arcs.map((arc) => arc.level)) + 1;
    const step = options.room ? Math.min(STEP, (options.room * 0.28) / levels) : STEP;
    const gutter = MARGIN + levels * step + 12;
    const number = gutter + 8 + widest(tokens, "label", (token) => String(token.id));
    const start = { levels, step, gutter, number, form: number + 10 };
    const columns = inColumns(tokens, entities, start, options);
    return options.room && columns.width > options.room ? onLines(tokens, entities, start, options) : columns;
  }

  const widest = (tokens, font, content) => Math.max(...tokens.map((token) => width(content(token), font)));

  function inColumns(tokens, entities, start, options) {
    const entity = start.form + widest(tokens, "form", (token) => shortened(token.form)) + 8;
    const deprel = entity + (entities.length ? ENTITY : 6);
    const upos = deprel + widest(tokens, "label", (token) => token.deprel) + GAP;
    const lemma = upos + widest(tokens, "upos", (token) => token.upos) + GAP;
    const feats = lemma + widest(tokens, "lemma", (token) => shortened(token.lemma)) + GAP;
    const end = feats + widest(tokens, "feats", (token) => options.told(token).join(" "));
    const cells = (token) => [
      [start.form, 5, shortened(token.form), "form"],
      [deprel, 5, token.deprel, "label"],
      [upos, 5, token.upos, "upos"],
      [lemma, 5, shortened(token.lemma), "lemma"],
      [feats, 5, options.told(token).join(" "), "feats"],
    ];
    return { ...start, row: ROW, labels: deprel - 10, width: end + MARGIN, cells };
  }

  function onLines(tokens, entities, start, options) {
    const room = options.room - start.form - MARGIN;
    const lines = (token) => linesOf(token, room, options);
    const row = ROW + LINE * Math.max(...tokens.map((token) => lines(token).length));
    const cells = (token) => [
      [start.form, 5, cutToWidth(token.form, room - (entities.length ? ENTITY : 0), "form"), "form"],
      ...lines(token).flatMap((line, i) => {
        let x = start.form;
        return line.map(([content, font]) => {
          const cell = [x, 5 + LINE * (i + 1), content, font];
          x += width(content, font) + 10;
          return cell;
        });
      }),
    ];
    return { ...start, row, labels: options.room - MARGIN, width: options.room, cells };
  }

  // What stands below a form: relation and UPOS, then lemma and FEATS, as many on a line as there is room for.
  function linesOf(token, room, options) {
    const parts = [
      [token.deprel, "label"],
      [token.upos, "upos"],
      [token.lemma, "lemma"],
      ...options.told(token).map((feature) => [feature, "feats"]),
    ].map(([content, font]) => [cutToWidth(content, room, font), font]);
    /** @type {string[][][]} */
    const lines = [[]];
    let left = room;
    for (const part of parts) {
      const needed = width(part[0], part[1]) + 10;
      if (lines[lines.length - 1].length && needed > left) {
        lines.push([]);
        left = room;
      }
      lines[lines.length - 1].push(part);
      left -= needed;
    }
    return lines;
  }

  const top = (index, { row }) => MARGIN + index * row;
  const middle = (index, layout) => top(index, layout) + ROW / 2;

  // On one line there is less room for the ends of arcs than beside one another.
  function squeeze(arcs, room, root, { row }) {
    const near = (index, offset) => offset * Math.min(0.55, (row - 7) / Math.max(1, room[index]));
    for (const arc of arcs) {
      arc.leftOffset = near(arc.left, arc.leftOffset);
      arc.rightOffset = near(arc.right, arc.rightOffset);
    }
    if (root) root.offset = near(root.index, root.offset);
  }

  // -- shapes --

  function entityBox(entity, tokens, layout, options) {
    const place = (id) => tokens.findIndex((token) => token.id === id);
    const [first, last] = [place(entity.first), place(entity.last)];
    if (first < 0 || last < 0) return null;
    return svg(
      "g",
      { class: entityKinds(entity, tokens, options) },
      svg("rect", {
        x: layout.form - 6,
        y: top(first, layout) + 1,
        width: layout.labels - layout.form + 16,
        rx: 6,
        height: (last - first + 1) * layout.row - 2,
      }),
      text(layout.labels, middle(first, layout) + 4, entity.label, "upos", "entity-label", "end"),
    );
  }

  function arcShape(arc, tokens, layout, options) {
    const [head, dependent] = [tokens[arc.head], tokens[arc.dependent]];
    const y1 = middle(arc.left, layout) + arc.leftOffset;
    const y2 = middle(arc.right, layout) + arc.rightOffset;
    const { gutter } = layout;
    const x = gutter - 6 - arc.level * layout.step;
    const r = Math.min(CORNER, (y2 - y1) / 2);
    const line =
      `M${gutter} ${y1}H${x + r}Q${x} ${y1} ${x} ${y1 + r}` +
      `V${y2 - r}Q${x} ${y2} ${x + r} ${y2}H${gutter}`;
    return svg(
      "g",
      {
        class: arcKinds(head, dependent, options, arc.kind),
        "data-head": head.id,
        "data-dependent": dependent.id,
      },
      arc.kind ? svg("title", {}, arc.label) : null,
      options.editable ? svg("path", { class: "grip", d: line, fill: "none" }) : null,
      svg("path", { class: "line", d: line, fill: "none" }),
      tip(gutter, arc.dependent === arc.left ? y1 : y2),
    );
  }

  function tip(x, y) {
    return svg("path", { class: "tip", d: `M${x + 4} ${y}L${x - 3.5} ${y - 3.5}L${x - 3.5} ${y + 3.5}Z` });
  }

  function rootShape(root, tokens, layout, options) {
    if (!root) return null;
    const token = tokens[root.index];
    const y = middle(root.index, layout) + root.offset;
    return svg(
      "g",
      { class: arcKinds(null, token, options), "data-head": 0, "data-dependent": token.id },
      options.editable
        ? svg("path", { class: "grip", d: `M${MARGIN} ${y}H${layout.gutter}`, fill: "none" })
        : null,
      svg("path", { class: "line", d: `M${MARGIN} ${y}H${layout.gutter}`, fill: "none" }),
      tip(layout.gutter, y),
    );
  }

  function wordRow(token, index, layout, tokens, options) {
    const y = middle(index, layout);
    const differs = (field) => isDifferent(options.other, token, field);
    const group = wordGroup(token, tokens, options);
    group.append(
      svg("rect", {
        class: "ground",
        x: layout.number - 26,
        y: top(index, layout) + 1,
        rx: 4,
        height: layout.row - 2,
        width: layout.width - MARGIN - layout.number + 30,
      }),
      text(layout.number, y + 5, String(token.id), "label", "number", "end"),
      ...layout.cells(token).map(([x, below, content, font]) => {
        const isRelation = font === "label";
        const different = isRelation ? differs("head") || differs("deprel") : differs(font);
        const kind = isRelation ? ` ${rukaz.glossary.relationKind(token.deprel)}` : "";
        return text(x, y + below, content, font, font + (different ? " differs" : "") + kind, "start");
      }),
    );
    return group;
  }

  return { draw };
})();
