// What a search found, as the address asks for it: lines, trees or counts, with the tools of each.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.searchResults = (() => {
  const { html, download } = rukaz.dom;
  const { text: textOf, count, decimal } = rukaz.language;

  const SORTS = ["corpus", "left", "match", "lemma", "right", "random"];
  const VIEWS = ["lines", "trees", "table"];
  const SAMPLES = [20, 50, 100, 500];
  const AROUND = [1, 2, 3]; // sentences

  // Fills a place; go(changes) leads to the same search with another view, addressOf(changes) is the address of that.
  function arrange(place, found, state, go, addressOf) {
    place.replaceChildren();
    if (!found.count) return;
    const tools = html(
      "div",
      { class: "toolbar", role: "toolbar", "aria-label": textOf("search.results") },
      VIEWS.map((view) =>
        toggle(view, textOf(`search.${view}`), view === state.view, () => go({ view, from: 0 })),
      ),
    );
    place.append(tools);
    tools.append(
      html(
        "a",
        {
          class: "button",
          "data-key": "change",
          href: rukaz.urls.change(found.text, ""),
          title: textOf("change.title"),
        },
        textOf("change.these"),
      ),
    );
    const show = { lines: showLines, trees: showTrees, table: showTable }[state.view];
    place.append(...show(found, state, tools, go, addressOf));
    for (const one of place.querySelectorAll(".found-tree .scroller")) showMatch(one);
  }

  // How many of the matches hold what was asked besides, with links to these and to the others.
  function whether({ whether: split, count: total, pattern }) {
    const link = (value, times) => {
      const kind = value === "yes" ? "with" : "without";
      const href = rukaz.urls.search(`${pattern}\n${kind} { ${split.clauses} }`);
      const share = decimal((100 * times) / (total || 1));
      return [`${textOf(`value.${value}`)} `, html("a", { href }, count(times)), ` (${share} %)`];
    };
    return html(
      "p",
      { class: "whether" },
      html("code", {}, split.clauses),
      ": ",
      link("yes", split.count),
      ", ",
      link("no", total - split.count),
    );
  }

  // -- lines --

  function showLines(found, state, tools, go, addressOf) {
    const node = Math.max(0, found.nodes.indexOf(state.node));
    const rows = ordered(found, state, node);
    const number = rows?.length ?? found.count;
    tools.append(
      ...[
        select("order", named(SORTS, "search.order."), state.sort, (sort) => go({ sort, from: 0 })),
        state.sort === "random" || state.sample
          ? toggle("shuffle", textOf("search.shuffle"), null, () => go({ seed: state.seed + 1, from: 0 }))
          : null,
        found.nodes.length > 1 && !found.shorthand
          ? select(
              "middle",
              found.nodes.map((name) => [name, name]),
              found.nodes[node],
              (name) => go({ node: name, from: 0 }),
            )
          : null,
        select("sample", numbers(SAMPLES, "search.all"), String(state.sample || ""), (sample) =>
          go({ sample: Number(sample), from: 0 }),
        ),
        select("around", numbers(AROUND, "search.noSentences"), String(state.around || ""), (around) =>
          go({ around: Number(around) }),
        ),
        save("TSV", "matches.tsv", "text/tab-separated-values", () =>
          rukaz.concordance.tsv(found, rows, node),
        ),
        saveConllu(found),
      ].filter(Boolean),
    );
    return [
      rukaz.concordance.lines(found, rows, state.from, node, state.around),
      ...pages(state, number, rukaz.concordance.LINES, addressOf),
    ];
  }

  // The order is kept, so that turning pages does not sort again.
  function ordered(found, { sort, seed, sample }, node) {
    const key = [sort, node, seed, sample].join(" ");
    if (found.order?.key !== key) {
      const { order, shuffled } = rukaz.matches;
      const rows = sort === "random" ? shuffled(found.count, seed) : order(found, sort, node);
      found.order = { key, rows: rukaz.matches.sample(rows, found.count, sample, seed) };
    }
    return found.order.rows;
  }

  // -- trees and counts --

  function showTrees(found, state, tools, go, addressOf) {
    const groups = rukaz.matches.bySentence(found);
    tools.append(saveConllu(found));
    return [
      ...rukaz.concordance.trees(found, groups, state.from),
      ...pages(state, groups.length, rukaz.concordance.TREES, addressOf),
    ];
  }

  // Scrolls a wide tree to the first word that was found.
  function showMatch(place) {
    const word = place.querySelector(".word.lit");
    if (!word) return;
    const [at, around] = [word.getBoundingClientRect(), place.getBoundingClientRect()];
    if (at.right > around.right) place.scrollLeft += (at.left + at.right - around.left - around.right) / 2;
  }

  function showTable(found, state, tools, go, addressOf) {
    const { frequencyTable } = rukaz;
    const fields = frequencyTable.parsed(found, state.by);
    const isGrid = fields.length > 1 && state.grid;
    tools.append(
      ...[
        fields.length > 1
          ? toggle("grid", textOf("frequency.grid"), isGrid, () => go({ grid: !state.grid, from: 0 }))
          : null,
        save("TSV", "frequencies.tsv", "text/tab-separated-values", () => frequencyTable.tsv(found, fields)),
      ].filter(Boolean),
    );
    const chooser = frequencyTable.chooser(found, fields, (by) => go({ by, from: 0 }));
    const framed = (element) => html("div", { class: "scroller", tabindex: 0 }, element);
    if (isGrid) return [chooser, framed(frequencyTable.grid(found, fields))];
    const { element, total } = frequencyTable.table(found, fields, state.from);
    return [chooser, framed(element), ...pages(state, total, frequencyTable.ROWS, addressOf)];
  }

  // -- tools --

  const named = (values, prefix) => values.map((value) => [value, textOf(prefix + value)]);
  const numbers = (values, none) => [
    ["", textOf(none)],
    ...values.map((value) => [String(value), count(value)]),
  ];

  function toggle(key, label, isPressed, onclick) {
    return html(
      "button",
      {
        type: "button",
        class: "button",
        "data-key": key,
        "aria-pressed": isPressed === null ? null : String(isPressed),
        onclick,
      },
      label,
    );
  }

  function select(name, options, chosen, change) {
    const list = html(
      "select",
      { class: "field", "data-key": name, onchange: () => change(list.value) },
      options.map(([value, text]) => html("option", { value, selected: value === chosen }, text)),
    );
    return html("label", {}, `${textOf(`search.${name}`)} `, list);
  }

  function save(label, name, type, text) {
    return html(
      "button",
      {
        type: "button",
        class: "button",
        title: textOf("search.saveAll"),
        onclick: () => download(name, type, text()),
      },
      label,
    );
  }

  function saveConllu(found) {
    return save("CoNLL-U", "sentences.conllu", "text/plain", () => rukaz.concordance.conllu(found));
  }

  function pages({ from }, total, size, addressOf) {
    if (total <= size && !from) return [];
    const to = (start, key) =>
      html("a", { class: "button", "data-key": key, href: addressOf({ from: start }) }, textOf(key));
    const range = { from: Math.min(from + 1, total), to: Math.min(from + size, total), total };
    return [
      html(
        "nav",
        { class: "toolbar pages", "aria-label": textOf("search.pages") },
        from > 0 ? to(Math.max(0, from - size), "search.previous") : null,
        html("span", {}, textOf("search.range", range)),
        from + size < total ? to(from + size, "search.next") : null,
      ),
    ];
  }

  return { arrange, whether, SORTS, VIEWS };
})();
