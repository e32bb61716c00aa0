// Registers the service worker `sw.js`, with which the page also works without a network.
(() => {
  "use strict";

  const REGISTER_DELAY_MS = 1_000;
  // The engine's worker loads these files. The page has no record of them, so it lists them here.
  const ENGINE_FILES = ["engine_worker.js", "engine.js", "engine_bg.wasm"];

  // The service worker also has to store the files that were loaded before it was there.
  async function register() {
    const { serviceWorker } = navigator;
    if (!serviceWorker) {
      return;
    }
    try {
      await serviceWorker.register("sw.js");
      const { active } = await serviceWorker.ready;
      const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
      active.postMessage([...ENGINE_FILES.map((name) => new URL(name, location).href), ...loaded]);
    } catch (error) {
      console.info(`Pinscope will not work without a network: ${error.message}`);
    }
  }

  window.addEventListener("pinscope:ready", () => setTimeout(register, REGISTER_DELAY_MS), { once: true });
})();
