// Runs a script on the engine under Node, without a page: `node run.mjs PAGE BOARD SCRIPT`. PAGE is a folder with the
// files that the page's worker loads. The script's output and its error go to standard output.
//
// The first line of a script may list calls that prepare the bench: `# bench: [["wire", "GP8", "GP9"]]`.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [page, profile, path] = process.argv.slice(2);
const root = pathToFileURL(`${page}/`);
const text = await readFile(path, "utf8");
const bench = JSON.parse(/^# bench: (.*)/.exec(text)?.[1] ?? "[]");

// The engine runs in this program as in its worker, and calls the functions that the worker would install.
globalThis.postMessage = ({ answer }) => answer?.error && fail(answer.error.message);
const engine = { ...await import(new URL("engine.js", root)) };
const { Runner } = await import(new URL("script/run.js", root));
engine.script_said = (said) => process.stdout.write(said);
engine.script_over = (error) => {
  process.stdout.write(error ? `${error}\n` : "");
  process.exit();
};
const runner = new Runner(engine);
globalThis.script = { interpret: (what, source) => runner[what](source), attend: () => runner.attend() };

function fail(message) {
  console.error(message);
  process.exit(1);
}

const call = (name, ...args) => globalThis.onmessage({ data: { call: { id: 0, name, args } } });
await engine.default({ module_or_path: await readFile(new URL("engine_bg.wasm", root)) });
call("board", profile);
// Time moves only with the script, so that every run is the same.
call("pause");
bench.forEach(([name, ...args]) => call(name, ...args));
call("python", text);
