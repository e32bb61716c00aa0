// Shows the check of a teacher: a button that runs it, and a row for each of its tests.

/** The file with the tests. */
const CHECK = "check.py";

/** The button and the rows. */
export class Check {
  #button;
  #rows;
  #editor;
  #isRunning = false;
  // Counts the changes of the files.
  #changes = 0;

  /** `button` and `rows` are elements of the page. `save` makes the files of the editor a part of the bench. */
  constructor(button, rows, editor, save) {
    this.#button = button;
    this.#rows = rows;
    this.#editor = editor;
    button.addEventListener("click", () => this.#run(save));
  }

  /** Shows the button if there is a check. */
  showButton() {
    this.#button.hidden = !this.#editor.has(CHECK);
  }

  /** Removes the rows, because a file has changed. */
  clear() {
    this.#changes += 1;
    this.#show([]);
  }

  async #run(save) {
    if (this.#isRunning) {
      return;
    }
    this.#isRunning = true;
    const changes = this.#changes;
    this.#show([line("checking …")]);
    const checked = save().then(() => window.pinscope.check(this.#editor.text(CHECK)));
    const shown = await checked.then(lines, ({ message }) => [line(message)]);
    this.#isRunning = false;
    if (changes === this.#changes) {
      this.#show(shown);
    }
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
