// Removes the lines of tracebacks that name the files of `library.js`, because they are not part of the script.

import { library } from "./library.js";

const START = "  File \"/lib/";
const LINE = new RegExp(`^  File "/lib/(${Object.keys(library).join("|").replaceAll(".", "\\.")})", line \\d+, in `);

/** Filters text that comes in pieces. */
export class TracebackFilter {
  // The beginning of a line that may turn out to be one to remove.
  #held = "";
  #isAtLineStart = true;

  /** Returns what can be shown of the text so far. */
  add(text) {
    const lines = (this.#held + text).split("\n");
    const rest = lines.pop();
    const shown = lines.filter((line, index) => !(this.#beginsLine(index) && LINE.test(line))).map((line) => `${line}\n`);
    const isHeld = this.#beginsLine(lines.length) && (START.startsWith(rest) || rest.startsWith(START));
    this.#held = isHeld ? rest : "";
    this.#isAtLineStart = this.#beginsLine(lines.length) && (isHeld || rest === "");
    return shown.join("") + (isHeld ? "" : rest);
  }

  /** Returns what was held back, because nothing more comes for now. */
  release() {
    const held = this.#held;
    this.#held = "";
    this.#isAtLineStart &&= held === "";
    return held;
  }

  #beginsLine(index) {
    return index > 0 || this.#isAtLineStart;
  }
}
