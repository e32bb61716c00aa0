// The editor for the files of a script, with completions, the line of an error, and the line on which the script
// waits.

import {
  acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap,
  completionStatus, moveCompletionSelection, selectedCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Annotation, Compartment, EditorState, Prec } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers, placeholder,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completions } from "./completions.js";
import { currentLine, setCurrentLine } from "./current_line.js";
import { diagnostics, setDiagnostic } from "./diagnostics.js";
import { insertCode } from "./insert_code.js";
import { CHECK, MAIN } from "./places.js";
import { remarkMarks, setRemarks } from "./remark_marks.js";

const PLACEHOLDER = "MicroPython for this board: from machine import Pin";
const CHECK_PLACEHOLDER = "def test_led(b): b.run_ms(20); assert b.level('GP25') == 1, 'the LED is dark'";

const STYLE = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword], class: "py-keyword" },
  { tag: tags.comment, class: "py-comment" },
  { tag: [tags.string, tags.number, tags.bool, tags.null], class: "py-value" },
]);

// Marks the changes that the page makes and not the person.
const byPage = Annotation.define();

// The extensions for the language of a file, which may change with its name.
const language = new Compartment();

// The names of a WiPy and those of the script are completed. The language would add those of the Python of a computer.
// Enter begins a new line unless a name was chosen with an arrow key, since the list opens by itself.
const completion = autocompletion({ icons: false, selectOnOpen: false, override: [completions] });

// Takes the chosen name of the list, or its first.
function complete(view) {
  if (completionStatus(view.state) !== "active") {
    return false;
  }
  if (!selectedCompletion(view.state)) {
    moveCompletionSelection(true)(view);
  }
  return acceptCompletion(view);
}

// Extensions of the editor for a file of this name.
const languageOf = (name) => name.endsWith(".py") ? [python(), completion, indentOnInput()] : [];

/** An editor in an element of the page. Each file has a state of its own, and so its own undo history and marks. */
export class Editor {
  #view;
  #extensions;
  // The state of each file but the one that is open, which the view has.
  #states = new Map();
  #open = MAIN;

  /**
   * `onChange` is called with the name of a file whose text has changed, and whether the person has changed it. `onRun`
   * is called when the person wants to run the script.
   */
  constructor(parent, { onChange, onRun }) {
    const run = { key: "Mod-Enter", run: () => { onRun(); return true; } };
    const changes = EditorView.updateListener.of(({ docChanged, transactions }) => {
      if (docChanged) {
        onChange(this.#open, !transactions.some((transaction) => transaction.annotation(byPage)));
      }
    });
    this.#extensions = [
      Prec.highest(keymap.of([run])),
      keymap.of([
        { key: "Tab", run: complete }, ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap,
        indentWithTab,
      ]),
      lineNumbers(), remarkMarks, history(), drawSelection(), highlightSpecialChars(), highlightActiveLine(),
      indentUnit.of("    "), EditorState.tabSize.of(4), bracketMatching(), closeBrackets(),
      syntaxHighlighting(STYLE), EditorView.lineWrapping, diagnostics, currentLine, changes,
      EditorView.contentAttributes.of({ "aria-label": "Script", "aria-describedby": "script-keys", tabindex: "0" }),
    ];
    this.#view = new EditorView({ parent, state: this.#newState(MAIN, "") });
  }

