// The mark on the line that an error was on, with the error below it, until something is changed there.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

/** Marks a line, `{line, message}`, or none. */
export const setMark = StateEffect.define();

const line = Decoration.line({ class: "wrong" });

class Message extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }

  eq({ text }) {
    return text === this.text;
  }

  toDOM() {
    const place = document.createElement("p");
    place.className = "wrong-why";
    place.textContent = this.text;
    return place;
  }
}

/** The marks of an editor. */
export const marks = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMark)) {
        return effect.value ? markOf(transaction.state.doc, effect.value) : Decoration.none;
      }
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function markOf(doc, { line: number, message }) {
  const { from, to } = doc.line(number);
  const widget = Decoration.widget({ widget: new Message(message), block: true, side: 1 });
  return Decoration.set([line.range(from), widget.range(to)]);
}
