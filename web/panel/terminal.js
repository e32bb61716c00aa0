// The terminal, which shows the output of scripts and of the prompt, and passes on the keys for the prompt.

import { FitAddon } from "@xterm/addon-fit";
import { Terminal as Xterm } from "@xterm/xterm";
import xtermStyle from "@xterm/xterm/css/xterm.css";
import style from "./terminal.css";

const SCROLLBACK_LINES = 5_000;
// Maximum number of characters that wait to be shown. If there are more, only the last of them are shown, because
// nobody could read all.
const MAX_PENDING = 1 << 15;

// Moves the cursor to the beginning of its line and removes the line.
const ERASE_LINE = "\r\x1b[J";

document.head.append(Object.assign(document.createElement("style"), { textContent: xtermStyle + style }));

/** A terminal in an element of the page. */
export class Terminal {
  // The pieces of text that wait to be shown, each as `{ text, isAbove }`.
  #pending = [];
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

  /** `onType` is called with the keys that a person types. `label` is the name for screen readers. */
  constructor(element, { onType, label }) {
    const fit = new FitAddon();
    this.#xterm.loadAddon(fit);
    this.#xterm.open(element);
    this.#xterm.textarea.setAttribute("aria-label", label);
    this.#xterm.onData(onType);
    this.#handleKeys();
    // The next Ctrl-C stops the script again.
    element.addEventListener("copy", () => this.#xterm.clearSelection());
    new ResizeObserver(() => element.checkVisibility() && fit.fit()).observe(element);
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => {
      Object.assign(this.#xterm.options, theme());
    });
  }

  /** Writes text where the cursor is. */
  write(text) {
    this.#add(text, false);
  }

  /** Writes text above the line of the cursor, which is the prompt. */
  writeAbove(text) {
    this.#add(text.endsWith("\n") ? text : `${text}\n`, true);
  }

  /** Removes all text. */
  clear() {
    this.#pending = [];
    this.#xterm.reset();
  }

  /** Removes all text that is shown above the line of the cursor. */
  clearAbove() {
    this.#xterm.clear();
  }

  /** Removes the line of the cursor. */
  eraseLine() {
    this.write(ERASE_LINE);
  }

  /** Waits until all text is shown. */
  async whenShown() {
    while (this.#isShowing || this.#pending.length > 0) {
      await new Promise(requestAnimationFrame);
    }
  }

  /** Returns the line of the cursor, up to the cursor. */
  get line() {
    return this.#splitLine()[0];
  }

  #add(text, isAbove) {
    const last = this.#pending.at(-1);
    if (last?.isAbove === isAbove) {
      last.text += text;
    } else {
      this.#pending.push({ text, isAbove });
    }
    const piece = this.#pending.at(-1);
    if (piece.text.length > MAX_PENDING) {
      piece.text = `\n…\n${piece.text.slice(-MAX_PENDING / 2)}`;
    }
    this.#showPending();
  }

  // Writes one piece of text for each frame, so that the page can do its other work.
  #showPending() {
    const piece = this.#isShowing ? undefined : this.#pending.shift();
    if (piece) {
      this.#isShowing = true;
      this.#xterm.write(piece.isAbove ? this.#insertedAbove(piece.text) : piece.text, () => requestAnimationFrame(() => {
        this.#isShowing = false;
        this.#showPending();
      }));
    }
  }

  // Returns what has to be written so that the text stands above the line of the cursor.
  #insertedAbove(text) {
    const [before, after] = this.#splitLine();
    const rows = Math.floor(before.length / this.#xterm.cols);
    const toFirstRow = rows > 0 ? `\x1b[${rows}A` : "";
    const toCursor = after ? `\x1b[${after.length}D` : "";
    return `${toFirstRow}${ERASE_LINE}${text}${before}${after}${toCursor}`;
  }

  // Returns the line of the cursor, which may take several rows, as its parts before and after the cursor.
  #splitLine() {
    const { baseY, cursorX, cursorY } = this.#xterm.buffer.active;
    const row = (index) => this.#xterm.buffer.active.getLine(index);
    let first = baseY + cursorY;
    let before = row(first).translateToString(false, 0, cursorX);
    const after = row(first).translateToString(true, cursorX);
    while (row(first).isWrapped) {
      first -= 1;
      before = row(first).translateToString(false) + before;
    }
    return [before, after];
  }

  // Tab completes a word. After Escape it moves the focus on instead, as in the editor. Ctrl-C with a selection copies
  // and Ctrl-V pastes, as everywhere else in the browser, which does both if the terminal leaves it the key.
  #handleKeys() {
    let isEscaped = false;
    this.#xterm.attachCustomKeyEventHandler(({ type, key, ctrlKey, shiftKey, altKey }) => {
      if (type !== "keydown" || key === "Shift") {
        return true;
      }
      const isLeaving = isEscaped && key === "Tab";
      isEscaped = key === "Escape";
      const isControl = ctrlKey && !shiftKey && !altKey;
      const isClipboard = isControl && (key === "c" && this.#xterm.hasSelection() || key === "v");
      return !isLeaving && !isEscaped && !isClipboard;
    });
  }
}

// Returns the page's colours and font. The terminal does not know the variables of the style sheet.
function theme() {
  const style = getComputedStyle(document.documentElement);
  const [background, foreground, brightBlack, cursor, selectionBackground]
    = ["--bg", "--text", "--text2", "--accent", "--line"].map((name) => style.getPropertyValue(name));
  return {
    theme: { background, foreground, brightBlack, cursor, cursorAccent: background, selectionBackground },
    fontFamily: style.getPropertyValue("--mono"),
  };
}
