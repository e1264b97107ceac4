// What the search page says of a query: how far it is, what was found, what is wrong with it, what may have been meant.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.searchMessages = (() => {
  const { html, isolated, count, counted } = rukaz.dom;

  const ENDED = {
    stopped: "The search was stopped; there may be more.",
    limit:
      "The search took too long and was ended; there may be more. " +
      "A regular expression that repeats what is repeated, such as (.+)+, may take for ever.",
  };

  // How far a search is, with a button that stops it.
  function showProgress(place, { chunk, chunks, count: matches }) {
    if (!place.querySelector("progress")) {
      place.replaceChildren(
        html("progress", { "aria-label": "Searched" }),
        html("span", {}),
        html("button", { type: "button", class: "button", onclick: rukaz.searchEngine.stop }, "Stop"),
      );
    }
    const bar = place.querySelector("progress");
    bar.max = chunks;
    bar.value = chunk;
    place.querySelector("span").textContent = ` ${count(matches)} so far `;
  }

  // The line of the query with a mark below the place that could not be read
  function problem(q, { message, position, suggestion }) {
    const start = q.lastIndexOf("\n", position - 1) + 1;
    const end = (q.indexOf("\n", position) + 1 || q.length + 1) - 1;
    const [before, after] = [q.slice(start, position), q.slice(position, end)];
    return [
      html("p", {}, message),
      html(
        "pre",
        { "aria-hidden": "true" },
        before,
        html("mark", {}, after.slice(0, 1) || " "),
        after.slice(1),
      ),
      suggestion === null ? "" : html("p", {}, "Did you mean ", suggested(suggestion, suggestion), "?"),
    ];
  }

  // a link to another query
  function suggested(query, text) {
    return html("a", { href: rukaz.urls.search(query) }, html("code", {}, isolated(text)));
  }

  // The number of matches, as a sentence.
  function number(found) {
    if (!found.count) return "no matches";
    const matches = counted(found.count, "match", "matches");
    return `${found.complete ? "" : "more than "}${matches} in ${counted(found.sentences, "sentence")}`;
  }

  function summary(found) {
    return [
      html("b", {}, number(found)),
      html("small", {}, ` ${count(Math.max(1, Math.round(found.milliseconds)))} ms`),
      ...found.missing.map(missing),
      found.ended ? html("span", { class: "missing" }, " ", ENDED[found.ended]) : "",
    ];
  }

  function missing({ asked, feature, values, suggestions }) {
    return html(
      "span",
      { class: "missing" },
      " Nothing here has ",
      html("code", {}, isolated(asked)),
      ". ",
      suggestions.length
        ? [
            "Did you mean ",
            suggestions.map(({ value, query }, i) => [i ? ", " : "", suggested(query, value)]),
            "? ",
          ]
        : "",
      values.length ? [`${feature} is `, isolated(values.join(", ")), "."] : "",
    );
  }

  return { showProgress, problem, number, summary };
})();
