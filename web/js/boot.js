// Installs `window.pinscope`, starts the page's program, and explains in the page what is missing if it cannot start.
(() => {
  "use strict";

  // This class hides the sentence of `index.html` about a page whose scripts do not run.
  document.documentElement.classList.add("scripted");
  // An embedded page shows only the board and the timeline. The styles need this class before anything is painted.
  const isEmbedded = new URLSearchParams(location.search).has("embed");
  document.documentElement.classList.toggle("embed", isEmbedded);

  // Events on `window` between this file and the page's program, which names them in `web/ui/src/engine_client.rs`.
  const CALL_EVENT = "pinscope:call";
  const ANSWER_EVENT = "pinscope:answer";
  const READY_EVENT = "pinscope:ready";
  const MISMATCH_EVENT = "pinscope:mismatch";
  const FAILED_EVENT = "pinscope:failed";
  const RESTART_EVENT = "pinscope:again";

  const METHODS = [
    "snapshot", "init", "value", "toggle", "irq", "drive", "sleep", "advance", "pause", "run", "reset", "events",
    "pulse", "press", "release", "bounce", "clock", "wire", "unwire", "replay", "enable", "disable", "call", "flags",
    "button", "voltage", "send", "receive", "alternates", "board", "speed", "step", "why", "registers", "vcd", "poke",
    "open", "share", "load", "example", "script", "files", "file", "python", "type", "stop", "connect", "disconnect",
  ];

  const START_TIMEOUT_MS = 10_000;

  // Text between backticks is shown as code.
  const MESSAGES = {
    wasm: "This browser has no WebAssembly, and the board is a WebAssembly program. "
      + "Open the page in a current Firefox, Chrome, Edge or Safari; if WebAssembly was switched off, switch it on.",
    worker: "This browser has no web workers, and the board runs in a worker. "
      + "Open the page in a current Firefox, Chrome, Edge or Safari.",
    file: "The page was opened as a file, but browsers load its program only from a web server. "
      + "Run `cargo xtask play`, or put `dist/` on any web server, and open the address that it has there.",
    sandbox: "The frame around this page does not let it load its program: the frame's `sandbox` lacks the word "
      + "`allow-same-origin`. The page with the frame must give it both `allow-scripts` and `allow-same-origin`.",
    ui: "A part of the page's program did not load. Check your connection and reload the page. "
      + "If you host the page, check that every file of `dist/` is at this address.",
    slow: "The page's program is still loading. It starts by itself as soon as it is loaded. "
      + "If nothing happens, check your connection and reload the page.",
    engine: "The board did not start. Reload the page. If that does not help, the browser may be too old to run it, "
      + "because it needs module workers: open the page in a current Firefox, Chrome, Edge or Safari.",
    mismatch: "This page and its board are from different builds, because the browser has kept an old part of one. "
      + "Reload the page without the cache (Ctrl-Shift-R, or Cmd-Shift-R).",
    stopped: "The board has stopped because of an error in its program. It can start again with the bench as it was.",
    page: "The page has stopped because of an error in its program. Reload the page to start again.",
  };

  const pending = new Map();
  let queued = [];
  let failure = null;
  let isReady = false;
  let lastId = 0;
  let startTimer;

  function errorOf(kind, message) {
    const error = new Error(message);
    error.kind = kind;
    return error;
  }

  function call(name, args) {
    return new Promise((resolve, reject) => {
      if (failure) {
        reject(errorOf("Stopped", failure));
        return;
      }
      let request;
      try {
        // The copy stays as it is, whatever the caller does with its objects afterwards.
        request = structuredClone({ id: ++lastId, name, args });
      } catch (error) {
        reject(errorOf("NotPlainData", `${name}: ${error.message}`));
        return;
      }
      pending.set(request.id, { resolve, reject });
      if (isReady) {
        dispatch(CALL_EVENT, request);
      } else {
        queued.push(request);
      }
    });
  }

  function dispatch(type, detail) {
    window.dispatchEvent(new CustomEvent(type, { detail }));
  }

  function settle({ id, value, error }) {
    const caller = pending.get(id);
    pending.delete(id);
    if (caller && error) {
      caller.reject(errorOf(error.kind, error.message));
    } else if (caller) {
      caller.resolve(value);
    }
  }

  // A page that is of another build than its engine is reloaded once. This key is set from the reload until the engine
  // is ready.
  const RELOADED_KEY = "pinscope-reloaded";

  // Returns whether the key was set before.
  function setReloaded(isReloaded) {
    try {
      const wasReloaded = sessionStorage.getItem(RELOADED_KEY) !== null;
      if (isReloaded) {
        sessionStorage.setItem(RELOADED_KEY, "");
      } else {
        sessionStorage.removeItem(RELOADED_KEY);
      }
      return wasReloaded;
    } catch {
      // Without storage the page would be reloaded again and again.
      return true;
    }
  }

  function onMismatch() {
    if (setReloaded(true)) {
      fail("mismatch");
    } else {
      location.reload();
    }
  }

  function onReady() {
    isReady = true;
    if (!failure) {
      hideMessage();
    }
    setReloaded(false);
    const requests = queued;
    queued = [];
    requests.forEach((request) => dispatch(CALL_EVENT, request));
  }

  // Only the first failure is shown, because the ones after it follow from it.
  function fail(reason, details) {
    if (failure) {
      return;
    }
    failure = MESSAGES[reason];
    if (details) {
      console.error(`Pinscope: ${details}`);
    }
    pending.forEach(({ reject }) => reject(errorOf("Stopped", failure)));
    pending.clear();
    queued = [];
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => showMessage(failure));
    } else {
      showMessage(failure, reason === "stopped");
    }
  }

  function showMessage(message, canStartAgain = false) {
    const element = document.getElementById("trouble");
    const parts = message.split("`").map((part, index) => index % 2 ? codeElement(part) : part);
    element.querySelector("p").replaceChildren(...parts);
    element.querySelector("button").hidden = !canStartAgain;
    element.querySelector("button").onclick = startAgain;
    element.hidden = false;
  }

  function codeElement(text) {
    const element = document.createElement("code");
    element.textContent = text;
    return element;
  }

  function hideMessage() {
    document.getElementById("trouble").hidden = true;
  }

  // The page's program starts another engine when it receives the event.
  function startAgain() {
    failure = null;
    isReady = false;
    hideMessage();
    expectEngine();
    dispatch(RESTART_EVENT);
  }

  function expectEngine() {
    clearTimeout(startTimer);
    startTimer = setTimeout(() => isReady || fail("engine", "the engine did not answer"), START_TIMEOUT_MS);
  }

  // A slow connection is no failure: the message disappears when the engine is ready.
  function onSlowStart() {
    if (!isReady && !failure) {
      showMessage(MESSAGES.slow);
    }
  }

  async function start() {
    const program = document.getElementById("ui");
    try {
      const ui = await import(program.href);
      await ui.default({ module_or_path: program.dataset.wasm });
    } catch (error) {
      fail("ui", error);
      return;
    }
    expectEngine();
  }

  // A check runs in a worker of its own, on a copy of the bench.
  async function check(text, settings) {
    // Unlike a link, this text has files of any length.
    const bench = await call("bench", []);
    const client = await import("./check_client.js").catch(() => {
      throw errorOf("Unavailable", "The check could not be loaded. Check your connection and try again.");
    });
    return client.check(bench, text, settings);
  }

  const methods = Object.fromEntries(METHODS.map((name) => [name, (...args) => call(name, args)]));
  window.pinscope = Object.freeze({
    ...methods,
    // The engine returns the bench, and only the page knows its own address.
    share: async (...args) => `${location.origin}${location.pathname}#${await methods.share(...args)}`,
    check,
  });
  window.addEventListener(ANSWER_EVENT, ({ detail }) => settle(detail));
  window.addEventListener(READY_EVENT, onReady);
  window.addEventListener(MISMATCH_EVENT, onMismatch);
  window.addEventListener(FAILED_EVENT, ({ detail }) => fail(isReady ? "stopped" : "engine", detail));
  // In the capture phase this also receives the error events of elements, such as scripts that did not load.
  window.addEventListener("error", ({ target, error }) => {
    if (target instanceof HTMLScriptElement) {
      fail("ui", `${target.src} did not load`);
    } else if (typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError) {
      fail("page", error);
    }
  }, true);
  setTimeout(onSlowStart, START_TIMEOUT_MS);

  if (location.protocol === "file:") {
    fail("file");
  } else if (self.origin === "null") {
    fail("sandbox");
  } else if (typeof WebAssembly !== "object") {
    fail("wasm");
  } else if (typeof Worker !== "function") {
    fail("worker");
  } else if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
