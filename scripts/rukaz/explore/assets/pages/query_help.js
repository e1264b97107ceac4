// How to ask: examples that can be tried, and the query language in two tables.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.queryHelp = (() => {
  const { html } = rukaz.dom;

  const EXAMPLES = [
    ["договор", "a word, as form or as lemma, in any case"],
    ["казах*", "all words that begin like this"],
    ["[upos=ADJ] [upos=NOUN]", "an adjective and the noun right after it"],
    ['[lemma="глава"] [upos=NOUN, Case=Gen]', "whose head it is"],
    ["pattern { X [ner=B-PER] }", "mentions of persons, by their first words"],
    [
      "pattern { V [upos=VERB, Aspect=Perf]; S [ner=PER]; V -[nsubj]-> S }",
      "a perfective verb whose subject is a person",
    ],
    ["pattern { V [upos=VERB]; V -[obj]-> O; O << V }", "an object before its verb"],
    [
      "pattern { N [upos=NOUN]; A [upos=ADJ]; N -[amod]-> A } without { N -> X; A < X }",
      "a noun with an adjective that no other dependent of the noun stands right after",
    ],
    [
      "pattern { V [upos=VERB] } without { V -[1=nsubj]-> S } without { V -[1=csubj]-> C }",
      "a verb without a subject",
    ],
    [
      "pattern { X -[1=nsubj, 2=pass]-> S } with { X -[obl]-> A; A [Case=Ins] }",
      "the subject of a passive that has an oblique in the instrumental",
    ],
    ["pattern { A -[conj]-> B; A.Case <> B.Case }", "conjuncts in different cases"],
    [
      "pattern { V [lemma=/.*ся/]; * -[root]-> V; length(V, S) > 3; V -[nsubj]-> S }",
      "a verb in -ся that is the root, its subject more than three words away",
    ],
    ["global { role=title } pattern { X [upos=PROPN] }", "proper names in titles"],
    ["pattern { e: A -> B; f: C -> D; e >< f }", "arcs that cross (each pair is found twice)"],
  ];

  const LANGUAGE = [
    [
      "word",
      "form or lemma, in any case; ё and е are the same; * stands for any letters, alone for any word",
    ],
    [
      '"Word"  /wor.*/  [lemma=слово]',
      "a form exactly, as a regular expression, or features; several stand side by side",
    ],
    [
      '[lemma="в"] []{0,2} [upos="NOUN" & Case!="Nom"]',
      "the same as CQL has it; []{0,2} are any words between two; what stands in quotes is a text, not an expression",
    ],
    ["pattern { … }", "clauses with ; between them, as in Grew; each node is a token of its own"],
    [
      "V [upos=VERB, Aspect=Perf|Imp]",
      "a node V with these features; values with other signs than letters stand in quotes",
    ],
    ["[Tense<>Past, Mood, !Person]", "a feature that is there and is another; is there; is not there"],
    ["[lemma=/за.*ть/, form=/ка.*/i]", "regular expressions fit the whole value; i: in any case"],
    ["[upos=VERB]|[upos=AUX]", "one or the other"],
    [
      "V -> S   V -[nsubj|obj]-> S   V -[^punct]-> S",
      "S depends on V: at all, by one of these relations, by any but this",
    ],
    ["V -[1=nsubj]-> S   V -[1=nsubj, 2=pass]-> S", "by nsubj with whatever subtype; by nsubj:pass"],
    ["V -[nsubj]-> *   * -[root]-> V", "V has such a dependent; V is one"],
    ["V ->> S", "S is below V, however deep"],
    ["V < S   V << S", "V stands right before S; anywhere before S"],
    ["length(V, S) > 3   delta(V, S) = 1", "how far apart; the same with direction"],
    ["V.Number = S.Number   V.lemma <> S.lemma", 'values are compared; V.lemma = "быть" too'],
    [
      "e: V -> S; f: X -> Y; e >< f; e.label = f.label",
      "arcs with names: they cross, they have one relation",
    ],
    ["without { V -[obj]-> O }   with { … }", "not, or only, if this can be added; there may be several"],
    ["global { role=title; doc=dw-20231109 }", "in such sentences"],
    ["% …", "a remark, to the end of the line"],
  ];

  const FEATURES = [
    ["form lemma upos xpos deprel", "columns of CoNLL-U"],
    ["Case Number Aspect …", "features of FEATS, by their names"],
    ["ner", "PER, ORG, LOC or MISC: a token in such a name; B-PER: its first token"],
    ["entity name", "id and normal form of the name that the token is in"],
    [
      "doc block role annotation reviewer lang split title author publisher date",
      "of the sentence and its document; global also knows sent_id and text",
    ],
  ];

  function help() {
    const rows = (entries) =>
      entries.map(([term, meaning]) =>
        html("tr", {}, html("th", { scope: "row" }, html("code", {}, term)), html("td", {}, meaning)),
      );
    return html(
      "details",
      { class: "how" },
      html("summary", {}, "How to ask"),
      html("h2", {}, "Examples"),
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
            html("span", {}, meaning),
            html("b", { class: "times" }),
          ),
        ),
      ),
      html("h2", {}, "The language"),
      html(
        "p",
        {},
        "Patterns are read as ",
        html("a", { href: "https://grew.fr/doc/request/", rel: "noreferrer noopener" }, "Grew"),
        " reads them; as there, position 0 above the root is a node with the form __0__. Lexicons, tests of whole trees such as ",
        "is_projective, and the order of a node and an edge are not known here.",
      ),
      html(
        "div",
        { class: "scroller" },
        html("table", { class: "plain language" }, html("tbody", {}, rows(LANGUAGE))),
      ),
      html("h2", {}, "Features"),
      html(
        "div",
        { class: "scroller" },
        html("table", { class: "plain language" }, html("tbody", {}, rows(FEATURES))),
      ),
    );
  }

  return { help, examples: EXAMPLES };
})();
