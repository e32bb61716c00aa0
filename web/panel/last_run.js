// Remembers which text ran last, because the editor may have changed since.

/** The script that ran last. */
export class LastRun {
  #text = null;
  #time = null;

  /** Records that a script begins. A script that a reset runs again keeps the time at which it was run first. */
  begin(text) {
    if (text !== this.#text) {
      this.#text = text;
      this.#time = new Date();
    }
  }

  /** Forgets the script. */
  clear() {
    this.#text = null;
  }

  /** Returns whether `text` ran last. */
  is(text) {
    return text === this.#text;
  }

  /** Returns a sentence about the script that runs or ran last, or "" if it is `text`. */
  sentence(text, isRunning) {
    if (this.#text === null || this.is(text)) {
      return "";
    }
    const time = this.#time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const script = `script of ${time}`;
    return `${isRunning ? `The board runs the ${script}` : `The ${script} ran last`}; the editor has changed since.`;
  }
}
