// Runs a script on the engine under Node, without a page: `node run.mjs PAGE BOARD SCRIPT`, PAGE being a folder with what
// the page's worker loads. What the script prints and what ends it goes to standard output.
//
// A script's first line may say what hands do before it begins: `# bench: [["wire", "GP8", "GP9"]]`.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [page, profile, path] = process.argv.slice(2);
const place = pathToFileURL(`${page}/`);
const text = await readFile(path, "utf8");
const bench = JSON.parse(/^# bench: (.*)/.exec(text)?.[1] ?? "[]");

// The engine takes this program for its worker, and calls what `web/worker.js` would install.
globalThis.postMessage = ({ answer }) => answer?.error && fail(answer.error.message);
const engine = { ...await import(new URL("engine.js", place)) };
const { Runner } = await import(new URL("script/run.js", place));
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
await engine.default({ module_or_path: await readFile(new URL("engine_bg.wasm", place)) });
call("board", profile);
// Time goes on only as the script lets it, so that every run is the same.
call("pause");
bench.forEach(([name, ...args]) => call(name, ...args));
call("python", text);
