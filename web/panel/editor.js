// The editor: Python, what `machine` has, and where an error was.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python, pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Annotation, EditorState, Prec } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers, placeholder,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { insertion } from "./insertion.js";
import { marks, setMark } from "./mark.js";
import { setStand, stand } from "./stand.js";
import { completions } from "./completions.js";

const EMPTY = "MicroPython for this board: from machine import Pin";

const STYLE = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword], class: "py-keyword" },
  { tag: tags.comment, class: "py-comment" },
  { tag: [tags.string, tags.number, tags.bool, tags.null], class: "py-value" },
]);

// What the page itself puts into the editor is no change of the person's.
const ours = Annotation.define();

/** An editor in an element. */
export class Editor {
  #view;

  /** `onChange` is told when the script was changed, `onRun` when it is to run. */
  constructor(parent, { onChange, onRun }) {
    const run = { key: "Mod-Enter", run: () => { onRun(); return true; } };
    const changes = EditorView.updateListener.of(({ docChanged, transactions }) => {
      if (docChanged && !transactions.some((transaction) => transaction.annotation(ours))) {
        onChange();
      }
    });
    this.#view = new EditorView({
      parent,
      extensions: [
        Prec.highest(keymap.of([run])),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
        lineNumbers(), history(), drawSelection(), highlightSpecialChars(), highlightActiveLine(),
        indentOnInput(), indentUnit.of("    "), EditorState.tabSize.of(4), bracketMatching(), closeBrackets(),
        python(), pythonLanguage.data.of({ autocomplete: completions }), autocompletion({ icons: false }),
        syntaxHighlighting(STYLE), EditorView.lineWrapping, placeholder(EMPTY), marks, stand, changes,
        EditorView.contentAttributes.of({ "aria-label": "Script", tabindex: "0" }),
      ],
    });
  }

  /** The script. */
  get text() {
    return this.#view.state.doc.toString();
  }

  /** Shows another script; undo brings the one before back. */
  set text(text) {
    this.#view.dispatch({
      changes: { from: 0, to: this.#view.state.doc.length, insert: text }, annotations: ours.of(true),
    });
  }

  /** Puts code below the line of the cursor, with the imports that are missing on top. */
  insert(code) {
    this.#view.dispatch(insertion(this.#view.state, code), { scrollIntoView: true });
    this.#view.focus();
  }

  /** Marks the line that an error was on, counted from 1, and says what it was; null marks none. */
  mark(line, message) {
    this.#show(setMark, line, { line, message });
  }

  /** Marks the line that the script waits on, counted from 1; 0 marks none. */
  stand(line) {
    this.#show(setStand, line, line);
  }

  #show(effect, line, value) {
    const { doc } = this.#view.state;
    const isThere = line > 0 && line <= doc.lines;
    this.#view.dispatch({ effects: effect.of(isThere ? value : null) });
    if (isThere) {
      this.#view.dispatch({ effects: EditorView.scrollIntoView(doc.line(line).from, { y: "nearest", yMargin: 48 }) });
    }
  }
}
