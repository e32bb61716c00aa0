// Marks in the gutter the lines with which a WiPy fails, until the text changes.

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { gutter, GutterMarker } from "@codemirror/view";

/** The effect that shows remarks. Its value is a list of `{ line, reason }`, with the line counted from 1. */
export const setRemarks = StateEffect.define();

class RemarkMarker extends GutterMarker {
  constructor(reason) {
    super();
    this.reason = reason;
  }

  eq({ reason }) {
    return reason === this.reason;
  }

  toDOM() {
    const title = `A WiPy fails here: ${this.reason}.`;
    return Object.assign(document.createElement("span"), { className: "remark", title, textContent: "≠" });
  }
}

const marks = StateField.define({
  create: () => RangeSet.empty,
  update(set, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setRemarks)) {
        const { doc } = transaction.state;
        return RangeSet.of(effect.value.map(({ line, reason }) => new RemarkMarker(reason).range(doc.line(line).from)));
      }
    }
    return transaction.docChanged ? RangeSet.empty : set;
  },
});

/** The extension that shows the marks in an editor. */
export const remarkMarks = [marks, gutter({ class: "remarks", markers: (view) => view.state.field(marks) })];
