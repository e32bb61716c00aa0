// Starts the engine in its worker. The Python runner is loaded with the first script.
import init, * as engine from "./engine.js";
import { loadMicroPython } from "./python/load_micropython.js";

const LOAD_ERROR = "The Python interpreter could not be loaded. Check your connection and run the script again.";

// The interpreter loads at the same time as the runner, which starts it.
const loadModules = () => Promise.all([import("./python/runner.js"), loadMicroPython()]);
let ring = null;
let runner = null;
// The host of images (`image_host.js`), or a promise of it. It is null until the firmware panel connects.
let imageHost = null;

const loadImageHost = async () => (await import("./image_host.js")).ImageHost.load(engine);

// Connects the firmware panel. If that fails, the panel gets no message and shows an error.
async function connectFirmware(channel) {
  try {
    imageHost = await (imageHost ?? loadImageHost());
    imageHost.connect(channel);
  } catch (error) {
    imageHost = null;
    console.info(`Pinscope: ${error.message}`);
  }
}

async function loadRunner() {
  const [{ Runner }] = await loadModules();
  const loaded = new Runner(engine);
  if (ring) {
    loaded.attachRing(ring);
  }
  return loaded;
}

// The functions that the engine calls (`web/engine/src/worker.rs`).
globalThis.script = {
  interpret: async (method, text) => {
    if (method === "firmware") {
      await connectFirmware(text);
      return;
    }
    try {
      await (await (runner ??= loadRunner()))[method](text);
    } catch (error) {
      // The next call tries again to load what did not arrive.
      runner = null;
      engine.script_finished(`${LOAD_ERROR} (${error.message})`);
    }
  },
  service: async () => {
    if (engine.runs_image()) {
      imageHost?.turn?.();
    } else {
      (await runner?.catch(() => null))?.serviceInterrupts();
    }
  },
  share: (buffer) => { ring = buffer; },
  cable: async (port) => (await imageHost)?.connectCable(port),
};

// Messages that arrive before the engine listens. A ring is followed by a script, so the runner is loaded meanwhile.
const early = [];
globalThis.onmessage = ({ data }) => {
  early.push(data);
  if (data.ring) {
    loadModules().catch(() => {});
  }
};
await init();
early.forEach((data) => globalThis.onmessage({ data }));
