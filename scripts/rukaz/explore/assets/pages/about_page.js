// What the corpus is: facts of its build, and its card.
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { html, isolated, count } = rukaz.dom;

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
      ["Version", meta.version],
      ["Language", meta.language],
      ["Licence", meta.license],
      ["Models", meta.model],
      ["Reviewed sentences", `${count(reviewed)} of ${count(counts.sentences)}`],
      ["In quarantine", count(meta.quarantine)],
      [
        "Made with",
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
        told.map(([name, value]) => [html("dt", {}, name), html("dd", {}, isolated(value))]),
      ),
    );
  }

  rukaz.pages.about = { show };
})();
