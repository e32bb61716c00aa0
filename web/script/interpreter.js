// A fresh MicroPython: bounded in memory, and without a way to the rest of JavaScript.

/** The most memory an interpreter may take, in bytes. */
export const MOST_MEMORY = 64 << 20;

// The interpreter's build, which `cargo xtask build` puts beside this file.
const PROGRAM = new URL("micropython.wasm", import.meta.url);

let compiled;

/** Starts an interpreter; `out` gets the bytes it prints, `board` is its module `_board`, `lib` the files of `/lib`. */
export async function start(out, board, lib) {
  const { loadMicroPython } = await import("./micropython.mjs");
  compiled ??= await compile();
  const restore = lend();
  try {
    const python = await loadMicroPython({
      heapsize: 256 << 10, pystack: 16 << 10, stdout: out, stderr: out, linebuffer: false,
    });
    seal();
    python.FS.mkdirTree("/lib");
    Object.entries(lib).forEach(([name, text]) => python.FS.writeFile(`/lib/${name}`, text));
    python.registerJsModule("_board", board);
    python.runPython("import sys\nsys.path[:] = ['/lib', '.frozen']\nimport _start\n");
    return python;
  } finally {
    restore();
  }
}

async function compile() {
  if (typeof process === "object") {
    const { readFile } = await import("node:fs/promises");
    return WebAssembly.compile(await readFile(PROGRAM));
  }
  return WebAssembly.compileStreaming(fetch(PROGRAM));
}

// The loader fetches and compiles each time it is asked. It gets what is there, with memory that ends somewhere: the
// interpreter then says MemoryError, where it would take all the browser gives.
function lend() {
  const { instantiate, instantiateStreaming } = WebAssembly;
  const { fetch } = globalThis;
  const lent = async (_, imports) => {
    const grow = imports.env.emscripten_resize_heap;
    imports.env.emscripten_resize_heap = (size) => (size >>> 0) > MOST_MEMORY ? 0 : grow(size);
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
