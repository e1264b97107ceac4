// The dependency tree of a sentence as SVG: rukaz.tree(sentence, options).
//
// options: {down: words under one another, feats: show FEATS, highlight: [ids of tokens], compare: tokens of
// another annotation of the same words, middles: places that words may not stand left of}. Moving over a
// word, or to it with the arrow keys, sends a "word" event with the token. rukaz.treesBeside(one, other,
// options) gives the trees of two annotations.
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { svg } = rukaz.dom;
  const { features } = rukaz.terms;
  const { across, shared, shortened, FONTS } = rukaz.treeLayout;

  const STEP = 25; // from one level of arcs to the next
  const CORNER = 11; // radius
  const MARGIN = 14;
  const ABOVE_WORDS = 8; // between the tips of the arrows and the words

  const FIELDS = ["form", "lemma", "upos", "feats", "deprel", "ner"];
  const OF_THE_ARC = ["head", "deprel", "segmentation"];

  function tree(sentence, options = {}) {
    return drawn(sentence, prepared(sentence, options));
  }

  // The trees of two annotations of a sentence, each with its differences marked; where both have the same
  // tokens, their words stand below one another.
  function treesBeside(one, other, options = {}) {
    const first = prepared(one, { ...options, compare: other.tokens });
    const second = prepared(other, { ...options, compare: one.tokens });
    const same =
      one.tokens.length === other.tokens.length &&
      one.tokens.every((token, i) => place(token) === place(other.tokens[i]));
    const middles = same && !options.down ? shared([one.tokens, first], [other.tokens, second]) : undefined;
    return [drawn(one, { ...first, middles }), drawn(other, { ...second, middles })];
  }

  function prepared({ tokens }, options) {
    const other = options.compare ? differences(tokens, options.compare) : new Map();
    return { ...options, other, told: (token) => toldFeatures(token, options, other) };
  }

  function drawn(sentence, options) {
    if (!sentence.tokens.length) return svg("svg", { class: "tree", width: 0, height: 0 });
    const image = options.down ? rukaz.treeDown(sentence, options) : drawAcross(sentence, options);
    rukaz.treeMoves(image, sentence.tokens);
    return image;
  }

  const place = (token) => token.start + ":" + token.end;

  // What is different in another annotation: id of a token → set of the names of fields; "segmentation"
  // where no token of the other annotation covers the same stretch of the source.
  function differences(tokens, others) {
    const at = new Map(others.map((token) => [place(token), token]));
    const headOf = (list, token) => {
      const head = list.find((one) => one.id === token.head);
      return head ? place(head) : "root";
    };
    const found = new Map();
    for (const token of tokens) {
      const twin = at.get(place(token));
      const different = new Set(
        twin ? FIELDS.filter((field) => (token[field] || "_") !== (twin[field] || "_")) : ["segmentation"],
      );
      if (twin && headOf(tokens, token) !== headOf(others, twin)) different.add("head");
      if (different.size) found.set(token.id, different);
    }
    return found;
  }

  // The features to be seen of a token: all, or those in which it differs, or none.
  function toldFeatures(token, options, other) {
    if (options.feats) return features(token);
    const different = other.get(token.id);
    if (!different || !different.has("feats")) return [];
    const twin = features(options.compare.find((one) => place(one) === place(token)));
    const own = features(token);
    const nameOf = (feature) => feature.split("=")[0];
    const missing = twin.map(nameOf).filter((name) => !own.some((feature) => nameOf(feature) === name));
    return [...own.filter((feature) => !twin.includes(feature)), ...missing.map((name) => "no " + name)];
  }

  // -- words side by side --

  function drawAcross(sentence, options) {
    const { tokens, entities = [], multiword = [] } = sentence;
    const layout = across(tokens, options);
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

  function frame(sentence, size) {
    const [w, h] = [Math.ceil(size.width), Math.ceil(size.height)];
    return svg("svg", {
      class: "tree",
      width: w,
      height: h,
      viewBox: `0 0 ${w} ${h}`,
      role: "group",
      "aria-label": "Dependency tree: " + sentence.text,
      "data-sentence": sentence.id,
    });
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
      return arcShape(arc, top, arcKinds(head, dependent, options), head.id, dependent.id);
    });
    return [...shapes, rootShape(tokens, layout, top, options)];
  }

  function arcShape(arc, top, kinds, head, dependent) {
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

  // -- what both kinds of tree need --

  // The classes of the arc from a head, null above the root, to a dependent.
  function arcKinds(head, dependent, { other, highlight = [] }) {
    const kinds = ["arc", rukaz.terms.relationKind(dependent.deprel)];
    if (head && highlight.includes(head.id) && highlight.includes(dependent.id)) kinds.push("lit");
    if (OF_THE_ARC.some((field) => isDifferent(other, dependent, field))) kinds.push("differs");
    return kinds.join(" ");
  }

  function entityKinds(entity, tokens, { other }) {
    const inside = tokens.filter((token) => entity.first <= token.id && token.id <= entity.last);
    const differs = inside.some((token) => isDifferent(other, token, "ner"));
    return `entity ${entity.label.toLowerCase()}` + (differs ? " differs" : "");
  }

  function isDifferent(other, token, field) {
    return other.has(token.id) && other.get(token.id).has(field);
  }

  // The group of a word, which can be reached and says what it is.
  function wordGroup(token, tokens, options) {
    const kinds = ["word"];
    if (token.upos === "PUNCT") kinds.push("punctuation");
    if ((options.highlight || []).includes(token.id)) kinds.push("lit");
    if (options.other.has(token.id)) kinds.push("differs");
    return svg(
      "g",
      {
        class: kinds.join(" "),
        "data-id": token.id,
        role: "img",
        tabindex: -1,
        "aria-label": rukaz.terms.inWords(token, tokens),
      },
      svg("title", {}, tooltip(token)),
    );
  }

  function tooltip(token) {
    return [`${token.form} · ${token.lemma} · ${token.upos}`, ...features(token)].join("\n");
  }

  function text(x, y, content, font, kinds, anchor = "middle") {
    const { family, size, weight, style } = FONTS[font];
    return svg(
      "text",
      {
        x,
        y,
        class: kinds,
        "text-anchor": anchor,
        "font-family": family,
        "font-size": size,
        "font-weight": weight || null,
        "font-style": style || null,
        direction: "ltr",
      },
      content,
    );
  }

  Object.assign(rukaz, { tree, treesBeside, treeDifferences: differences });
  rukaz.treeParts = { frame, text, wordGroup, arcKinds, entityKinds, isDifferent, MARGIN };
})();
