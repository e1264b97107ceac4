// What the models said otherwise than the review, as a table: one row for each word and column.
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { html, isolated, breakable, counted } = rukaz.dom;

  const FIELDS = {
    form: "form",
    lemma: "lemma",
    upos: "UPOS",
    feats: "FEATS",
    head: "head",
    deprel: "deprel",
    ner: "NE",
  };

  rukaz.differenceTable = function (sentence, automatic) {
    const found = rukaz.treeDifferences(sentence.tokens, automatic.tokens);
    if (!found.size) return html("p", { class: "muted" }, "The models said the same of every word.");
    const rows = sentence.tokens
      .filter((token) => found.has(token.id))
      .flatMap((token) => {
        const twin = automatic.tokens.find((one) => one.start === token.start && one.end === token.end);
        return [...found.get(token.id)].map((field) =>
          differenceRow(token, twin, field, sentence.tokens, automatic.tokens),
        );
      });
    return html(
      "div",
      { class: "scroller" },
      html(
        "table",
        { class: "plain" },
        html("caption", {}, counted(rows.length, "difference")),
        html(
          "thead",
          {},
          html(
            "tr",
            {},
            ["word", "column", "reviewed", "automatic"].map((name) => html("th", { scope: "col" }, name)),
          ),
        ),
        html("tbody", {}, rows),
      ),
    );
  };

  function differenceRow(token, twin, field, tokens, others) {
    const value = (one, list) => {
      if (!one) return "–";
      if (field !== "head") return one[field] || "_";
      const head = list.find((other) => other.id === one.head);
      return head ? `${head.id} ${head.form}` : "root";
    };
    const cells =
      field === "segmentation"
        ? ["a word of its own", "no such word"]
        : [value(token, tokens), value(twin, others)];
    return html(
      "tr",
      {},
      html("th", { scope: "row" }, html("small", {}, `${token.id} `), isolated(token.form)),
      html("td", {}, FIELDS[field] || "segmentation"),
      cells.map((cell) => html("td", {}, breakable(cell))),
    );
  }
})();
