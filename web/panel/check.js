// Shows the check of a teacher: a button that runs it, and a row for each of its tests.

import { CHECK } from "./places.js";

/** The button and the rows. */
export class Check {
  #button;
  #rows;
  #editor;
  #isRunning = false;
  // The texts of the files that were checked last, as JSON.
  #checked = "";

  /** `button` and `rows` are elements of the page. `save` makes the files of the editor a part of the bench. */
  constructor(button, rows, editor, save) {
    this.#button = button;
    this.#rows = rows;
    this.#editor = editor;
    button.addEventListener("click", () => this.#run(save));
  }

  /** Shows the button if there is a check, and removes the rows if a file has changed since. */
  update() {
    this.#button.hidden = !this.#editor.has(CHECK);
    if (this.#texts() !== this.#checked) {
      this.#show([]);
    }
  }

  async #run(save) {
    if (this.#isRunning) {
      return;
    }
    this.#isRunning = true;
    this.#checked = this.#texts();
    this.#show([line("checking …")]);
    const checked = save().then(() => window.pinscope.check(this.#editor.text(CHECK)));
    const shown = await checked.then(lines, ({ message }) => [line(message)]);
    this.#isRunning = false;
    if (this.#texts() === this.#checked) {
      this.#show(shown);
    }
  }

  #texts() {
    return JSON.stringify(this.#editor.names.map((name) => [name, this.#editor.text(name)]));
  }

  // New elements are announced, also when their text is the same as before. Elements that one can scroll to are
  // reached by the keyboard.
  #show(elements) {
    this.#rows.replaceChildren(...elements);
    this.#rows.hidden = elements.length === 0;
  }
}

// Returns the rows, and before them a sentence about all of them.
function lines(rows) {
  const count = rows.filter(({ passed }) => passed).length;
  return [line(`${count} of ${rows.length} tests passed`), ...rows.map(element)];
}

function element({ name, passed, message }) {
  const row = line(passed ? " passed" : ` failed: ${message}`);
  row.prepend(Object.assign(document.createElement("b"), { textContent: name }));
  row.dataset.check = passed ? "passed" : "failed";
  return row;
}

function line(text) {
  return Object.assign(document.createElement("p"), { textContent: text });
}
