// Starts the engine in its worker. What runs scripts is loaded beside it when the first script comes.
import init, * as engine from "./engine.js";

const read = async (name) => (await fetch(new URL(`script/lib/${name}`, import.meta.url))).text();
let ring = null;
let runner = null;

async function load() {
  const { Runner } = await import("./script/run.js");
  const loaded = new Runner(engine, read);
  if (ring) {
    loaded.share(ring);
  }
  return loaded;
}

// What the engine calls.
globalThis.script = {
  interpret: async (what, text) => (await (runner ??= load()))[what](text),
  attend: async () => (await runner)?.attend(),
  share: (buffer) => { ring = buffer; },
};

// What comes before the engine listens.
const early = [];
globalThis.onmessage = ({ data }) => early.push(data);
await init();
early.forEach((data) => globalThis.onmessage({ data }));
