// What horizontal and vertical trees are made of: the frame, the group of a word, texts, and the classes of arcs and names.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.treeShapes = (() => {
  const { svg } = rukaz.dom;
  const { features } = rukaz.glossary;
  const { FONTS } = rukaz.treeLayout;

  const MARGIN = 14;
  const UNSURE = 0.8; // the confidence below which a word is marked
  const OF_THE_ARC = ["head", "deprel", "segmentation"];

  function frame(sentence, size) {
    const [w, h] = [Math.ceil(size.width), Math.ceil(size.height)];
    return svg("svg", {
      class: "tree",
      width: w,
      height: h,
      viewBox: `0 0 ${w} ${h}`,
      role: "group",
      "aria-label": rukaz.language.text("tree.label", { text: sentence.text }),
      "data-sentence": sentence.id,
    });
  }

  // The classes of the arc from a head, null above the root, to a dependent; kind: what the enhanced graph has of it.
  function arcKinds(head, dependent, { other, highlight = [] }, kind = "") {
    const kinds = ["arc", kind || rukaz.glossary.relationKind(dependent.deprel)];
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
    if (token.confidence != null && token.confidence < UNSURE) kinds.push("unsure");
    return svg(
      "g",
      {
        class: kinds.join(" "),
        "data-id": token.id,
        "data-key": `word ${token.id}`,
        role: "img",
        tabindex: -1,
        "aria-label": rukaz.glossary.inWords(token, tokens),
      },
      svg("title", {}, tooltip(token)),
    );
  }

  function tooltip(token) {
    const { form, lemma, upos, confidence } = token;
    const sure =
      confidence == null
        ? []
        : [rukaz.language.text("word.confidence", { percent: Math.round(100 * confidence) })];
    return [`${form} · ${lemma} · ${upos}`, ...features(token), ...sure].join("\n");
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

  return { frame, text, wordGroup, arcKinds, entityKinds, isDifferent, MARGIN };
})();
