// The editor for scripts, with completions, the line of an error, and the line on which the script waits.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python, pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Annotation, EditorState, Prec } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers, placeholder,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completions } from "./completions.js";
import { currentLine, setCurrentLine } from "./current_line.js";
import { diagnostics, setDiagnostic } from "./diagnostics.js";
import { insertCode } from "./insert_code.js";
import { remarkMarks, setRemarks } from "./remark_marks.js";

const PLACEHOLDER = "MicroPython for this board: from machine import Pin";

const STYLE = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword], class: "py-keyword" },
  { tag: tags.comment, class: "py-comment" },
  { tag: [tags.string, tags.number, tags.bool, tags.null], class: "py-value" },
]);

// Marks the changes that the page makes and not the person.
const byPage = Annotation.define();

/** An editor in an element of the page. */
export class Editor {
  #view;

  /**
   * `onChange` is called when the script has changed, with whether the person has changed it, and `onRun` when the person
   * wants to run it.
   */
  constructor(parent, { onChange, onRun }) {
    const run = { key: "Mod-Enter", run: () => { onRun(); return true; } };
    const changes = EditorView.updateListener.of(({ docChanged, transactions }) => {
      if (docChanged) {
        onChange(!transactions.some((transaction) => transaction.annotation(byPage)));
      }
    });
    this.#view = new EditorView({
      parent,
      extensions: [
        Prec.highest(keymap.of([run])),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
        lineNumbers(), remarkMarks, history(), drawSelection(), highlightSpecialChars(), highlightActiveLine(),
        indentOnInput(), indentUnit.of("    "), EditorState.tabSize.of(4), bracketMatching(), closeBrackets(),
        python(), pythonLanguage.data.of({ autocomplete: completions }), autocompletion({ icons: false }),
        syntaxHighlighting(STYLE), EditorView.lineWrapping, placeholder(PLACEHOLDER), diagnostics, currentLine, changes,
        EditorView.contentAttributes.of({ "aria-label": "Script", "aria-describedby": "script-keys", tabindex: "0" }),
      ],
    });
  }

  /** Returns the script. */
  get text() {
    return this.#view.state.doc.toString();
  }

  /** Replaces the script. Undo restores the old one. */
  set text(text) {
    this.#view.dispatch({
      changes: { from: 0, to: this.#view.state.doc.length, insert: text }, annotations: byPage.of(true),
    });
  }

  /** Inserts code below the line of the cursor, and at the top the imports that are missing. */
  insert(code) {
    this.#view.dispatch(insertCode(this.#view.state, code));
    const { doc, selection } = this.#view.state;
    this.#scrollTo(doc.lineAt(selection.main.head).number);
    this.#view.focus();
  }

  /** Marks the lines of remarks, which are `{ line, reason }`. */
  showRemarks(remarks) {
    this.#view.dispatch({ effects: setRemarks.of(remarks) });
  }

  /** Shows an error on its line, counted from 1. A line of null removes the error. */
  showError(line, message) {
    this.#show(setDiagnostic, line, this.#hasLine(line) ? { line, message } : null);
  }

  /**
   * Marks the line on which the script waits, and faintly the line that a handler has interrupted, counted from 1. A line
   * of 0 has no mark.
   */
  showCurrentLine(line, interrupted = 0) {
    const existing = (number) => this.#hasLine(number) ? number : 0;
    this.#show(setCurrentLine, line, { line: existing(line), interrupted: existing(interrupted) });
  }

  #hasLine(line) {
    return line > 0 && line <= this.#view.state.doc.lines;
  }

  #show(effect, line, value) {
    this.#view.dispatch({ effects: effect.of(value) });
    if (this.#hasLine(line)) {
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
