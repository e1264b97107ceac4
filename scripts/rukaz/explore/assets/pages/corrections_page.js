// The corrections that are not in the corpus yet: by document, to be saved as a worksheet or given up.
"use strict";

var rukaz = globalThis.rukaz || {};

(() => {
  const { html, isolated, download } = rukaz.dom;
  const { text: textOf, phrase } = rukaz.language;

  const FILE = "corrections.conllu";

  async function show(container) {
    const place = html("article", { class: "corrections" });
    container.append(place);
    await fill(place);
  }

  async function fill(place) {
    await forgetAccepted();
    const drafts = rukaz.drafts.list();
    const docs = [...new Set(drafts.map((draft) => draft.doc))];
    const sections = await Promise.all(docs.map((doc) => section(doc, drafts, () => fill(place))));
    const building = rukaz.reviewServer.isThere ? [await rukaz.buildPanel.panel()] : [];
    place.replaceChildren(
      html("h1", {}, textOf("page.corrections")),
      ...(drafts.length ? explanation(place) : [html("p", {}, textOf("corrections.none"))]),
      ...sections,
      ...building,
    );
  }

  // A draft that changes nothing any more has come into the corpus.
  async function forgetAccepted() {
    for (const { id } of rukaz.drafts.list()) {
      const n = await rukaz.corpus.number(id);
      const sentence = n === null ? null : await rukaz.corpus.sentence(n);
      if (!sentence || !rukaz.drafts.find(sentence)) continue;
      if (rukaz.drafts.apply(sentence) === sentence) rukaz.drafts.discard(id);
    }
  }

  function explanation(place) {
    if (rukaz.reviewServer.isThere) return [acceptButton(place)];
    return [
      html(
        "p",
        {},
        phrase("corrections.how", {
          accept: html(
            "code",
            {},
            `rukaz review --accept ${FILE} --reviewer "${textOf("corrections.reviewer")}"`,
          ),
          build: html("code", {}, "rukaz build"),
        }),
      ),
      html(
        "button",
        { type: "button", class: "button main", onclick: save },
        textOf("corrections.save", { file: FILE }),
      ),
      rukaz.drafts.areKept() ? null : html("p", { class: "problem" }, textOf("corrections.notKept")),
    ].filter(Boolean);
  }

  // Accepts one correction after the other; those that are not valid stay, to be looked at in their trees.
  function acceptButton(place) {
    const accept = async () => {
      button.disabled = true;
      for (const sentence of await rukaz.worksheet.corrected()) {
        const { base } = sentence;
        const { saved } = await rukaz.reviewServer.save(sentence, rukaz.reviewServer.annotationOf(base));
        if (saved) rukaz.drafts.discard(sentence.id);
      }
      await fill(place);
    };
    const button = html(
      "button",
      {
        type: "button",
        class: "button main",
        onclick: () => accept().catch((error) => failed(place, error)),
      },
      textOf("review.acceptAll"),
    );
    return button;
  }

  function failed(place, error) {
    place.append(html("p", { class: "problem", role: "alert" }, isolated(error.message)));
  }

  async function section(doc, drafts, again) {
    const entry = rukaz.corpus.meta.documents.find((one) => one.id === doc);
    const own = drafts.filter((draft) => draft.doc === doc);
    const rows = await Promise.all(own.map((draft) => row(draft, again)));
    return html(
      "section",
      {},
      html("h2", {}, isolated(entry ? rukaz.documentList.titleOf(entry) : doc)),
      html("ul", {}, rows),
    );
  }

  async function save() {
    download(FILE, "text/plain", await rukaz.worksheet.text());
  }

  async function row({ id, text }, again) {
    const n = await rukaz.corpus.number(id);
    const sentence = n === null ? null : await rukaz.corpus.sentence(n);
    const discard = html(
      "button",
      {
        type: "button",
        class: "button",
        onclick: () => {
          rukaz.drafts.discard(id);
          again();
        },
      },
      textOf("corrections.discard"),
    );
    return html(
      "li",
      {},
      html("a", { href: rukaz.urls.tree(id) }, isolated(text)),
      " ",
      html("small", {}, state(sentence)),
      " ",
      discard,
    );
  }

  function state(sentence) {
    if (!sentence || !rukaz.drafts.find(sentence)) return textOf("corrections.otherWords");
    const changed = rukaz.drafts.apply(sentence);
    const { tokens } = changed;
    const found = rukaz.treeDiff.differences(tokens, sentence.tokens);
    return textOf("count.changedWords", { count: found.size });
  }

  rukaz.pages.corrections = { show };
})();
