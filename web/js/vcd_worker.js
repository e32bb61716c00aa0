// Reads and writes VCD files. The page starts this worker when it first wants a file (`web/ui/src/vcd_client.rs`).
import init, { Refusal, read, write } from "./vcd.js";

let isLoaded = false;
const loaded = init().then(() => { isLoaded = true; });

// A job is `{id, build, trace}`, which writes a trace as a file, or `{id, build, text}`, which reads a file. `id` is the
// number of the call of `window.pinscope`, and `build` is the build of the page.
globalThis.onmessage = async ({ data }) => {
  try {
    await loaded;
    postMessage(run(data));
  } catch (error) {
    // The page tells a program that was not loaded from one that has stopped by the missing text.
    postMessage({ failed: isLoaded ? String(error) : null });
  }
};

function run({ id, build, trace, text }) {
  try {
    if (trace) {
      return { answer: { id, value: write(build, trace) } };
    }
    const { request, count, passed_over } = read(build, text, id);
    return { replay: { id, request, count, passed_over } };
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    const { kind, message } = error;
    return { answer: { id, error: { kind, message } } };
  }
}
