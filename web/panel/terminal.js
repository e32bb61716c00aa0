// The terminal, which shows the output of scripts and of the prompt, and passes on the keys for the prompt.

import { FitAddon } from "@xterm/addon-fit";
import { Terminal as Xterm } from "@xterm/xterm";

const SCROLLBACK_LINES = 5_000;
// Maximum number of characters that wait to be shown. If there are more, only the last of them are shown, because
// nobody could read all.
const MAX_PENDING = 1 << 15;

/** A terminal in an element of the page. */
export class Terminal {
  #pending = "";
  #isShowing = false;
  #xterm = new Xterm({
    convertEol: true,
    // This lets screen readers read the lines.
    screenReaderMode: true,
    scrollback: SCROLLBACK_LINES,
    fontSize: 12,
    lineHeight: 4 / 3,
    minimumContrastRatio: 4.5,
    ...theme(),
  });

  /** `onType` is called with the keys that a person types. */
  constructor(element, { onType }) {
    const fit = new FitAddon();
    this.#xterm.loadAddon(fit);
    this.#xterm.open(element);
    this.#xterm.textarea.setAttribute("aria-label", "Python prompt");
    this.#xterm.onData(onType);
    this.#letTabLeaveAfterEscape();
    new ResizeObserver(() => element.checkVisibility() && fit.fit()).observe(element);
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => {
      Object.assign(this.#xterm.options, theme());
    });
  }

  /** Writes text. */
  write(text) {
    this.#pending += text;
    if (this.#pending.length > MAX_PENDING) {
      this.#pending = `\n…\n${this.#pending.slice(-MAX_PENDING / 2)}`;
    }
    this.#showPending();
  }

  /** Removes all text. */
  clear() {
    this.#pending = "";
    this.#xterm.reset();
  }

  // Writes one piece of text for each frame, so that the page can do its other work.
  #showPending() {
    if (!this.#isShowing && this.#pending) {
      this.#isShowing = true;
      const text = this.#pending;
      this.#pending = "";
      this.#xterm.write(text, () => requestAnimationFrame(() => {
        this.#isShowing = false;
        this.#showPending();
      }));
    }
  }

  // Tab completes a word. After Escape it moves the focus on instead, as in the editor.
  #letTabLeaveAfterEscape() {
    let isEscaped = false;
    this.#xterm.attachCustomKeyEventHandler(({ type, key }) => {
      if (type !== "keydown" || key === "Shift") {
        return true;
      }
      const isLeaving = isEscaped && key === "Tab";
      isEscaped = key === "Escape";
      return !isLeaving && !isEscaped;
    });
  }
}

// Returns the page's colours and font. The terminal does not know the variables of the style sheet.
function theme() {
  const style = getComputedStyle(document.documentElement);
  const [background, foreground, cursor, selectionBackground] = ["--bg", "--text", "--accent", "--line"]
    .map((name) => style.getPropertyValue(name));
  return {
    theme: { background, foreground, cursor, cursorAccent: background, selectionBackground },
    fontFamily: style.getPropertyValue("--mono"),
  };
}
