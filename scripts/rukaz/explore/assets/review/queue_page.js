// What to look at first: the sentences of a queue, in the order that was chosen, with what speaks for each and how
// many of them are done.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.reviewQueue = (() => {
  const { html, isolated } = rukaz.dom;
  const { text } = rukaz.language;
  const { reviewServer } = rukaz;

  let queue = null; // {key, rows, length, orders}: the queue that was shown last

  const ids = () => (queue?.rows ?? []).map((row) => row.sent_id);

  // Whether a sentence is in the queue that was shown last.
  const has = (id) => ids().includes(id);

  // The id of the sentence after this one in the queue that is not done; null if there is none.
  function next(id) {
    const waiting = new Set(reviewServer.waiting());
    const rest = ids().slice(ids().indexOf(id) + 1);
    return rest.find((one) => !waiting.has(one)) ?? null;
  }

  async function show(container, params) {
    const place = html("article", { class: "queue" });
    container.append(place);
    await update(place, params);
  }

  async function update(container, params) {
    const place = container.querySelector(".queue") ?? container;
    const asked = { order: params.order ?? "document", query: params.q ?? "" };
    const key = JSON.stringify(asked);
    await reviewServer.refresh();
    try {
      if (asked.query.trim()) rukaz.queryParser.parse(asked.query); // a mistake is told in the language of the page
      if (queue?.key !== key) queue = { key, ...(await reviewServer.answer("queue", asked)) };
      place.replaceChildren(html("h1", {}, text("page.queue")), form(asked), progress(), rows());
    } catch (error) {
      const said = html("div", { class: "problem", role: "alert" }, mistake(asked.query, error));
      place.replaceChildren(html("h1", {}, text("page.queue")), form(asked), said);
    }
  }

  function mistake(query, error) {
    const isOfQuery = error instanceof rukaz.queryParser.QueryError;
    return isOfQuery ? rukaz.searchMessages.problem(query, error) : html("p", {}, isolated(error.message));
  }

  function form({ order, query }) {
    const choice = html(
      "select",
      { name: "order", class: "field" },
      reviewServer.state().orders.map((one) => html("option", { value: one }, text(`queue.${one}`))),
    );
    choice.value = order;
    const field = html("input", { name: "q", class: "field", type: "search", spellcheck: "false" });
    field.value = query;
    const go = (event) => {
      event.preventDefault();
      queue = null;
      const address = new URLSearchParams({
        order: choice.value,
        ...(field.value ? { q: field.value } : {}),
      });
      location.hash = `#/queue?${address}`;
    };
    return html(
      "form",
      { class: "toolbar", onsubmit: go },
      html("label", {}, text("queue.order"), " ", choice),
      html("label", {}, text("queue.query"), " ", field),
      html("button", { class: "button" }, text("queue.show")),
    );
  }

  function progress() {
    const waiting = new Set(reviewServer.waiting());
    const done = queue.rows.filter((row) => waiting.has(row.sent_id)).length;
    const label = text("queue.progress", { done, shown: queue.rows.length, count: queue.length });
    return html(
      "p",
      { role: "status" },
      html("progress", { max: Math.max(queue.rows.length, 1), value: done, "aria-label": label }),
      " ",
      label,
    );
  }

  function rows() {
    const waiting = new Set(reviewServer.waiting());
    return html(
      "ol",
      {},
      queue.rows.map(({ sent_id: id, text: line, why }) =>
        html(
          "li",
          { class: waiting.has(id) ? "done" : null },
          html("a", { href: rukaz.urls.tree(id) }, isolated(line)),
          waiting.has(id) ? html("small", {}, ` ${text("queue.done")}`) : null,
          rukaz.findings.reasons(why),
        ),
      ),
    );
  }

  rukaz.pages.queue = { show, update };
  return { has, next };
})();
