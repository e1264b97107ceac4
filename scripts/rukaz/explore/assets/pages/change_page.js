// One change to many sentences: a query, what is changed of its words, each sentence as it would be, and the button that
// keeps those that are ticked. #/change?q=QUERY&set=CHANGES, a change on each line.
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { html, isolated, moreButton } = rukaz.dom;
  const { text: textOf, phrase } = rukaz.language;
  const { reviewServer, batchChange } = rukaz;

  const SHOWN = 100; // sentences at first
  const EXAMPLES = ["N.upos=ADJ", "N.lemma=глава", "N.Case=Gen", "N.Case=", "N.deprel=obl", "S.head=V"];

  /** @type {any} */
  let page = null; // {query, changes, problem, status, list, actions}

  // -- the form --

  async function show(container, params) {
    const area = (id, rows) =>
      html("textarea", {
        id,
        class: "field query",
        rows,
        spellcheck: "false",
        autocapitalize: "off",
        autocomplete: "off",
        dir: "auto",
        onkeydown: typed,
      });
    page = {
      query: area("query", 2),
      changes: area("changes", 2),
      problem: html("div", { class: "problem", role: "alert" }),
      status: html("p", { class: "found", role: "status" }),
      actions: html("div", { class: "toolbar" }),
      list: html("ol", { class: "changed" }),
    };
    page.changes.setAttribute("aria-describedby", "how-to-change");
    container.append(
      html(
        "article",
        { class: "change" },
        html("h1", {}, textOf("page.change")),
        html(
          "form",
          { class: "search-form", onsubmit: submitted },
          html("label", { for: "query" }, textOf("change.query")),
          new rukaz.queryField.QueryField(page.query).element,
          html("span"),
          html("label", { for: "changes" }, textOf("change.changes")),
          page.changes,
          html("button", { type: "submit", class: "button main" }, textOf("change.preview")),
        ),
        html(
          "p",
          { id: "how-to-change", class: "muted" },
          phrase("change.how", {
            examples: html(
              "span",
              {},
              EXAMPLES.map((one, i) => [i ? ", " : "", html("code", {}, one)]),
            ),
          }),
        ),
        page.problem,
        page.status,
        page.actions,
        page.list,
      ),
    );
    if (!params.q) page.query.focus({ preventScroll: true });
    else if (!params.set) page.changes.focus({ preventScroll: true });
    await update(container, params);
  }

  function typed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  }

  function submitted(event) {
    event.preventDefault();
    const { query, changes } = page;
    const address = rukaz.urls.change(query.value, changes.value);
    if (location.hash === address) update(null, { q: query.value, set: changes.value });
    else location.hash = address;
  }

  async function update(_container, { q = "", set = "" }) {
    const here = page;
    here.query.value = q;
    here.changes.value = set;
    tell();
    here.list.replaceChildren();
    here.actions.replaceChildren();
    if (!q.trim() || !set.trim()) return;
    try {
      const preview = await previewOf(q, set);
      if (here === page && preview) showPreview(preview, q, set);
    } catch (error) {
      if (here === page) explain(q, error);
    }
  }

  // Says how it stands, and nothing more of what was wrong.
  function tell(...nodes) {
    page.problem.replaceChildren();
    page.status.replaceChildren(...nodes);
  }

  function explain(q, error) {
    const isMistake = error instanceof rukaz.queryParser.QueryError;
    page.status.replaceChildren();
    page.problem.replaceChildren(
      ...(isMistake ? rukaz.searchMessages.problem(q, error) : [html("p", {}, isolated(error.message))]),
    );
  }

  // -- the preview --

  // The query and the changes are read here, whoever makes them: mistakes are told in the language of the page.
  async function previewOf(q, set) {
    const { nodes } = rukaz.queryParser.parse(q).scopes[0];
    const changes = batchChange.parse(
      set,
      nodes.map(({ name }) => name),
    );
    if (reviewServer.isThere) {
      await reviewServer.refresh();
      return batchChange.previewOfServer(q, linesOf(set));
    }
    const found = await rukaz.searchEngine.search(q);
    if (found?.ended) throw new batchChange.ChangeError(textOf(`search.${found.ended}`));
    return found && batchChange.preview(found, changes);
  }

  const linesOf = (set) =>
    set
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);

  function showPreview({ pairs, leftOut }, q, set) {
    const chosen = new Set(pairs.map(({ before }) => before.id));
    const rows = pairs.map((pair) => row(pair, chosen, () => count()));
    const automatic = pairs.filter(({ before }) => before.annotation === "auto").length;
    tell(
      html("b", {}, textOf("change.sentences", { count: pairs.length })),
      " ",
      pairs.length ? textOf("change.automatic", { count: automatic }) : "",
      " ",
      leftOut ? textOf("change.leftOut", { count: leftOut }) : "",
    );
    if (!pairs.length) return;
    const accept = html("button", {
      type: "button",
      class: "button main",
      onclick: () =>
        keep(
          pairs.filter(({ before }) => chosen.has(before.id)),
          q,
          set,
          rows,
        ),
    });
    const all = html("input", {
      type: "checkbox",
      checked: true,
      onchange: () => {
        for (const { box } of rows) box.checked = all.checked;
        for (const { before } of pairs) if (all.checked) chosen.add(before.id);
        if (!all.checked) chosen.clear();
        count();
      },
    });
    const count = () => {
      accept.textContent = textOf(reviewServer.isThere ? "change.accept" : "change.toDrafts", {
        count: chosen.size,
      });
      accept.disabled = !chosen.size;
      all.checked = chosen.size === pairs.length;
    };
    count();
    page.actions.replaceChildren(html("label", {}, all, " ", textOf("change.all")), accept);
    page.list.append(...rows.slice(0, SHOWN).map(({ element }) => element));
    if (rows.length > SHOWN) {
      const rest = rows.slice(SHOWN).map(({ element }) => element);
      page.list.after(moreButton(rest.length, () => page.list.append(...rest)));
    }
  }

  // One sentence as it would be, with what differs from what it is: {element, box, said}.
  function row({ before, after }, chosen, told) {
    const label = `change-${before.n}`;
    const box = html("input", {
      type: "checkbox",
      checked: true,
      "aria-labelledby": label,
      onchange: () => {
        if (box.checked) chosen.add(before.id);
        else chosen.delete(before.id);
        told();
      },
    });
    const said = html("div", { class: "review-said", role: "status" });
    const different = rukaz.treeDiff.differences(after.tokens, before.tokens);
    const line = html("a", { id: label, href: rukaz.urls.tree(before.id), lang: rukaz.corpus.meta.language });
    line.append(...rukaz.sentenceText.nodes(after, (_, nodes) => nodes).flat());
    for (const word of line.querySelectorAll(".w")) {
      word.classList.toggle("changed", different.has(Number(word.dataset.id)));
    }
    const element = html("li", {}, box, " ", line, rukaz.treeDiff.list(after, before), said);
    if (!reviewServer.isThere) said.append(...rukaz.udRules.nodes(after));
    return { element, box, said, id: before.id, after };
  }

  // -- keeping it --

  async function keep(pairs, q, set, rows) {
    try {
      if (reviewServer.isThere) await accept(pairs, q, set, rows);
      else toDrafts(pairs);
    } catch (error) {
      explain(q, error);
    }
  }

  async function accept(pairs, q, set, rows) {
    for (const { said } of rows) said.replaceChildren();
    const ids = pairs.map(({ before }) => before.id);
    const request = { query: q, changes: linesOf(set), accept: ids };
    const { saved, findings, changes } = await reviewServer.answer("change", request);
    if (saved) {
      await reviewServer.refresh();
      done(textOf("review.accepted", { count: changes }));
      return;
    }
    for (const one of rows) {
      if (findings[one.id]) one.said.replaceChildren(rukaz.findings.list(findings[one.id]));
    }
    const first = rows.find(({ id }) => findings[id]);
    page.problem.replaceChildren(
      html("p", {}, textOf("change.refused", { count: Object.keys(findings).length })),
    );
    first?.box.focus();
  }

  function toDrafts(pairs) {
    rukaz.drafts.editAll(pairs.map(({ before, edits }) => [before, edits]));
    const undo = html(
      "button",
      {
        type: "button",
        class: "button",
        onclick: () => {
          rukaz.drafts.discard(...pairs.map(({ before }) => before.id));
          done(textOf("edit.takenBack"));
        },
      },
      textOf("edit.undo"),
    );
    done(textOf("change.inDrafts", { count: pairs.length }), undo);
  }

  function done(said, ...more) {
    page.list.replaceChildren();
    page.list.parentNode.querySelector("ol ~ .button")?.remove();
    const link = html("a", { class: "button", href: "#/corrections" }, textOf("page.corrections"));
    page.actions.replaceChildren(link, ...more);
    tell(said);
    link.focus({ preventScroll: true });
  }

  rukaz.pages.change = { show, update };
})();
