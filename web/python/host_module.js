// The module `_host`, with the functions of the engine that Python can call. It also lets a script wait for the board.
//
// No function throws, because an error of JavaScript would skip every `except` and `finally` of the script.

import { OwnMemory, Ring } from "./ring.js";
import { TracebackFilter } from "./traceback_filter.js";

// The answer to a call that was refused, as in `web/engine/src/script.rs`. `lib/machine.py` tests its sign.
const REFUSED = -1;
// The results of a wait, as in `lib/_irq.py`: it is over, or the script has to call a handler or to end.
const WAIT_DONE = 0;
const WAIT_INTERRUPTED = 1;

// Maximum time for the cleanup of a script that was interrupted, in milliseconds. Then it is ended.
const MAX_CLEANUP_MS = 1_000;
// Maximum time in which handlers are called after the script has ended, before the engine receives messages again.
const MAX_CATCH_UP_MS = 8;
// Maximum sleep between two turns of the engine during a wait.
const MAX_SLEEP_MS = 20;
// The engine gets a turn at least this often while a script runs and settles.
const TURN_INTERVAL_MS = 10;
// The last part of a wait, which is spent without sleeping, because a sleep may end late by this time.
const SPIN_MS = 1;
// Maximum number of characters of output that the page has not acknowledged. A script that prints more has to wait.
const MAX_UNACKED_OUTPUT = 1 << 16;
// Output is sent to the page when it has this many characters, or when the script waits.
const OUTPUT_CAPACITY = 1 << 12;

// Functions of the engine that Python calls as they are.
const ENGINE_FUNCTIONS = [
  "find_pin", "pin_name", "print_pin", "alternates", "init_pin", "setting", "set_mode", "set_pull", "set_drive",
  "arm", "enable", "armed", "flags", "handler_failed", "fall_asleep", "reset_chip", "reset_cause", "wake_reason",
  "refusal", "begin_ticks", "ticks_us", "ticks_ms", "begin_sleep", "begin_idle", "read_pin", "write_pin",
  "toggle_pin", "enable_interrupts", "is_repeatable", "has_to_end", "boot_failed",
  "configure_timer", "stop_timer", "start_channel", "connect_channel", "arm_channel",
  "rtc_time", "set_rtc_time", "set_alarm", "enable_alarm", "ticks_to_alarm", "set_alarm_wake",
  "is_watchdog_running", "start_watchdog", "feed_watchdog",
  "connect_uart", "configure_uart", "stop_uart", "set_break", "read_uart", "write_uart", "uart_state", "arm_uart",
  "enable_adc", "enable_adc_channel", "read_adc",
];

// The memory on which a script waits that the page cannot reach.
const ownMemory = new OwnMemory();

/** The module `_host` of one engine. `engine` is the object with the exports of the engine's program. */
export class HostModule {
  #engine;
  #ring = null;
  #interrupt = () => {};
  #inputReserve = null;
  #run = 0;
  #flash = null;
  #sources = null;
  #error = null;
  #seenSignal = 0;
  // The time at which a script that was interrupted is ended, or null if it was not interrupted.
  #cleanupEndMs = null;
  #lastTurnMs = 0;
  #catchUpEndMs = 0;
  #waitingLine = 0;
  // The line of the statement that runs, counted as in `source_files.js`. Text typed at the prompt is on no line.
  #line = 0;
  // The line of the handler of each pin, by the pin's index.
  #handlerLines = [];
  // The lines on which the main program and the handlers were interrupted, the last one last.
  #interruptedLines = [];
  #decoder = new TextDecoder();
  #tracebackFilter = new TracebackFilter();
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

  /** Attaches the folder `/flash` of the interpreter, and the files from which Python reads its source. */
  attachFiles(flash, sources) {
    this.#flash = flash;
    this.#sources = sources;
  }

  /**
   * Begins run number `run`. `interrupt` makes Python raise KeyboardInterrupt, and text gets into Python through
   * `inputReserve`.
   */
  begin(run, interrupt, inputReserve) {
    if (run !== this.#run) {
      this.#cleanupEndMs = null;
    }
    this.#run = run;
    this.#inputReserve = inputReserve;
    this.#interrupt = interrupt;
    this.#error = null;
    this.#waitingLine = 0;
    this.#line = 0;
    this.#interruptedLines = [];
  }

  /** Returns whether the page has asked the run to stop. */
  get isStopped() {
    return this.#ring !== null && this.#ring.runToStop === this.#run;
  }

  /** Begins to call the handlers that are due after the script has ended. */
  beginCatchUp() {
    this.#catchUpEndMs = performance.now() + MAX_CATCH_UP_MS;
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
    this.#output += this.#tracebackFilter.add(this.#decoder.decode(bytes, { stream: true }));
    if (this.#output.length >= OUTPUT_CAPACITY) {
      this.#send();
      this.#waitForAck();
    }
  }

  /** Calls `work` and returns its result. `replace` changes the text that it prints. */
  replaceOutput(work, replace) {
    this.flush();
    const result = work();
    this.#output = replace(this.#output);
    return result;
  }

  /** Shows no line and sends all output, because Python has ended for now. */
  end() {
    this.#showWaitingLine(0);
    this.flush();
  }

  /** Sends the printed text to the page. */
  flush() {
    this.#output += this.#tracebackFilter.release();
    this.#send();
  }

