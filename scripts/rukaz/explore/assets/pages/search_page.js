// The search page: a query, its matches as concordance, trees or table, and files of them. All of it is in the
// address: #/search?q=QUERY&view=lines|trees|table&sort=…&node=…&by=…&from=…
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { html, count, download, announce, keepFocus } = rukaz.dom;
  const messages = rukaz.searchMessages;

  const SORTS = [
    ["corpus", "as in the corpus"],
    ["left", "by the words before"],
    ["match", "by the match"],
    ["lemma", "by its lemma"],
    ["right", "by the words after"],
  ];
  const VIEWS = [
    ["lines", "Concordance"],
    ["trees", "Trees"],
    ["table", "Frequencies"],
  ];
  const TRIED = 200_000; // tokens; in a larger corpus the examples are not counted unasked

  const SLOW = 400; // milliseconds after which a search can be seen to run, and be stopped

  let running = new AbortController();
  let last = null; // the latest search and what it found
  let unsent = ""; // what was typed and not searched yet
  let page = null; // {input, shown, problem, status, results, help}

  // -- addresses --

  function stateOf(params) {
    const one = (name, values, otherwise) => (values.includes(params[name]) ? params[name] : otherwise);
    return {
      q: params.q ?? "",
      view: one(
        "view",
        VIEWS.map(([name]) => name),
        "lines",
      ),
      sort: one(
        "sort",
        SORTS.map(([name]) => name),
        "corpus",
      ),
      node: params.node ?? "",
      by: params.by ?? "",
      from: Math.max(0, Number.parseInt(params.from ?? "0", 10) || 0),
    };
  }

  function addressOf(state) {
    const params = new URLSearchParams();
    if (state.q) params.set("q", state.q);
    if (state.view !== "lines") params.set("view", state.view);
    if (state.sort !== "corpus") params.set("sort", state.sort);
    for (const name of ["node", "by"]) if (state[name]) params.set(name, state[name]);
    if (state.from) params.set("from", state.from);
    return `#/search?${params}`;
  }

  function go(state, changes) {
    const address = addressOf({ ...state, ...changes });
    if (location.hash === address)
      update(null, Object.fromEntries(new URLSearchParams(address.split("?")[1])));
    else location.hash = address;
  }

  // -- the page --

  function show(container, params) {
    const input = html("textarea", {
      id: "query",
      class: "field query",
      rows: 2,
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      dir: "auto",
      "aria-describedby": "query-problem",
      onkeydown: typed,
      oninput: () => {
        unsent = input.value;
      },
    });
    page = {
      input,
      shown: null,
      problem: html("div", { id: "query-problem", class: "problem", role: "alert" }),
      status: html("p", { class: "found", role: "status" }),
      results: html("div", { class: "results" }),
      help: rukaz.queryHelp.help(),
    };
    container.append(
      html("h1", { class: "unseen" }, "Search"),
      html(
        "form",
        { class: "search-form", role: "search", onsubmit: submitted },
        html("label", { for: "query" }, "Words, or a pattern"),
        input,
        html("button", { type: "submit", class: "button main" }, "Search"),
      ),
      page.problem,
      page.status,
      page.results,
      page.help,
    );
    if (!stateOf(params).q) input.focus({ preventScroll: true });
    return update(container, params);
  }

  function typed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  }

  function submitted(event) {
    event.preventDefault();
    unsent = "";
    if (last?.ended) last = null;
    go(stateOf({}), { q: page.input.value });
  }

  // shows what the address asks for; searches only if its query is another one
  async function update(_container, params) {
    const state = stateOf(params);
    const here = page;
    showQuery(state.q);
    page.problem.replaceChildren();
    running.abort();
    if (!state.q.trim()) {
      page.status.replaceChildren();
      page.results.replaceChildren();
      countExamples();
      return;
    }
    const found = await find(state.q);
    if (!found || here !== page) return;
    page.status.replaceChildren(...messages.summary(found));
    announce(messages.number(found));
    keepFocus(page.results, () => arrange(found, state));
  }

  // Puts the query of the address into its field; what was typed there stays as long as the query is the same.
  function showQuery(q) {
    if (q === page.shown) return;
    page.shown = q;
    page.input.value = q || unsent;
    page.input.rows = Math.min(12, Math.max(2, page.input.value.split("\n").length));
    page.help.open = !q;
  }

  async function find(q) {
    if (last?.text === q) return last;
    running = new AbortController();
    const { signal } = running;
    page.results.replaceChildren();
    page.status.replaceChildren();
    let latest = { chunk: 0, chunks: 1, count: 0 };
    let isSlow = false;
    const progress = (state) => {
      latest = state;
      if (isSlow) messages.showProgress(page.status, state);
    };
    const slow = setTimeout(() => {
      isSlow = true;
      if (running.signal === signal) messages.showProgress(page.status, latest);
    }, SLOW);
    try {
      const found = await rukaz.searchEngine.search(q, { progress, signal });
      if (found) last = found;
      return found;
    } catch (error) {
      if (!(error instanceof rukaz.queryParser.QueryError)) throw error;
      page.status.replaceChildren();
      page.problem.replaceChildren(...messages.problem(q, error));
      return null;
    } finally {
      clearTimeout(slow);
    }
  }

  // -- what was found --

  function arrange(found, state) {
    page.results.replaceChildren();
    if (!found.count) return;
    const views = html(
      "div",
      { class: "toolbar", role: "toolbar", "aria-label": "Results" },
      VIEWS.map(([view, label]) =>
        html(
          "button",
          {
            type: "button",
            class: "button",
            "data-key": view,
            "aria-pressed": String(view === state.view),
            onclick: () => go(state, { view, from: 0 }),
          },
          label,
        ),
      ),
    );
    const show = { lines: showLines, trees: showTrees, table: showTable }[state.view];
    page.results.append(views);
    show(found, state, views);
  }

  function showLines(found, state, tools) {
    const node = Math.max(0, found.nodes.indexOf(state.node));
    const rows = ordered(found, state.sort, node);
    tools.append(
      ...[
        select("order", SORTS, state.sort, (sort) => go(state, { sort, from: 0 })),
        found.nodes.length > 1 && !found.shorthand
          ? select(
              "in the middle",
              found.nodes.map((name) => [name, name]),
              found.nodes[node],
              (name) => go(state, { node: name, from: 0 }),
            )
          : null,
        save("TSV", "matches.tsv", "text/tab-separated-values", () =>
          rukaz.concordance.tsv(found, rows, node),
        ),
        saveConllu(found),
      ].filter(Boolean),
    );
    page.results.append(
      rukaz.concordance.lines(found, rows, state.from, node),
      ...pages(state, found.count, rukaz.concordance.LINES),
    );
  }

  // the order is kept, so that turning pages does not sort again
  function ordered(found, sort, node) {
    const key = `${sort} ${node}`;
    if (found.order?.key !== key) found.order = { key, rows: rukaz.matches.order(found, sort, node) };
    return found.order.rows;
  }

  function showTrees(found, state, tools) {
    const groups = rukaz.matches.bySentence(found);
    tools.append(saveConllu(found));
    page.results.append(
      ...rukaz.concordance.trees(found, groups, state.from),
      ...pages(state, groups.length, rukaz.concordance.TREES),
    );
    for (const place of page.results.querySelectorAll(".found-tree .scroller")) showMatch(place);
  }

  // scrolls a wide tree to the first word that was found
  function showMatch(place) {
    const word = place.querySelector(".word.lit");
    if (!word) return;
    const [at, around] = [word.getBoundingClientRect(), place.getBoundingClientRect()];
    if (at.right > around.right) place.scrollLeft += (at.left + at.right - around.left - around.right) / 2;
  }

  function showTable(found, state, tools) {
    const fields = rukaz.frequencyTable.parsed(found, state.by);
    const { element, total } = rukaz.frequencyTable.table(found, fields, state.from);
    tools.append(
      save("TSV", "frequencies.tsv", "text/tab-separated-values", () =>
        rukaz.frequencyTable.tsv(found, fields),
      ),
    );
    page.results.append(
      rukaz.frequencyTable.chooser(found, fields, (by) => go(state, { by, from: 0 })),
      html("div", { class: "scroller" }, element),
      ...pages(state, total, rukaz.frequencyTable.ROWS),
    );
  }

  function select(label, options, chosen, change) {
    const list = html(
      "select",
      { class: "field", "data-key": label, onchange: () => change(list.value) },
      options.map(([value, text]) => html("option", { value, selected: value === chosen }, text)),
    );
    return html("label", {}, `${label} `, list);
  }

  function save(label, name, type, text) {
    return html(
      "button",
      {
        type: "button",
        class: "button",
        title: "Save all matches",
        onclick: () => download(name, type, text()),
      },
      label,
    );
  }

  function saveConllu(found) {
    return save("CoNLL-U", "sentences.conllu", "text/plain", () => rukaz.concordance.conllu(found));
  }

  function pages(state, total, size) {
    if (total <= size && !state.from) return [];
    const to = (from, text) =>
      html("a", { class: "button", "data-key": text, href: addressOf({ ...state, from }) }, text);
    return [
      html(
        "nav",
        { class: "toolbar pages", "aria-label": "Pages of results" },
        state.from > 0 ? to(Math.max(0, state.from - size), "‹ Previous page") : null,
        html(
          "span",
          {},
          `${count(Math.min(state.from + 1, total))}–${count(Math.min(state.from + size, total))} of ${count(total)}`,
        ),
        state.from + size < total ? to(state.from + size, "Next page ›") : null,
      ),
    ];
  }

  // how often each example is found, where the corpus is small
  async function countExamples() {
    if (rukaz.corpus.meta.counts.tokens > TRIED) return;
    running = new AbortController();
    const { signal } = running;
    for (const link of page.help.querySelectorAll("[data-query]")) {
      const place = link.parentElement.querySelector(".times");
      if (place.textContent) continue;
      const found = await rukaz.searchEngine.search(link.dataset.query, { signal });
      if (!found) return;
      place.textContent = count(found.count);
    }
  }

  const keys = {
    "/": () => page.input.focus(),
  };

  rukaz.pages.search = { show, update, keys };
})();
