// What the page remembers and passes on: the last bench, the link in the address, sharing, and life without a network.
(() => {
  "use strict";

  const KEY = "pinscope-bench";
  const WRITE_EVERY_MS = 1_000;
  const OFFLINE_AFTER_MS = 1_000;

  // A page within another page shows the board and the timeline, and leaves the reader's own bench alone.
  const isEmbedded = new URLSearchParams(location.search).has("embed");
  document.documentElement.classList.toggle("embed", isEmbedded);

  let isForgetful = false;
  let latest = "";
  let unwritten = null;
  let written = -Infinity;
  let timer;

  // Storage may be forbidden or full: then the page works without, and says so where the link is.
  function storage(use) {
    try {
      return use(localStorage);
    } catch {
      isForgetful = true;
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

  // A kept bench that stops the engine is not opened a second time.
  function open(link, kept) {
    let isRunning = false;
    window.addEventListener("pinscope:ready", () => { isRunning = true; }, { once: true });
    window.pinscope.open(link, kept).catch(() => isRunning && storage((kept) => kept.removeItem(KEY)));
  }

  const kept = () => latest || (!isEmbedded && storage((kept) => kept.getItem(KEY))) || "";
  open(location.hash, kept());

  window.addEventListener("pinscope:kept", ({ detail }) => keep(detail));
  window.addEventListener("pinscope:again", () => open(latest ? "" : location.hash, kept()));
  window.addEventListener("hashchange", () => open(location.hash, ""));
  window.addEventListener("pagehide", write);

  // Addresses that only this machine, or only machines of this network, can open.
  const THIS_MACHINE = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;
  const THIS_NETWORK =
    /^(10(\.\d+){3}|(192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))(\.\d+){2}|\[f[cde].+\]|.+\.local|[^.:]+)$/;

  function reachOf(host) {
    if (THIS_MACHINE.test(host)) {
      return "on this machine";
    }
    return THIS_NETWORK.test(host) ? "in this network" : "";
  }

  // Sharing: `index.html` holds what is shown, the `share` of the bar opens it.
  async function fillShare() {
    const link = await window.pinscope.share();
    const [page, fragment] = link.split("#");
    const part = (name) => document.getElementById(`share-${name}`);
    part("link").value = link;
    part("embed").value = `<iframe src="${page}?embed#${fragment}" title="Pinscope" width="720" height="640"></iframe>`;
    part("length").textContent = link.length;
    part("forgetful").hidden = !isForgetful;
    const reach = reachOf(location.hostname);
    part("reach").hidden = !reach;
    part("reach").querySelector("span").textContent = reach;
    copy(part("link"));
  }

  async function copy(field) {
    const said = document.getElementById("share-said");
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = `The ${field.dataset.what} is copied.`;
    } catch {
      field.select();
      said.textContent = `Copy the ${field.dataset.what} from its field: the browser does not let the page do it.`;
    }
  }

  function startOver() {
    unwritten = null;
    storage((kept) => kept.removeItem(KEY));
    leaveLink();
    window.pinscope.open("", "");
    document.getElementById("share").hidePopover();
  }

  // A real board. Which port it is at is asked here, where a person is; the worker opens it.
  async function connect(board, way) {
    try {
      await (way === "serial" && navigator.serial.requestPort());
      board.hidePopover();
      await window.pinscope.connect(way);
    } catch (error) {
      // What becomes of a line, the page says itself.
      document.getElementById("connect-said").textContent = error.message;
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const share = document.getElementById("share");
    share.addEventListener("toggle", ({ newState }) => newState === "open" && fillShare());
    share.addEventListener("click", ({ target }) => {
      if (target.dataset.copies) {
        copy(document.getElementById(target.dataset.copies));
      } else if (target.dataset.act === "start-over") {
        startOver();
      }
    });
    const board = document.getElementById("connect");
    if (!navigator.serial) {
      board.querySelector("[data-way=serial]").disabled = true;
      document.getElementById("connect-serial").textContent = "that this browser does not offer; Chrome and Edge do";
    }
    board.addEventListener("click", ({ target }) => target.dataset.way && connect(board, target.dataset.way));
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
