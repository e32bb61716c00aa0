// The module `_board`, with the functions of the engine that Python can call. It also lets a script wait for the board.
//
// No function throws, because an error of JavaScript would skip every `except` and `finally` of the script.

import { sealFunction } from "./interpreter.js";
import { Ring } from "./ring.js";

// The answer to a call that was refused, as in `web/engine/src/script.rs`. `lib/machine.py` tests its sign.
const REFUSED = -1;
// The results of a wait, as in `lib/machine.py`: it is over; or it was interrupted, because the script has to service
// an interrupt or to end; or it would never be over.
const WAIT_DONE = 0;
const WAIT_INTERRUPTED = 1;
const WAIT_ENDLESS = 2;

// The engine gets a turn at least this often while a script runs.
const TURN_INTERVAL_MS = 1;
// Maximum sleep between two turns of the engine during a wait, because clocks and buttons act on the board meanwhile.
const MAX_SLEEP_MS = 2;
// The last part of a wait, which is spent without sleeping, because a sleep may end late by this time.
const SPIN_MS = 1;
// Maximum number of characters of output that the page has not acknowledged. A script that prints more has to wait.
const MAX_UNACKED_OUTPUT = 1 << 16;
// Output is sent to the page when it has this many characters, or when the engine gets a turn.
const OUTPUT_CAPACITY = 1 << 12;

// Functions of the engine that first give it a turn. Scripts do not call them very often.
const ENGINE_FUNCTIONS = [
  "find_pin", "pin_name", "print_pin", "alternates", "init_pin", "setting", "set_mode", "set_pull", "set_drive",
  "arm", "enable", "armed", "flags", "next_call", "returned", "handler_failed", "fall_asleep", "reset_chip",
  "reset_cause", "wake_reason", "refusal", "ticks_us", "ticks_ms", "time_digits",
];
// Functions of the engine that scripts call very often. They give it a turn only when one is due.
const FAST_ENGINE_FUNCTIONS = ["read_pin", "write_pin", "toggle_pin"];

/** The module `_board` of one engine. `engine` is the object with the exports of the engine's program. */
export class HostModule {
  #engine;
  #ring = null;
  #interrupt = () => {};
  #inputReserve = null;
  #run = 0;
  #source = "";
  #error = null;
  #seenSignal = 0;
  #lastTurnMs = 0;
  #waitingLine = 0;
  #decoder = new TextDecoder();
  #output = "";
  #sentOutput = 0;

  constructor(engine) {
    this.#engine = engine;
  }

  /** Attaches the shared memory through which the page can reach a script that runs. */
  attachRing(buffer) {
    this.#ring = new Ring(buffer);
    this.#sentOutput = this.#ring.outputAck;
  }

  /** Returns whether the page can reach a script that runs. */
  get isReachable() {
    return this.#ring !== null;
  }

  /**
   * Begins run number `run`, of the script `source`. `interrupt` makes Python raise KeyboardInterrupt, and text gets
   * into Python through `inputReserve`.
   */
  begin(run, source, interrupt, inputReserve) {
    this.#run = run;
    this.#inputReserve = inputReserve;
    this.#source = source;
    this.#interrupt = interrupt;
    this.#error = null;
    this.#waitingLine = 0;
  }

  /** Sets the error with which the run ends. */
  fail(error) {
    this.#error = error;
  }

  /** Returns the error with which the run has ended, or null. */
  get error() {
    return this.#error;
  }

  /** Receives the bytes that the script prints. */
  print(bytes) {
    this.#output += this.#decoder.decode(bytes, { stream: true });
    if (this.#output.length >= OUTPUT_CAPACITY) {
      this.flush();
      this.#engine.turn();
      this.#waitForAck();
    }
  }

  /** Sends the printed text to the page. */
  flush() {
    if (this.#output) {
      this.#engine.script_output(this.#output);
      this.#sentOutput = (this.#sentOutput + this.#output.length) | 0;
      this.#output = "";
    }
  }

