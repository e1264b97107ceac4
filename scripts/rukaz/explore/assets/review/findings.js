// What the validator, the guidelines and a queue say of words, in the language of the page: {token, form, code, message,
// values, error} as the server of a review gives it. For a few tests of the validator, which no correction here can
// fail, there is only its own message.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.findings = (() => {
  const { html, isolated } = rukaz.dom;
  const { text, has } = rukaz.language;

  function said({ code, message, values }) {
    const key = `finding.${code}`;
    if (!has(key)) return [html("span", { lang: "en" }, message)];
    const { detail } = values; // of a guideline, in its words
    return [isolated(text(key, values)), detail ? [" ", html("small", { lang: "en" }, detail)] : null];
  }

  // The word that something is said of; nothing if it is the whole sentence.
  function word({ token, form }) {
    return token ? [html("small", {}, `${token} `), isolated(form), ": "] : null;
  }

  // All that was found in a sentence, by the words that it is found at.
  function list(found) {
    if (!found.length) return html("p", {}, text("review.valid"));
    const rows = found.map((one) =>
      html(
        "li",
        { class: one.error ? "error" : "warning" },
        word(one),
        said(one),
        " ",
        html("code", {}, one.code),
      ),
    );
    return html("ul", { class: "findings" }, rows);
  }

  // Why to look at a sentence.
  function reasons(found) {
    return html(
      "ul",
      {},
      found.map((one) => html("li", {}, word(one), said(one))),
    );
  }

  return { list, reasons };
})();
