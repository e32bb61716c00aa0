// A copy of the bench, on an engine of its own. Its script runs, and its time passes, only as far as a test lets it.
//
// The engine is used as the page uses it, through calls of `window.pinscope`. Its time is paused, and passes by calls of
// `advance`.

import { Runner } from "./runner.js";

/** A copy of the bench. */
export class BenchCopy {
  #engine;
  // Passes a message to the engine, which answers a call before it returns unless the call takes time.
  #send = null;
  #lastId = 0;
  #answer = null;
  // The time up to which the script may run, in nanoseconds.
  #limitNs = 0;
  #runner = null;
  #running = null;
  #isOver = false;

  /** `engine` has the exports of the engine's program. */
  constructor(engine) {
    this.#engine = engine;
  }

  /** Starts the engine. `load` loads its program, which takes over the messages of this worker. */
  async start(load) {
    globalThis.postMessage = ({ answer }) => {
      if (answer?.id === this.#lastId) {
        this.#answer = answer;
      }
    };
    globalThis.script = {
      interpret: (method, text) => { this.#running = this.#runner[method](text); },
      service: () => {},
      share: () => {},
    };
    await load();
    this.#send = globalThis.onmessage;
  }

  /** Makes a call of `window.pinscope`. Returns `{value}` or `{error: {kind, message}}`, or null if it takes time. */
  call(name, ...args) {
    this.#lastId += 1;
    this.#answer = null;
    this.#send({ data: { call: { id: this.#lastId, name, args } } });
    return this.#answer;
  }

  /** Returns the simulated time, in nanoseconds. */
  get timeNs() {
    return Number(this.#engine.time_digits());
  }

  /** Lets time pass from now on, for this many nanoseconds. */
  advance(ns) {
    this.#limitNs = this.timeNs + ns;
    this.call("advance", ns);
  }

  /**
   * Loads a bench and runs a script on it from time 0, until `end` is called. When time has reached its limit,
   * `onPause` is called, which has to call `advance` or `end`. `onOutput` is called with each text that the script
   * prints, and `onFailure` with the error of the script or of a handler.
   */
  async run(bench, script, { onPause, onOutput, onFailure }) {
    this.#isOver = false;
    this.#limitNs = 0;
    const { error } = this.call("load", bench);
    if (error) {
      throw new Error(error.message);
    }
    this.call("speed", 1);
    this.call("pause");
    this.#runner = new Runner(this.#engineForScript(onPause, onOutput, onFailure));
    // With timed stimuli, even none, every run is the same.
    this.call("python", script ?? this.call("script").value, { stimuli: [] });
    await this.#running;
    // The script has ended, but its handlers are still called.
    while (!this.#isOver) {
      if (this.timeNs >= this.#limitNs) {
        onPause();
      } else {
        await this.#runner.serviceInterrupts();
      }
    }
  }

  /** Ends the script. */
  end() {
    this.#isOver = true;
    this.#engine.end_script();
  }

  /** Makes the script pass on all that it has printed. */
  flushOutput() {
    this.#runner.flushOutput();
  }

  // Returns the functions of the engine with those replaced that would wait for real time or reach the page.
  #engineForScript(onPause, onOutput, onFailure) {
    const engine = this.#engine;
    const ignore = () => {};
    return {
      ...engine,
      settle: () => this.#proceed(engine.settle, onPause),
      wait: () => this.#proceed(engine.wait, onPause),
      wait_for_uarts: (...uarts) => this.#proceed(() => engine.wait_for_uarts(...uarts), onPause),
      is_time_moving: () => true,
      take_restart: () => this.#takeRestart(),
      script_started: () => this.#continue(),
      script_output: onOutput,
      script_finished: (error) => error && onFailure(error),
      handler_failed: (pin, error) => {
        engine.handler_failed(pin, error);
        onFailure(error);
      },
      turn: ignore, send_checkpoint: ignore, prompt_started: ignore, report_status: ignore, script_blocked: ignore,
    };
  }

  // Lets time move, by one of the engine's functions that wait, until the script has to do something.
  #proceed(move, onPause) {
    for (;;) {
      const milliseconds = move();
      if (milliseconds <= 0) {
        return milliseconds;
      }
      if (milliseconds === Infinity) {
        onPause();
      }
    }
  }

  // After a reset of the chip, time stands still until the next interpreter has started.
  #takeRestart() {
    if (this.#engine.has_to_end()) {
      this.call("pause");
    }
    return this.#engine.take_restart();
  }

  #continue() {
    if (this.#limitNs > this.timeNs) {
      this.call("advance", this.#limitNs - this.timeNs);
    }
  }
}
