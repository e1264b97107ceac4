// A sentence and its tree: words across or down, FEATS on demand, beside the automatic tree where there is
// one, as SVG and as CoNLL-U; and its correction.
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { html, isolated, announce, keepFocus } = rukaz.dom;
  const { text: textOf, phrase } = rukaz.language;

  const APART = ["ask", "correct", "enhanced"]; // only one of them at a time

  /** @type {any} */
  let shown = null; // {sentence, place, line, choices, steps, editor, asking}

  let correcting = false; // from sentence to sentence, until the reader ends it

  async function show(container, params, id) {
    const n = await rukaz.corpus.number(id);
    if (n === null) throw new Error(textOf("error.sentence", { id }));
    await rukaz.reviewServer.refresh().catch(() => null); // who saves is told
    const sentence = await rukaz.corpus.sentence(n);
    const entry = rukaz.corpus.meta.documents.find((one) => one.id === sentence.doc);
    const choices = {
      down: chosen("down", rukaz.tree.fitting().down),
      feats: chosen("feats", false),
      compare: Boolean(sentence.automatic),
      correct: correcting || Boolean(rukaz.drafts.find(sentence)),
      ask: false,
      enhanced: false,
    };
    const place = html("div", { class: "trees", onword: (event) => follow(event.detail) });
    const line = runningText();
    shown = { sentence, place, line, choices, editor: null, asking: null, conllu: rukaz.conlluSection() };
    const [before, after] = await Promise.all([neighbour(n - 1), neighbour(n + 1)]);
    shown.steps = { before, after };
    if (rukaz.reviewServer.isThere) {
      shown.panel = new rukaz.reviewPanel.Panel(sentence, after, (said) => again(container, id, said));
    }
    document.title = `${sentence.id} · ${rukaz.corpus.meta.title}`;
    container.append(
      html(
        "article",
        { class: "one-sentence" },
        heading(sentence, entry, before, after),
        line,
        toolbar(sentence),
        shown.conllu.section,
        place,
        rukaz.coreference.ofSentence(sentence),
      ),
    );
    draw();
    const wanted = Number(params.word);
    if (wanted) stressWord(wanted);
  }

  // The sentence as it was accepted, with what is to be said of that.
  async function again(container, id, said) {
    container.replaceChildren();
    await show(container, {}, id);
    if (said) shown.panel.say(said);
    const next = shown.panel.said.querySelector("a") ?? shown.panel.button;
    next.focus({ preventScroll: true });
  }

  function chosen(name, otherwise) {
    const choice = rukaz.preferences.get(name);
    return choice === null ? otherwise : choice === "true";
  }

  async function neighbour(n) {
    if (n < 0 || n >= rukaz.corpus.meta.counts.sentences) return null;
    return (await rukaz.corpus.sentence(n)).id;
  }

  // -- around the tree --

  function heading(sentence, entry, before, after) {
    const read = rukaz.urls.sentence(sentence);
    return html(
      "header",
      { class: "steps" },
      stepLink("‹", textOf("tree.previous"), before),
      html(
        "p",
        {},
        html("a", { href: read, lang: entry.language }, isolated(rukaz.documentList.titleOf(entry))),
        " ",
        html(
          "span",
          { class: "facts" },
          [
            textOf("tree.position", { number: sentence.n - entry.first + 1, total: entry.sentences }),
            rukaz.glossary.role(sentence.role),
            textOf("count.tokens", { count: sentence.tokens.length }),
            sentence.annotation === "reviewed"
              ? textOf("tree.reviewed", { reviewer: sentence.reviewer })
              : textOf("tree.automatic"),
            ...(sentence.waits ? [textOf("review.waits")] : []),
          ].map((fact) => html("span", {}, isolated(fact))),
        ),
      ),
      stepLink("›", textOf("tree.next"), after),
    );
  }

  function stepLink(sign, label, id) {
    return id
      ? html("a", { class: "tool", href: rukaz.urls.tree(id), "aria-label": label, title: label }, sign)
      : html("span", { class: "tool", "aria-hidden": "true" }, "");
  }

  // The sentence as text, which stays in sight; a word in it shows the word in the tree.
  function runningText() {
    const line = html("h1", { class: "line", lang: rukaz.corpus.meta.language, dir: "auto" });
    line.addEventListener("pointerover", (event) => {
      const word = event.target.closest(".w");
      if (word) stressWord(Number(word.dataset.id), false);
    });
    line.addEventListener("pointerleave", () => stressWord(null));
    line.addEventListener("click", (event) => {
      const word = event.target.closest(".w");
      if (word) stressWord(Number(word.dataset.id), true);
    });
    return line;
  }

  function toolbar(sentence) {
    const pressed = (name) =>
      html(
        "button",
        {
          type: "button",
          class: "button",
          title: textOf(`tree.${name}Title`),
          "data-choice": name,
          "aria-pressed": String(shown.choices[name]),
          onclick: () => choose(name),
        },
        textOf(`tree.${name}`),
      );
    return html(
      "div",
      { class: "toolbar", role: "group", "aria-label": textOf("tree.title") },
      pressed("down"),
      pressed("feats"),
      sentence.tokens.some(({ deps }) => deps) ? pressed("enhanced") : null,
      pressed("ask"),
      pressed("correct"),
      sentence.automatic ? pressed("compare") : null,
      html(
        "button",
        { type: "button", class: "button", onclick: () => save("save") },
        textOf("tree.saveSvg"),
      ),
      html(
        "button",
        { type: "button", class: "button", onclick: () => save("savePng") },
        textOf("tree.savePng"),
      ),
      html(
        "button",
        {
          type: "button",
          class: "button",
          "aria-expanded": "false",
          "aria-controls": "conllu",
          onclick: ({ currentTarget }) => shown.conllu.reveal(currentTarget),
        },
        "CoNLL-U",
      ),
    );
  }

  function choose(name) {
    const { choices } = shown;
    choices[name] = !choices[name];
    if (name === "down" || name === "feats") rukaz.preferences.set(name, choices[name]);
    if (APART.includes(name) && choices[name]) {
      for (const other of APART) choices[other] = other === name;
    }
    if (APART.includes(name)) correcting = choices.correct;
    for (const one of document.querySelectorAll("[data-choice]")) {
      one.setAttribute("aria-pressed", String(choices[one.getAttribute("data-choice") ?? ""]));
    }
    keepFocus(shown.place, draw);
  }

  function save(how) {
    const { sentence, place, choices } = shown;
    const image = choices.correct
      ? rukaz.tree.draw(rukaz.drafts.apply(sentence), {
          ...rukaz.tree.fitting(choices.down),
          feats: choices.feats,
        })
      : place.querySelector("svg.tree");
    rukaz.treeSvg[how](image, sentence);
  }

  // -- the tree, or two --

  function draw() {
    const { sentence, place, choices } = shown;
    const { down, feats } = choices;
    const options = { ...rukaz.tree.fitting(down), feats, enhanced: choices.enhanced };
    const corrected = rukaz.drafts.apply(sentence);
    const automatic =
      choices.compare && !choices.enhanced && sentence.automatic ? asSentence(sentence) : null;
    showText(corrected);
    shown.panel?.show(corrected);
    place.replaceChildren();
    if (shown.panel) place.after(shown.panel.place);
    if (choices.ask) {
      drawAsking(sentence, options);
      return;
    }
    if (choices.correct || corrected !== sentence) {
      drawCorrected(corrected, options);
      return;
    }
    if (!automatic) {
      place.append(html("div", { class: "scroller" }, rukaz.tree.draw(sentence, options)));
      return;
    }
    const [tree, other] = rukaz.tree.drawBeside(sentence, automatic, options);
    place.append(
      html(
        "div",
        { class: "scroller both" + (down ? " beside" : "") },
        captioned(textOf("tree.ofReviewed"), tree),
        captioned(textOf("tree.ofAutomatic"), other),
      ),
      rukaz.treeDiff.table(sentence, automatic),
    );
  }

  function showText(sentence) {
    const nameOf = (entity, content) =>
      html("span", { class: "entity " + entity.label.toLowerCase() }, content);
    shown.line.replaceChildren(...rukaz.sentenceText.nodes(sentence, nameOf));
    shown.conllu.show(sentence);
  }

  // -- asking --

  // The tree as the corpus has it, of which a query can be made.
  function drawAsking(sentence, options) {
    const { asking } = shown;
    const image = rukaz.tree.draw(sentence, { ...options, feats: true });
    const ticked = asking?.ticked ?? rukaz.treeQuery.nothing();
    shown.asking = new rukaz.treeQuery.Asking(image, sentence, ticked, asking?.selected);
    shown.place.append(
      html("div", { class: "scroller" }, image),
      html("div", { class: "edit-bars" }, shown.asking.bar, shown.asking.result),
    );
  }

  // -- correcting --

  // The tree as corrected, with what differs from the corpus.
  function drawCorrected(corrected, options) {
    const { sentence, place, choices, editor } = shown;
    const changed = corrected !== sentence;
    const image = rukaz.tree.draw(corrected, {
      ...options,
      feats: options.feats || choices.correct,
      editable: choices.correct,
      compare: changed ? sentence.tokens : undefined,
    });
    if (choices.correct) {
      shown.editor = new rukaz.treeEditor.Editor(image, corrected, editor?.selected, edit);
    }
    place.append(html("div", { class: "scroller" }, image));
    if (choices.correct)
      place.append(html("div", { class: "edit-bars" }, shown.editor.bar, history(), hint()));
    if (choices.correct) place.append(shown.panel?.place ?? lookAgain(corrected)); // the validator says the same
    if (changed) place.append(rukaz.treeDiff.table(corrected, sentence, ["corrected", "inCorpus"]));
  }

  // What of the tree departs from UD.
  function lookAgain(sentence) {
    return html("div", { role: "status" }, rukaz.udRules.nodes(sentence));
  }

  function history() {
    const button = (key, onclick) =>
      html(
        "button",
        { type: "button", class: "button", "data-key": key, title: textOf(`edit.${key}Title`), onclick },
        textOf(`edit.${key}`),
      );
    return html(
      "div",
      { class: "toolbar edit-bar", role: "group", "aria-label": textOf("page.corrections") },
      button("undo", () => step(-1)),
      button("redo", () => step(1)),
      rukaz.reviewServer.isThere
        ? button("accept", () => shown.panel.accept())
        : html("a", { class: "button", href: "#/corrections" }, textOf("edit.save")),
    );
  }

  function hint() {
    const goesOn = textOf(rukaz.reviewServer.isThere ? "edit.hintAccept" : "edit.hintSave");
    return html("p", { class: "muted" }, phrase("edit.hint", { key: html("kbd", {}, "?") }), " ", goesOn);
  }

  // `focused` is the data-key of what has the focus afterwards.
  function edit(change, focused = `word ${shown.editor.selected}`) {
    rukaz.drafts.edit(shown.sentence, change);
    draw();
    rukaz.dom.focusOn(shown.place, focused);
    announce(textOf("edit.done"));
  }

  function step(by) {
    const done = rukaz.drafts.step(shown.sentence, by);
    if (done) keepFocus(shown.place, draw);
    announce(textOf(done ? (by < 0 ? "edit.takenBack" : "edit.madeAgain") : "edit.nothingMore"));
  }

  const whileCorrecting = (action) => () => {
    if (shown.choices.correct) action();
  };

  const captioned = (caption, tree) => html("figure", {}, html("figcaption", {}, caption), tree);

  // The automatic annotation has only tokens: names are drawn from their tags.
  function asSentence(sentence) {
    const entities = [];
    for (const token of sentence.automatic) {
      if (!token.ner) continue;
      if (token.ner.startsWith("B-"))
        entities.push({ label: token.ner.slice(2), first: token.id, last: token.id });
      else entities[entities.length - 1].last = token.id;
    }
    return { id: sentence.id + "-automatic", text: sentence.text, tokens: sentence.automatic, entities };
  }

  // -- the word that stands out --

  function stressWord(id, into) {
    const image = shown.place.querySelector("svg.tree");
    const token = rukaz.drafts.apply(shown.sentence).tokens.find((one) => one.id === id);
    rukaz.treeNavigation.highlight(image, token || null);
    const word = token && image.querySelector(`.word[data-id="${id}"]`);
    if (word) toMiddle(image.closest(".scroller"), word);
    if (word && into) word.focus({ preventScroll: true });
  }

  function toMiddle(scroller, word) {
    const [at, around] = [word.getBoundingClientRect(), scroller.getBoundingClientRect()];
    if (at.left >= around.left && at.right <= around.right) return;
    scroller.scrollBy({ left: (at.left + at.right - around.left - around.right) / 2 });
  }

  function follow(token) {
    for (const word of shown.line.querySelectorAll(".w")) {
      word.classList.toggle("pointed", Boolean(token) && word.dataset.id === String(token.id));
    }
  }

  const toStep = (id) => {
    if (id) location.hash = rukaz.urls.tree(id);
  };

  const keys = {
    j: () => toStep(shown.steps.after),
    k: () => toStep(shown.steps.before),
    f: () => (shown.choices.correct ? shown.editor.open("feats") : choose("feats")),
    e: () => choose("correct"),
    q: () => choose("ask"),
    ...Object.fromEntries(
      Object.entries(rukaz.treeEditor.FIELDS)
        .filter(([field]) => field !== "feats")
        .map(([field, key]) => [key, whileCorrecting(() => shown.editor.open(field))]),
    ),
    "Ctrl z": whileCorrecting(() => step(-1)),
    "Ctrl y": whileCorrecting(() => step(1)),
    d: () => choose("down"),
    c: () => shown.conllu.copy(),
    a: ({ shiftKey }) => shown.panel?.accept(shiftKey),
    Escape: () => {
      if (shown.choices.ask) choose("ask");
      else if (shown.choices.correct) choose("correct");
      else location.hash = rukaz.urls.sentence(shown.sentence);
    },
  };

  rukaz.pages.tree = { show, keys };
})();
