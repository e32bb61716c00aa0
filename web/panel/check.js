// Shows the check of a teacher: a button that runs it, and a row for each of its tests.

/** The button and the rows. */
export class Check {
  #button;
  #rows;
  #getScript;
  #text = null;
  #isRunning = false;

  /** `button` and `rows` are elements of the page. `getScript` returns the script to check, or a promise. */
  constructor(button, rows, getScript) {
    this.#button = button;
    this.#rows = rows;
    this.#getScript = getScript;
    button.addEventListener("click", () => this.#run());
  }

  /** Sets the text of the check, which is null if there is none. */
  setText(text) {
    if (text !== this.#text) {
      this.#text = text;
      this.#button.hidden = text === null;
      this.#show([]);
    }
  }

  async #run() {
    if (this.#isRunning) {
      return;
    }
    this.#isRunning = true;
    const text = this.#text;
    this.#show([line("checking …")]);
    const checked = window.pinscope.check(text, { script: await this.#getScript() });
    const shown = await checked.then(lines, ({ message }) => [line(message)]);
    this.#isRunning = false;
    if (text === this.#text) {
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
