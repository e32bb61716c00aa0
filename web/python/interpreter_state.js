// Lets two interpreters of one worker take turns.
//
// `micropython.mjs` keeps what belongs to an interpreter in global variables, which the next interpreter that is started
// replaces.

const VARIABLES = [
  "Module", "proxy_js_ref", "proxy_js_ref_next", "proxy_js_ref_map", "proxy_js_map", "proxy_js_existing",
];

/** The global variables of one interpreter. An object is created right after its interpreter was started. */
export class InterpreterState {
  #values = read();

  /** Calls `work`, which uses the interpreter. Another interpreter may be in the middle of a call. */
  use(work) {
    const interrupted = read();
    write(this.#values);
    try {
      work();
    } finally {
      this.#values = read();
      write(interrupted);
    }
  }
}

function read() {
  return VARIABLES.map((name) => globalThis[name]);
}

function write(values) {
  VARIABLES.forEach((name, index) => { globalThis[name] = values[index]; });
}
