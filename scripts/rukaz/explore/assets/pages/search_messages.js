// What the search page says of a query: how far it is, what was found, what is wrong with it, what may have been meant.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.searchMessages = (() => {
  const { html, isolated } = rukaz.dom;
  const { text, phrase } = rukaz.language;

  // How far a search is, with a button that stops it.
  function showProgress(place, { chunk, chunks, count: matches }) {
    if (!place.querySelector("progress")) {
      place.replaceChildren(
        html("progress", { "aria-label": text("search.searched") }),
        html("span", {}),
        html(
          "button",
          { type: "button", class: "button", onclick: rukaz.searchEngine.stop },
          text("search.stop"),
        ),
      );
    }
    const bar = place.querySelector("progress");
    bar.max = chunks;
    bar.value = chunk;
    place.querySelector("span").textContent = text("search.soFar", { count: matches });
  }

  // The line of the query with a mark below the place that could not be read
  function problem(q, { key, values, position, suggestion }) {
    const start = q.lastIndexOf("\n", position - 1) + 1;
    const end = (q.indexOf("\n", position) + 1 || q.length + 1) - 1;
    const [before, after] = [q.slice(start, position), q.slice(position, end)];
    return [
      html("p", {}, text(key, values)),
      html(
        "pre",
        { "aria-hidden": "true" },
        before,
        html("mark", {}, after.slice(0, 1) || " "),
        after.slice(1),
      ),
      suggestion === null
        ? ""
        : html("p", {}, phrase("search.meant", { suggestions: suggested(suggestion, suggestion) })),
    ];
  }

  // a link to another query
  function suggested(query, value) {
    return html("a", { href: rukaz.urls.search(query) }, html("code", {}, isolated(value)));
  }

  // The number of matches, as a sentence.
  function number(found) {
    if (!found.count) return text("search.noMatches");
    const sentences = text("search.inSentences", { count: found.sentences });
    return text(found.complete ? "search.matches" : "search.moreThan", { count: found.count, sentences });
  }

  function summary(found) {
    return [
      html("b", {}, number(found)),
      html(
        "small",
        {},
        " ",
        text("search.time", { milliseconds: Math.max(1, Math.round(found.milliseconds)) }),
      ),
      ...found.missing.map(missing),
      found.ended ? html("span", { class: "missing" }, " ", text(`search.${found.ended}`)) : "",
    ];
  }

  function missing({ asked, feature, values, suggestions }) {
    return html(
      "span",
      { class: "missing" },
      " ",
      phrase(feature === "word" ? "search.missingWord" : "search.missing", {
        asked: html("code", {}, isolated(asked)),
      }),
      " ",
      suggestions.length
        ? [
            phrase("search.meant", {
              suggestions: html(
                "span",
                {},
                suggestions.map(({ value, query }, i) => [i ? ", " : "", suggested(query, value)]),
              ),
            }),
            " ",
          ]
        : "",
      values.length
        ? phrase("search.values", { feature: html("code", {}, feature), values: isolated(values.join(", ")) })
        : "",
    );
  }

  return { showProgress, problem, number, summary };
})();
