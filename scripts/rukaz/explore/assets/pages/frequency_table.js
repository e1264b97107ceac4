// Matches counted by one or two fields of their nodes, as a table.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.frequencyTable = (() => {
  const { html, isolated } = rukaz.dom;
  const { text, count, decimal } = rukaz.language;

  const ROWS = 100;
  const GRID = { rows: 40, columns: 15 };
  const WHETHER = "whether";
  const { ANY } = rukaz.matches;

  // V.lemma,S.Case → [[0, "lemma"], [1, "Case"]]; what the matches do not have is left out
  function parsed(found, by) {
    const all = rukaz.matches.names(found);
    const known = new Set([...all.token, ...all.features, ...all.text]);
    const fields = (by ?? "")
      .split(",")
      .map((one) => {
        if (one === WHETHER) return [ANY, one];
        const at = one.indexOf(".");
        return [found.nodes.indexOf(one.slice(0, at)), one.slice(at + 1)];
      })
      .filter(([node, name]) => (node === ANY ? name === WHETHER && found.whether : known.has(name)));
    return fields.length ? fields.slice(0, 2) : [[0, "lemma"]];
  }

  function written(found, fields) {
    return fields.map(([node, name]) => (node === ANY ? name : `${found.nodes[node]}.${name}`)).join(",");
  }

  // The name of a field at the head of its column.
  function heading(found, [node, name]) {
    if (node === ANY) return text("search.whether");
    return single(found) ? name : `${found.nodes[node]} ${name}`;
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
      html("label", {}, `${text("frequency.by")} `, one),
      html("label", {}, `${text("frequency.andBy")} `, two),
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
      none ? html("option", { value: "" }, text("frequency.nothing")) : null,
      found.whether
        ? html("option", { value: WHETHER, selected: chosen === WHETHER }, text("search.whether"))
        : null,
      nodes.map((node) =>
        group(
          single(found) ? text("frequency.word") : text("frequency.node", { node: found.nodes[node] }),
          [...all.token, ...all.features],
          [node],
        ),
      ),
      group(text("frequency.text"), all.text, [0]),
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
      html("caption", {}, text("frequency.different", { count: all.length })),
      html(
        "thead",
        {},
        html(
          "tr",
          {},
          fields.map((field) => html("th", { scope: "col" }, heading(found, field))),
          html("th", { scope: "col", class: "number" }, text("frequency.matches")),
          html("th", { scope: "col", class: "number" }, "%"),
          html("td", { "aria-hidden": "true" }),
        ),
      ),
      html("tbody", {}, rows),
    );
    return { element, total: all.length };
  }

  // Two fields against one another: a row for each value of the first, a column for each of the second, both the most
  // frequent first, with the sums of what is shown.
  function grid(found, fields) {
    const all = rukaz.matches.frequencies(found, fields);
    const most = Math.max(1, ...all.map(([, times]) => times));
    const [down, across] = [0, 1].map((i) => totals(all, i).slice(0, i ? GRID.columns : GRID.rows));
    const cells = new Map(all.map(([values, times]) => [JSON.stringify(values), times]));
    const cell = (values) => {
      const times = cells.get(JSON.stringify(values));
      const place = html("td", { class: "number" }, times ? narrowed(found, fields, values, times) : "");
      if (times) place.style.setProperty("--share", String(times / most));
      return place;
    };
    const sum = (times) => html("td", { class: "number" }, count(times));
    const head = (value) => html("th", { scope: "col", class: "number" }, shown(value, fields[1]));
    return html(
      "table",
      { class: "plain grid" },
      html("caption", {}, fields.map((field) => heading(found, field)).join(" × ")),
      html(
        "thead",
        {},
        html(
          "tr",
          {},
          html("td"),
          across.map(([value]) => head(value)),
          html("th", { scope: "col" }, "Σ"),
        ),
      ),
      html(
        "tbody",
        {},
        down.map(([one, times]) =>
          html(
            "tr",
            {},
            html("th", { scope: "row" }, shown(one, fields[0])),
            across.map(([other]) => cell([one, other])),
            sum(times),
          ),
        ),
        html(
          "tr",
          {},
          html("th", { scope: "row" }, "Σ"),
          across.map(([, times]) => sum(times)),
          sum(found.count),
        ),
      ),
    );
  }

  // [[value, matches], …] of one of the fields
  function totals(all, i) {
    const sums = new Map();
    for (const [values, times] of all) sums.set(values[i], (sums.get(values[i]) ?? 0) + times);
    return [...sums].sort((a, b) => b[1] - a[1]);
  }

  function row(found, fields, values, times, most) {
    const bar = html("span", { class: "share" });
    bar.style.width = `${(100 * times) / most}%`;
    return html(
      "tr",
      {},
      values.map((value, i) => html(i ? "td" : "th", { scope: i ? null : "row" }, shown(value, fields[i]))),
      html("td", { class: "number" }, narrowed(found, fields, values, times)),
      html("td", { class: "number" }, decimal((100 * times) / found.count)),
      html("td", { class: "bar-cell", "aria-hidden": "true" }, bar),
    );
  }

  function shown(value, [node] = [0]) {
    if (node === ANY) return text(`value.${value}`);
    return value === null ? html("span", { class: "muted" }, text("value.none")) : isolated(value);
  }

  // The count leads to the matches counted: the same query with these values. FEATS as a whole cannot be asked for,
  // and the node above the root has no values.
  function narrowed(found, fields, values, times) {
    if (values.includes("__0__") || fields.some(([, name]) => name === "feats")) return count(times);
    const query = [found.pattern, ...values.map((value, i) => condition(found, fields[i], value))].join("\n");
    return html("a", { href: rukaz.urls.search(query), title: text("frequency.these") }, count(times));
  }

  // On a line of its own, because a remark may end the query.
  function condition(found, [node, name], value) {
    if (node === ANY) return `${value === "yes" ? "with" : "without"} { ${found.whether.clauses} }`;
    const of = found.nodes[node];
    if (value === null) return `pattern { ${of} [upos, !${name}] }`;
    return `pattern { ${of}.${name} = ${rukaz.urls.quoted(value)} }`;
  }

  function tsv(found, fields) {
    const head = [...fields.map((field) => written(found, [field])), "matches"];
    const rows = rukaz.matches
      .frequencies(found, fields)
      .map(([values, times]) => [...values.map((value) => value ?? ""), times]);
    return rukaz.concordance.asTsv([head, ...rows]);
  }

  return { parsed, written, chooser, table, grid, condition, tsv, ROWS, WHETHER };
})();
