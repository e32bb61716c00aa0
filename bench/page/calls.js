// Measures pin calls of a script in the page's worker in nanoseconds: on the board, and with functions that do nothing.
(async () => {
  const ROUNDS = 15;
  const TURNS = 10_000;
  const COUNT = 10 * TURNS;

  // There are ten calls in each turn of the loop, so that the calls dominate. The first loop lets the compiler optimize
  // and is not counted.
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

  // The engine's `toggle_pin` returns this for an output.
  const OUTPUT = 4;

  const here = (name) => new URL(name, location);
  const engine = await import(here("engine.js"));
  const { Runner } = await import(here("python/runner.js"));

  /** Returns the nanoseconds of each kind of call, with `functions` in place of the engine's own. */
  async function measure(functions) {
    const times = {};
    const { promise, resolve } = Promise.withResolvers();
    const runner = new Runner({
      ...engine,
      script_output: (text) => text.trim().split("\n").forEach((word) => { times[word] = performance.now(); }),
      script_finished: resolve,
      ...functions,
    });
    // As the page would reach it; nobody does.
    runner.attachRing(new SharedArrayBuffer(64));
    globalThis.script = { interpret: (what, text) => runner[what](text), service: () => {} };
    // At the fastest speed the script does not wait for real time.
    globalThis.onmessage({ data: { call: { id: 0, name: "speed", args: [3600] } } });
    globalThis.onmessage({ data: { call: { id: 0, name: "python", args: [CALLS] } } });
    const error = await promise;
    if (error) {
      throw new Error(error);
    }
    const each = (from, to) => (times[to] - times[from]) * 1e6 / COUNT;
    return { toggle: each("toggle", "value"), value: each("value", "end") };
  }

  // Both take turns, and the quickest round counts: others were slowed by the page, the compiler or the machine.
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const board = await measure({});
    const empty = await measure({ toggle_pin: () => OUTPUT, read_pin: () => 0 });
    rounds.push({ toggle: board.toggle, value: board.value, empty_toggle: empty.toggle, empty_value: empty.value });
  }
  const names = Object.keys(rounds[0]);
  return Object.fromEntries(names.map((name) => [name, Math.min(...rounds.map((round) => round[name]))]));
})()
