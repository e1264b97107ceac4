// How the scripts of the explorer are written. Its files are scripts, not modules, because a page on file:// cannot
// load modules; each hands over one object as rukaz.NAME.
"use strict";

const js = require("@eslint/js");
const globals = require("globals");

// What a reader sees stands in assets/languages, in every language.
const TEXT = "Texts stand in the tables of assets/languages: text(key).";
const WORDS = "Literal[value=/\\p{L}{2}.* |^\\p{Lu}\\p{Ll}+$/u]";

module.exports = [
  js.configs.recommended,
  {
    files: ["scripts/rukaz/explore/assets/**/*.js"],
    languageOptions: {
      ecmaVersion: 2024,
      sourceType: "script",
      globals: { ...globals.browser, rukaz: "writable" },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-redeclare": "off", // each script begins with var rukaz
      "consistent-return": "error",
      "default-case": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-lines": ["error", 400],
      "no-console": "error",
      "no-else-return": "error",
      "no-eval": "error",
      "no-param-reassign": "error",
      "no-unused-vars": ["error", { varsIgnorePattern: "^(_|rukaz$)", argsIgnorePattern: "^_" }],
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "off",
      "no-restricted-syntax": [
        "error",
        {
          selector: `CallExpression[callee.name=/^(html|svg)$/][arguments.0.value!="code"] > ${WORDS}:not(:first-child)`,
          message: TEXT,
        },
        { selector: `CallExpression[callee.name=/^(announce|figure)$/] > ${WORDS}`, message: TEXT },
        { selector: `Property[key.name=/^(title|placeholder|gloss)$/] > ${WORDS}.value`, message: TEXT },
        { selector: `Property[key.value="aria-label"] > ${WORDS}.value`, message: TEXT },
      ],
    },
  },
  {
    files: ["scripts/rukaz/explore/assets/languages/*.js"],
    rules: { "max-lines": "off" },
  },
  {
    files: ["eslint.config.js"],
    languageOptions: { sourceType: "commonjs", globals: globals.node },
  },
  { ignores: ["node_modules", ".rukaz", "explorer", "docs", "site", "tests", "examples"] },
];
