// Stores the bench in the browser's storage, and opens the bench that is stored or that the address contains.
(() => {
  "use strict";

  const BENCH_KEY = "pinscope-bench";
  const WRITE_INTERVAL_MS = 1_000;

  // An embedded page must not replace the bench that its reader has on the page itself.
  const isEmbedded = document.documentElement.classList.contains("embed");

  let latest = "";
  let unwritten = null;
  let lastWriteMs = -Infinity;
  let writeTimer;

  // Storage may be forbidden or full. The page works without it, and the share dialog shows a warning.
  function withStorage(use) {
    try {
      return use(localStorage);
    } catch {
      document.documentElement.dataset.storage = "unavailable";
      return null;
    }
  }

  function write() {
    clearTimeout(writeTimer);
    writeTimer = undefined;
    if (unwritten !== null) {
      withStorage((storage) => storage.setItem(BENCH_KEY, unwritten));
      unwritten = null;
      lastWriteMs = performance.now();
    }
  }

  function onChanged(bench) {
    latest = bench;
    if (isEmbedded) {
      return;
    }
    removeLink();
    unwritten = bench;
    writeTimer ??= setTimeout(write, Math.max(0, lastWriteMs + WRITE_INTERVAL_MS - performance.now()));
  }

  function onForget() {
    unwritten = null;
    removeStored();
    removeLink();
  }

  function removeStored() {
    withStorage((storage) => storage.removeItem(BENCH_KEY));
  }

  // A link begins with the number of its version and a dot. Any other fragment is not ours.
  function link() {
    return /^#\d+\./.test(location.hash) ? location.hash : "";
  }

  // A changed bench is no longer the one of the link in the address.
  function removeLink() {
    if (link()) {
      history.replaceState(history.state, "", location.pathname + location.search);
    }
  }

  function stored() {
    return latest || (!isEmbedded && withStorage((storage) => storage.getItem(BENCH_KEY))) || "";
  }

  // A stored bench that stops the engine is removed, so that it is not opened a second time.
  function open(link, bench) {
    let isRunning = false;
    window.addEventListener("pinscope:ready", () => { isRunning = true; }, { once: true });
    window.pinscope.open(link, bench).catch(() => isRunning && removeStored());
  }

  open(link(), stored());

  window.addEventListener("pinscope:kept", ({ detail }) => onChanged(detail));
  window.addEventListener("pinscope:forget", onForget);
  window.addEventListener("pinscope:again", () => open(latest ? "" : link(), stored()));
  // The program opens the bench of an entry of the history that it has numbered (`web/ui/src/undo.rs`).
  window.addEventListener("hashchange", () => {
    if (history.state === null && (link() || !location.hash)) {
      open(link(), "");
    }
  });
  window.addEventListener("pagehide", write);

  // The title of an embedded page opens the same bench in a page of its own.
  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("credit").addEventListener("click", ({ target }) => {
      target.href = location.pathname + location.hash;
    });
  });
})();
