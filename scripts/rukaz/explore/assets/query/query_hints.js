// What a query asks for and the corpus nowhere has, with what may have been meant.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.share("queryHints", () => {
  const FEW = 45; // values of a feature that are told one by one
  const SUGGESTED = 5;
  const ANCHOR = "__0__"; // the form of the node above the root

  // -- values that look alike --

  // Letters to insert, delete, replace or swap with their neighbour to get from one text to the other; or more than
  // `most`.
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    /** @type {number[]} */
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, i) => i);
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        const cost = one[i - 1] === other[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[other.length];
  }

  // The values that begin like `text` or are spelled nearly so, the nearest first.
  function closest(text, values) {
    const wanted = text.toLowerCase();
    const most = wanted.length < 3 ? 1 : wanted.length < 8 ? 2 : 3;
    const near = [];
    for (const value of values) {
      const folded = value.toLowerCase();
      const letters = folded.startsWith(wanted) ? 0.5 : distance(wanted, folded, most);
      if (letters <= most) near.push([folded === wanted ? 0 : letters, value]);
    }
    near.sort(([a, one], [b, other]) => a - b || one.length - other.length || (one < other ? -1 : 1));
    return near.slice(0, SUGGESTED).map(([, value]) => value);
  }

  // -- queries --

  // [{asked, feature, values, suggestions: [{value, query}]}]: each value of the query that no token has, the values
  // of its feature where they are few, and queries with another value in its place.
  function hints(text, query, table, chunks) {
    const found = query.literals.flatMap((literal) => ofLiteral(text, literal, table, chunks));
    return [...found, ...ofFeatures(text, query, table)];
  }

  function ofLiteral(text, literal, table, chunks) {
    if (["sent_id", "text"].includes(literal.feature)) return [];
    const values = valuesOf(literal, table, chunks);
    const { feature, position, end } = literal;
    if (values.some(literal.test) || (isOfFeats(feature) && !values.length)) return [];
    if (feature === "form" && literal.test(ANCHOR)) return [];
    const suggestions = suggested(literal, values).map((value) => ({
      value,
      query: text.slice(0, position) + value + text.slice(end),
    }));
    const asked = feature === "word" ? literal.text : `${feature}=${literal.text}`;
    return [{ asked, feature, values: told(feature, values), suggestions }];
  }

  // what is asked of FEATS that no token has
  function ofFeatures(text, query, table) {
    const names = rukaz.tokenFeatures.names(table);
    const asked = query.scopes.flatMap(({ clauses }) =>
      clauses.flatMap((clause) => clause.alternatives ?? []),
    );
    return asked
      .flat()
      .filter(
        ({ feature, position }) => position !== undefined && isOfFeats(feature) && !names.includes(feature),
      )
      .map(({ feature, position, end }) => ({
        asked: text.slice(position, end).trim(),
        feature,
        values: [],
        suggestions: closest(feature, names).map((value) => ({
          value,
          query: text.slice(0, position) + value + text.slice(position + feature.length),
        })),
      }));
  }

  const isOfFeats = (feature) => /^\p{Lu}/u.test(feature);

  function valuesOf({ feature, of }, table, chunks) {
    const words = () => [...table.form, ...table.lemma].map((word) => word?.toLowerCase() ?? null);
    const strings = feature === "word" ? words() : stringsOf(feature, table, chunks);
    const values = new Set();
    for (const string of strings) {
      for (const value of rukaz.tokenFeatures.valuesIn(feature, string)) {
        const part = value === null ? null : of(value);
        if (part !== null) values.add(part);
      }
    }
    return [...values];
  }

  // what is known of sentences grows as chunks are looked at
  function stringsOf(feature, table, chunks) {
    const { strings, numbers } = rukaz.tokenFeatures.feature(feature, table);
    if (["block", "role", "annotation", "reviewer", "lang"].includes(feature)) chunks.forEach(numbers);
    return strings;
  }

  const told = (feature, values) => (feature !== "word" && values.length <= FEW ? [...values].sort() : []);

  // The values that may have been meant, as a query has them.
  function suggested({ feature, text, test }, values) {
    if (text.startsWith("/") || text.startsWith('re"')) return [];
    const plain = text.replace(/^"|"$/g, "");
    if (feature === "word") return text.includes("*") ? [] : closest(plain.toLowerCase(), values);
    const expression = meantAsExpression(plain, values);
    const quoted = (value) =>
      /^[\p{L}\p{N}_:-]+$/u.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
    const near = closest(plain, values).filter((value) => !test(value));
    return [...(expression ? [expression] : []), ...near.map(quoted)];
  }

  // "каз.*" of CQL is /каз.*/ here
  function meantAsExpression(plain, values) {
    if (!/[.*+?()[\]{}|^$\\]/.test(plain)) return null;
    try {
      const expression = new RegExp(`^(?:${plain})$`, "u");
      return values.some((value) => expression.test(value)) ? `/${plain.replaceAll("/", "\\/")}/` : null;
    } catch {
      return null;
    }
  }

  return { closest, hints };
});
