// Beside a tree, where corrections are accepted at once: the button for it, what the validator says, and what to do
// when somebody has changed the sentence meanwhile.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.reviewPanel = (() => {
  const { html, isolated, announce } = rukaz.dom;
  const { text, phrase } = rukaz.language;
  const { reviewServer } = rukaz;

  const PATIENCE = 400; // milliseconds after a correction before the validator is asked

  // What stands below the tree of a sentence. `base` is the sentence that is corrected, `again` shows it anew.
  class Panel {
    constructor(base, again) {
      this.base = base;
      this.again = again;
      this.sentence = base;
      this.waiting = 0;
      this.said = html("div", { class: "review-said", role: "status" });
      this.button = html("button", {
        type: "button",
        class: "button main",
        "data-key": "accept",
        title: text("review.acceptTitle"),
        onclick: () => this.accept(),
      });
      this.place = html(
        "section",
        { class: "review", "aria-label": text("review.title") },
        this.button,
        this.said,
      );
    }

    // Another correction was made: the validator is asked about it, once there is a pause.
    show(sentence) {
      const isSame = sentence.conllu === this.sentence.conllu;
      this.sentence = sentence;
      this.button.textContent = text(sentence === this.base ? "review.acceptAsIs" : "review.accept");
      this.button.disabled = reviewServer.isRecut(this.base.id);
      if (this.button.disabled) this.say(html("p", {}, text("review.recut")));
      else if (!isSame) this.checkSoon();
    }

    checkSoon() {
      clearTimeout(this.waiting);
      this.say();
      const { sentence } = this;
      const isStill = () => this.sentence === sentence && this.place.isConnected;
      this.waiting = setTimeout(async () => {
        try {
          const { findings } = await reviewServer.check(sentence);
          if (isStill()) this.say(this.listed(findings));
        } catch (error) {
          if (isStill()) this.say(this.failure(error));
        }
      }, PATIENCE);
    }

    async accept() {
      if (this.button.disabled) return;
      clearTimeout(this.waiting);
      await this.send(reviewServer.annotationOf(this.base));
    }

    async send(base) {
      this.button.disabled = true;
      try {
        this.tell(await reviewServer.save(this.sentence, base));
      } catch (error) {
        this.say(this.failure(error));
      }
      this.button.disabled = false;
    }

    tell({ saved, findings, changes, conflict }) {
      if (conflict) {
        this.say(this.conflict(conflict));
      } else if (saved) {
        rukaz.drafts.discard(this.base.id);
        announce(text("review.accepted", { count: changes.length }));
        const next = rukaz.reviewQueue.next(this.base.id);
        this.again(
          html(
            "p",
            { class: "accepted" },
            text("review.accepted", { count: changes.length }),
            " ",
            next ? html("a", { class: "button", href: rukaz.urls.tree(next) }, text("review.next")) : null,
          ),
        );
      } else {
        this.say(html("p", { class: "problem" }, text("review.refused")), this.listed(findings));
      }
    }

    say(...nodes) {
      this.said.replaceChildren(...nodes.flat());
    }

    listed(found) {
      return findings(this.sentence, found);
    }

    conflict({ reviewer, current, changes }) {
      const keepMine = html(
        "button",
        { type: "button", class: "button", onclick: () => this.send(current) },
        text("review.keepMine"),
      );
      const keepTheirs = html(
        "button",
        { type: "button", class: "button", onclick: () => this.takeTheirs() },
        text("review.keepTheirs"),
      );
      return html(
        "div",
        { class: "conflict", role: "alert" },
        html(
          "p",
          { class: "problem" },
          reviewer ? phrase("review.changedBy", { reviewer: isolated(reviewer) }) : text("review.changed"),
        ),
        html(
          "ul",
          {},
          changes.map((change) => html("li", {}, isolated(change.slice(change.indexOf(": ") + 2)))),
        ),
        current ? keepMine : html("p", {}, text("review.recut")),
        " ",
        keepTheirs,
      );
    }

    async takeTheirs() {
      rukaz.drafts.discard(this.base.id);
      await reviewServer.refresh();
      this.again();
    }

    failure(error) {
      return html(
        "p",
        { class: "problem", role: "alert" },
        isolated(error.message),
        " ",
        text("review.draftIsKept"),
      );
    }
  }

  // What the validator and the guidelines find in a sentence, by the words that they find it at.
  function findings(sentence, found) {
    const formOf = (id) => sentence.tokens.find((one) => one.id === id)?.form ?? "";
    const rows = found.map(({ token, code, message, error }) =>
      html(
        "li",
        { class: error ? "error" : "warning" },
        token ? [html("small", {}, `${token} `), isolated(formOf(token)), ": "] : null,
        isolated(message),
        " ",
        html("code", {}, code),
      ),
    );
    return rows.length ? html("ul", { class: "findings" }, rows) : html("p", {}, text("review.valid"));
  }

  return { Panel, findings };
})();
