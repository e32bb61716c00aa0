// Measures the interpreter on the loops, with a bus that has one register. Returns the nanoseconds of an instruction.
(async () => {
  const ROUNDS = 300;
  const COUNT = 500_000;

  const { default: init, CpuBench } = await import("/pinscope_bench.js");
  await init();
  const loops = { toggle: CpuBench.toggle(), compute: CpuBench.compute() };
  const times = Object.fromEntries(Object.keys(loops).map((name) => [name, []]));
  // The loops take turns. The first round lets the compiler optimize and is not counted. The fastest one counts, because
  // what else runs on the machine slows many of them down by half.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, loop] of Object.entries(loops)) {
      const start = performance.now();
      loop.run(COUNT);
      if (round > 0) times[name].push((performance.now() - start) * 1e6 / COUNT);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, Math.min(...all)]));
})()
