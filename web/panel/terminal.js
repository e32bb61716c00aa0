// The terminal: what scripts and the prompt say, and keys for the prompt.

import { FitAddon } from "@xterm/addon-fit";
import { Terminal as Xterm } from "@xterm/xterm";

const LINES_KEPT = 5_000;
// As much as this may wait to be shown, in characters; of more only the end is seen, which is all that anybody could read.
const MOST_WAITING = 1 << 15;

/** A terminal in an element. */
export class Terminal {
  #waiting = "";
  #isShowing = false;
  #xterm = new Xterm({
    convertEol: true,
    // The lines are there to be read aloud.
    screenReaderMode: true,
    scrollback: LINES_KEPT,
    fontSize: 12,
    lineHeight: 4 / 3,
    minimumContrastRatio: 4.5,
    ...look(),
  });

  /** `onType` gets what is typed. */
  constructor(place, { onType }) {
    const fit = new FitAddon();
    this.#xterm.loadAddon(fit);
    this.#xterm.open(place);
    this.#xterm.textarea.setAttribute("aria-label", "Python prompt");
    this.#xterm.onData(onType);
    this.#letTabLeave();
    new ResizeObserver(() => place.checkVisibility() && fit.fit()).observe(place);
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => {
      Object.assign(this.#xterm.options, look());
    });
  }

  /** Shows text. */
  write(text) {
    this.#waiting += text;
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting = `\n…\n${this.#waiting.slice(-MOST_WAITING / 2)}`;
    }
    this.#showWaiting();
  }

  /** Forgets what it shows. */
  clear() {
    this.#waiting = "";
    this.#xterm.reset();
  }

  // A piece at a time, and no more than one between two pictures: the page has other things to do.
  #showWaiting() {
    if (!this.#isShowing && this.#waiting) {
      this.#isShowing = true;
      const text = this.#waiting;
      this.#waiting = "";
      this.#xterm.write(text, () => requestAnimationFrame(() => {
        this.#isShowing = false;
        this.#showWaiting();
      }));
    }
  }

  // Tab completes; after Escape it leaves, as it does in the editor.
  #letTabLeave() {
    let leaves = false;
    this.#xterm.attachCustomKeyEventHandler(({ type, key }) => {
      if (type !== "keydown" || key === "Shift") {
        return true;
      }
      const isLeaving = leaves && key === "Tab";
      leaves = key === "Escape";
      return !isLeaving && !leaves;
    });
  }
}

// The page's colours and font; the terminal does not understand their names.
function look() {
  const style = getComputedStyle(document.documentElement);
  const [background, foreground, cursor, selectionBackground] = ["--bg", "--text", "--accent", "--line"]
    .map((name) => style.getPropertyValue(name));
  return {
    theme: { background, foreground, cursor, cursorAccent: background, selectionBackground },
    fontFamily: style.getPropertyValue("--mono"),
  };
}
