// What the reader chose, kept by the browser where it can; and light or dark: as the system has it, until the reader
// chooses. Runs before anything is shown.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.preferences = {
  get(name) {
    try {
      return localStorage.getItem("rukaz." + name);
    } catch {
      return null;
    }
  },
  // False where the browser forbids it or has no room; then the choice lasts as long as the page.
  set(name, value) {
    try {
      localStorage.setItem("rukaz." + name, value);
      return true;
    } catch {
      return false;
    }
  },
  // The value that was kept as JSON; null if there is none.
  getJson(name) {
    try {
      return JSON.parse(this.get(name) ?? "null");
    } catch {
      return null;
    }
  },
  setJson(name, value) {
    return this.set(name, JSON.stringify(value));
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
