// The language of the page: the one that the reader chose, else the first of the browser's that there is a table for.
//
// A table (en.js, ru.js) gives each text under its key. {name} stands for a value, of which numbers are written as the
// language writes them. A text that depends on a number has a form for each plural category, as Intl.PluralRules has
// them, chosen by {count}. Dates are put together from texts, since browsers know the months of few languages.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.language = (() => {
  const tables = new Map(); // code → {name of the language, texts}
  let chosen = null; // {code, texts, plural, numbers, number, decimals}

  // `numbers` is the language whose numbers look the same, where browsers do not know those of this one.
  function add(code, name, texts, numbers = code) {
    tables.set(code, { name, texts, numbers });
    chosen = null;
  }

  function current() {
    chosen ??= use(wanted());
    return chosen;
  }

  function wanted() {
    const kept = rukaz.preferences.get("language");
    if (tables.has(kept)) return kept;
    const codes = navigator.languages.map((one) => one.split("-")[0].toLowerCase());
    return codes.find((code) => tables.has(code)) ?? tables.keys().next().value;
  }

  function use(code) {
    document.documentElement.lang = code;
    const { texts, numbers } = tables.get(code);
    const [plural, number] = [new Intl.PluralRules(code), new Intl.NumberFormat(numbers)];
    return { code, texts, plural, numbers, number, decimals: new Map() };
  }

  function choose(code) {
    rukaz.preferences.set("language", code);
    chosen = use(code);
  }

  // [[code, name], …] of the languages that there are
  const all = () => [...tables].map(([code, { name }]) => [code, name]);

  // A text with its values: strings and numbers.
  function text(key, values) {
    return phrase(key, values).join("");
  }

  // The same as pieces, of which some may be elements of the page.
  function phrase(key, values = {}) {
    if (!has(key)) throw new Error(`there is no text ${key}`);
    const found = message(key);
    const form = typeof found === "string" ? found : found[current().plural.select(values.count)];
    return form
      .split(/\{([a-z]+)\}/i)
      .map((part, i) => (i % 2 ? shown(values[part]) : part))
      .filter((part) => part !== "");
  }

  const shown = (value) => (typeof value === "number" ? count(value) : value);

  // The message of a key as the table has it: a string, or one for each plural category.
  const message = (key) => current().texts[key];

  const has = (key) => Object.hasOwn(current().texts, key);

  // What follows the prefix in the keys that begin with it: "upos." gives ADJ, ADP, …
  function keys(prefix) {
    return Object.keys(current().texts)
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  }

  // A number as it is read: 1,000,875; nothing is 0.
  const count = (value) => current().number.format(value || 0);

  // A number with so many decimals.
  function decimal(value, digits = 1) {
    const { numbers, decimals } = current();
    const exactly = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    if (!decimals.has(digits)) decimals.set(digits, new Intl.NumberFormat(numbers, exactly));
    return decimals.get(digits).format(value);
  }

  // A day, 2023-11-09, as it is read; a month or year that stands for a date, as it is.
  function date(value) {
    const [, year, month, day] = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(value) ?? [];
    if (!day) return value;
    return text("date.day", { day: String(Number(day)), month: text(`month.${Number(month)}`), year });
  }

  return {
    add,
    all,
    choose,
    code: () => current().code,
    text,
    phrase,
    message,
    has,
    keys,
    count,
    decimal,
    date,
  };
})();
