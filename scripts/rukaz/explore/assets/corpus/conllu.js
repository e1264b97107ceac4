// The CoNLL-U of a sentence, as rukaz.export.conllu_files and rukaz.export.misc write it.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.conllu = (() => {
  // the lines of a sentence, letter for letter as the CoNLL-U file of the corpus has them
  function conllu(sentence) {
    const { id, text, annotation, reviewer, role, lang, speaker, tokens, multiword, entities } = sentence;
    const lines = [`# sent_id = ${id}`, `# text = ${text}`, `# annotation = ${annotation}`];
    if (reviewer !== null) lines.push(`# reviewer = ${reviewer}`);
    lines.push(`# role = ${role}`);
    if (lang !== null) lines.push(`# lang = ${lang}`);
    if (speaker !== null) lines.push(`# speaker = ${speaker}`);
    const begins = new Map(entities.map((entity) => [entity.first, entity]));
    const spans = new Map(sentence.spans);
    const covering = new Map(multiword.map((entry) => [entry.first, entry]));
    let inside = 0;
    for (const token of tokens) {
      const cover = covering.get(token.id);
      if (cover) {
        inside = cover.last;
        const misc = miscOf({ ...cover, space: tokens[cover.last - 1].space });
        lines.push([`${cover.first}-${cover.last}`, cover.form, ..."_______", misc].join("\t"));
      }
      const space = token.space || token.id <= inside;
      const misc = miscOf({ ...token, space }, begins.get(token.id), spans.get(token.id));
      const columns = ["id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps"];
      lines.push([...columns.map((name) => token[name] ?? "_"), misc].join("\t"));
    }
    return `${lines.join("\n")}\n\n`;
  }

  function miscOf(token, entity, spans) {
    const items = [token.misc, spans].filter(Boolean).flatMap((part) => part.split("|"));
    if (entity?.id != null) items.push(`EntityId=${escaped(entity.id)}`);
    if (entity?.name != null) items.push(`EntityName=${escaped(entity.name)}`);
    if (entity?.wikidata != null) items.push(`EntityWikidata=${escaped(entity.wikidata)}`);
    if (token.ner) items.push(`NE=${token.ner}`);
    if (!token.space) items.push("SpaceAfter=No");
    items.push(`TokenRange=${token.start}:${token.end}`);
    const key = (item) => item.split("=", 1)[0];
    return items.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)).join("|");
  }

  // as rukaz.export.misc.escape; white space is what Python takes for it
  const UNSAFE = new RegExp(
    "[\\\\|=,\\t-\\r\\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]" +
      "|^ | (?=\\n?$)|(?<= ) |^_$",
    "gu",
  );

  function escaped(value) {
    return value.replace(
      UNSAFE,
      (found) => `\\u${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
    );
  }

  return conllu;
})();
