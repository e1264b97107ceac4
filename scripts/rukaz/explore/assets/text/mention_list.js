// All mentions of an entity, each within its sentence.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.mentionList = (() => {
  const { html, isolated, moreButton } = rukaz.dom;
  const { text } = rukaz.language;

  const AT_ONCE = 100;
  const AROUND = 120; // characters on either side

  // Fills a place with the mentions, a hundred at a time.
  async function show(place, id, heading = "h2") {
    const mentions = await rukaz.corpus.mentions(id);
    const labels = [...new Set(mentions.map((mention) => mention.label))];
    const list = html("div", { class: "mentions" });
    const first = mentions.length ? await rukaz.corpus.sentence(mentions[0].n) : null;
    const entity = first && first.entities.find((one) => one.id === id);
    place.replaceChildren(
      html(
        heading,
        { class: "name-of" },
        labels.map((label) => [html("b", { class: "chip " + label.toLowerCase() }, label), " "]),
        isolated((entity && entity.name) || id),
        html("small", {}, " " + text("count.mentions", { count: mentions.length })),
      ),
      ...(entity?.wikidata ? [html("p", {}, wikidata(entity.wikidata))] : []),
      list,
    );
    if (!mentions.length) list.append(html("p", { class: "muted" }, text("read.noMentions")));
    await more(list, mentions, 0, { doc: null, heading: heading === "h1" ? "h2" : "h3" });
  }

  function wikidata(item) {
    return rukaz.dom.link(`https://www.wikidata.org/wiki/${encodeURIComponent(item)}`, `Wikidata ${item}`);
  }

  async function more(list, mentions, from, last) {
    for (const mention of mentions.slice(from, from + AT_ONCE)) {
      const sentence = await rukaz.corpus.sentence(mention.n);
      if (sentence.doc !== last.doc) list.append(html(last.heading, {}, isolated(titleOf(sentence.doc))));
      last.doc = sentence.doc;
      const entity = sentence.entities.find((one) => one.first === mention.first);
      list.append(line(sentence, entity, { href: rukaz.urls.sentence(sentence) }));
    }
    const left = mentions.length - from - AT_ONCE;
    if (left > 0) list.append(moreButton(left, () => more(list, mentions, from + AT_ONCE, last)));
  }

  function titleOf(doc) {
    const entry = rukaz.corpus.meta.documents.find((one) => one.id === doc);
    return entry ? rukaz.documentList.titleOf(entry) : doc;
  }

  // A stretch of a sentence with what stands around it, as a link.
  function line(sentence, { from, to, label = "" }, attributes) {
    const before = sentence.text.slice(0, from);
    const after = sentence.text.slice(to);
    return html(
      "a",
      { class: "mention", lang: rukaz.corpus.meta.language, ...attributes },
      html(
        "span",
        { class: /\s$/.test(before) ? "left spaced" : "left" },
        isolated(before.slice(-AROUND).trimEnd()),
      ),
      html(
        "span",
        { class: "right" },
        html(
          "span",
          { class: label ? "entity " + label.toLowerCase() : "phrase" },
          isolated(sentence.text.slice(from, to)),
        ),
        isolated(after.length > AROUND ? after.slice(0, AROUND) + "…" : after),
      ),
    );
  }

  return { show, line, titleOf };
})();
