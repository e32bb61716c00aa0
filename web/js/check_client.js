// Has a check run by a worker, and ends the worker when that takes too long.

// Maximum length of the text, in characters: it has to fit into the memory through which the interpreter receives it.
const MAX_TEXT_LENGTH = 200_000;
// Maximum real time that all tests of a check may take together. Loading them does not count.
const CHECK_TIMEOUT_MS = 5_000;

const TOO_SLOW = "It had not ended after 5 seconds, which is the most that all tests together may take.";
const NOT_RUN = "It was not run, because the tests before it had taken 5 seconds, the most that all may take together.";
const LOAD_ERROR = "The check could not be loaded. Check your connection and try again.";

/**
 * Runs the tests in `text`, the Python of a teacher, on a copy of `bench`, which is the text of a link. Its script is
 * `settings.script`, or the one of the bench. Returns a row `{name, passed, message}` for each test.
 */
export async function check(bench, text, settings) {
  verify(typeof text === "string", "BadArgument", `check(text): text is a string, not ${typeof text}`);
  const { script, ...others } = settings ?? {};
  const [unknown] = Object.keys(others);
  verify(unknown === undefined, "BadArgument", `check has no setting '${unknown}'; it has: script`);
  const isScript = ["string", "undefined"].includes(typeof script);
  verify(isScript, "BadArgument", `check(text, {script}): script is a string, not ${typeof script}`);
  verify(text.length <= MAX_TEXT_LENGTH, "CheckTooLong", "a check may have at most 200,000 characters");
  return await new Promise((resolve, reject) => new Job({ bench, text, script }, resolve, reject));
}

function verify(condition, kind, message) {
  if (!condition) {
    throw errorOf(kind, message);
  }
}

function errorOf(kind, message) {
  return Object.assign(new Error(message), { kind });
}

// A check that runs.
class Job {
  #worker = new Worker(new URL("check_worker.js", import.meta.url), { type: "module" });
  #request;
  #resolve;
  #reject;
  // A check whose text takes too long before it has a test has this row.
  #names = ["check.py"];
  #rows = [];
  #timeout;

  constructor(request, resolve, reject) {
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#worker.onmessage = ({ data }) => this.#onMessage(data);
    this.#worker.onerror = (event) => this.#fail(event.message ?? LOAD_ERROR);
  }

  #onMessage({ isReady, names, row, isDone, failure }) {
    if (isReady) {
      this.#worker.postMessage(this.#request);
      this.#timeout = setTimeout(() => this.#onTimeout(), CHECK_TIMEOUT_MS);
    } else if (names) {
      this.#names = names;
    } else if (row) {
      this.#rows.push(row);
    } else if (isDone) {
      this.#end();
    } else if (failure) {
      this.#fail(failure);
    }
  }

  #onTimeout() {
    const unfinished = this.#names.slice(this.#rows.length);
    const toRow = (name, index) => ({ name, passed: false, message: index === 0 ? TOO_SLOW : NOT_RUN });
    this.#rows.push(...unfinished.map(toRow));
    this.#end();
  }

  #fail(message) {
    this.#stop();
    this.#reject(errorOf("Unavailable", message));
  }

  #end() {
    this.#stop();
    this.#resolve(this.#rows);
  }

  #stop() {
    clearTimeout(this.#timeout);
    this.#worker.terminate();
  }
}
