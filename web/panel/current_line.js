// Marks the line on which a script waits, until the script continues or its text changes.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** The effect that marks a line. Its value is the line's number, counted from 1, or null for no mark. */
export const setCurrentLine = StateEffect.define();

const decoration = Decoration.line({ class: "stands", attributes: { "aria-current": "step" } });

/** The extension that shows the mark in an editor. */
export const currentLine = StateField.define({
  create: () => Decoration.none,
  update(mark, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setCurrentLine)) {
        const { doc } = transaction.state;
        return effect.value ? Decoration.set([decoration.range(doc.line(effect.value).from)]) : Decoration.none;
      }
    }
    return transaction.docChanged ? Decoration.none : mark;
  },
  provide: (field) => EditorView.decorations.from(field),
});
