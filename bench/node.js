// The loops of this crate in WebAssembly, and rp2040js beside them. Prints nanoseconds as JSON.
// Its arguments are what wasm-bindgen made and the folder that holds rp2040js.

const { performance } = require("node:perf_hooks");
const [ours, packages] = process.argv.slice(2);
const { Bench } = require(ours);
const { RP2040 } = require(`${packages}/rp2040js`);

const RUNS = 15;
const EDGES = 500_000;

/** The median time of a run, after one that lets the compiler do its work. */
function median(runs, run) {
  run();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return (performance.now() - start) * 1e6;
  });
  return times.sort((a, b) => a - b)[runs >> 1];
}

function each(count, run) {
  return median(RUNS, () => run(count)) / count;
}

/** Pin 10 of an RP2040 with both edges armed, and a loop that changes its level as `Bench.edges` does. */
function rp2040(acknowledge) {
  const INTR1 = 0x400140f4;
  const PROC0_INTE1 = 0x40014104;
  const BOTH_EDGES_OF_PIN_10 = 0xc << 8;
  const chip = new RP2040();
  const pin = chip.gpio[10];
  chip.writeUint32(PROC0_INTE1, BOTH_EDGES_OF_PIN_10);
  let level = false;
  return (count) => {
    for (let i = 0; i < count; i++) {
      level = !level;
      pin.setInputValue(level);
      if (acknowledge) chip.writeUint32(INTR1, BOTH_EDGES_OF_PIN_10);
    }
  };
}

const edges = (bench) => each(EDGES, (count) => bench.edges(count));
const board = Bench.served();
const results = {
  served: edges(Bench.served()),
  rising: edges(Bench.rising()),
  unheard: edges(Bench.unheard()),
  clocked: median(3, () => Bench.clocked().ten_seconds()),
  snapshot: each(EDGES, (count) => board.snapshots(count)),
  rp2040js: each(EDGES, rp2040(false)),
  rp2040js_acknowledged: each(EDGES, rp2040(true)),
};
console.log(JSON.stringify(results));
