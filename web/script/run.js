// Runs scripts, one at a time, each in an interpreter of its own; and again from the top when the chip was reset. What is
// typed at the prompt goes to the interpreter of the last.

import { Board } from "./board.js";
import { start } from "./interpreter.js";
import { instrumented } from "./instrument.js";

// The longest script, in characters: it comes in through the spare memory.
const LONGEST = 200_000;
const TOO_LONG = "The script is too long: at most 200,000 characters run.";

const BUSY = "Another script runs: stop it first.";

const BROKEN = "The interpreter has stopped: the script has used up its stack, or has found a fault in it. "
  + "The board is as the script left it.";

/** The script of a board: runs texts, and lets what ran last attend to its interrupts. */
export class Runner {
  #engine;
  #board;
  #python = null;
  #spare = null;
  #text = "";
  #runs = 0;
  #isBusy = false;
  /** Whether the interpreter has shown its prompt. */
  #isPrompting = false;

  /** `engine` is what the engine's program exports. */
  constructor(engine) {
    this.#engine = engine;
    this.#board = new Board(engine);
  }

  /** From now on the page can reach a script that runs. */
  share(buffer) {
    this.#board.share(buffer);
  }

  /** Runs a script, from its top. */
  async python(text) {
    this.#runs += 1;
    if (text.length > LONGEST) {
      this.#engine.script_over(TOO_LONG);
      return;
    }
    this.#text = text;
    await this.#again();
  }

  /** Lets a script that has ended attend to what waits for it. */
  async attend() {
    if (this.#isBusy || !this.#python) {
      return;
    }
    if (this.#engine.take_restart()) {
      await this.#again();
      return;
    }
    this.#isBusy = true;
    this.#call(() => this.#python.runPython("__import__('_start').attend()"));
    this.#isBusy = false;
  }

  /** Takes in what was typed at the prompt. The first shows it. */
  async type(keys) {
    this.#runs += 1;
    if (this.#isBusy) {
      this.#engine.script_over(BUSY);
      return;
    }
    this.#isBusy = true;
    const bytes = [...new TextEncoder().encode(keys)];
    do {
      await this.#listen();
      this.#call(() => this.#press(bytes));
    } while (!this.#python && !this.#board.error);
    this.#over();
  }

  // Until the script ends without a reset of the chip.
  async #again() {
    if (this.#isBusy) {
      this.#engine.script_over(BUSY);
      return;
    }
    this.#isBusy = true;
    do {
      await this.#start();
      this.#begin(instrumented(this.#text));
      this.#beProgram();
      this.#call(() => this.#python.runPython("__import__('_start').run(globals())"));
    } while (this.#engine.take_restart());
    this.#over();
  }

  async #start() {
    this.#board.begin(this.#runs, "", () => {}, null);
    const started = await start((bytes) => this.#board.print(bytes), this.#board.functions());
    ({ python: this.#python, spare: this.#spare } = started);
    this.#isPrompting = false;
  }

  #begin(source) {
    const interrupt = () => this.#python._module._mp_sched_keyboard_interrupt();
    this.#board.begin(this.#runs, source, interrupt, this.#spare);
  }

  // What runs here is the board's program from here on.
  #beProgram() {
    this.#engine.begin_script(this.#board.isAlone);
    this.#engine.script_begins();
  }

  #over() {
    this.#isBusy = false;
    this.#engine.script_over(this.#board.error ?? undefined);
    this.#engine.turn();
  }

  // The prompt is there, and what is typed reaches the board, also after a script was stopped or the bench is another.
  async #listen() {
    const isNew = !this.#python;
    await (isNew && this.#start());
    this.#begin("");
    if (isNew || this.#engine.has_to_end() && !this.#engine.has_to_attend()) {
      this.#beProgram();
    }
  }

  #press(bytes) {
    if (!this.#isPrompting) {
      this.#python.replInit();
      this.#isPrompting = true;
    }
    while (bytes.length > 0) {
      if (this.#python.replProcessChar(bytes.shift())) {
        // Ctrl-D or SystemExit: begins anew.
        this.#python = null;
        return;
      }
    }
  }

  // Python says itself what went wrong in a script; what is thrown here is the interpreter's end.
  #call(work) {
    this.#spare.lend();
    try {
      work();
    } catch {
      this.#board.begin(this.#runs, "", () => {}, null);
      this.#board.fail(BROKEN);
      this.#python = null;
      this.#engine.end_script();
    }
    this.#board.flush();
  }
}
