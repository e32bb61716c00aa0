// The terminal: what scripts and the prompt say, and keys for the prompt.

import { FitAddon } from "@xterm/addon-fit";
import { Terminal as Xterm } from "@xterm/xterm";

const LINES_KEPT = 5_000;

/** A terminal in an element. */
export class Terminal {
  #xterm = new Xterm({
    convertEol: true,
    // The lines are there to be read aloud.
    screenReaderMode: true,
    scrollback: LINES_KEPT,
    fontSize: 12,
    lineHeight: 4 / 3,
    minimumContrastRatio: 4.5,
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
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => this.#colour());
    this.#colour();
  }

  /** Shows text. */
  write(text) {
    this.#xterm.write(text);
  }

  /** Forgets what it shows. */
  clear() {
    this.#xterm.reset();
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

  // The page's colours; the terminal does not understand their names.
  #colour() {
    const style = getComputedStyle(document.documentElement);
    const [background, foreground, cursor, selectionBackground] = ["--bg", "--text", "--accent", "--line"]
      .map((name) => style.getPropertyValue(name));
    this.#xterm.options.theme = { background, foreground, cursor, cursorAccent: background, selectionBackground };
    this.#xterm.options.fontFamily = style.getPropertyValue("--mono");
  }
}
