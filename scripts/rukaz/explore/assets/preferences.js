// Light or dark: as the system has it, until the reader chooses. Runs before anything is shown.
"use strict";

var rukaz = globalThis.rukaz || {};

// What the reader chose, kept by the browser where it can.
rukaz.preferences = {
  get(name) {
    try {
      return localStorage.getItem("rukaz." + name);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem("rukaz." + name, value);
    } catch {
      // a browser may forbid it; then the choice lasts as long as the page
    }
  },
};

rukaz.theme = (() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const current = () => root.dataset.theme || (dark.matches ? "dark" : "light");

  function change() {
    root.dataset.theme = current() === "dark" ? "light" : "dark";
    rukaz.preferences.set("theme", root.dataset.theme);
  }

  const chosen = rukaz.preferences.get("theme");
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  return { current, change };
})();
