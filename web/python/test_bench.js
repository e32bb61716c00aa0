// Carries out the calls that a test makes with its argument `b`.

const NS_PER_MS = 1e6;

// Maximum simulated time that all tests of a check may take together, in nanoseconds.
const MAX_SIMULATED_NS = 60e9;
// Maximum number of characters that are kept of what the script prints.
const MAX_OUTPUT_LENGTH = 1 << 20;

const LEVELS = { low: 0, high: 1 };

/** The bench of one test. */
export class TestBench {
  #copy;
  #usedNs;
  #output = "";
  #failure = null;
  #isPaused = false;

  // The calls that `window.pinscope` does not have. Each returns `{value}` or `{error}`.
  #calls = {
    run_ms: (ms) => this.#runMs(ms),
    ms: () => ({ value: this.#copy.timeNs / NS_PER_MS }),
    level: (pin) => this.#readPin(pin, ({ level }) => LEVELS[level] ?? level),
    interrupts: (pin) => this.#readPin(pin, ({ irq }) => irq?.count ?? 0),
    edges: (pin) => this.#readPin(pin, ({ id }) => this.#edges(id)),
    power: () => ({ value: this.#snapshot().power }),
    printed: () => ({ value: this.#printed() }),
  };

  /** `copy` is the copy of the bench. The tests before this one have taken `usedNs` of simulated time. */
  constructor(copy, usedNs) {
    this.#copy = copy;
    this.#usedNs = usedNs;
  }

  /** Returns the simulated time that all tests so far have taken, in nanoseconds. */
  get usedNs() {
    return this.#usedNs;
  }

  /** Returns the reason why the test has to end, or null. */
  get failure() {
    return this.#failure;
  }

  /** Returns whether the test has let time pass and has not continued yet. */
  get isPaused() {
    return this.#isPaused;
  }

  /** Lets the test continue, because the time that it has let pass is over. */
  resume() {
    this.#isPaused = false;
  }

  /** Carries out a call. Returns `{value}`, or `{error}` with a sentence. */
  call(name, args) {
    const answer = Object.hasOwn(this.#calls, name) ? this.#calls[name](...args) : this.#copy.call(name, ...args);
    return answer.error?.message ? { error: answer.error.message } : answer;
  }

  /** Receives a text that the script has printed. */
  print(text) {
    this.#output = (this.#output + text).slice(0, MAX_OUTPUT_LENGTH);
  }

  #runMs(ms) {
    if (!(Number.isFinite(ms) && ms >= 0)) {
      return { error: `run_ms takes a number of milliseconds, 0 or more, not ${JSON.stringify(ms)}` };
    }
    this.#isPaused = true;
    const ns = Math.round(ms * NS_PER_MS);
    const leftNs = MAX_SIMULATED_NS - this.#usedNs;
    if (ns > leftNs) {
      this.#failure = `run_ms(${ms}): all tests together may take 60 simulated seconds, of which `
        + `${leftNs / NS_PER_MS} ms are left.`;
    } else {
      this.#usedNs += ns;
      this.#copy.advance(ns);
    }
    return { value: null };
  }

  #snapshot() {
    return this.#copy.call("snapshot").value;
  }

  #readPin(name, read) {
    const pin = this.#snapshot().pins.find(({ id }) => id === name);
    // The engine refuses the name of a pin that there is not, with its own sentence.
    return pin ? { value: read(pin) } : this.#copy.call("alternates", name);
  }

  // Returns the changes of a pin between low and high as pairs of time and level. A time in which it is neither is no
  // change.
  #edges(id) {
    const edges = [];
    let last;
    for (const { kind, pin, level, time_ns: timeNs } of this.#events()) {
      const number = LEVELS[level];
      if (kind === "Level" && pin === id && number !== undefined) {
        if (last !== undefined && number !== last) {
          edges.push([timeNs / NS_PER_MS, number]);
        }
        last = number;
      }
    }
    return edges;
  }

  // Returns the events of the board since the test began, in as many answers as they need.
  *#events() {
    for (let since = 0; ;) {
      const { events, next } = this.#copy.call("events", since).value;
      if (events.length === 0) {
        return;
      }
      yield* events;
      since = next;
    }
  }

  #printed() {
    this.#copy.flushOutput();
    return this.#output;
  }
}
