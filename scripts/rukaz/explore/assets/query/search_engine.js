// Finds what a query describes. The matching is done in a worker, so that no query, however long it takes, stops the page.
"use strict";

var rukaz = globalThis.rukaz || {};

rukaz.searchEngine = (() => {
  const MOST = 2_000_000; // matches
  const LIMIT = 20_000; // milliseconds for one chunk, which take some ten as a rule
  const PATIENCE = 300; // milliseconds until a worker that is busy with a former search is given up

  // -- the worker --

  // What runs in the worker: it keeps the chunks it was sent, and searches by number.
  function answer({ kind, ...message }) {
    const state = (rukaz.state ??= { table: null, chunks: new Map(), tasks: new Map() });
    if (kind === "corpus") {
      rukaz.corpus = { meta: message.meta };
      state.table = message.table;
    } else if (kind === "begin") {
      state.tasks.set(message.task, new rukaz.searchTask.SearchTask(message.text, state.table, message.most));
    } else if (kind === "chunk") {
      const { number, data } = message;
      if (data)
        state.chunks.set(number, new rukaz.dataFiles.Chunk(number, data, state.table, rukaz.corpus.meta));
      const found = state.tasks.get(message.task).run(state.chunks.get(number));
      return [found, [found.numbers.buffer]];
    } else if (kind === "end") {
      const task = state.tasks.get(message.task);
      state.tasks.delete(message.task);
      return [task.hints([...state.chunks.values()])];
    } else if (kind === "cancel") {
      state.tasks.delete(message.task);
    }
    return [];
  }

  // The worker was ended before it answered; reason: "stopped" or "limit".
  class Ended extends Error {
    constructor(reason) {
      super("the search was ended");
      this.reason = reason;
    }
  }

  class Connection {
    constructor(meta, table) {
      this.worker = rukaz.dom.startWorker(rukaz.share.program(answer));
      this.worker.onmessage = ({ data }) => this.answered(data);
      this.waiting = new Map();
      this.sent = new Set();
      this.requests = 0;
      this.send({ kind: "corpus", meta, table });
    }

    // The answer to a message; Ended if there is none within the limit.
    request(message, limit = LIMIT) {
      const id = ++this.requests;
      return new Promise((done, failed) => {
        const timer = setTimeout(() => this.end("limit"), limit);
        this.waiting.set(id, { done, failed, timer });
        this.worker.postMessage({ id, message });
      });
    }

    answered({ id, result, error }) {
      const { done, failed, timer } = this.waiting.get(id);
      this.waiting.delete(id);
      clearTimeout(timer);
      if (error === undefined) done(result);
      else failed(new Error(error));
    }

    // a message whose answer says nothing
    send(message) {
      this.request(message).catch(() => {});
    }

    find(task, chunk, limit) {
      const data = this.sent.has(chunk.number) ? null : chunk.data;
      this.sent.add(chunk.number);
      return this.request({ kind: "chunk", task, number: chunk.number, data }, limit);
    }

    // Whether it has nothing to do, or comes to that within some milliseconds.
    async idle(milliseconds) {
      const end = performance.now() + milliseconds;
      while (this.waiting.size && performance.now() < end) await new Promise((done) => setTimeout(done, 10));
      return !this.waiting.size;
    }

    end(reason) {
      this.worker.terminate();
      if (connection === this) connection = null;
      for (const { failed, timer } of this.waiting.values()) {
        clearTimeout(timer);
        failed(new Ended(reason));
      }
      this.waiting.clear();
    }
  }

  let connection = null;
  let searches = 0;

  async function connected() {
    const former = connection;
    if (former && !(await former.idle(PATIENCE))) former.end("stopped");
    const table = await rukaz.corpus.tables();
    connection ??= new Connection(rukaz.corpus.meta, table);
    return connection;
  }

  // Ends the search that is running; it gives what was found until then.
  function stop() {
    connection?.end("stopped");
  }

  // -- searches --

  // All matches of a query: {text, pattern, shorthand, nodes, rows, chunks, count, sentences, complete, ended, missing,
  // milliseconds}. rows.numbers holds the sentence and the position of each node of one match after the other.
  //
  // progress({chunk, chunks, count}) is told of each chunk; an aborted signal ends the search, which then gives null.
  // At most `most` matches are kept; complete says whether there are no more. ended is "stopped" or "limit" if the
  // search did not come to its end: a chunk may take `limit` milliseconds.
  /**
   * @param {string} text
   * @param {{progress?: (state: any) => void, signal?: AbortSignal, most?: number, limit?: number}} [options]
   * @returns {Promise<Found | null>}
   */
  async function search(text, { progress, signal, most = MOST, limit = LIMIT } = {}) {
    const query = rukaz.queryParser.parse(text);
    rukaz.searchTask.compile(query, null); // a mistake is told before anything is loaded
    const { shorthand, scopes, pattern } = query;
    const nodes = scopes[0].nodes.map(({ name }) => name);
    /** @type {any} */
    const found = {
      text,
      pattern,
      shorthand,
      nodes,
      chunks: [],
      count: 0,
      sentences: 0,
      ended: null,
      missing: [],
      milliseconds: 0,
    };
    const parts = [];
    const task = ++searches;
    const total = rukaz.corpus.meta.chunks.length;
    try {
      const worker = await connected();
      await worker.request({ kind: "begin", task, text, most }, limit);
      for (let number = 0; number < total && found.count < most; number++) {
        const chunk = await rukaz.corpus.chunk(number);
        if (signal?.aborted) {
          worker.send({ kind: "cancel", task });
          return null;
        }
        found.chunks.push(chunk);
        const start = performance.now();
        const part = await worker.find(task, chunk, limit);
        found.milliseconds += performance.now() - start;
        parts.push(part.numbers);
        found.count += part.count;
        found.sentences += part.sentences;
        progress?.({ chunk: number + 1, chunks: total, count: found.count });
      }
      found.missing = await worker.request({ kind: "end", task }, limit);
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      if (signal?.aborted) return null;
      found.ended = error.reason;
    }
    if (signal?.aborted) return null;
    found.complete = !found.ended && found.count < most;
    found.rows = { stride: nodes.length + 1, numbers: joined(parts) };
    return found;
  }

  function joined(parts) {
    const numbers = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      numbers.set(part, at);
      at += part.length;
    }
    return numbers;
  }

  /**
   * Of which matches the clauses hold, as `whether` of what was found: 1 or 0 for each.
   * @param {Found} found
   * @param {string} clauses as they stand in the braces of a pattern
   */
  async function split(found, clauses, options = {}) {
    const held = await search(`${found.pattern}\nwith { ${clauses} }`, options);
    if (!held) return null;
    const { stride, numbers } = found.rows;
    const holds = new Uint8Array(found.count);
    let next = 0; // both stand in the order of the corpus
    for (let row = 0; row < found.count && next < held.count; row++) {
      const isSame = (_, i) => numbers[row * stride + i] === held.rows.numbers[next * stride + i];
      if (Array.from({ length: stride }, (_, i) => i).every((_, i) => isSame(_, i))) holds[row] = 1;
      next += holds[row];
    }
    return { clauses, holds, count: next };
  }

  return { search, split, stop };
})();
