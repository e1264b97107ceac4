// Where two annotations of a sentence differ, word by word, and the same as a table.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.treeDiff = (() => {
  const { html, isolated, breakable } = rukaz.dom;
  const { text } = rukaz.language;
  const { features } = rukaz.glossary;

  // columns that have one name in all languages
  const NAMES = { upos: "UPOS", feats: "FEATS", deprel: "deprel", ner: "NE" };

  const COMPARED = ["form", "lemma", "upos", "feats", "deprel", "ner"];

  const offsets = (token) => token.start + ":" + token.end;

  // What is different in another annotation: id of a token → set of the names of fields; "segmentation"
  // where no token of the other annotation covers the same stretch of the source.
  function differences(tokens, others) {
    const at = new Map(others.map((token) => [offsets(token), token]));
    const headOf = (list, token) => {
      const head = list.find((one) => one.id === token.head);
      return head ? offsets(head) : "root";
    };
    const found = new Map();
    for (const token of tokens) {
      const twin = at.get(offsets(token));
      const different = new Set(
        twin ? COMPARED.filter((field) => (token[field] || "_") !== (twin[field] || "_")) : ["segmentation"],
      );
      if (twin && headOf(tokens, token) !== headOf(others, twin)) different.add("head");
      if (different.size) found.set(token.id, different);
    }
    return found;
  }

  // The chain of coreference of each mention that a token is the head of.
  const ofMentions = ({ coref }) => (coref?.split("|") ?? []).map((chain) => `coref=${chain}`);

  // The features to be seen of a token: all, or those in which it differs, or none.
  function shownFeatures(token, options, other) {
    if (options.feats) return [...features(token), ...(options.editable ? [] : ofMentions(token))];
    const different = other.get(token.id);
    if (!different || !different.has("feats")) return [];
    const twin = features(options.compare.find((one) => offsets(one) === offsets(token)));
    const own = features(token);
    const nameOf = (feature) => feature.split("=")[0];
    const missing = twin.map(nameOf).filter((name) => !own.some((feature) => nameOf(feature) === name));
    return [
      ...own.filter((feature) => !twin.includes(feature)),
      ...missing.map((feature) => text("diff.without", { feature })),
    ];
  }

  // [{token, field, values: [own, of the other]}]: each value in which another annotation differs, in the order of the
  // words.
  function changes({ tokens }, { tokens: others }) {
    const found = differences(tokens, others);
    return tokens.flatMap((token) => {
      const twin = others.find((one) => offsets(one) === offsets(token));
      return [...(found.get(token.id) ?? [])].map((field) => ({
        token,
        field,
        values:
          field === "segmentation"
            ? [text("diff.own"), text("diff.missing")]
            : [valueOf(token, field, tokens), valueOf(twin, field, others)],
      }));
    });
  }

  function valueOf(token, field, tokens) {
    if (!token) return "–";
    if (field !== "head") return token[field] || "_";
    const head = tokens.find((other) => other.id === token.head);
    return head ? `${head.id} ${head.form}` : "root";
  }

  // A field as the reader calls it.
  const called = (field) => (NAMES[field] ? html("code", {}, NAMES[field]) : text(`diff.${field}`));

  // What becomes of which word, as a list.
  function list(after, before) {
    const row = ({ token, field, values: [now, was] }) =>
      html(
        "li",
        {},
        html("small", {}, `${token.id} `),
        isolated(token.form),
        ": ",
        called(field),
        " ",
        isolated(was),
        " → ",
        html("b", {}, isolated(now)),
      );
    return html("ul", {}, changes(after, before).map(row));
  }

  // One row for each word and column in which the models differ from the review, or what the captions say.
  function table(sentence, automatic, captions = ["reviewed", "automatic"]) {
    const rows = changes(sentence, automatic).map(differenceRow);
    if (!rows.length) return html("p", { class: "muted" }, text("diff.none"));
    return html(
      "div",
      { class: "scroller" },
      html(
        "table",
        { class: "plain" },
        html("caption", {}, text("count.differences", { count: rows.length })),
        html(
          "thead",
          {},
          html(
            "tr",
            {},
            ["word", "column", ...captions].map((name) => html("th", { scope: "col" }, text(`diff.${name}`))),
          ),
        ),
        html("tbody", {}, rows),
      ),
    );
  }

  function differenceRow({ token, field, values }) {
    return html(
      "tr",
      {},
      html("th", { scope: "row" }, html("small", {}, `${token.id} `), isolated(token.form)),
      html("td", {}, called(field)),
      values.map((value) => html("td", {}, breakable(value))),
    );
  }

  return { differences, shownFeatures, offsets, table, list };
})();
