// Runs scripts, one at a time, each in an interpreter of its own; and again from the top when the chip was reset.

import { Board } from "./board.js";
import { start } from "./interpreter.js";
import { withTurns } from "./turns.js";

// The files of `/lib`, in this folder's `lib`.
const LIBRARY = ["_start.py", "_errors.py", "_handlers.py", "machine.py", "time.py", "os.py", "wipy.py"];

const BROKEN = "The interpreter has stopped: the script has used up its stack, or has found a fault in it. "
  + "The board is as the script left it.";

/** The script of a board: runs texts, and lets what ran last attend to its interrupts. */
export class Runner {
  #engine;
  #board;
  #read;
  #library = null;
  #python = null;
  #text = "";
  #runs = 0;
  #isBusy = false;

  /** `engine` is what the engine's program exports, `read` answers the text of a file of `lib`. */
  constructor(engine, read) {
    this.#engine = engine;
    this.#board = new Board(engine);
    this.#read = read;
  }

  /** From now on the page can reach a script that runs. */
  share(buffer) {
    this.#board.share(buffer);
  }

  /** Runs a script, from its top. */
  async run(text) {
    this.#runs += 1;
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
    this.#call("_start.attend()");
    this.#isBusy = false;
  }

  // Until the script ends without a reset of the chip.
  async #again() {
    if (this.#isBusy) {
      this.#engine.script_over("Another script runs: stop it first.");
      return;
    }
    this.#isBusy = true;
    do {
      const out = (bytes) => this.#board.print(bytes);
      this.#library ??= await this.#files();
      this.#python = await start(out, this.#board.functions(), this.#library);
      const interrupt = () => this.#python._module._mp_sched_keyboard_interrupt();
      this.#board.begin(this.#runs, withTurns(this.#text), interrupt);
      this.#engine.begin_script(this.#board.isAlone);
      this.#engine.script_begins();
      this.#call("_start.run()");
    } while (this.#engine.take_restart());
    this.#isBusy = false;
    this.#engine.script_over(this.#board.error ?? undefined);
    this.#engine.turn();
  }

  // Python says itself what went wrong in a script; what is thrown here is the interpreter's end.
  #call(code) {
    try {
      this.#python.runPython(`import _start\n${code}`);
    } catch {
      this.#board.begin(this.#runs, "", () => {});
      this.#board.fail(BROKEN);
      this.#python = null;
      this.#engine.end_script();
    }
    this.#board.flush();
  }

  async #files() {
    const files = LIBRARY.map(async (name) => [name, await this.#read(name)]);
    return Object.fromEntries(await Promise.all(files));
  }
}
