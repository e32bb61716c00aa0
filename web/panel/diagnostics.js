// Marks the line of an error and shows the error below it, until the text changes.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

/** The effect that shows a diagnostic. Its value is `{ line, message }`, the line counted from 1, or null for none. */
export const setDiagnostic = StateEffect.define();

const lineDecoration = Decoration.line({ class: "wrong" });

class MessageWidget extends WidgetType {
  constructor(message) {
    super();
    this.message = message;
  }

  eq({ message }) {
    return message === this.message;
  }

  toDOM() {
    const element = document.createElement("p");
    element.className = "wrong-why";
    element.textContent = this.message;
    return element;
  }
}

/** The extension that shows the diagnostic in an editor. */
export const diagnostics = StateField.define({
  create: () => Decoration.none,
  update(decorations, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setDiagnostic)) {
        return effect.value ? decorate(transaction.state.doc, effect.value) : Decoration.none;
      }
    }
    return transaction.docChanged ? Decoration.none : decorations;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorate(doc, { line, message }) {
  const { from, to } = doc.line(line);
  const widget = Decoration.widget({ widget: new MessageWidget(message), block: true, side: 1 });
  return Decoration.set([lineDecoration.range(from), widget.range(to)]);
}
