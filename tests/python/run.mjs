// Runs a script on the engine under Node, without a page: `node run.mjs PAGE BOARD SCRIPT`. PAGE is a folder with the
// files that the page's worker loads. The output of the script and its error go to standard output.
//
// The first line of a script may have calls of `window.pinscope` to make before it runs:
// `# bench: [["wire", "GP8", "GP9"]]`. A file `NAME.stimuli.json` beside the script `NAME.py` has its timed stimuli.
// The speed may follow. With `uneven` after it, real time stands still and then jumps, as for a worker that the machine
// lets run only now and then.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [page, profile, path, speed = "3600", realTime] = process.argv.slice(2);
const folder = pathToFileURL(`${page}/`);
const script = await readFile(path, "utf8");
const stimuli = await readFile(path.replace(/\.py$/, ".stimuli.json"), "utf8").catch(() => "[]");
const bench = JSON.parse(/^# bench: (.*)/.exec(script)?.[1] ?? "[]");

if (realTime === "uneven") {
  let nowMs = 0;
  performance.now = () => {
    nowMs += Math.random() < 0.3 ? 25 : 0;
    return nowMs;
  };
}

// The engine finds here what it finds in its worker: the functions that `web/js/engine_worker.js` installs.
globalThis.postMessage = ({ answer }) => answer?.error && fail(answer.error.message);
const engine = { ...await import(new URL("engine.js", folder)) };
const { Runner } = await import(new URL("python/runner.js", folder));
engine.script_output = (output) => process.stdout.write(output);
engine.script_finished = (error) => {
  process.stdout.write(error ? `${error}\n` : "");
  process.exit();
};
const runner = new Runner(engine);
globalThis.script = { interpret: (method, text) => runner[method](text), service: () => runner.serviceInterrupts() };

function fail(message) {
  console.error(message);
  process.exit(1);
}

const call = (name, ...args) => globalThis.onmessage({ data: { call: { id: 0, name, args } } });
await engine.default({ module_or_path: await readFile(new URL("engine_bg.wasm", folder)) });
call("board", profile);
call("speed", Number(speed));
bench.forEach(([name, ...args]) => call(name, ...args));
// With timed stimuli, even none, every run is the same.
call("python", script, { stimuli: JSON.parse(stimuli) });
