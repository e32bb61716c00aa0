// The button that stops the script, and that ends what a script has left at work when it ended.

const STOP = "Raises KeyboardInterrupt in the script, which ends it";
const END = "Ends what the script has left at work: every pin becomes an input, and no interrupt is armed";

/** The button. */
export class StopButton {
  #button;
  #isIdle = false;
  #activity = "";

  /** `onStop` is called when the button is pressed. */
  constructor(button, onStop) {
    this.#button = button;
    button.addEventListener("click", onStop);
  }

  /** Returns the parts of the script that act on the board after it has ended: "its timer goes on", or "". */
  get activity() {
    return this.#activity;
  }

  set activity(text) {
    this.#activity = text;
    this.#show();
  }

  /** Shows whether neither a script nor the prompt runs. */
  showIdle(isIdle) {
    this.#isIdle = isIdle;
    this.#show();
  }

  #show() {
    this.#button.disabled = this.#isIdle && this.#activity === "";
    this.#button.title = this.#isIdle ? END : STOP;
  }
}
