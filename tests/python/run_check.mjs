// Runs a check on the engine under Node, without a page: `node run_check.mjs PAGE CHECK SCRIPT`. PAGE is a folder with
// the files that the page's worker loads, and CHECK and SCRIPT are files of Python. The rows go to standard output.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

// A WiPy to which nothing is attached, as the text of a link.
const BENCH = "1.vkMmo3AAAAABAegH";

const [page, ...files] = process.argv.slice(2);
const folder = pathToFileURL(`${page}/`);
const [text, script] = await Promise.all(files.map((file) => readFile(file, "utf8")));

const engine = { ...await import(new URL("engine.js", folder)) };
const { Check } = await import(new URL("python/check.js", folder));

const check = new Check(engine);
const program = await readFile(new URL("engine_bg.wasm", folder));
await check.start(() => engine.default({ module_or_path: program }));
await check.run({ bench: BENCH, script, text }, () => {}, ({ name, passed, message }) => {
  console.log(passed ? `passed ${name}` : `failed ${name}: ${message}`);
});
process.exit();
