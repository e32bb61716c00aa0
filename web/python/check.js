// Runs the tests of a teacher's file one after the other, each on a fresh copy of the bench with the student's script.
//
// A test and the script are both Python, and each has an interpreter of its own. The script runs until time has reached
// its limit. In the middle of its wait the test is run (`lib/_check.py`), until it lets time pass again.

import { BenchCopy } from "./bench_copy.js";
import { instrument } from "./instrument.js";
import { TestBench } from "./test_bench.js";
import { TestInterpreter } from "./test_interpreter.js";

// The name of the file, which is the name of a row that belongs to no test.
const FILE = "check.py";
// Added to the reason of an assertion that has failed before the script could run.
const NOT_RUN = " (the script had no time to run: b.run_ms(20) lets it run for 20 ms)";
// Added to the error of a test that does not take the bench.
const NO_ARGUMENT = "; a test has one argument, as in def test_led(b)";
const NO_TESTS = "The check has no function whose name begins with test_.";

/** A program that runs checks on one engine. */
export class Check {
  #copy;
  #tests = new TestInterpreter();

  /** `engine` has the exports of the engine's program. */
  constructor(engine) {
    this.#copy = new BenchCopy(engine);
  }

  /** Starts the engine, whose program `load` loads, and the interpreter of the tests. */
  async start(load) {
    await this.#copy.start(load);
    await this.#tests.start();
  }

  /**
   * Runs the tests in `text` with a script, or with that of the bench if it is undefined. Calls `onNames` with the names
   * of the tests before they run, and `onRow` with each result: `{name, passed, message}`.
   */
  async run({ bench, script, text }, onNames, onRow) {
    const { names, error } = this.#tests.load(text);
    if (error || names.length === 0) {
      onNames([FILE]);
      onRow(row(FILE, error ? `The check itself failed${details(error.traceback, FILE)}` : NO_TESTS));
      return;
    }
    const { functionLines } = instrument(text);
    const lineOf = (name) => functionLines.get(name) ?? Infinity;
    names.sort((a, b) => lineOf(a) - lineOf(b));
    onNames(names);
    let usedNs = 0;
    for (const name of names) {
      await this.#tests.start();
      const testBench = new TestBench(this.#copy, usedNs);
      onRow(row(name, await this.#runTest(name, testBench, bench, script)));
      ({ usedNs } = testBench);
    }
  }

  // Runs a test. Returns the reason why it has failed, or "" if it has passed.
  async #runTest(name, testBench, bench, script) {
    let reason = null;
    const end = (why) => {
      reason ??= why;
      this.#copy.end();
    };
    this.#tests.begin(name, testBench);
    await this.#copy.run(bench, script, {
      onPause: () => {
        testBench.resume();
        const outcome = this.#tests.run();
        if (testBench.failure || outcome) {
          end(testBench.failure ?? reasonOf(outcome, this.#copy.timeNs));
        }
      },
      onOutput: (text) => testBench.print(text),
      onFailure: (error) => end(`The script failed${details(error, "main.py")}`),
    });
    return reason;
  }
}

function row(name, message) {
  return { name, passed: message === "", message };
}

// Returns the reason why a test has failed at a simulated time, or "" if it has passed.
function reasonOf({ message, traceback }, timeNs) {
  const hint = timeNs === 0 ? NOT_RUN : "";
  if (message) {
    return message + hint;
  }
  if (!traceback) {
    return "";
  }
  const { error, place } = parse(traceback, FILE);
  const isAssertion = error.startsWith("AssertionError");
  if (isAssertion) {
    return `The assertion${place} does not hold.${hint}`;
  }
  return `The test itself failed${place}: ${error}${error.includes("takes 0 positional") ? NO_ARGUMENT : ""}`;
}

// Returns the rest of a sentence about an error, with its line and its last line.
function details(traceback, mainFile) {
  const { error, place } = parse(traceback, mainFile);
  return `${place}: ${error}`;
}

// Returns the last line of a traceback, and the place to which it belongs.
function parse(traceback, mainFile) {
  const [, file, line] = [...traceback.matchAll(/File "([^"]+)", line (\d+)/g)].at(-1) ?? [];
  const ofFile = file === mainFile ? "" : ` of ${file}`;
  return { error: traceback.trimEnd().split("\n").at(-1), place: line ? ` in line ${line}${ofFile}` : "" };
}
