// Loads the two parts of the MicroPython interpreter, which `cargo xtask build` puts beside this file. It is a file of
// its own, so that it can begin before the scripts that start interpreters have loaded.

const PROGRAM = new URL("micropython.wasm", import.meta.url);

let loading = null;

/**
 * Returns the module `micropython.mjs` and the compiled program. Both load once. After a failure, the next call tries
 * again.
 */
export function loadMicroPython() {
  loading ??= Promise.all([import("./micropython.mjs"), compile()]).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function compile() {
  if (typeof process === "object") {
    const { readFile } = await import("node:fs/promises");
    return WebAssembly.compile(await readFile(PROGRAM));
  }
  return WebAssembly.compileStreaming(fetch(PROGRAM));
}
