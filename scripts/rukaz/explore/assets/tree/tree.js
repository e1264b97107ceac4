// The dependency tree of a sentence as SVG, and the trees of two annotations beside one another.
//
// options: {down: words below one another, feats: show FEATS, highlight: [ids of tokens], compare: tokens of another
// annotation of the same words, middles: places that words may not stand left of}. Moving over a word, or to it with
// the arrow keys, sends a "word" event with the token.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.tree = (() => {
  const { svg } = rukaz.dom;
  const { shared } = rukaz.treeLayout;
  const { differences, shownFeatures, offsets } = rukaz.treeDiff;

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
    return { ...options, other, told: (token) => shownFeatures(token, options, other) };
  }

  function drawPrepared(sentence, options) {
    if (!sentence.tokens.length) return svg("svg", { class: "tree", width: 0, height: 0 });
    const image = options.down
      ? rukaz.treeVertical.draw(sentence, options)
      : rukaz.treeHorizontal.draw(sentence, options);
    rukaz.treeNavigation.attach(image, sentence.tokens);
    return image;
  }

  return { draw, drawBeside };
})();
