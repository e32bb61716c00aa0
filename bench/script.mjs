// What a script's pin calls cost under Node, on the board and over functions that do nothing. Prints nanoseconds as JSON.
// Its argument is a folder with what the page's worker loads.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const ROUNDS = 9;
// Before them the compiler learns what is called, which it does later for functions that do nothing.
const WARM_UP = 6;
const TURNS = 10_000;
const COUNT = 10 * TURNS;

// Ten calls a turn, so that it is calls and not turns that are measured. The first loop is for the compiler, and is not
// counted.
const CALLS = `
from machine import Pin
p = Pin('GP9', mode=Pin.OUT)
def run(call):
    for i in range(${TURNS}):
        ${"call(); ".repeat(10)}
run(p.toggle)
print('toggle')
run(p.toggle)
print('value')
run(p)
print('end')
`;

// What the engine's `toggle_pin` answers of an output.
const OUTPUT = 4;

const page = pathToFileURL(`${process.argv[2]}/`);
// The engine takes this program for its worker, and calls what the worker would install.
globalThis.postMessage = () => {};
const engine = await import(new URL("engine.js", page));
const { Runner } = await import(new URL("script/run.js", page));
await engine.default({ module_or_path: await readFile(new URL("engine_bg.wasm", page)) });

/** Nanoseconds of a call, by its name, where `functions` take the place of the engine's own. */
async function measure(functions) {
  const said = {};
  const { promise, resolve } = deferred();
  const runner = new Runner({
    ...engine,
    script_said: (text) => text.trim().split("\n").forEach((word) => { said[word] = performance.now(); }),
    script_over: resolve,
    ...functions,
  });
  globalThis.script = { interpret: (what, text) => runner[what](text), attend: () => {} };
  globalThis.onmessage({ data: { call: { id: 0, name: "python", args: [CALLS] } } });
  const error = await promise;
  if (error) {
    throw new Error(error);
  }
  const each = (from, to) => (said[to] - said[from]) * 1e6 / COUNT;
  return { toggle: each("toggle", "value"), value: each("value", "end") };
}

function deferred() {
  let resolve;
  return { promise: new Promise((settle) => { resolve = settle; }), resolve };
}

function median(times) {
  return [...times].sort((a, b) => a - b)[times.length >> 1];
}

// They take turns, so that a machine that slows down slows both and their ratio holds.
const rounds = [];
for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
  const board = await measure({});
  const empty = await measure({ toggle_pin: () => OUTPUT, read_pin: () => 0 });
  rounds.push({ toggle: board.toggle, value: board.value, empty_toggle: empty.toggle, empty_value: empty.value });
}
const names = Object.keys(rounds[0]);
const counted = rounds.slice(WARM_UP);
console.log(JSON.stringify(Object.fromEntries(names.map((name) => [name, median(counted.map((round) => round[name]))]))));
process.exit();
