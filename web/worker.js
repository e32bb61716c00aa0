// Starts the engine in its worker. What runs scripts is loaded beside it when the first script comes.
import init, * as engine from "./engine.js";

const parts = () => import("./script/run.js");
let ring = null;
let runner = null;

async function load() {
  const { Runner } = await parts();
  const loaded = new Runner(engine);
  if (ring) {
    loaded.share(ring);
  }
  return loaded;
}

// What the engine calls.
globalThis.script = {
  interpret: async (what, text) => {
    try {
      await (await (runner ??= load()))[what](text);
    } catch (error) {
      // Something has not come over the network. Who asks next tries again.
      runner = null;
      engine.script_over(`What runs scripts did not load: ${error.message}`);
    }
  },
  attend: async () => (await runner?.catch(() => null))?.attend(),
  share: (buffer) => { ring = buffer; },
};

// What comes before the engine listens. A ring announces a script: what runs it loads meanwhile.
const early = [];
globalThis.onmessage = ({ data }) => {
  early.push(data);
  if (data.ring) {
    parts().catch(() => {});
  }
};
await init();
early.forEach((data) => globalThis.onmessage({ data }));
