// What the corpus is: facts of its build, and its card.
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { html, isolated } = rukaz.dom;
  const { text, count } = rukaz.language;

  function show(container) {
    const { meta } = rukaz.corpus;
    container.append(html("article", { class: "about" }, origin(meta), card(meta)));
  }

  function card(meta) {
    if (!meta.card) return html("h1", {}, isolated(meta.title || meta.name));
    return html("div", { class: "card-text" }, rukaz.markdown.nodes(meta.card));
  }

  // Says nothing that the manifest does not say.
  function origin(meta) {
    const { annotation, counts } = meta;
    const reviewed = annotation.reviewed || 0;
    const told = [
      ["version", meta.version],
      ["language", meta.language],
      ["licence", meta.license],
      ["models", meta.model],
      ["reviewed", text("count.of", { part: reviewed, whole: counts.sentences })],
      ["quarantine", count(meta.quarantine)],
      [
        "madeWith",
        Object.entries(meta.versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(", "),
      ],
    ].filter(([, value]) => value);
    return html(
      "aside",
      { class: "origin" },
      html(
        "dl",
        { class: "facts-list" },
        told.map(([name, value]) => [html("dt", {}, text(`about.${name}`)), html("dd", {}, isolated(value))]),
      ),
    );
  }

  rukaz.pages.about = { show };
})();
