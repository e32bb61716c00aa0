// Keeps the bench in the browser's storage, opens the bench of the address, and makes the page work without a network.
(() => {
  "use strict";

  const KEY = "pinscope-bench";
  const WRITE_EVERY_MS = 1_000;
  const OFFLINE_AFTER_MS = 1_000;

  // A page within another page shows the board and the timeline, and leaves the reader's own bench alone.
  const isEmbedded = new URLSearchParams(location.search).has("embed");
  document.documentElement.classList.toggle("embed", isEmbedded);

  let latest = "";
  let unwritten = null;
  let written = -Infinity;
  let timer;

  // Storage may be forbidden or full. The page works without it, and the share dialog tells the person.
  function storage(use) {
    try {
      return use(localStorage);
    } catch {
      document.documentElement.dataset.storage = "unavailable";
      return null;
    }
  }

  function write() {
    clearTimeout(timer);
    timer = undefined;
    if (unwritten !== null) {
      storage((kept) => kept.setItem(KEY, unwritten));
      unwritten = null;
      written = performance.now();
    }
  }

  // The bench has changed: the link in the address, if there is one, no longer tells what it is.
  function keep(text) {
    latest = text;
    if (isEmbedded) {
      return;
    }
    leaveLink();
    unwritten = text;
    timer ??= setTimeout(write, Math.max(0, written + WRITE_EVERY_MS - performance.now()));
  }

  function leaveLink() {
    if (location.hash) {
      history.replaceState(null, "", location.pathname + location.search);
    }
  }

  // The share dialog forgets the bench when a person starts over.
  function forget() {
    unwritten = null;
    storage((kept) => kept.removeItem(KEY));
    leaveLink();
  }

  // A kept bench that stops the engine is not opened a second time.
  function open(link, kept) {
    let isRunning = false;
    window.addEventListener("pinscope:ready", () => { isRunning = true; }, { once: true });
    window.pinscope.open(link, kept).catch(() => isRunning && storage((kept) => kept.removeItem(KEY)));
  }

  const kept = () => latest || (!isEmbedded && storage((kept) => kept.getItem(KEY))) || "";
  open(location.hash, kept());

  window.addEventListener("pinscope:kept", ({ detail }) => keep(detail));
  window.addEventListener("pinscope:forget", forget);
  window.addEventListener("pinscope:again", () => open(latest ? "" : location.hash, kept()));
  window.addEventListener("hashchange", () => open(location.hash, ""));
  window.addEventListener("pagehide", write);

  // The title of an embedded page opens the same bench in a page of its own.
  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("credit").addEventListener("click", ({ target }) => {
      target.href = location.pathname + location.hash;
    });
  });

  // The worker that answers without a network (`sw.js`) is told what this page has loaded before it was there.
  async function workOffline() {
    const worker = navigator.serviceWorker;
    if (!worker) {
      return;
    }
    try {
      await worker.register("sw.js");
      const { active } = await worker.ready;
      const engine = ["worker.js", "engine.js", "engine_bg.wasm"];
      const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
      active.postMessage([...engine.map((name) => new URL(name, location).href), ...loaded]);
    } catch (error) {
      console.info(`Pinscope will not work without a network: ${error.message}`);
    }
  }

  window.addEventListener("pinscope:ready", () => setTimeout(workOffline, OFFLINE_AFTER_MS), { once: true });
})();
