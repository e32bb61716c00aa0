// Remembers which texts ran last, because the editor may have changed since.

import { MAIN } from "./places.js";

/** The script that ran last, with its files. */
export class LastRun {
  // The text of each file, by its name. Without a script there is none of the script.
  #texts = new Map();
  #time = null;

  /** Records that a script begins. A script that a reset runs again keeps the time at which it was run first. */
  begin(texts) {
    if (texts.get(MAIN) !== this.#texts.get(MAIN)) {
      this.#time = new Date();
    }
    this.#texts = texts;
  }

  /** Records that the script has written a file. A file that was written at the prompt belongs to no script. */
  add(name, text) {
    if (this.hasScript) {
      this.#texts.set(name, text);
    }
  }

  /** Forgets the script. */
  clear() {
    this.#texts = new Map();
  }

  /** Returns whether there is a script. */
  get hasScript() {
    return this.#texts.has(MAIN);
  }

  /** Returns whether `text` was the text of a file. */
  is(name, text) {
    return this.#texts.get(name) === text;
  }

  /** Returns a sentence about the script that runs or ran last, or "" if `texts` are its files. */
  sentence(texts, isRunning) {
    const isChanged = ([name, text]) => texts.has(name) && texts.get(name) !== text;
    if (!this.hasScript || ![...this.#texts].some(isChanged)) {
      return "";
    }
    const time = this.#time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const script = `script of ${time}`;
    return `${isRunning ? `The board runs the ${script}` : `The ${script} ran last`}; the editor has changed since.`;
  }
}
