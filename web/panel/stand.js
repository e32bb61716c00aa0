// The mark on the line that the script waits on, until it goes on or something is changed.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** Marks the line with this number, counted from 1, or none. */
export const setStand = StateEffect.define();

const line = Decoration.line({ class: "stands", attributes: { "aria-current": "step" } });

/** The mark of an editor. */
export const stand = StateField.define({
  create: () => Decoration.none,
  update(mark, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setStand)) {
        const { doc } = transaction.state;
        return effect.value ? Decoration.set([line.range(doc.line(effect.value).from)]) : Decoration.none;
      }
    }
    return transaction.docChanged ? Decoration.none : mark;
  },
  provide: (field) => EditorView.decorations.from(field),
});
