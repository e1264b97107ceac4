// Beside a tree, where corrections are accepted at once: the button for it, what the validator says, and what to do
// when somebody has changed the sentence meanwhile.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.reviewPanel = (() => {
  const { html, isolated, announce } = rukaz.dom;
  const { text, phrase } = rukaz.language;
  const { reviewServer } = rukaz;

  const PATIENCE = 400; // milliseconds after a correction before the validator is asked

  let left = null; // what is to be said of the sentence that was accepted, on the page of the next one

  // What stands below the tree of a sentence. `base` is the sentence that is corrected, `after` the id of the one that
  // follows in the corpus, and `again` shows the sentence anew.
  class Panel {
    constructor(base, after, again) {
      this.base = base;
      this.after = after;
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
      this.goOn = html(
        "button",
        {
          type: "button",
          class: "button",
          title: text("review.acceptNextTitle"),
          onclick: () => this.accept(true),
        },
        text("review.acceptNext"),
      );
      this.place = html(
        "section",
        { class: "review", "aria-label": text("review.title") },
        this.button,
        " ",
        this.goOn,
        this.said,
      );
      if (left) this.say(left);
      left = null;
    }

    // The id of the sentence that comes after this one, in the queue if it is in one; null if there is none.
    next() {
      const { id } = this.base;
      return rukaz.reviewQueue.has(id) ? rukaz.reviewQueue.next(id) : this.after;
    }

    // Another correction was made: the validator is asked about it, once there is a pause.
    show(sentence) {
      const isSame = sentence.conllu === this.sentence.conllu;
      this.sentence = sentence;
      this.button.textContent = text(sentence === this.base ? "review.acceptAsIs" : "review.accept");
      this.button.disabled = reviewServer.isRecut(this.base.id);
      this.goOn.hidden = this.button.disabled || !this.next();
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
          if (isStill()) this.say(rukaz.findings.list(findings));
        } catch (error) {
          if (isStill()) this.say(this.failure(error));
        }
      }, PATIENCE);
    }

    // Accepts the sentence as it is now, and shows the next one if `goesOn`.
    async accept(goesOn = false) {
      if (this.button.disabled) return;
      clearTimeout(this.waiting);
      await this.send(reviewServer.annotationOf(this.base), goesOn);
    }

    async send(base, goesOn = false) {
      this.button.disabled = true;
      try {
        this.tell(await reviewServer.save(this.sentence, base), goesOn);
      } catch (error) {
        this.say(this.failure(error));
      }
      this.button.disabled = false;
    }

    tell({ saved, findings, changes, conflict }, goesOn) {
      if (conflict) {
        this.say(this.conflict(conflict));
      } else if (saved) {
        this.accepted(changes.length, goesOn);
      } else {
        this.say(html("p", { class: "problem" }, text("review.refused")), rukaz.findings.list(findings));
      }
    }

    accepted(count, goesOn) {
      const { id } = this.base;
      rukaz.drafts.discard(id);
      const said = text("review.accepted", { count });
      announce(said);
      const next = this.next();
      const link = (to, ...nodes) => html("a", { class: "button", href: rukaz.urls.tree(to) }, ...nodes);
      const tell = (...nodes) => html("p", { class: "accepted" }, said, " ", ...nodes);
      if (goesOn && next) {
        left = tell(link(id, isolated(id)));
        location.hash = rukaz.urls.tree(next);
      } else {
        const label = text(rukaz.reviewQueue.has(id) ? "review.next" : "tree.next");
        this.again(next ? tell(link(next, label)) : tell());
      }
    }

    say(...nodes) {
      this.said.replaceChildren(...nodes.flat());
    }

    conflict({ reviewer, current }) {
      const theirs = current && reviewServer.withAnnotation(this.base, current);
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
        theirs ? rukaz.treeDiff.list(this.sentence, theirs) : null,
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

  return { Panel };
})();
