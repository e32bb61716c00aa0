// What a script's pin calls cost in the page's worker, on the board and over functions that do nothing, in nanoseconds.
(async () => {
  const ROUNDS = 15;
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

  const here = (name) => new URL(name, location);
  const engine = await import(here("engine.js"));
  const { Runner } = await import(here("python/runner.js"));

  /** Nanoseconds of a call, by its name, where `functions` take the place of the engine's own. */
  async function measure(functions) {
    const said = {};
    const { promise, resolve } = Promise.withResolvers();
    const runner = new Runner({
      ...engine,
      script_said: (text) => text.trim().split("\n").forEach((word) => { said[word] = performance.now(); }),
      script_over: resolve,
      ...functions,
    });
    // As the page would reach it; nobody does.
    runner.attachRing(new SharedArrayBuffer(64));
    globalThis.script = { interpret: (what, text) => runner[what](text), attend: () => {} };
    globalThis.onmessage({ data: { call: { id: 0, name: "python", args: [CALLS] } } });
    const error = await promise;
    if (error) {
      throw new Error(error);
    }
    const each = (from, to) => (said[to] - said[from]) * 1e6 / COUNT;
    return { toggle: each("toggle", "value"), value: each("value", "end") };
  }

  // They take turns, and the quickest of each counts: in the others the page, the compiler or the machine took its part.
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const board = await measure({});
    const empty = await measure({ toggle_pin: () => OUTPUT, read_pin: () => 0 });
    rounds.push({ toggle: board.toggle, value: board.value, empty_toggle: empty.toggle, empty_value: empty.value });
  }
  const names = Object.keys(rounds[0]);
  return Object.fromEntries(names.map((name) => [name, Math.min(...rounds.map((round) => round[name]))]));
})()
