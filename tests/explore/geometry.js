// What is wrong with a drawn tree: lines through labels, labels over labels, words over words, anything
// outside the image.
(image) => {
  const MARGIN = 14; // all is drawn so far from the left
  const faults = [];
  const box = (node) => {
    const { x, y, width, height } = node.getBBox();
    return { left: x, right: x + width, top: y, bottom: y + height, said: node.textContent.trim() };
  };
  const meet = (a, b) =>
    a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;

  // an arc is two uprights and one level; a curve at a corner lies within them
  const linesOf = (arc) => {
    const numbers = arc
      .querySelector(".line")
      .getAttribute("d")
      .match(/-?[\d.]+(?:e-?\d+)?/g)
      .map(Number);
    if (numbers.length < 5) {
      const [x, top, bottom] = numbers;
      return [{ left: x, right: x, top, bottom }];
    }
    const [x1, bottom] = numbers;
    const x2 = numbers[numbers.length - 3];
    const y = numbers[4];
    return [
      { left: x1, right: x1, top: y, bottom },
      { left: x2, right: x2, top: y, bottom },
      { left: Math.min(x1, x2), right: Math.max(x1, x2), top: y, bottom: y },
    ];
  };
  const through = (line, label) =>
    line.left < label.right && line.right > label.left && line.top < label.bottom && line.bottom > label.top;

  const arcs = [...image.querySelectorAll(".arc")].map((arc) => ({
    arc,
    lines: linesOf(arc),
    label: box(arc.querySelector(".label")),
  }));
  for (const one of arcs) {
    for (const other of arcs) {
      if (one === other) continue;
      if (other.lines.some((line) => through(line, one.label)))
        faults.push(`a line through ${one.label.said}`);
      if (meet(one.label, other.label)) faults.push(`${one.label.said} over ${other.label.said}`);
    }
  }
  const words = [...image.querySelectorAll(".word")].map((word) =>
    [...word.querySelectorAll("text")].map(box),
  );
  words.slice(1).forEach((texts, index) => {
    const edge = Math.max(...words[index].map((text) => text.right));
    if (Math.min(...texts.map((text) => text.left)) < edge)
      faults.push(`${words[index][0].said} touches ${texts[0].said}`);
  });
  const [width, height] = ["width", "height"].map((name) => Number(image.getAttribute(name)));
  for (const text of image.querySelectorAll("text")) {
    const { left, right, top, bottom } = box(text);
    if (left < -MARGIN || top < 0 || right > width - MARGIN || bottom > height)
      faults.push(`${text.textContent} is outside`);
  }
  return faults;
};
