// The texts of a page with a contrast below 4.5 : 1, the minimum of WCAG 2.2 at level AA, each kind with its
// worst one.
() => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (above, below) =>
    above.slice(0, 3).map((one, i) => one * above[3] + below[i] * (1 - above[3]));
  const ground = (node) => {
    if (!node) return [255, 255, 255];
    const own = read(getComputedStyle(node).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, ground(node.parentElement));
  };
  const linear = (one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [r, g, b] = colour.map((one) => linear(one / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  const contrastOf = (node) => {
    const style = getComputedStyle(node);
    const drawn = node instanceof SVGElement;
    const box = drawn && node.closest(".entity, .share");
    const below = box
      ? read(getComputedStyle(box.querySelector("rect")).fill).slice(0, 3)
      : ground(node.closest(":not(svg *)"));
    const colour = read(drawn ? style.fill : style.color);
    const seen = over([...colour.slice(0, 3), colour[3] * Number(style.opacity)], below);
    const [high, low] = [light(seen), light(below)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };

  const faint = {};
  const known = new Map();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || node.closest("title, .unseen, noscript, :disabled")) continue;
    if (!node.checkVisibility({ contentVisibilityAuto: true })) continue;
    const around = [node, node.parentElement, node.closest("[class]")].filter(Boolean);
    const kind = around.map((one) => one.tagName + one.getAttribute("class")).join();
    if (!known.has(kind)) known.set(kind, contrastOf(node));
    if (known.get(kind) < 4.5) faint[kind] = known.get(kind);
  }
  return faint;
};
