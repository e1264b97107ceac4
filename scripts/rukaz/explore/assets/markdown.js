// The card of a corpus is Markdown. What cards use of it becomes HTML: headings, paragraphs, lists, tables,
// code, quotes, emphasis and links. Anything else, HTML above all, stays the text that it is.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.markdown = (() => {
  const { html, link, scrollingTable } = rukaz.dom;

  const INLINE = /`([^`]+)`|\*\*(.+?)\*\*|\*(\S[^*]*?)\*|\[([^\]]+)\]\(([^)\s]+)\)|<(https?:\/\/[^>\s]+)>/su;

  function inline(text) {
    const found = INLINE.exec(text);
    if (!found) return text ? [text] : [];
    const [whole, code, strong, stress, label, url, address] = found;
    return [
      ...inline(text.slice(0, found.index)),
      piece(code, strong, stress, label, url, address),
      ...inline(text.slice(found.index + whole.length)),
    ];
  }

  function piece(code, strong, stress, label, url, address) {
    if (code) return html("code", {}, code);
    if (strong) return html("strong", {}, inline(strong));
    if (stress) return html("em", {}, inline(stress));
    if (address) return link(address);
    return /^https?:/i.test(url) ? link(url, label.replaceAll("`", "")) : html("span", {}, inline(label));
  }

  const BLOCKS = [
    { begins: /^```/, takes: code },
    { begins: /^#{1,6} /, takes: heading },
    { begins: /^\|/, takes: table },
    { begins: /^\s*[-*] /, takes: (lines) => list(lines, "ul", /^\s*[-*] /) },
    { begins: /^\s*\d+\. /, takes: (lines) => list(lines, "ol", /^\s*\d+\. /) },
    { begins: /^> ?/, takes: quote },
  ];

  const kind = (line) => BLOCKS.find((one) => one.begins.test(line));

  // The nodes of a text. Comments, and the tags that fold a part away, are left out.
  function nodes(text) {
    const lines = text
      .replace(/<!--.*?-->/gs, "")
      .replace(/<\/?(details|summary)[^>]*>/g, "")
      .split("\n");
    const found = [];
    while (lines.length) {
      if (!lines[0].trim()) lines.shift();
      else found.push((kind(lines[0]) || { takes: paragraph }).takes(lines));
    }
    return found;
  }

  function takeWhile(lines, holds) {
    const taken = [];
    while (lines.length && holds(lines[0])) taken.push(lines.shift());
    return taken;
  }

  function code(lines) {
    lines.shift();
    const text = takeWhile(lines, (line) => !line.startsWith("```")).join("\n");
    lines.shift();
    return html("pre", { tabindex: 0 }, text);
  }

  function heading(lines) {
    const [, marks, text] = lines.shift().match(/^(#+) (.*)$/);
    return html("h" + Math.min(6, marks.length), {}, inline(text));
  }

  function table(lines) {
    const cells = (line) =>
      line
        .replace(/^\||\|\s*$/g, "")
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll("\\|", "|"));
    const rows = takeWhile(lines, (line) => line.startsWith("|")).map(cells);
    const [head, , ...body] = rows;
    return scrollingTable(
      rukaz.language.text("card.table"),
      head.map((cell) => html("th", { scope: "col" }, inline(cell))),
      body.map((row) => row.map((cell) => html("td", {}, inline(cell)))),
    );
  }

  function list(lines, tag, mark) {
    const items = [];
    while (lines.length && (mark.test(lines[0]) || (items.length && /^\s+\S/.test(lines[0])))) {
      const line = lines.shift();
      if (mark.test(line)) items.push(line.replace(mark, ""));
      else items[items.length - 1] += " " + line.trim();
    }
    return html(
      tag,
      {},
      items.map((item) => html("li", {}, inline(item))),
    );
  }

  function quote(lines) {
    const text = takeWhile(lines, (line) => line.startsWith(">"))
      .map((line) => line.replace(/^> ?/, ""))
      .join("\n");
    return html("blockquote", {}, nodes(text));
  }

  function paragraph(lines) {
    const first = lines.shift();
    return html(
      "p",
      {},
      inline([first, ...takeWhile(lines, (line) => line.trim() && !kind(line))].join(" ")),
    );
  }

  return { nodes };
})();
