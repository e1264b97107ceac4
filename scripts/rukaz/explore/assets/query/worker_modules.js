// Modules that run in the worker of the search as well as in the page: rukaz.share("matcher", () => { … }).
//
// A page on file:// cannot start a worker from a file, so the worker is started from the text of these modules.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.share = (() => {
  const texts = [];

  function share(name, module) {
    rukaz[name] = module();
    texts.push(`rukaz.${name} = (${module})();`);
  }

  // The program of a worker that has these modules and answers what it is sent with answer(message).
  share.program = (answer) =>
    `"use strict"; var rukaz = {};\n${texts.join("\n")}\n` +
    `const answer = ${answer};\n` +
    `onmessage = ({ data: { id, message } }) => {
      try {
        const [result, transfer] = answer(message);
        postMessage({ id, result }, transfer ?? []);
      } catch (error) {
        postMessage({ id, error: String(error) });
      }
    };`;

  return share;
})();
