// A tree as a file of its own: every colour and font stands in the SVG itself, as on the light page, on
// white.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.treeSvg = (() => {
  const { svg, html, download } = rukaz.dom;

  const SCALE = 2; // pixels of a picture for one of the SVG

  const DRAWN = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "opacity",
    "font-weight",
  ];
  const UNSEEN = [
    "tabindex",
    "role",
    "aria-label",
    "class",
    "data-id",
    "data-key",
    "data-head",
    "data-dependent",
  ];

  // The text of the file.
  function serialize(image, sentence) {
    const copy = image.cloneNode(true);
    copy.classList.remove("stressed");
    for (const part of copy.querySelectorAll(".related")) part.classList.remove("related");
    const light = html("div", { class: "unseen", "data-theme": "light", "aria-hidden": "true" }, copy);
    document.body.append(light);
    for (const part of copy.querySelectorAll("rect, path, text")) inline(part);
    light.remove();
    for (const part of [copy, ...copy.querySelectorAll("*")])
      UNSEEN.forEach((name) => part.removeAttribute(name));
    const [, , width, height] = copy.getAttribute("viewBox").split(" ");
    copy.prepend(
      svg("title", {}, sentence.id),
      svg("desc", {}, sentence.text),
      svg("rect", { width, height, fill: "#ffffff" }),
    );
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(copy) + "\n";
  }

  function inline(part) {
    const style = getComputedStyle(part);
    if (
      style.visibility === "hidden" ||
      style.display === "none" ||
      part.matches(".ground:not(.lit .ground)")
    ) {
      part.remove();
      return;
    }
    for (const name of DRAWN) part.setAttribute(name, style.getPropertyValue(name));
    if (part.matches(".behind")) part.setAttribute("fill", "#ffffff");
  }

  function save(image, sentence) {
    download(sentence.id + ".svg", "image/svg+xml", serialize(image, sentence));
  }

  // The same as a picture.
  async function savePng(image, sentence) {
    const picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(serialize(image, sentence))}`;
    await picture.decode();
    const canvas = html("canvas", { width: SCALE * picture.width, height: SCALE * picture.height });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download(sentence.id + ".png", "image/png", blob));
  }

  return { serialize, save, savePng };
})();