  /** Returns the names of all files. */
  get names() {
    return [this.#open, ...this.#states.keys()];
  }

  /** Returns the name of the file that is open. */
  get openName() {
    return this.#open;
  }

  /** Returns whether there is a file of this name. */
  has(name) {
    return this.names.includes(name);
  }

  /** Returns the text of a file. */
  text(name) {
    return this.#state(name).doc.toString();
  }

  /** Replaces the text of a file, or adds the file. Undo restores the old text. */
  setText(name, text) {
    if (!this.has(name)) {
      this.#states.set(name, this.#newState(name, text));
    } else if (text !== this.text(name)) {
      const changes = { from: 0, to: this.#state(name).doc.length, insert: text };
      this.#dispatch(name, { changes, annotations: byPage.of(true) });
    }
  }

  /** Removes a file other than the script. If it is open, the script is opened. */
  remove(name) {
    if (name === this.#open) {
      this.open(MAIN);
    }
    this.#states.delete(name);
  }

  /** Gives a file another name, under which there is none. Its undo history stays. */
  rename(from, to) {
    this.#dispatch(from, { effects: language.reconfigure(languageOf(to)) });
    if (from === this.#open) {
      this.#open = to;
    } else {
      this.#states.set(to, this.#states.get(from));
      this.#states.delete(from);
    }
  }

  /** Opens a file. */
  open(name) {
    if (name !== this.#open) {
      closeCompletion(this.#view);
      this.#states.set(this.#open, this.#view.state);
      this.#view.setState(this.#states.get(name));
      this.#states.delete(name);
      this.#open = name;
    }
  }

  /** Moves the keyboard's focus into the editor. */
  focus() {
    this.#view.focus();
  }

  /** Inserts code into the script: below the line of the cursor, and at the top the imports that are missing. */
  insert(code) {
    this.open(MAIN);
    this.#view.dispatch(insertCode(this.#view.state, code));
    const { doc, selection } = this.#view.state;
    this.#scrollTo(doc.lineAt(selection.main.head).number);
    this.focus();
  }

  /** Marks the lines of remarks on a file, which are `{ line, reason }`. */
  showRemarks(name, remarks) {
    this.#dispatch(name, { effects: setRemarks.of(remarks) });
  }

  /** Shows an error on its line of a file, counted from 1. */
  showError({ file, line }, message) {
    this.#show(file, line, setDiagnostic.of({ line, message }));
  }

  /** Removes the errors of all files. */
  clearErrors() {
    this.names.forEach((name) => this.#dispatch(name, { effects: setDiagnostic.of(null) }));
  }

  /** Returns the names of the files that show an error. */
  get wrongNames() {
    return this.names.filter((name) => this.#state(name).field(diagnostics).size > 0);
  }

  /**
   * Marks the line on which the script waits, and faintly the line that a handler has interrupted, each a
   * `{ file, line }` with the line counted from 1. A line of 0 has no mark.
   */
  showCurrentLine(place, interrupted) {
    for (const name of this.names) {
      const lineIn = ({ file, line }) => file === name && this.#hasLine(name, line) ? line : 0;
      const line = lineIn(place);
      this.#show(name, line, setCurrentLine.of({ line, interrupted: lineIn(interrupted) }));
    }
  }

  #newState(name, doc) {
    const hint = placeholder(name === CHECK ? CHECK_PLACEHOLDER : PLACEHOLDER);
    return EditorState.create({ doc, extensions: [language.of(languageOf(name)), hint, this.#extensions] });
  }

  #state(name) {
    return name === this.#open ? this.#view.state : this.#states.get(name);
  }

  #dispatch(name, change) {
    if (name === this.#open) {
      this.#view.dispatch(change);
    } else {
      this.#states.set(name, this.#states.get(name).update(change).state);
    }
  }

  #hasLine(name, line) {
    return line > 0 && line <= this.#state(name).doc.lines;
  }

  #show(name, line, effects) {
    if (!this.has(name) || line > 0 && !this.#hasLine(name, line)) {
      return;
    }
    this.#dispatch(name, { effects });
    if (line > 0 && name === this.#open) {
      this.#scrollTo(line);
    }
  }

  // Scrolls the editor so far that it shows a line. The function of the library would scroll the page too.
  #scrollTo(line) {
    const { scrollDOM, state } = this.#view;
    const { top, bottom } = this.#view.lineBlockAt(state.doc.line(line).from);
    const visibleBottom = scrollDOM.scrollTop + scrollDOM.clientHeight;
    if (top < scrollDOM.scrollTop || bottom > visibleBottom) {
      scrollDOM.scrollTop = (top + bottom - scrollDOM.clientHeight) / 2;
    }
  }
}
