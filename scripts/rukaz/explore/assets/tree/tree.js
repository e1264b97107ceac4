// The dependency tree of a sentence as SVG, and the trees of two annotations beside one another.
//
// options: {down: words below one another, feats: show FEATS, highlight: [ids of tokens], compare: tokens of another
// annotation of the same words, enhanced: with the arcs of the enhanced graph, middles: places that words may not stand left of, room: pixels that a tree with words
// down may be wide, editable: arcs can be grasped and words without features show a place for them}. Moving over a word, or to it with
// the arrow keys, sends a "word" event with the token.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.tree = (() => {
  const { svg } = rukaz.dom;
  const { shared } = rukaz.treeLayout;
  const { differences, shownFeatures, offsets } = rukaz.treeDiff;

  const NARROW = 600; // pixels; in a narrower window words go down
  const SIDES = 32; // pixels on both sides of a page in a narrow window
  const PAPER = 700; // pixels between the margins of A4
  const SMALLEST = 0.6; // the scale at which a tree on paper can still be read

  const sources = new WeakMap(); // what each image was drawn from
  const onScreen = new WeakMap(); // the image that stands on the screen in the place of a printed one

  function draw(sentence, options = {}) {
    return drawPrepared(sentence, prepared(sentence, options));
  }

  // The trees of two annotations of a sentence, each with its differences marked; where both have the same
  // tokens, their words stand below one another.
  function drawBeside(one, other, options = {}) {
    const first = prepared(one, { ...options, compare: other.tokens });
    const second = prepared(other, { ...options, compare: one.tokens });
    const same =
      one.tokens.length === other.tokens.length &&
      one.tokens.every((token, i) => offsets(token) === offsets(other.tokens[i]));
    const middles = same && !options.down ? shared([one.tokens, first], [other.tokens, second]) : undefined;
    return [drawPrepared(one, { ...first, middles }), drawPrepared(other, { ...second, middles })];
  }

  function prepared({ tokens }, options) {
    const other = options.compare ? differences(tokens, options.compare) : new Map();
    const told = (token) => {
      const shown = shownFeatures(token, options, other);
      return options.editable && !shown.length ? ["+"] : shown;
    };
    return { ...options, other, told };
  }

  function drawPrepared(sentence, options) {
    if (!sentence.tokens.length) return svg("svg", { class: "tree", width: 0, height: 0 });
    const image = options.down
      ? rukaz.treeVertical.draw(sentence, options)
      : rukaz.treeHorizontal.draw(sentence, options);
    rukaz.treeNavigation.attach(image, sentence.tokens);
    sources.set(image, { sentence, options });
    return image;
  }

  // The options with which a tree can be seen whole in this window: in a narrow one, words down and no wider than it.
  function fitting(down = innerWidth < NARROW) {
    return { down, room: innerWidth < NARROW ? document.documentElement.clientWidth - SIDES : null };
  }

  // -- print --

  // Paper cannot be scrolled: a tree that would be too small to read on it is printed with its words down.
  addEventListener("beforeprint", () => {
    for (const image of document.querySelectorAll("svg.tree:not(.down)")) {
      if (Number(image.getAttribute("width")) * SMALLEST <= PAPER) continue;
      const { sentence, options } = sources.get(image);
      const down = drawPrepared(sentence, { ...options, down: true, room: PAPER, middles: undefined });
      onScreen.set(down, image);
      image.replaceWith(down);
    }
  });
  addEventListener("afterprint", () => {
    for (const image of document.querySelectorAll("svg.tree.down")) {
      const former = onScreen.get(image);
      if (former) image.replaceWith(former);
    }
  });

  return { draw, drawBeside, fitting };
})();
