// Runs before everything else: installs `window.pinscope`, starts the page's program, and says plainly what is missing.
(() => {
  "use strict";

  // Hides the sentence of `index.html` that says that no script runs.
  document.documentElement.classList.add("scripted");

  // What the page's program and this file say to each other: events on `window`, named here and in `ui/channel.rs`.
  const CALL = "pinscope:call";
  const ANSWER = "pinscope:answer";
  const READY = "pinscope:ready";
  const MISMATCH = "pinscope:mismatch";
  const FAILED = "pinscope:failed";
  const AGAIN = "pinscope:again";

  const NAMES = [
    "snapshot", "init", "value", "toggle", "irq", "drive", "sleep", "advance", "pause", "run", "reset", "events",
    "pulse", "press", "release", "bounce", "clock", "wire", "unwire", "replay", "enable", "disable", "call", "flags",
    "alternates", "board", "speed", "why", "registers", "vcd", "poke",
    "open", "share", "load", "example", "script", "python", "type", "stop", "connect", "disconnect",
  ];

  const START_LIMIT_MS = 10_000;

  const TROUBLE = {
    wasm: "This browser has no WebAssembly, and the board is a WebAssembly program. "
      + "Open the page in a current Firefox, Chrome, Edge or Safari; if WebAssembly was switched off, switch it on.",
    worker: "This browser runs no workers, and the board runs in one. "
      + "Open the page in a current Firefox, Chrome, Edge or Safari.",
    file: "The page was opened as a file, and browsers load its program from a web server only. "
      + "Run `cargo xtask play`, or put `dist/` on any web server, and open the address that it has there.",
    sandbox: "The frame around this page forbids it to load its program: the frame's `sandbox` lacks the word "
      + "`allow-same-origin`. The page that holds the frame has to give it both `allow-scripts` and `allow-same-origin`.",
    ui: "A part of the page's program did not load. Check the connection and reload the page; "
      + "if you host the page, check that every file of `dist/` is at this address.",
    slow: "The page's program is still loading. It starts by itself when it has arrived; "
      + "if nothing happens, check the connection and reload the page.",
    engine: "The board did not start. Reload the page. If that does not help, the browser may be too old to run it "
      + "(it needs module workers): open the page in a current Firefox, Chrome, Edge or Safari.",
    mismatch: "This page and its board are of different builds: the browser has kept an old part of one. "
      + "Reload the page without the cache (Ctrl-Shift-R, or Cmd-Shift-R).",
    stopped: "The board has stopped because of an error in its program. It can start again with the bench as it was.",
    page: "The page has stopped because of an error in its program. Reload it to start over.",
  };

  const waiting = new Map();
  let queued = [];
  let failure = null;
  let isReady = false;
  let last = 0;
  let expecting;

  function named(kind, message) {
    const error = new Error(message);
    error.kind = kind;
    return error;
  }

  function ask(name, args) {
    return new Promise((resolve, reject) => {
      if (failure) {
        reject(named("Stopped", failure));
        return;
      }
      let call;
      try {
        // A copy, so that what the caller does with its objects afterwards changes nothing.
        call = structuredClone({ id: ++last, name, args });
      } catch (error) {
        reject(named("NotPlainData", `${name}: ${error.message}`));
        return;
      }
      waiting.set(call.id, { resolve, reject });
      if (isReady) {
        dispatch(CALL, call);
      } else {
        queued.push(call);
      }
    });
  }

  function dispatch(type, detail) {
    window.dispatchEvent(new CustomEvent(type, { detail }));
  }

  function settle({ id, value, error }) {
    const call = waiting.get(id);
    waiting.delete(id);
    if (call && error) {
      call.reject(named(error.kind, error.message));
    } else if (call) {
      call.resolve(value);
    }
  }

  // A page of another build than its engine is reloaded once; this notes, for the next try, that it was.
  const RELOADED = "pinscope-reloaded";

  function noteReloaded(on) {
    try {
      const was = sessionStorage.getItem(RELOADED) !== null;
      if (on) {
        sessionStorage.setItem(RELOADED, "");
      } else {
        sessionStorage.removeItem(RELOADED);
      }
      return was;
    } catch {
      // Without storage nobody could know, and the page would reload for ever.
      return true;
    }
  }

  function mismatch() {
    if (noteReloaded(true)) {
      fail("mismatch");
    } else {
      location.reload();
    }
  }

  function ready() {
    isReady = true;
    if (!failure) {
      hideTrouble();
    }
    noteReloaded(false);
    const calls = queued;
    queued = [];
    calls.forEach((call) => dispatch(CALL, call));
  }

  // Only the first failure is told: what follows is its consequence.
  function fail(what, why) {
    if (failure) {
      return;
    }
    failure = TROUBLE[what] ?? TROUBLE.stopped;
    if (why) {
      console.error(`Pinscope: ${why}`);
    }
    waiting.forEach(({ reject }) => reject(named("Stopped", failure)));
    waiting.clear();
    queued = [];
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => show(failure));
    } else {
      show(failure, what === "stopped");
    }
  }

  function show(sentence, canStartAgain = false) {
    const place = document.getElementById("trouble");
    place.querySelector("p").replaceChildren(...sentence.split("`").map((part, index) => index % 2 ? code(part) : part));
    place.querySelector("button").hidden = !canStartAgain;
    place.querySelector("button").onclick = again;
    place.hidden = false;
  }

  // In a sentence, code stands between backticks.
  function code(text) {
    const element = document.createElement("code");
    element.textContent = text;
    return element;
  }

  function hideTrouble() {
    document.getElementById("trouble").hidden = true;
  }

  // The page's program starts another engine.
  function again() {
    failure = null;
    isReady = false;
    hideTrouble();
    expectEngine();
    dispatch(AGAIN);
  }

  function expectEngine() {
    clearTimeout(expecting);
    expecting = setTimeout(() => isReady || fail("engine", "the engine said nothing"), START_LIMIT_MS);
  }

  // A slow connection is no failure: the sentence goes when the engine is ready.
  function reportSlowStart() {
    if (!isReady && !failure) {
      show(TROUBLE.slow);
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

  const calls = Object.fromEntries(NAMES.map((name) => [name, (...args) => ask(name, args)]));
  window.pinscope = Object.freeze({
    ...calls,
    // The engine knows the bench, and only the page where it is.
    share: async () => `${location.origin}${location.pathname}#${await calls.share()}`,
  });
  window.addEventListener(ANSWER, ({ detail }) => settle(detail));
  window.addEventListener(READY, ready);
  window.addEventListener(MISMATCH, mismatch);
  window.addEventListener(FAILED, ({ detail }) => fail(isReady ? "stopped" : "engine", detail));
  // While events are captured, those of elements come here too: a script that did not load is one.
  window.addEventListener("error", ({ target, error }) => {
    if (target instanceof HTMLScriptElement) {
      fail("ui", `${target.src} did not load`);
    } else if (typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError) {
      fail("page", error);
    }
  }, true);
  setTimeout(reportSlowStart, START_LIMIT_MS);

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
