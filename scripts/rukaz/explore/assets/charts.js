// Charts as SVG: bars, a histogram, shares and places. Each is drawn for a width in pixels and says its
// numbers as text.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.charts = (() => {
  const { html, svg } = rukaz.dom;
  const { text: textOf, count } = rukaz.language;
  const { width: textWidth, cutToWidth } = rukaz.treeLayout;

  const ROW = 25;

  // A figure that is drawn anew when its width changes; draw(width) gives an SVG.
  function figure(title, note, draw) {
    const place = html("div", { class: "chart" });
    const whole = html(
      "figure",
      {},
      html("figcaption", {}, html("h2", {}, title), note ? html("p", {}, note) : null),
      place,
    );
    let drawn = 0;
    new ResizeObserver(([entry]) => {
      const width = Math.floor(entry.contentRect.width);
      if (!width || width === drawn) return;
      drawn = width;
      place.replaceChildren(draw(width));
    }).observe(place);
    return whole;
  }

  function image(width, height, label, ...shapes) {
    return svg(
      "svg",
      { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label },
      shapes,
    );
  }

  function text(x, y, content, kind, anchor = "start") {
    return svg("text", { x, y, class: kind, "text-anchor": anchor }, content);
  }

  // One row for each {label, value, gloss, href, kind}, the longest bar as wide as the room.
  function bars(rows, width, { name, font = "text" }) {
    const most = Math.max(1, ...rows.map((row) => row.value));
    const labels = Math.min(width * 0.45, Math.max(...rows.map((row) => textWidth(row.label, font))) + 12);
    const room = Math.max(20, width - labels - textWidth(count(most), "text") - 10);
    return image(
      width,
      rows.length * ROW,
      name,
      rows.map((row, index) => {
        const y = index * ROW;
        const length = Math.max(1.5, (row.value / most) * room);
        const said = `${row.label} ${count(row.value)}${row.gloss ? ", " + row.gloss : ""}`;
        return svg(
          row.href ? "a" : "g",
          {
            class: "bar " + (row.kind || ""),
            href: row.href || null,
            role: row.href ? null : "img",
          },
          svg("title", {}, said),
          svg("rect", { class: "ground", x: 0, y, width, height: ROW }),
          text(0, y + 17, cutToWidth(row.label, labels - 10, font), "label " + font),
          svg("rect", { class: "value", x: labels, y: y + 5, width: length, height: ROW - 10, rx: 2 }),
          text(labels + length + 6, y + 17, count(row.value), "number"),
        );
      }),
    );
  }

  // A column for each {label, value, gloss}, side by side, the highest as high as the room.
  function columns(rows, width, { name }) {
    const [height, base] = [190, 150];
    const most = Math.max(...rows.map((row) => row.value)) || 1;
    const one = width / rows.length;
    const every = Math.ceil(64 / one);
    return image(
      width,
      height,
      name,
      rows.map(({ label, value, gloss }, i) => {
        const tall = (value / most) * (base - 20);
        return column(
          `${label}: ${count(Math.round(value))} (${gloss})`,
          { x: i * one, width: one, base, y: base - tall, height: Math.max(0.5, tall) },
          value === most
            ? text((i + 0.5) * one, base - tall - 5, count(Math.round(value)), "number", "middle")
            : null,
          i % every ? null : text((i + 0.5) * one, base + 17, label, "number", "middle"),
        );
      }),
      svg("line", { class: "axis", x1: 0, x2: width, y1: base + 0.5, y2: base + 0.5 }),
    );
  }

  // Lengths [[length, how many], …] in classes of the same width, with the median.
  function histogram(pairs, width, { name }) {
    const longest = Math.max(...pairs.map(([length]) => length));
    const step = [1, 2, 5, 10, 20, 50].find((one) => longest / one <= width / 14) || 100;
    const classes = new Array(Math.floor(longest / step) + 1).fill(0);
    for (const [length, number] of pairs) classes[Math.floor(length / step)] += number;
    const [height, base] = [210, 172];
    const most = Math.max(...classes);
    const one = width / classes.length;
    const middle = median(pairs);
    const shapes = classes.map((number, index) => {
      const tall = (number / most) * (base - 24);
      const [from, to] = [index * step, index * step + step - 1];
      const range = step === 1 ? String(index) : textOf("chart.range", { from, to });
      const said = textOf("chart.lengths", { range, count: number });
      return column(said, { x: index * one, width: one, base, y: base - tall, height: tall });
    });
    return image(
      width,
      height,
      name,
      shapes,
      axis(classes.length, step, one, base, width),
      medianLine(((middle + 0.5) / step) * one, base, middle, width),
    );
  }

  // A column that stands on `base`, with what is said of it, in a place that can be pointed at up to the top.
  function column(said, { x, width, base, y, height }, ...labels) {
    return svg(
      "g",
      { class: "bar", role: "img" },
      svg("title", {}, said),
      svg("rect", { class: "ground", x, y: 0, width, height: base }),
      svg("rect", { class: "value", x: x + 1, y, width: Math.max(1, width - 2), height, rx: 1.5 }),
      ...labels,
    );
  }

  function median(pairs) {
    const half = pairs.reduce((sum, [, number]) => sum + number, 0) / 2;
    let seen = 0;
    for (const [length, number] of pairs) {
      seen += number;
      if (seen >= half) return length;
    }
    return 0;
  }

  function axis(classes, step, one, base, width) {
    const every = Math.ceil(44 / one);
    const ticks = [];
    for (let index = 0; index < classes; index += every) {
      ticks.push(
        text(index * one + (index ? 0 : 1), base + 17, index * step, "number", index ? "middle" : "start"),
      );
    }
    return [
      svg("line", { class: "axis", x1: 0, x2: width, y1: base + 0.5, y2: base + 0.5 }),
      ticks,
      text(width, base + 36, textOf("chart.tokens"), "number", "end"),
    ];
  }

  function medianLine(x, base, middle, width) {
    const right = x < width / 2;
    return [
      svg("line", { class: "median", x1: x, x2: x, y1: 2, y2: base }),
      text(
        right ? x + 6 : x - 6,
        14,
        textOf("chart.median", { count: middle }),
        "number strong",
        right ? "start" : "end",
      ),
    ];
  }

  // For each {label, href, parts: [{kind, name, value}]} its parts one after the other; one unit is as wide
  // in every row.
  function shares(rows, width, { name }) {
    const total = (row) => row.parts.reduce((sum, part) => sum + part.value, 0);
    const most = Math.max(1, ...rows.map(total));
    const room = width - textWidth(count(most), "text") - 10;
    return image(
      width,
      rows.length * 50,
      name,
      rows.map((row, index) => {
        let x = 0;
        const y = index * 50;
        const parts = row.parts
          .filter((part) => part.value)
          .map((part) => {
            const length = (part.value / most) * room;
            const shape = svg(
              "g",
              { class: "share " + part.kind },
              svg("title", {}, `${part.name}: ${count(part.value)}`),
              svg("rect", { x, y: y + 22, width: Math.max(0.5, length - 1), height: 16, rx: 2 }),
              length > textWidth(count(part.value), "text") + 8
                ? text(x + 5, y + 34, count(part.value), "inside")
                : null,
            );
            x += length;
            return shape;
          });
        const said =
          `${row.label}: ` + row.parts.map((part) => `${part.name} ${count(part.value)}`).join(", ");
        return svg(
          "a",
          { class: "row", href: row.href },
          svg("title", {}, said),
          text(0, y + 16, cutToWidth(row.label, width, "name"), "label serif"),
          parts,
          text(x + 6, y + 35, count(total(row)), "number"),
        );
      }),
    );
  }

  // For each {label, kind, href, at: [0…1]} a mark at each place, over columns {label, from, to, href} of
  // documents.
  function places(rows, columns, width, { name }) {
    const labels = Math.min(width * 0.32, Math.max(...rows.map((row) => textWidth(row.label, "name"))) + 14);
    const numbers = 34;
    const room = width - labels - numbers;
    const height = rows.length * 27 + 8;
    const x = (place) => labels + place * room;
    const grounds = columns.map((column, index) =>
      svg(
        "rect",
        {
          class: "column" + (index % 2 ? " odd" : ""),
          x: x(column.from),
          y: 0,
          width: Math.max(0.5, (column.to - column.from) * room - 2),
          height: height - 4,
          rx: 3,
        },
        svg("title", {}, column.label),
      ),
    );
    return image(
      width,
      height,
      name,
      grounds,
      rows.map((row, index) => {
        const y = 4 + index * 27;
        const said = `${row.label}: ${textOf("count.mentions", { count: row.at.length })}`;
        return svg(
          "a",
          { class: "row " + row.kind, href: row.href },
          svg("title", {}, said),
          svg("rect", { class: "ground", x: 0, y, width: labels - 4, height: 25 }),
          text(0, y + 17, cutToWidth(row.label, labels - 12, "name"), "label serif"),
          row.at.map((place) =>
            svg("rect", { class: "mark", x: x(place) - 1.5, y: y + 3, width: 3, height: 18, rx: 1.5 }),
          ),
          text(width, y + 17, count(row.at.length), "number", "end"),
        );
      }),
    );
  }

  return { figure, bars, columns, histogram, shares, places, median };
})();
