// Matches counted by one or two fields of their nodes, as a table.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.frequencyTable = (() => {
  const { html, isolated, count } = rukaz.dom;

  const ROWS = 100;

  // V.lemma,S.Case → [[0, "lemma"], [1, "Case"]]; what the matches do not have is left out
  function parsed(found, by) {
    const all = rukaz.matches.names(found);
    const known = new Set([...all.token, ...all.features, ...all.text]);
    const fields = (by ?? "")
      .split(",")
      .map((one) => {
        const at = one.indexOf(".");
        return [found.nodes.indexOf(one.slice(0, at)), one.slice(at + 1)];
      })
      .filter(([node, name]) => node >= 0 && known.has(name));
    return fields.length ? fields.slice(0, 2) : [[0, "lemma"]];
  }

  function written(found, fields) {
    return fields.map(([node, name]) => `${found.nodes[node]}.${name}`).join(",");
  }

  // -- choosing --

  // Two lists of fields; change(by) is told what was chosen.
  function chooser(found, fields, change) {
    const [one, two] = [0, 1].map((i) => select(found, fields[i], i > 0));
    const told = () => change([one.value, two.value].filter(Boolean).join(","));
    one.addEventListener("change", told);
    two.addEventListener("change", told);
    return html(
      "p",
      { class: "toolbar" },
      html("label", {}, "count by ", one),
      html("label", {}, "and by ", two),
    );
  }

  function select(found, field, none) {
    const all = rukaz.matches.names(found);
    const chosen = field ? written(found, [field]) : "";
    const option = (node, name) => {
      const value = `${found.nodes[node]}.${name}`;
      return html(
        "option",
        { value, selected: value === chosen },
        single(found) ? name : `${found.nodes[node]} ${name}`,
      );
    };
    const group = (label, names, nodes) =>
      html(
        "optgroup",
        { label },
        nodes.flatMap((node) => names.map((name) => option(node, name))),
      );
    const nodes = found.nodes.map((_, node) => node);
    return html(
      "select",
      { class: "field", "data-key": none ? "second field" : "first field" },
      none ? html("option", { value: "" }, "nothing else") : null,
      nodes.map((node) =>
        group(single(found) ? "word" : `word ${found.nodes[node]}`, [...all.token, ...all.features], [node]),
      ),
      group("text", all.text, [0]),
    );
  }

  const single = (found) => found.nodes.length === 1;

  // -- the table --

  function table(found, fields, from) {
    const all = rukaz.matches.frequencies(found, fields);
    const most = all.length ? all[0][1] : 1;
    const rows = all
      .slice(from, from + ROWS)
      .map(([values, times]) => row(found, fields, values, times, most));
    const element = html(
      "table",
      { class: "plain frequencies" },
      html("caption", {}, `${count(all.length)} different`),
      html(
        "thead",
        {},
        html(
          "tr",
          {},
          fields.map(([node, name]) =>
            html("th", { scope: "col" }, single(found) ? name : `${found.nodes[node]} ${name}`),
          ),
          html("th", { scope: "col", class: "number" }, "matches"),
          html("th", { scope: "col", class: "number" }, "%"),
          html("td", { "aria-hidden": "true" }),
        ),
      ),
      html("tbody", {}, rows),
    );
    return { element, total: all.length };
  }

  function row(found, fields, values, times, most) {
    const bar = html("span", { class: "share" });
    bar.style.width = `${(100 * times) / most}%`;
    return html(
      "tr",
      {},
      values.map((value, i) => html(i ? "td" : "th", { scope: i ? null : "row" }, shown(value))),
      html("td", { class: "number" }, narrowed(found, fields, values, times)),
      html("td", { class: "number" }, ((100 * times) / found.count).toFixed(1)),
      html("td", { class: "bar-cell", "aria-hidden": "true" }, bar),
    );
  }

  function shown(value) {
    return value === null ? html("span", { class: "muted" }, "none") : isolated(value);
  }

  // The count leads to the matches counted: the same query with these values. The shorthand names no nodes, and
  // what is there "none" of cannot be compared, so these counts lead nowhere.
  function narrowed(found, fields, values, times) {
    const asked =
      values.every((value) => value !== null && value !== "__0__") &&
      fields.every(([, name]) => name !== "feats");
    if (found.shorthand || !asked) return count(times);
    const clauses = values.map((value, i) => {
      const quoted = value.replace(/["\\]/g, "\\$&");
      return `${found.nodes[fields[i][0]]}.${fields[i][1]} = "${quoted}"`;
    });
    // on a line of its own, because a remark may end the query
    const query = `${found.text.trim()}\npattern { ${clauses.join("; ")} }`;
    return html(
      "a",
      { href: `#/search?q=${encodeURIComponent(query)}`, title: "These matches" },
      count(times),
    );
  }

  function tsv(found, fields) {
    const head = [...fields.map(([node, name]) => `${found.nodes[node]}.${name}`), "matches"];
    const rows = rukaz.matches
      .frequencies(found, fields)
      .map(([values, times]) => [...values.map((value) => value ?? ""), times]);
    return rukaz.concordance.asTsv([head, ...rows]);
  }

  return { parsed, written, chooser, table, tsv, ROWS };
})();
