// Marks the line on which a script waits, and faintly the line that a handler has interrupted, until the script continues
// or its text changes.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** The effect that marks lines. Its value is `{ line, interrupted }`, counted from 1; 0 is no line. */
export const setCurrentLine = StateEffect.define();

const waiting = Decoration.line({ class: "stands", attributes: { "aria-current": "step" } });
const interrupting = Decoration.line({ class: "stands-interrupted" });

/** The extension that shows the mark in an editor. */
export const currentLine = StateField.define({
  create: () => Decoration.none,
  update(mark, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setCurrentLine)) {
        const { doc } = transaction.state;
        const { line, interrupted } = effect.value;
        const marks = [[line, waiting], [interrupted === line ? 0 : interrupted, interrupting]];
        const ranges = marks.filter(([number]) => number).map(([number, mark]) => mark.range(doc.line(number).from));
        return Decoration.set(ranges, true);
      }
    }
    return transaction.docChanged ? Decoration.none : mark;
  },
  provide: (field) => EditorView.decorations.from(field),
});
