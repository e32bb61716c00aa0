// Measures an image that runs in the page at the fastest speed, by the simulated time that passes in a second. Returns
// the nanoseconds of an instruction, which takes 12.5 simulated ones. Its bytes are in `image`.
(async (image) => {
  const WARM_UP_MS = 500;
  const MEASURED_MS = 1_000;
  const INSTRUCTION_NS = 12.5;

  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const now = async () => ({ real: performance.now() * 1e6, simulated: (await pinscope.snapshot()).time_ns });
  const channel = new BroadcastChannel("bench");
  const receive = (property) => new Promise((resolve) => {
    channel.onmessage = ({ data }) => property in data && resolve(data[property]);
  });

  const connected = receive("connected");
  const call = { id: -1, name: "firmware", args: ["bench"] };
  window.dispatchEvent(new CustomEvent("pinscope:call", { detail: call }));
  await connected;
  const loaded = receive("loaded");
  channel.postMessage({ load: Uint8Array.from(image).buffer, fileName: "loop.bin" });
  const refusal = await loaded;
  if (refusal) {
    throw new Error(refusal);
  }
  await pinscope.speed(3600);
  await wait(WARM_UP_MS);
  const start = await now();
  await wait(MEASURED_MS);
  const end = await now();
  return (end.real - start.real) * INSTRUCTION_NS / (end.simulated - start.simulated);
})
