// What Python can call: the engine's functions, each stripped bare, and how a script waits and is reached meanwhile.
// None of them throws, because an error of JavaScript would skip every `except` and `finally` of the script.

import { bare } from "./interpreter.js";

// The first words of the ring; `web/src/ring.rs` has them all.
const SIGNAL = 0;
const STOP = 3;
const HEARD = 4;

// How often the engine has a turn while the script runs, in milliseconds.
const TURN_MS = 1;
// The longest sleep without a look at the board, in milliseconds: clocks and buttons on it go on.
const NAP_MS = 2;
// The last of a sleep is not slept but watched, in milliseconds: a nap ends later than it should by as much.
const WATCH_MS = 1;
// Output that the page has not taken in yet makes the script wait, in characters.
const MOST_UNHEARD = 1 << 16;
// Output is told in pieces of this size while the script has no turn, in characters.
const FLUSH_AT = 1 << 12;

/** What Python calls `_board`, on `engine`, the exports of the engine's program. */
export class Board {
  #engine;
  #ring = null;
  #interrupt = () => {};
  #spare = null;
  #run = 0;
  #source = "";
  #error = null;
  #seen = 0;
  #turned = 0;
  #standing = 0;
  #decoder = new TextDecoder();
  #output = "";
  #said = 0;

  constructor(engine) {
    this.#engine = engine;
  }

  /** From now on the page can reach a script that runs. */
  share(buffer) {
    this.#ring = new Int32Array(buffer, 0, 16);
    this.#said = this.#ring[HEARD];
  }

  /** Whether the page cannot reach a script that runs. */
  get isAlone() {
    return this.#ring === null;
  }

  /** A run of this text begins; `interrupt` makes Python raise KeyboardInterrupt, `spare` is where texts come in. */
  begin(run, source, interrupt, spare) {
    this.#run = run;
    this.#spare = spare;
    this.#source = source;
    this.#interrupt = interrupt;
    this.#error = null;
    this.#standing = 0;
  }

  /** The run ends with this. */
  fail(error) {
    this.#error = error;
  }

  /** What the run ended with, if not by itself. */
  get error() {
    return this.#error;
  }

  /** Takes printed bytes in. */
  print(bytes) {
    this.#output += this.#decoder.decode(bytes, { stream: true });
    if (this.#output.length >= FLUSH_AT) {
      this.flush();
      this.#engine.turn();
      this.#waitUntilHeard();
    }
  }

  /** Tells the page what was printed. */
  flush() {
    if (this.#output) {
      this.#engine.script_said(this.#output);
      this.#said = (this.#said + this.#output.length) | 0;
      this.#output = "";
    }
  }

  /** The functions, for the interpreter. */
  functions() {
    const engine = this.#engine;
    const own = {
      source: () => this.#comesIn(this.#source),
      ends: (error) => { this.#error = error; },
      turn: (line) => this.#beat() || engine.loop_turn() ? this.#wait(line, () => engine.wait_turn()) : 0,
      wait_until: (ticks, line) => this.#wait(line, () => engine.wait_until(ticks, !this.#ring)),
      wait_awake: (line) => this.#wait(line, () => engine.wait_awake(!this.#ring)),
      ends_now: () => engine.has_to_end() ? 1 : 0,
    };
    const plain = [
      "find_pin", "pin_name", "print_pin", "alternates", "init_pin", "setting", "set_mode", "set_pull", "set_drive",
      "arm", "enable", "armed", "flags", "next_call", "returned", "fall_asleep", "reset_chip", "reset_cause",
      "wake_reason", "refusal", "ticks_us", "ticks_ms", "time_digits",
    ];
    const beating = ["read_pin", "write_pin", "toggle_pin"];
    const functions = Object.create(null);
    for (const name of plain) {
      functions[name] = (a, b, c, d, e, f) => {
        this.#turn();
        return this.#comesIn(engine[name](a, b, c, d, e, f));
      };
    }
    for (const name of beating) {
      const call = engine[name];
      functions[name] = (pin, value) => {
        this.#beat();
        return call(pin, value);
      };
    }
    Object.assign(functions, own);
    Object.keys(functions).forEach((name) => { functions[name] = bare(safe(functions[name])); });
    return Object.freeze(functions);
  }

  #comesIn(answer) {
    if (typeof answer === "string") {
      this.#spare?.lend();
    }
    return answer;
  }

  // Once in a while, and as soon as the page has done something, the engine has its turn.
  #beat() {
    const now = performance.now();
    const isCalled = this.#ring !== null && Atomics.load(this.#ring, SIGNAL) !== this.#seen;
    if (isCalled || now - this.#turned > TURN_MS) {
      this.#turn();
    }
    return 0;
  }

  #turn() {
    this.#turned = performance.now();
    this.#spare?.take();
    if (this.#ring) {
      this.#seen = Atomics.load(this.#ring, SIGNAL);
    }
    this.flush();
    this.#engine.turn();
    this.#stopIfAsked();
  }

  #isStopped() {
    return this.#ring !== null && Atomics.load(this.#ring, STOP) === this.#run;
  }

  #stopIfAsked() {
    if (this.#isStopped()) {
      this.#interrupt();
    }
  }

  // Waits for what `left` says: a number of milliseconds, 0 when it is over, negative if there is something to attend
  // to. Answers 1 for that, 2 if what is waited for will never come, else 0. What does not come by itself, since time or
  // the board stands still, is waited for at a line that the page is told.
  #wait(line, left) {
    for (;;) {
      this.#turn();
      const milliseconds = left();
      this.#stand(milliseconds === Infinity ? line : 0);
      if (milliseconds < 0) {
        return 1;
      }
      if (milliseconds === 0 || this.#isStopped()) {
        return 0;
      }
      if (!this.#ring) {
        return 2;
      }
      if (milliseconds > WATCH_MS) {
        Atomics.wait(this.#ring, SIGNAL, this.#seen, Math.min(milliseconds - WATCH_MS, NAP_MS));
      }
    }
  }

  #stand(line) {
    if (line !== this.#standing) {
      this.#standing = line;
      this.#engine.script_stands(line);
    }
  }

  #waitUntilHeard() {
    const unheard = () => (this.#said - Atomics.load(this.#ring, HEARD)) | 0;
    while (this.#ring && unheard() > MOST_UNHEARD && !this.#isStopped()) {
      const seen = Atomics.load(this.#ring, SIGNAL);
      if (unheard() > MOST_UNHEARD) {
        Atomics.wait(this.#ring, SIGNAL, seen, NAP_MS);
        this.#engine.turn();
      }
    }
    this.#stopIfAsked();
  }
}

// An error of JavaScript is one of the engine's, which stops with it; the script is told that it was refused.
function safe(call) {
  return (a, b, c, d, e, f) => {
    try {
      return call(a, b, c, d, e, f);
    } catch (error) {
      console.error(error);
      return -1;
    }
  };
}
