// Where the words, arcs and labels of a tree go: numbers only, in pixels; nothing is drawn here.
//
// An arc lies on a level: above every arc that it encloses or crosses. Words stand so far apart that every
// label has a free stretch of its arc to itself, between the ends of arcs that rise through it (crossing
// arcs only).
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.treeLayout = (() => {
  const SERIF = "'PT Serif', 'Noto Serif', Georgia, 'DejaVu Serif', 'Times New Roman', serif";
  const SANS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";

  const FONTS = {
    form: { family: SERIF, size: 18 },
    lemma: { family: SERIF, size: 13, style: "italic" },
    upos: { family: SANS, size: 10.5, weight: "500" },
    label: { family: SANS, size: 11.5, weight: "600" },
    feats: { family: SANS, size: 10.5 },
    text: { family: SANS, size: 13 },
    name: { family: SERIF, size: 14.5 },
  };

  const LONGEST = 48; // characters of a word that are shown
  const PORT = 8; // between two arcs that end on the same word
  const GAP = 16; // between two words
  const AROUND_LABEL = 13; // of an arc, on either side of its label

  const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const measured = new Map();

  function width(text, font) {
    const key = font + "\n" + text;
    if (!measured.has(key)) {
      const { family, size, weight = "400", style = "normal" } = FONTS[font];
      context.font = `${style} ${weight} ${size}px ${family}`;
      measured.set(key, context.measureText(text).width);
    }
    return measured.get(key);
  }

  function shortened(text) {
    const characters = Array.from(text);
    return characters.length <= LONGEST ? text : characters.slice(0, LONGEST - 1).join("") + "…";
  }

  // As much of a text as there is room for.
  function cutToWidth(text, room, font) {
    if (width(text, font) <= room) return text;
    let kept = Array.from(text);
    while (kept.length > 1 && width(kept.join("") + "…", font) > room) kept = kept.slice(0, -1);
    return kept.join("") + "…";
  }

  // One arc for each word with a head in the sentence: {head, dependent, left, right, label, level, kind}, indexes
  // from 0; with `enhanced`, also those that the enhanced graph adds.
  function arcsOf(tokens, enhanced = false) {
    const place = new Map(tokens.map((token, index) => [token.id, index]));
    const arcs = tokens.flatMap((token, dependent) =>
      edgesOf(token, enhanced).flatMap(({ id, label, kind }) => {
        const head = place.get(id);
        if (head === undefined || head === dependent) return [];
        const [left, right] = [Math.min(head, dependent), Math.max(head, dependent)];
        return [{ head, dependent, left, right, label, kind }];
      }),
    );
    return stacked(arcs);
  }

  // The edge of the tree, "lost" if the graph has it not, and with its relation there; and those that are "added".
  function edgesOf({ head, deprel, deps }, enhanced) {
    const edges = enhanced && deps ? rukaz.tokenFeatures.edgesOf(deps) : [[head, deprel]];
    const own = edges.find(([id]) => id === head);
    const added = edges.filter((edge) => edge !== own);
    return [
      { id: head, label: own?.[1] ?? deprel, kind: own ? "" : "lost" },
      ...added.map(([id, label]) => ({ id, label, kind: "added" })),
    ];
  }

  function stacked(arcs) {
    const placed = [];
    for (const arc of [...arcs].sort((a, b) => a.right - a.left - (b.right - b.left) || a.left - b.left)) {
      const below = placed.filter((other) => other.left < arc.right && arc.left < other.right);
      arc.level = 1 + Math.max(0, ...below.map((other) => other.level));
      placed.push(arc);
    }
    return arcs;
  }

  // What ends on a word, from left to right: an arc that goes far rises nearer to the middle than one that
  // goes near.
  function endsOn(token, index, arcs) {
    const ending = (side) => arcs.filter((arc) => arc[side] === index).map((arc) => ({ arc, side }));
    const leftwards = ending("right").sort((a, b) => a.arc.level - b.arc.level);
    const rightwards = ending("left").sort((a, b) => b.arc.level - a.arc.level);
    return [...leftwards, ...(token.head === 0 ? [{ side: "root" }] : []), ...rightwards];
  }

  // Gives each arc, at both of its words, an offset from the middle of the word. Returns the room that the
  // ends take on each word, and where the line of the root ends: {index, offset}, or null.
  function attach(tokens, arcs) {
    let root = null;
    const room = tokens.map((token, index) => {
      const ends = endsOn(token, index, arcs);
      ends.forEach(({ arc, side }, number) => {
        const offset = (number - (ends.length - 1) / 2) * PORT;
        if (arc) arc[side + "Offset"] = offset;
        else root = { index, offset };
      });
      return Math.max(0, ends.length - 1) * PORT;
    });
    return { room, root };
  }

  // The ends, inside an arc, of lines that rise through it: {index, offset}, from the left.
  function risingThrough(arc, arcs, root) {
    const inside = (index) => arc.left < index && index < arc.right;
    const rising = root && inside(root.index) ? [root] : [];
    for (const other of arcs) {
      if (other.level <= arc.level) continue;
      if (inside(other.left)) rising.push({ index: other.left, offset: other.leftOffset });
      if (inside(other.right)) rising.push({ index: other.right, offset: other.rightOffset });
    }
    return rising.sort((a, b) => a.index - b.index || a.offset - b.offset);
  }

  // The stretch of an arc over the most words that nothing rises through, {from, to}: there its label goes.
  function freeStretch(arc, arcs, root) {
    const from = { index: arc.left, offset: arc.leftOffset };
    const to = { index: arc.right, offset: arc.rightOffset };
    const ends = [from, ...risingThrough(arc, arcs, root), to];
    const stretches = ends.slice(1).map((end, number) => ({ from: ends[number], to: end }));
    const words = (stretch) => stretch.to.index - stretch.from.index;
    return stretches.reduce((best, one) => (words(one) > words(best) ? one : best));
  }

  // The middles of the words, from the left.
  function spread(tokens, widths, arcs, root, least = []) {
    const needs = tokens.map(() => []);
    for (const arc of arcs) {
      arc.stretch = freeStretch(arc, arcs, root);
      arc.labelWidth = width(arc.label, "label");
      needs[arc.stretch.to.index].push(arc);
    }
    const middles = [];
    tokens.forEach((token, index) => {
      const touching = index > 0 && tokens[index - 1].space === false;
      let middle = Math.max(widths[index] / 2, least[index] || 0);
      const gap = (widths[index - 1] + widths[index]) / 2 + (touching ? GAP - 6 : GAP);
      if (index > 0) middle = Math.max(middle, middles[index - 1] + gap);
      for (const { stretch, labelWidth } of needs[index]) {
        const needed = labelWidth + 2 * AROUND_LABEL;
        middle = Math.max(
          middle,
          middles[stretch.from.index] + stretch.from.offset + needed - stretch.to.offset,
        );
      }
      middles.push(middle);
    });
    return middles;
  }

  // The width of a word with what stands under it.
  function wordWidth(token, room, options) {
    const lines = [width(shortened(token.form), "form"), width(token.upos, "upos"), room + 4, 12];
    lines.push(width(shortened(token.lemma), "lemma"));
    const told = options.told || (options.feats ? rukaz.glossary.features : () => []);
    lines.push(...told(token).map((feature) => width(feature, "feats")));
    return Math.max(...lines);
  }

  // A tree with its words side by side: {words: [{x, width}], arcs: [{x1, x2, level, labelX, …}], levels,
  // root, width}.
  function layoutWords(tokens, options = {}) {
    const arcs = arcsOf(tokens, options.enhanced);
    const { room, root } = attach(tokens, arcs);
    const widths = tokens.map((token, index) => wordWidth(token, room[index], options));
    const middles = spread(tokens, widths, arcs, root, options.middles);
    for (const arc of arcs) {
      arc.x1 = middles[arc.left] + arc.leftOffset;
      arc.x2 = middles[arc.right] + arc.rightOffset;
      const { from, to } = arc.stretch;
      arc.labelX = (middles[from.index] + from.offset + middles[to.index] + to.offset) / 2;
    }
    const words = middles.map((x, index) => ({ x, width: widths[index] }));
    const last = words[words.length - 1];
    const levels = Math.max(0, ...arcs.map((arc) => arc.level));
    return { words, arcs, levels, root, middles, width: last.x + last.width / 2 };
  }

  // Middles that serve two annotations of the same words, so that their trees can stand below one another.
  function shared([tokens, options], [others, otherOptions]) {
    let middles = [];
    for (let round = 0; round < 50; round++) {
      const first = layoutWords(tokens, { ...options, middles }).middles;
      const second = layoutWords(others, { ...otherOptions, middles: first }).middles;
      if (second.every((middle, index) => middle - first[index] < 0.01)) return first;
      middles = second;
    }
    return middles;
  }

  return { layoutWords, shared, arcsOf, attach, shortened, cutToWidth, width, FONTS };
})();
