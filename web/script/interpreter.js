// A fresh MicroPython: bounded in memory, and without a way to the rest of JavaScript.

import { library } from "./library.js";

// The memory of a script, in bytes; `lib/_errors.py` names it.
const HEAP = 64 << 20;
// What the interpreter has besides, for texts on their way in, in bytes.
const SPARE = 1 << 20;
// Pieces in which the rest is taken, in bytes. The heap would go on in none that is smaller than the last.
const PIECES = [64 << 10, 4 << 10, 128];

// The interpreter's build, which `cargo xtask build` puts beside this file. Its two parts load at once, and before anybody
// asks for an interpreter.
const PROGRAM = new URL("micropython.wasm", import.meta.url);
let parts = null;
load().catch(() => {});

// Whether the interpreter that starts, or runs, has all the memory it gets.
let isFull = false;

/**
 * Starts an interpreter; `out` gets the bytes it prints, `board` is its module `_board`. Answers it, and its spare memory.
 */
export async function start(out, board) {
  const [{ loadMicroPython }, compiled] = await load();
  const restore = lend(compiled);
  try {
    const python = await loadMicroPython({
      heapsize: HEAP, pystack: 16 << 10, stdout: out, stderr: out, linebuffer: false,
    });
    const spare = new Spare(python._module);
    seal();
    python.FS.mkdirTree("/lib");
    Object.entries(library).forEach(([name, text]) => python.FS.writeFile(`/lib/${name}`, text));
    python.registerJsModule("_board", board);
    // As in the WiPy's own boot.py, `os` and `machine` are there already.
    python.runPython("exec('import sys; sys.path[:] = [\"/lib\", \".frozen\"]; import _start', {})\nimport os, machine\n");
    spare.take();
    return { python, spare };
  } finally {
    restore();
  }
}

// What did not come is asked for again.
function load() {
  parts ??= Promise.all([import("./micropython.mjs"), compile()]).catch((error) => {
    parts = null;
    throw error;
  });
  return parts;
}

async function compile() {
  if (typeof process === "object") {
    const { readFile } = await import("node:fs/promises");
    return WebAssembly.compile(await readFile(PROGRAM));
  }
  return WebAssembly.compileStreaming(fetch(PROGRAM));
}

// The loader fetches and compiles each time it is asked: it gets what is there.
function lend(compiled) {
  const { instantiate, instantiateStreaming } = WebAssembly;
  const { fetch } = globalThis;
  isFull = false;
  const lent = async (_, imports) => {
    const grow = imports.env.emscripten_resize_heap;
    imports.env.emscripten_resize_heap = (size) => isFull ? 0 : grow(size);
    return { instance: await instantiate(compiled, imports), module: compiled };
  };
  WebAssembly.instantiate = lent;
  WebAssembly.instantiateStreaming = lent;
  globalThis.fetch = () => null;
  return () => {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming });
    globalThis.fetch = fetch;
  };
}

/**
 * The only memory besides the heap: from here on there is no more, and the script gets MemoryError where the interpreter
 * would take all that the browser gives. It is lent while a text is on its way in. A heap that is full would otherwise go
 * on there in pieces so small that each allocation takes longer than the one before.
 */
class Spare {
  #module;
  #place = 0;

  constructor(module) {
    this.#module = module;
    this.take();
    isFull = true;
    PIECES.forEach((size) => { while (module._malloc(size)); });
    this.lend();
  }

  /** A text may come in. */
  lend() {
    this.#module._free(this.#place);
    this.#place = 0;
  }

  /** It is in. */
  take() {
    this.#place ||= this.#module._malloc(SPARE);
  }
}

// Python's `js` is this worker's global object by the number 0, and any function leads to the one that makes functions
// of text. Neither is there for a script: what it can reach is the board.
function seal() {
  globalThis.proxy_js_ref[0] = Object.freeze(Object.create(null));
  const kinds = [function () {}, async function () {}, function* () {}, async function* () {}];
  kinds.forEach((kind) => delete Object.getPrototypeOf(kind).constructor);
}

/** A function that leads nowhere: it can be called, and that is all. */
export function bare(call) {
  const strip = (own) => Object.setPrototypeOf(own, null);
  // The interpreter calls what it found in a module by its `call`.
  strip(call).call = strip((_, a, b, c, d, e, f) => call(a, b, c, d, e, f));
  return Object.freeze(call);
}