  /** Returns the functions of the module. */
  functions() {
    const engine = this.#engine;
    const functions = Object.create(null);
    for (const name of ENGINE_FUNCTIONS) {
      functions[name] = (a, b, c, d, e, f) => {
        this.#turn();
        return this.#pass(engine[name](a, b, c, d, e, f));
      };
    }
    for (const name of FAST_ENGINE_FUNCTIONS) {
      const call = engine[name];
      functions[name] = (pin, value) => {
        this.#turnIfDue();
        return call(pin, value);
      };
    }
    Object.assign(functions, {
      source: () => this.#pass(this.#source),
      set_error: (error) => this.fail(error),
      turn: (line) => this.#turnIfDue() || engine.loop_turn() ? this.#wait(line, () => engine.wait_turn()) : WAIT_DONE,
      wait_until: (ticks, line) => this.#wait(line, () => engine.wait_until(ticks, !this.isReachable)),
      wait_awake: (line) => this.#wait(line, () => engine.wait_awake(!this.isReachable)),
      has_to_end: () => engine.has_to_end() ? 1 : 0,
    });
    Object.keys(functions).forEach((name) => { functions[name] = sealFunction(withoutErrors(functions[name])); });
    return Object.freeze(functions);
  }

  // Returns an answer to Python, which copies a string into its memory. The reserve makes room for that.
  #pass(answer) {
    if (typeof answer === "string") {
      this.#inputReserve?.free();
    }
    return answer;
  }

  // Gives the engine a turn if the last one was some time ago, or if the page has written something since.
  #turnIfDue() {
    const isCalled = this.#ring !== null && this.#ring.signal !== this.#seenSignal;
    if (isCalled || performance.now() - this.#lastTurnMs > TURN_INTERVAL_MS) {
      this.#turn();
    }
    return 0;
  }

  #turn() {
    this.#lastTurnMs = performance.now();
    this.#inputReserve?.alloc();
    if (this.#ring) {
      this.#seenSignal = this.#ring.signal;
    }
    this.flush();
    this.#engine.turn();
    this.#interruptIfStopped();
  }

  #isStopped() {
    return this.#ring !== null && this.#ring.runToStop === this.#run;
  }

  #interruptIfStopped() {
    if (this.#isStopped()) {
      this.#interrupt();
    }
  }

  // Waits until the wait is over, or until the script is needed. `remaining` returns the number of milliseconds left, 0
  // when the wait is over, a negative number when the script is needed, or Infinity while time is paused or the board
  // sleeps. In the last case the page shows the line.
  #wait(line, remaining) {
    for (;;) {
      this.#turn();
      const milliseconds = remaining();
      this.#showWaitingLine(milliseconds === Infinity ? line : 0);
      if (milliseconds < 0) {
        return WAIT_INTERRUPTED;
      }
      if (milliseconds === 0 || this.#isStopped()) {
        return WAIT_DONE;
      }
      if (!this.#ring) {
        return WAIT_ENDLESS;
      }
      if (milliseconds > SPIN_MS) {
        this.#ring.wait(this.#seenSignal, Math.min(milliseconds - SPIN_MS, MAX_SLEEP_MS));
      }
    }
  }

  #showWaitingLine(line) {
    if (line !== this.#waitingLine) {
      this.#waitingLine = line;
      this.#engine.script_blocked(line);
    }
  }

  #waitForAck() {
    const isBehind = () => ((this.#sentOutput - this.#ring.outputAck) | 0) > MAX_UNACKED_OUTPUT;
    while (this.#ring && isBehind() && !this.#isStopped()) {
      const { signal } = this.#ring;
      if (isBehind()) {
        this.#ring.wait(signal, MAX_SLEEP_MS);
        this.#engine.turn();
      }
    }
    this.#interruptIfStopped();
  }
}

// Returns a function that turns an error of JavaScript into the answer to a refused call. Such an error is a fault of
// the engine, which then stops.
function withoutErrors(call) {
  return (a, b, c, d, e, f) => {
    try {
      return call(a, b, c, d, e, f);
    } catch (error) {
      console.error(error);
      return REFUSED;
    }
  };
}
