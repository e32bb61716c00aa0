// Measures the loops as WebAssembly, and the same loops with rp2040js. Prints nanoseconds as JSON.
// Its arguments are the folder with the program and its bindings, and the folder that contains rp2040js.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [program, packages] = process.argv.slice(2);
const folder = pathToFileURL(`${program}/`);
const { default: init, Bench, CpuBench } = await import(new URL("pinscope_bench.js", folder));
await init({ module_or_path: await readFile(new URL("pinscope_bench_bg.wasm", folder)) });
const { RP2040 } = createRequire(import.meta.url)(`${packages}/rp2040js`);

const ROUNDS = 15;
const COUNT = 500_000;

/** Returns a loop that changes the level of an RP2040's pin 10 as `Bench.edges` does. Both edges interrupt. */
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

/** Returns a loop that executes the instructions in `code` on an RP2040, whose processor is a Cortex-M0+. */
function rp2040Instructions(code, registers) {
  const SRAM = 0x20000000;
  const { core } = new RP2040();
  code.forEach((half, index) => core.rp2040.writeUint16(SRAM + 2 * index, half));
  Object.entries(registers).forEach(([number, value]) => { core.registers[number] = value; });
  core.PC = SRAM;
  return (count) => {
    for (let i = 0; i < count; i++) core.executeInstruction();
  };
}

// The loops of `src/machine_code.rs`. The Cortex-M0+ has neither EOR with a shift nor IT.
const TOGGLE = [0x6001, 0x6002, 0x3b01, 0xd1fb, 0xe7fa];
const COMPUTE = [
  0x0342, 0x4050, 0x0c42, 0x4050, 0x0142, 0x4050, 0x4041, 0x2208, // LSLS and EORS thrice, EORS R1, R0; MOVS R2, #8
  0x0849, 0xd300, 0x4061, 0x3a01, 0xd1fa, // LSRS R1, #1; BCC over EORS R1, R4; SUBS R2, #1; BNE to LSRS
  0x6029, 0x682e, 0xe7ef, // STR R1, [R5]; LDR R6, [R5]; B to the first
];
const SIO_GPIO_OUT = 0xd0000010;

function edges(bench) {
  return (count) => bench.edges(count);
}

/** Returns a loop that executes instructions. */
function instructions(cpu) {
  return (count) => cpu.run(count);
}

const board = Bench.served();
const loops = {
  served: edges(Bench.served()),
  toggling: edges(Bench.toggling()),
  unarmed: edges(Bench.unarmed()),
  snapshot: (count) => board.snapshots(count),
  toggle: instructions(CpuBench.toggle()),
  compute: instructions(CpuBench.compute()),
  rp2040js_toggle: rp2040Instructions(TOGGLE, { 0: SIO_GPIO_OUT, 1: 0xff }),
  rp2040js_compute: rp2040Instructions(COMPUTE, { 0: 1, 4: 0xedb88320, 5: 0x20010000 }),
  rp2040js: rp2040(false),
  rp2040js_acknowledged: rp2040(true),
};

/** Returns the nanoseconds that one run takes. */
function time(run) {
  const start = performance.now();
  run();
  return (performance.now() - start) * 1e6;
}

function median(times) {
  return [...times].sort((a, b) => a - b)[times.length >> 1];
}

// The loops take turns, so that a machine that slows down affects all of them and ratios stay valid. The first round
// lets the compiler optimize and is not counted.
const times = Object.fromEntries(Object.keys(loops).map((name) => [name, []]));
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, loop] of Object.entries(loops)) {
    const each = time(() => loop(COUNT)) / COUNT;
    if (round > 0) times[name].push(each);
  }
}
times.clocked = [1, 2, 3].map(() => {
  const bench = Bench.clocked();
  return time(() => bench.ten_seconds());
});
console.log(JSON.stringify(Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]))));
