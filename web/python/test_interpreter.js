// The interpreter of the tests of a check. It takes turns with the interpreter of the script.

import { startEmpty } from "./interpreter.js";
import { InterpreterState } from "./interpreter_state.js";
import program from "./lib/_check.py";

// The memory of a test, in bytes. It is searched for garbage each time a test has let time pass, which takes the longer
// the larger it is.
const HEAP_SIZE = 4 << 20;

const BROKEN = "RuntimeError: the test has used up its stack, or met a fault in the interpreter";

/** An interpreter with the text of a check. */
export class TestInterpreter {
  #python = null;
  #state = null;
  #text = "";
  #names = [];
  // The test that runs, and the object that carries out its calls.
  #name = "";
  #bench = null;
  #outcome = null;

  /** Starts the interpreter, unless it runs. If a test has ended it, the next one gets the same text. */
  async start() {
    if (this.#python === null) {
      ({ python: this.#python } = await startEmpty(() => {}, this.#functions(), HEAP_SIZE));
      this.#state = new InterpreterState();
      this.#python.FS.writeFile("/lib/_check.py", program);
      this.#execute("import _check");
      this.load(this.#text);
    }
  }

  /** Loads a text. Returns the names of its tests in no particular order, or its error as `{message, traceback}`. */
  load(text) {
    this.#text = text;
    this.#outcome = null;
    this.#execute("_check.load()");
    return { names: this.#names, error: this.#outcome };
  }

  /** Begins a test. `bench` carries out its calls. */
  begin(name, bench) {
    this.#name = name;
    this.#bench = bench;
    this.#execute("_check.begin()");
  }

  /**
   * Runs the test that was begun until it ends or lets time pass. Returns `{}` if it has passed, `{message, traceback}`
   * if it has failed, and null if it has let time pass. A message is empty if only the traceback gives the reason.
   */
  run() {
    this.#outcome = null;
    this.#execute("_check.run()");
    return this.#outcome;
  }

  #functions() {
    return {
      source: () => this.#text,
      name: () => this.#name,
      call: (request) => JSON.stringify(this.#carryOut(request)),
      is_paused: () => this.#bench.isPaused,
      set_names: (names) => { this.#names = names.split(" ").filter((name) => name !== ""); },
      succeed: () => { this.#outcome = {}; },
      fail: (message, traceback) => { this.#outcome = { message, traceback }; },
    };
  }

  // Returns the answer to a call, whose request is `[name, [argument, …]]`.
  #carryOut(request) {
    let parsed;
    try {
      parsed = JSON.parse(request);
    } catch {
      return { error: "an argument is a number, a string, True, False, None, or a list or dict of these" };
    }
    const [name, args] = parsed;
    return this.#bench.call(name, args);
  }

  // Python itself reports the errors of a test. An error that arrives here has ended the interpreter.
  #execute(code) {
    this.#state.use(() => {
      try {
        this.#python.runPython(code);
      } catch {
        this.#python = null;
        this.#outcome = { message: "", traceback: BROKEN };
      }
    });
  }
}
