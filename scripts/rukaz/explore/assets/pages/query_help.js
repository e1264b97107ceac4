// How to ask: examples that can be tried, and the query language in two tables.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.queryHelp = (() => {
  const { html } = rukaz.dom;
  const { text, phrase } = rukaz.language;

  const GREW = { name: "Grew", url: "https://grew.fr/doc/request/" };

  const EXAMPLES = [
    ["договор", "example.word"],
    ["казах*", "example.star"],
    ["[upos=ADJ] [upos=NOUN]", "example.row"],
    ['[lemma="глава"] [upos=NOUN, Case=Gen]', "example.head"],
    ["pattern { X [ner=B-PER] }", "example.persons"],
    ["pattern { V [upos=VERB, Aspect=Perf]; S [ner=PER]; V -[nsubj]-> S }", "example.subject"],
    ["pattern { V [upos=VERB]; V -[obj]-> O; O << V }", "example.object"],
    ["pattern { N [upos=NOUN]; A [upos=ADJ]; N -[amod]-> A } without { N -> X; A < X }", "example.without"],
    [
      "pattern { V [upos=VERB] } without { V -[1=nsubj]-> S } without { V -[1=csubj]-> C }",
      "example.noSubject",
    ],
    ["pattern { X -[1=nsubj, 2=pass]-> S } with { X -[obl]-> A; A [Case=Ins] }", "example.with"],
    ["pattern { A -[conj]-> B; A.Case <> B.Case }", "example.conjuncts"],
    ["pattern { P [mention=pronoun, etype=person] }", "example.pronouns"],
    ["pattern { V [lemma=/.*ся/]; * -[root]-> V; length(V, S) > 3; V -[nsubj]-> S }", "example.far"],
    ["global { role=title } pattern { X [upos=PROPN] }", "example.titles"],
    ["pattern { e: A -> B; f: C -> D; e >< f }", "example.crossing"],
  ];

  const LANGUAGE = [
    ["слово", "syntax.word"],
    ['"Слово"  /слов.*/  [lemma=слово]', "syntax.exact"],
    ['[lemma="в"] []{0,2} [upos="NOUN" & Case!="Nom"]', "syntax.cql"],
    ["pattern { … }", "syntax.pattern"],
    ["V [upos=VERB, Aspect=Perf|Imp]", "syntax.node"],
    ["[Tense<>Past, Mood, !Person]", "syntax.absent"],
    ["[lemma=/за.*ть/, form=/ка.*/i]", "syntax.regex"],
    ["[upos=VERB]|[upos=AUX]", "syntax.or"],
    ["V -> S   V -[nsubj|obj]-> S   V -[^punct]-> S", "syntax.edge"],
    ["V -[1=nsubj]-> S   V -[1=nsubj, 2=pass]-> S", "syntax.subtype"],
    ["V -[E:nsubj]-> S   V -[1=obl, enhanced=yes]-> S", "syntax.enhanced"],
    ["V -[nsubj]-> *   * -[root]-> V", "syntax.star"],
    ["V ->> S", "syntax.below"],
    ["V < S   V << S", "syntax.order"],
    ["length(V, S) > 3   delta(V, S) = 1", "syntax.distance"],
    ["V.Number = S.Number   V.lemma <> S.lemma", "syntax.compare"],
    ["e: V -> S; f: X -> Y; e >< f; e.label = f.label", "syntax.namedEdge"],
    ["without { V -[obj]-> O }   with { … }", "syntax.filter"],
    ["global { role=title; doc=dw-20231109 }", "syntax.global"],
    ["% …", "syntax.remark"],
  ];

  const FEATURES = [
    ["form lemma upos xpos deprel", "feature.columns"],
    ["Case Number Aspect …", "feature.feats"],
    ["ner", "feature.ner"],
    ["other.upos other.lemma other.Case …", "feature.other"],
    ["entity name", "feature.entity"],
    ["coref", "feature.coref"],
    ["etype mention", "feature.etype"],
    ["doc block role annotation reviewer lang split title author publisher date", "feature.sentence"],
  ];

  function help() {
    const rows = (entries) =>
      entries.map(([term, meaning]) =>
        html("tr", {}, html("th", { scope: "row" }, html("code", {}, term)), html("td", {}, text(meaning))),
      );
    return html(
      "details",
      { class: "how" },
      html("summary", {}, text("help.title")),
      html("h2", {}, text("help.examples")),
      html(
        "ul",
        { class: "examples" },
        EXAMPLES.map(([q, meaning]) =>
          html(
            "li",
            {},
            html(
              "a",
              { href: `#/search?${new URLSearchParams({ q })}`, "data-query": q },
              html("code", {}, q),
            ),
            html("span", {}, text(meaning)),
            html("b", { class: "times" }),
          ),
        ),
      ),
      html("h2", {}, text("help.language")),
      html(
        "p",
        {},
        phrase("help.grew", {
          grew: html("a", { href: GREW.url, rel: "noreferrer noopener" }, GREW.name),
        }),
      ),
      html(
        "div",
        { class: "scroller" },
        html("table", { class: "plain language" }, html("tbody", {}, rows(LANGUAGE))),
      ),
      html("h2", {}, text("help.features")),
      html(
        "div",
        { class: "scroller" },
        html("table", { class: "plain language" }, html("tbody", {}, rows(FEATURES))),
      ),
    );
  }

  return { help, examples: EXAMPLES };
})();
