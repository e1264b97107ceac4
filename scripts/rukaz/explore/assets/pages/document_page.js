// Reading: a document as running text with its entities, block roles and left-out blocks.
//
// #/read/DOC?at=SENTENCE opens the tree of a sentence below the text, ?name=ENTITY all mentions of an entity.
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { html, isolated, link, byId } = rukaz.dom;
  const { text: textOf, phrase, count } = rukaz.language;

  let shown = null; // {id, sentences: Map of number → sentence, panel, text}

  // -- a document --

  async function show(container, params, id) {
    if (!id) return rukaz.documentList.list(container);
    const found = await rukaz.corpus.document(id);
    if (!found) throw new Error(textOf("error.document", { id }));
    const numbers = found.blocks.flatMap((block) => block.sentences);
    const sentences = new Map();
    for (const n of numbers) sentences.set(n, await rukaz.corpus.sentence(n));
    const text = html("div", { class: "text", lang: found.meta.language || rukaz.corpus.meta.language });
    text.append(...found.blocks.map((block) => blockOf(block, sentences, found.meta)));
    const all = [...sentences.values()];
    const counts = { ...rukaz.spans.mark(text, all), coreference: rukaz.coreference.mark(text, all) };
    const panel = html("aside", {
      class: "panel",
      hidden: true,
      tabindex: "-1",
      "aria-label": textOf("read.more"),
    });
    shown = { id, sentences, text, panel };
    document.title = `${rukaz.documentList.titleOf(found.meta)} · ${rukaz.corpus.meta.title}`;
    container.append(
      html(
        "article",
        { class: "reading" },
        head(found, text, counts),
        text,
        rukaz.spans.tables(all),
        rukaz.coreference.table(all),
        foot(found.meta),
      ),
      panel,
    );
    rukaz.sentenceText.addEvents(text, sentences, open);
    await update(container, params);
    return undefined;
  }

  function head({ meta, blocks }, text, counts) {
    const names = (label) => text.querySelectorAll(".entity." + label.toLowerCase()).length;
    const spoken = blocks.some((block) => block.role === "title" && block.sentences.length);
    const out = blocks.filter((block) => block.reason !== null);
    return html(
      "header",
      {},
      html(
        "p",
        { class: "facts" },
        rukaz.documentList.facts(meta).map((fact) => html("span", {}, isolated(fact))),
      ),
      html(
        "h1",
        { class: spoken ? "unseen" : null, lang: meta.language },
        isolated(rukaz.documentList.titleOf(meta)),
      ),
      html(
        "div",
        { class: "toolbar", role: "group", "aria-label": textOf("read.shown") },
        rukaz.glossary.entityLabels.map((label) => toggle(text, label, names(label))),
        ["quotes", "dates", "coreference"].map((kind) =>
          counts[kind] ? onDemand(text, `with-${kind}`, textOf(`read.${kind}`), counts[kind]) : null,
        ),
        out.length ? onDemand(text, "with-left-out", textOf("read.leftOut"), out.length) : null,
      ),
    );
  }

  function toggle(text, label, number) {
    if (!number) return null;
    const kind = label.toLowerCase();
    const box = html("input", {
      type: "checkbox",
      checked: true,
      onchange: () => text.classList.toggle("without-" + kind, !box.checked),
    });
    return html(
      "label",
      { class: "legend" },
      box,
      html("span", { class: "entity " + kind }, rukaz.glossary.entity(label)),
      html("small", {}, " " + count(number)),
    );
  }

  // What is shown when it is ticked.
  function onDemand(text, kind, label, number) {
    const box = html("input", { type: "checkbox", onchange: () => text.classList.toggle(kind, box.checked) });
    return html("label", { class: "legend" }, box, label, html("small", {}, " " + count(number)));
  }

  function foot(meta) {
    const told = [
      ["author", meta.author],
      ["publisher", meta.publisher],
      ["date", meta.date && rukaz.language.date(meta.date)],
      ["address", meta.url && link(meta.url)],
      ["rights", meta.rights],
      ["file", meta.file],
      ["split", meta.split],
      ["id", meta.id],
    ].filter(([, value]) => value);
    return html(
      "footer",
      {},
      html("h2", {}, textOf("read.about")),
      html(
        "dl",
        { class: "facts-list" },
        told.map(([name, value]) => [
          html("dt", {}, textOf(`fact.${name}`)),
          html("dd", {}, typeof value === "string" ? isolated(value) : value),
        ]),
      ),
    );
  }

  // -- its blocks --

  function blockOf(block, sentences, meta) {
    const left = block.reason !== null;
    const own = block.sentences.map((n) => sentences.get(n));
    const speaker = own.find((one) => one.speaker)?.speaker;
    const role = html(
      "span",
      { class: "role", title: left ? block.reason : null },
      rukaz.glossary.role(block.role),
      speaker ? [": ", isolated(rukaz.spans.nameOf(speaker, [...sentences.values()]))] : null,
      left ? html("span", { class: "reason" }, " " + block.reason) : null,
    );
    const content = left
      ? html("p", { dir: "auto" }, isolated(block.text.trim()))
      : html(
          block.role === "title" ? "h2" : "p",
          { dir: "auto" },
          own.map((one) => [sentenceOf(one, one.n - meta.first + 1), " "]),
        );
    return html("section", { class: `block ${block.role}` + (left ? " left-out" : "") }, role, content);
  }

  function sentenceOf(sentence, number) {
    const href = rukaz.urls.tree(sentence.id);
    return html(
      "span",
      { class: "sentence " + sentence.annotation, id: "s" + sentence.n, "data-n": sentence.n },
      html(
        "a",
        {
          class: "number",
          href,
          "aria-label": textOf("read.sentenceTree", { number }),
          title: textOf("read.tree"),
        },
        number,
      ),
      rukaz.sentenceText.nodes(sentence, nameOf),
    );
  }

  function nameOf(entity, content, { doc }) {
    const href = entity.id === null ? rukaz.urls.words(entity.text) : rukaz.urls.mentions(doc, entity.id);
    const title = `${rukaz.glossary.entity(entity.label)}: ${entity.name || entity.text}`;
    return html("a", { class: "entity " + entity.label.toLowerCase(), href, title }, content);
  }

  // -- what is open below the text --

  // Opens a sentence without leaving the text.
  function open(sentence) {
    location.hash = rukaz.urls.sentence(sentence);
  }

  async function update(container, params) {
    if (!shown) return;
    const { panel, text } = shown;
    for (const one of text.querySelectorAll(".current")) one.classList.remove("current");
    const { at, name, chain } = params;
    panel.hidden = !at && !name && !chain;
    rukaz.coreference.highlight(text, null);
    document.body.classList.toggle("with-panel", !panel.hidden);
    rukaz.wordPopover.hide();
    if (panel.hidden) return;
    const close = html(
      "button",
      { type: "button", class: "tool close", "aria-label": textOf("frame.close"), onclick: shut },
      "×",
    );
    const content = html("div", { class: "content" });
    rukaz.dom.keepFocus(panel, () => {
      panel.replaceChildren(close, content);
      if (chain) showChain(content, chain, params.mention);
    });
    if (chain) return;
    if (name) await rukaz.mentionList.show(content, name);
    else showTree(content, at);
  }

  function showTree(content, id) {
    const sentence = [...shown.sentences.values()].find((one) => one.id === id);
    if (!sentence) {
      content.append(html("p", { class: "muted" }, phrase("read.noSentence", { id: isolated(id) })));
      return;
    }
    const place = byId("s" + sentence.n);
    place.classList.add("current");
    content.append(
      html(
        "p",
        { class: "toolbar" },
        html("a", { class: "button", href: rukaz.urls.tree(id) }, textOf("read.openTree")),
        html("span", { class: "muted" }, isolated(id)),
      ),
      html("div", { class: "scroller" }, rukaz.tree.draw(sentence, rukaz.tree.fitting())),
    );
    bring(place);
  }

  // The mentions of a chain, and the text at one of them.
  function showChain(content, id, number) {
    const all = rukaz.coreference.chains([...shown.sentences.values()]);
    const chain = all.find((one) => one.id === id);
    if (!chain) {
      content.append(html("p", { class: "muted" }, textOf("coref.noChain")));
      return;
    }
    const at = number === undefined ? -1 : Number(number);
    rukaz.coreference.highlight(shown.text, chain, at);
    rukaz.coreference.show(content, chain, at);
    content.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    const place = chain.places[Math.max(at, 0)];
    if (!place) return;
    const sentence = byId("s" + place.sentence.n);
    sentence.classList.add("current");
    bring(sentence);
  }

  // To the next mention of the chain that is shown, or the one before.
  function stepInChain(by) {
    const lines = [...(shown?.panel.querySelectorAll("[data-key^=mention]") ?? [])];
    const at = lines.findIndex((line) => line.hasAttribute("aria-current"));
    const next = lines[at < 0 ? 0 : at + by];
    if (next) location.hash = next.getAttribute("href");
  }

  // Scrolls only if the sentence is not to be seen above the panel.
  function bring(place) {
    const { top, bottom } = place.getBoundingClientRect();
    const end = shown.panel.getBoundingClientRect().top;
    if (top < 70 || bottom > end) scrollTo({ top: Math.max(0, top + scrollY - 120) });
  }

  function shut() {
    const current = shown.text.querySelector(".current .number");
    history.pushState(null, "", rukaz.urls.document(shown.id));
    update(null, {});
    if (current) current.focus({ preventScroll: true });
  }

  // -- keys --

  function step(by) {
    if (!shown) return;
    const numbers = [...shown.text.querySelectorAll(".sentence > .number")];
    const focused = numbers.indexOf(document.activeElement);
    const seen = numbers.findIndex((one) => one.getBoundingClientRect().top > 60);
    const next = numbers[focused < 0 ? Math.max(0, seen) : focused + by];
    if (next) next.focus();
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    n: () => stepInChain(1),
    p: () => stepInChain(-1),
    Escape: () => {
      rukaz.wordPopover.hide();
      if (shown && !shown.panel.hidden) shut();
    },
  };

  rukaz.pages.read = {
    show,
    update: (container, params, id) => (id ? update(container, params) : undefined),
    keys,
  };
})();