  #send() {
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
    ENGINE_FUNCTIONS.forEach((name) => { functions[name] = engine[name]; });
    Object.assign(functions, {
      source: (path) => this.#sources.read(path),
      find_module: (folder, module) => this.#sources.findModule(folder, module),
      set_error: (error) => this.fail(error),
      is_stopped: () => this.isStopped,
      statement: (line) => {
        this.#line = line;
        return engine.statement() || this.#isCalled() ? 1 : 0;
      },
      loop_turn: (line) => {
        this.#line = line;
        return engine.loop_turn() || this.#isCalled() ? 1 : 0;
      },
      set_handler_name: (pin, name) => { this.#handlerLines[pin] = this.#sources.functionLines.get(name); },
      next_call: () => {
        const pin = engine.next_call();
        if (pin >= 0) {
          this.#interruptedLines.push(this.#line);
          this.#line = this.#handlerLines[pin] ?? this.#line;
        }
        return pin;
      },
      returned: (pin, hasFailed) => {
        this.#line = this.#interruptedLines.pop() ?? 0;
        engine.returned(pin, hasFailed);
      },
      settle: () => this.#wait(engine.settle, 0),
      wait: () => this.#wait(engine.wait, SPIN_MS),
      wait_for_uarts: (readable, writable) => this.#wait(() => engine.wait_for_uarts(readable, writable), SPIN_MS),
      catch_up: () => performance.now() < this.#catchUpEndMs && engine.catch_up() < 0 ? WAIT_INTERRUPTED : WAIT_DONE,
    });
    Object.keys(functions).forEach((name) => { functions[name] = this.#forPython(functions[name]); });
    return functions;
  }

  // Returns a function that passes its answer to Python, which copies a string into its memory: the reserve makes room
  // for that. An error of JavaScript is the answer to a refused call. It is a fault of the engine, which then stops.
  #forPython(call) {
    return (a, b, c, d, e, f) => {
      try {
        const answer = call(a, b, c, d, e, f);
        if (typeof answer === "string") {
          this.#inputReserve?.free();
        }
        return answer;
      } catch (error) {
        console.error(error);
        return REFUSED;
      }
    };
  }

  // Returns whether the page has written something since the last turn.
  #isCalled() {
    return this.#ring !== null && this.#ring.signal !== this.#seenSignal;
  }

  // Gives the engine a turn, in which it receives what the page has written. Returns whether the script was interrupted.
  #turn() {
    this.#lastTurnMs = performance.now();
    this.#inputReserve?.alloc();
    if (this.#ring) {
      this.#seenSignal = this.#ring.signal;
    }
    this.flush();
    this.#flash.collect();
    this.#engine.turn();
    return this.#interruptIfStopped();
  }

  // A script that has to stop is interrupted once, so that its `except` and `finally` can clean up. When that takes too
  // long, the script is ended: each of its statements raises KeyboardInterrupt. A board that sleeps runs no software, and
  // so no cleanup.
  #interruptIfStopped() {
    if (!this.isStopped) {
      return false;
    }
    const isFirst = this.#cleanupEndMs === null;
    if (isFirst) {
      this.#cleanupEndMs = performance.now() + (this.#engine.is_awake() ? MAX_CLEANUP_MS : 0);
      this.#interrupt();
    }
    if (performance.now() >= this.#cleanupEndMs) {
      this.#engine.end_script();
    }
    return isFirst;
  }

  #hasToInterrupt() {
    return this.isStopped && performance.now() >= (this.#cleanupEndMs ?? 0);
  }

  // Waits until the wait is over, or until the script is needed. `proceed` lets simulated time move as far as it may. It
  // returns the number of milliseconds until it may move on, 0 when the wait is over, a negative number when the script
  // is needed, or Infinity while time is paused or nothing is going to happen. The last `spinMs` are spent without
  // sleeping.
  #wait(proceed, spinMs) {
    for (let hasTurned = false; ;) {
      const milliseconds = proceed();
      if (milliseconds < 0) {
        return WAIT_INTERRUPTED;
      }
      const sleeps = milliseconds > spinMs;
      // What the page has written acts on the board at the present moment, to which time has just moved.
      if (this.#isCalled() || sleeps && !hasTurned || performance.now() - this.#lastTurnMs > TURN_INTERVAL_MS) {
        if (this.#turn()) {
          return WAIT_DONE;
        }
        hasTurned = true;
      } else if (milliseconds === 0 || this.isStopped && !this.#engine.is_time_moving()) {
        // While time is paused, the cleanup of a stopped script takes no time.
        this.#engine.report_status(this.#line, false, 0);
        // In slow motion a line stays marked until the next one is.
        if (this.#engine.marks_every_line()) {
          this.#showWaitingLine(this.#line);
        } else if (!this.#engine.shows_line()) {
          this.#showWaitingLine(0);
        }
        return WAIT_DONE;
      } else if (sleeps) {
        this.#showWaitingLine(this.#engine.shows_line() ? this.#line : 0);
        this.#engine.report_status(this.#line, proceed !== this.#engine.settle, milliseconds);
        this.#sleep(Math.min(milliseconds - spinMs, MAX_SLEEP_MS));
      }
    }
  }

  // Sleeps until the page has written something, but at most this long.
  #sleep(milliseconds) {
    (this.#ring ?? ownMemory).wait(this.#seenSignal, milliseconds);
  }

  #showWaitingLine(line) {
    if (line !== this.#waitingLine) {
      this.#waitingLine = line;
      this.#engine.script_blocked(line, line ? this.#interruptedLines.at(-1) ?? 0 : 0);
    }
  }

  #waitForAck() {
    const isBehind = () => ((this.#sentOutput - this.#ring.outputAck) | 0) > MAX_UNACKED_OUTPUT;
    while (this.#ring && isBehind() && !this.#hasToInterrupt()) {
      const { signal } = this.#ring;
      if (isBehind()) {
        this.#ring.wait(signal, MAX_SLEEP_MS);
      }
    }
    this.#interruptIfStopped();
  }
}
