// Starts MicroPython interpreters that have a limited memory and cannot reach the rest of JavaScript.

import { library } from "./library.js";
import { loadMicroPython } from "./load_micropython.js";

// The files of the library as bytes, which the interpreter's file system takes faster than text.
const encoder = new TextEncoder();
const files = Object.entries(library).map(([name, text]) => [name, encoder.encode(text)]);

// The memory of a script, in bytes. A message in `lib/_traceback.py` contains this number.
const HEAP_SIZE = 64 << 20;
// The memory beside the heap into which text for the interpreter is copied, in bytes.
const INPUT_RESERVE_SIZE = 1 << 20;
// The rest of the memory is allocated in blocks of these sizes, in bytes. The heap cannot use blocks that are smaller.
const BLOCK_SIZES = [64 << 10, 4 << 10, 128];
const STACK_SIZE = 16 << 10;

// Becomes true when the interpreter that was started last has all the memory it may have.
let isFull = false;

/**
 * Starts an interpreter for scripts. `print` receives the bytes that it prints, `functions` become its module `_host`,
 * and `addFiles` is called with its file system, which has the library already. Returns the interpreter with its input
 * reserve.
 */
export async function start(print, functions, addFiles) {
  const started = await startEmpty(print, functions, HEAP_SIZE);
  const { python, inputReserve } = started;
  addFiles(python.FS);
  python.runPython("exec('import _bootstrap', {})");
  // The module above is that of the library, whatever files a script has.
  python.runPython("exec('import sys; sys.path.insert(0, \"/flash\")', {})");
  // The WiPy's own boot.py imports these two as well.
  python.runPython("import os, machine");
  inputReserve.alloc();
  return started;
}

/**
 * Starts an interpreter with a heap of this size in bytes, which finds the files of the library but has imported none of
 * them.
 */
export async function startEmpty(print, functions, heapSize) {
  const [micropython, compiled] = await loadMicroPython();
  const restore = replaceLoading(compiled);
  try {
    const python = await micropython.loadMicroPython({
      heapsize: heapSize, pystack: STACK_SIZE, stdout: print, stderr: print, linebuffer: false,
    });
    const inputReserve = new InputReserve(python._module);
    isolate();
    python.FS.mkdirTree("/lib");
    files.forEach(([name, bytes]) => python.FS.writeFile(`/lib/${name}`, bytes));
    python.registerJsModule("_host", sealedModule(functions));
    python.runPython("exec('import sys; sys.path[:] = [\"/lib\", \".frozen\"]', {})");
    return { python, inputReserve };
  } finally {
    restore();
  }
}

// Replaces functions of the browser with which MicroPython's own loader would fetch and compile its program each time.
// Until the returned function is called, the loader receives the program that is already compiled, and a memory that
// stops growing when it is full.
function replaceLoading(compiled) {
  const { instantiate, instantiateStreaming } = WebAssembly;
  const { fetch } = globalThis;
  isFull = false;
  const instantiateCompiled = async (_, imports) => {
    const grow = imports.env.emscripten_resize_heap;
    imports.env.emscripten_resize_heap = (size) => isFull ? 0 : grow(size);
    const instance = await instantiate(compiled, imports);
    rememberFunctions(instance.exports.__indirect_function_table);
    return { instance, module: compiled };
  };
  WebAssembly.instantiate = instantiateCompiled;
  WebAssembly.instantiateStreaming = instantiateCompiled;
  globalThis.fetch = () => null;
  return () => {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming });
    globalThis.fetch = fetch;
  };
}

// Makes a table remember the functions that were read from it. The interpreter reads one for each call that may raise,
// which would take a fifth of the time of a script. Its program never changes the table.
function rememberFunctions(table) {
  const functions = [];
  const { get } = WebAssembly.Table.prototype;
  table.get = (index) => functions[index] ??= get.call(table, index);
}

/**
 * The only memory beside the heap. It is freed while a text is copied into the interpreter, and then allocated again.
 *
 * Its constructor allocates all other memory, so a script gets MemoryError instead of all that the browser has.
 * Otherwise a full heap would be extended by blocks so small that each allocation takes longer than the one before.
 */
class InputReserve {
  #module;
  #address = 0;

  constructor(module) {
    this.#module = module;
    this.alloc();
    isFull = true;
    BLOCK_SIZES.forEach((size) => { while (module._malloc(size)); });
    this.free();
  }

  /** Makes room for a text. */
  free() {
    this.#module._free(this.#address);
    this.#address = 0;
  }

  /** Takes the room back, unless it is taken already. */
  alloc() {
    this.#address ||= this.#module._malloc(INPUT_RESERVE_SIZE);
  }
}

// Prevents scripts from reaching JavaScript. Python's module `js` is this worker's global object, which has the number
// 0. From any function a script could reach the constructor that makes functions from text.
function isolate() {
  globalThis.proxy_js_ref[0] = Object.freeze(Object.create(null));
  const kinds = [function () {}, async function () {}, function* () {}, async function* () {}];
  kinds.forEach((kind) => delete Object.getPrototypeOf(kind).constructor);
}

// Returns a module with these functions, and with `names`, which returns their names.
function sealedModule(functions) {
  const sealed = Object.create(null);
  const names = Object.keys(functions).join(" ");
  Object.entries({ ...functions, names: () => names }).forEach(([name, call]) => { sealed[name] = sealFunction(call); });
  return Object.freeze(sealed);
}

// Returns the function without a prototype and frozen, so that a script can do nothing but call it.
function sealFunction(call) {
  const withoutPrototype = (own) => Object.setPrototypeOf(own, null);
  // The interpreter calls a function that was looked up as an attribute through its method `call`.
  withoutPrototype(call).call = withoutPrototype((_, a, b, c, d, e, f) => call(a, b, c, d, e, f));
  return Object.freeze(call);
}
