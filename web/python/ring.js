// Reads the memory that the page shares with the engine's worker, which receives no messages while it runs a script.

// Indices of 32-bit words at the beginning of the memory. `web/protocol/src/ring.rs` defines these and all others.
const SIGNAL = 0;
const STOP = 3;
const OUTPUT_ACK = 4;
const WORD_COUNT = 16;

/** The first words of the shared memory. */
export class Ring {
  #words;

  constructor(buffer) {
    this.#words = new Int32Array(buffer, 0, WORD_COUNT);
  }

  /** Returns a number that changes whenever the page has written something. */
  get signal() {
    return Atomics.load(this.#words, SIGNAL);
  }

  /** Returns the number of the run that has to stop. */
  get runToStop() {
    return Atomics.load(this.#words, STOP);
  }

  /** Returns the number of characters of output that the page has received, modulo 2^32. */
  get outputAck() {
    return Atomics.load(this.#words, OUTPUT_ACK);
  }

  /** Waits until the signal differs from `signal`, but at most `timeoutMs`. */
  wait(signal, timeoutMs) {
    Atomics.wait(this.#words, SIGNAL, signal, timeoutMs);
  }
}

/** A memory of the worker's own, on which it can sleep although the page cannot reach it. */
export class OwnMemory {
  #words = null;

  constructor() {
    try {
      // A browser that offers no SharedArrayBuffer to a page may still offer the shared memory of a program.
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      this.#words = new Int32Array(memory.buffer);
    } catch {
      // Without any such memory the worker stays busy while it waits.
    }
  }

  /** Waits for `timeoutMs`. */
  wait(_, timeoutMs) {
    if (this.#words) {
      Atomics.wait(this.#words, 0, 0, timeoutMs);
    }
  }
}
