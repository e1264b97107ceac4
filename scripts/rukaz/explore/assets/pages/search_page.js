// The search page: a query, its matches as concordance, trees or table, and files of them. All of it is in the
// address: #/search?q=QUERY&view=lines|trees|table&whether=…&sort=…&node=…&by=…&from=…
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { html, announce, keepFocus } = rukaz.dom;
  const { text: textOf, count } = rukaz.language;
  const messages = rukaz.searchMessages;

  const { SORTS, VIEWS } = rukaz.searchResults;
  const TRIED = 200_000; // tokens; in a larger corpus the examples are not counted unasked

  const SLOW = 400; // milliseconds after which a search can be seen to run, and be stopped

  let running = new AbortController();
  let last = null; // the latest search and what it found
  let unsent = ""; // what was typed and not searched yet
  /** @type {any} */
  let page = null; // {input, whether, shown, problem, status, results, history, help}

  // -- addresses --

  const TEXTS = ["node", "by", "whether"];
  const NUMBERS = ["from", "sample", "seed", "around"];

  /** @returns {any} */
  function stateOf(params) {
    const one = (name, values, otherwise) => (values.includes(params[name]) ? params[name] : otherwise);
    return {
      q: params.q ?? "",
      view: one("view", VIEWS, "lines"),
      sort: one("sort", SORTS, "corpus"),
      grid: params.grid === "1",
      ...Object.fromEntries(TEXTS.map((name) => [name, params[name] ?? ""])),
      ...Object.fromEntries(
        NUMBERS.map((name) => [name, Math.max(0, Number.parseInt(params[name] ?? "0", 10) || 0)]),
      ),
    };
  }

  function addressOf(state) {
    const params = new URLSearchParams();
    if (state.q) params.set("q", state.q);
    if (state.view !== "lines") params.set("view", state.view);
    if (state.sort !== "corpus") params.set("sort", state.sort);
    for (const name of [...TEXTS, ...NUMBERS]) if (state[name]) params.set(name, state[name]);
    if (state.grid) params.set("grid", "1");
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
      onchange: () => {
        unsent = input.value;
      },
    });
    const whether = html("input", {
      id: "whether",
      class: "field query",
      type: "text",
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      placeholder: "S << V",
    });
    page = {
      input,
      whether,
      shown: null,
      problem: html("div", { id: "query-problem", class: "problem", role: "alert" }),
      status: html("p", { class: "found", role: "status" }),
      results: html("div", { class: "results" }),
      history: rukaz.queryHistory.element(),
      help: rukaz.queryHelp.help(),
    };
    container.append(
      html("h1", { class: "unseen" }, textOf("page.search")),
      html(
        "form",
        { class: "search-form", role: "search", onsubmit: submitted },
        html("label", { for: "query" }, textOf("search.label")),
        new rukaz.queryField.QueryField(input).element,
        html("button", { type: "submit", class: "button main" }, textOf("search.go")),
        html(
          "label",
          { for: "whether", title: textOf("search.whetherTitle") },
          textOf("search.whetherLabel"),
        ),
        whether,
      ),
      page.problem,
      page.status,
      page.results,
      page.history,
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
    go(stateOf({}), { q: page.input.value, whether: page.whether.value.trim() });
  }

  // shows what the address asks for; searches only if its query is another one
  async function update(_container, params) {
    const state = stateOf(params);
    const here = page;
    showQuery(state.q);
    page.whether.value = state.whether;
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
    if (!(await split(found, state)) || here !== page) return;
    page.status.replaceChildren(...messages.summary(found));
    announce(messages.number(found));
    rukaz.queryHistory.remember(state.q, found.count);
    rukaz.queryHistory.fill(page.history);
    const change = (changes) => go(state, changes);
    const address = (changes) => addressOf({ ...state, ...changes });
    keepFocus(page.results, () => {
      rukaz.searchResults.arrange(page.results, found, state, change, address);
      if (found.whether) page.results.prepend(rukaz.searchResults.whether(found));
    });
  }

  // Puts the query of the address into its field; what was typed there stays as long as the query is the same.
  function showQuery(q) {
    if (q === page.shown) return;
    page.shown = q;
    page.input.value = q || unsent;
    page.input.rows = Math.min(12, Math.max(2, page.input.value.split("\n").length));
    page.help.open = !q;
  }

  // Asks of which matches the clauses of `whether` hold; false if they cannot be read, or the search was left.
  async function split(found, { whether }) {
    if (!whether) found.whether = null;
    else if (found.whether?.clauses !== whether) {
      const { signal } = running;
      try {
        found.whether = await rukaz.searchEngine.split(found, whether, { signal });
      } catch (error) {
        tell(`${found.pattern}\nwith { ${whether} }`, error);
        return false;
      }
      return Boolean(found.whether);
    }
    return true;
  }

  // Shows what is wrong with a query.
  function tell(q, error) {
    if (!(error instanceof rukaz.queryParser.QueryError)) throw error;
    page.status.replaceChildren();
    page.problem.replaceChildren(...messages.problem(q, error));
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
      tell(q, error);
      return null;
    } finally {
      clearTimeout(slow);
    }
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
