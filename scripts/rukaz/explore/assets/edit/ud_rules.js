// What Universal Dependencies asks of a single tree and a correction easily breaks. The validator, which asks much
// more, has the last word when the worksheet is accepted.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.udRules = (() => {
  const CLASS_OF = { punct: ["PUNCT"], aux: ["AUX"], det: ["DET", "PRON"] };
  const HEAD_FIRST = ["conj", "fixed", "flat", "goeswith", "appos"];
  const SUBJECTS = ["nsubj", "csubj"];
  const OBJECTS = ["obj", "ccomp"];

  const relation = ({ deprel }) => deprel.split(":")[0];
  const isOuter = ({ deprel }) => deprel.endsWith(":outer");

  // [{rule, id, key, values}]: where the tree departs from UD, in the order of the words; the key is that of a text.
  function check({ tokens }) {
    const below = (token) => tokens.filter((one) => one.head === token.id);
    return tokens.flatMap((token) => [
      ...ofClass(token, below(token)),
      ...ofDirection(token),
      ...ofDependents(token, below(token)),
    ]);
  }

  // A fixed expression does the work of another class than its first word.
  function ofClass(token, dependents) {
    const { id, upos } = token;
    const allowed = CLASS_OF[relation(token)];
    if (dependents.some((one) => relation(one) === "fixed")) return [];
    if (allowed && !allowed.includes(upos)) {
      const [one, other] = allowed;
      const classes = other ? rukaz.language.text("rule.or", { one, other }) : one;
      return [
        { rule: "relation and class", id, key: "rule.class", values: { relation: relation(token), classes } },
      ];
    }
    if (upos === "PUNCT" && !["punct", "root"].includes(relation(token))) {
      return [{ rule: "class and relation", id, key: "rule.punct" }];
    }
    return [];
  }

  function ofDirection(token) {
    if (!HEAD_FIRST.includes(relation(token)) || token.head < token.id) return [];
    const values = { relation: relation(token) };
    return [{ rule: "head first", id: token.id, key: "rule.headFirst", values }];
  }

  function ofDependents(token, dependents) {
    const { id } = token;
    const many = (relations) =>
      dependents.filter((one) => relations.includes(relation(one)) && !isOuter(one)).length > 1;
    const found = [];
    if (relation(token) === "punct" && dependents.some((one) => relation(one) !== "punct")) {
      found.push({ rule: "leaf", id, key: "rule.leaf" });
    }
    if (many(SUBJECTS)) found.push({ rule: "one subject", id, key: "rule.subjects" });
    if (many(OBJECTS)) found.push({ rule: "one object", id, key: "rule.objects" });
    return found;
  }

  // The same as a list to read, empty where nothing departs.
  function nodes(sentence) {
    const { html, isolated } = rukaz.dom;
    const found = check(sentence);
    if (!found.length) return [];
    const formOf = (id) => sentence.tokens.find((one) => one.id === id).form;
    const rows = found.map(({ id, key, values }) =>
      html(
        "li",
        {},
        html("small", {}, `${id} `),
        isolated(formOf(id)),
        `: ${rukaz.language.text(key, values)}`,
      ),
    );
    return [html("ul", { class: "look-again" }, rows)];
  }

  return { check, nodes };
})();
