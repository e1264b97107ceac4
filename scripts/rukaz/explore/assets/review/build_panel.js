// What was accepted and is not in the corpus yet, and the build that brings it there.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.buildPanel = (() => {
  const { html, isolated, announce } = rukaz.dom;
  const { text } = rukaz.language;
  const { reviewServer } = rukaz;

  const EVERY = 1000; // milliseconds between two looks at a build

  // The panel; it looks after a build for as long as it is shown.
  async function panel() {
    const place = html("section", { class: "waiting", "aria-label": text("review.waitingTitle") });
    await reviewServer.refresh();
    fill(place);
    if (reviewServer.state().build.state === "running") follow(place);
    return place;
  }

  function fill(place) {
    const ids = reviewServer.waiting();
    const { build } = reviewServer.state();
    rukaz.dom.keepFocus(place, () =>
      place.replaceChildren(
        html("h2", {}, text("review.waitingTitle")),
        html("p", {}, text("review.waiting", { count: ids.length })),
        html(
          "ul",
          {},
          ids.map((id) => html("li", {}, html("a", { href: rukaz.urls.tree(id) }, isolated(id)))),
        ),
        html(
          "button",
          {
            type: "button",
            class: "button",
            "data-key": "build",
            disabled: build.state === "running",
            onclick: () => start(place),
          },
          text("review.build"),
        ),
        said(build),
      ),
    );
  }

  function said({ state, said: lines, seconds }) {
    if (state === "none") return html("p", { class: "build-said", role: "status" });
    return html(
      "div",
      { class: `build-said ${state}`, role: "status" },
      html("p", {}, text(`review.build.${state}`, { count: seconds })),
      lines.length
        ? html(
            "pre",
            { lang: "en" },
            lines.slice(-8).map((line) => `${line}\n`),
          )
        : "",
    );
  }

  async function start(place) {
    try {
      await reviewServer.build();
      await follow(place);
    } catch (error) {
      place.append(
        html("p", { class: "problem", role: "alert" }, isolated(/** @type {Error} */ (error).message)),
      );
    }
  }

  // Looks again until the build has ended; then the page of the new corpus is shown.
  async function follow(place) {
    do {
      await reviewServer.refresh();
      fill(place);
      if (reviewServer.state().build.state !== "running") break;
      await new Promise((done) => setTimeout(done, EVERY));
    } while (place.isConnected);
    const { state } = reviewServer.state().build;
    announce(text(`review.build.${state}`, { count: reviewServer.state().build.seconds }));
    const newer = reviewServer.newerPage();
    if (state === "done" && newer && place.isConnected) location.assign(newer);
  }

  return { panel };
})();
