// Runs scripts one at a time, each in an interpreter of its own, and again from the top after a reset of the chip.
// Text typed at the prompt goes to the interpreter of the last script.

import { Flash } from "./flash.js";
import { HostModule } from "./host_module.js";
import { start } from "./interpreter.js";
import { SourceFiles } from "./source_files.js";

// Maximum length of a script, in characters: it has to fit into the interpreter's input reserve.
const MAX_SCRIPT_LENGTH = 200_000;
const TOO_LONG = "The script is too long: it may have at most 200,000 characters.";

// Time between two looks at whether time is still paused.
const PAUSE_CHECK_MS = 20;

// The key that shows the banner of the prompt again.
const CTRL_B = 2;

const BUSY = "Another script is running: stop it first.";

const BROKEN = "The interpreter has stopped, because the script used up its stack or met a fault in the interpreter. "
  + "The board is as the script left it.";

/** Runs the scripts of one engine. */
export class Runner {
  #engine;
  #hostModule;
  #python = null;
  #inputReserve = null;
  #flash = null;
  // The script that ran last, or null.
  #script = null;
  #runs = 0;
  #isBusy = false;
  #isPromptShown = false;
  // The text with which the prompt begins.
  #banner = "";
  // Nothing has run in the interpreter yet.
  #isUnused = false;

  /** `engine` is the object with the exports of the engine's program. */
  constructor(engine) {
    this.#engine = engine;
    this.#hostModule = new HostModule(engine);
  }

  /** Attaches the shared memory through which the page can reach a script that runs. */
  attachRing(buffer) {
    this.#hostModule.attachRing(buffer);
  }

  /** Runs a script from its top. */
  async python(script) {
    this.#runs += 1;
    if (script.length > MAX_SCRIPT_LENGTH) {
      this.#engine.script_finished(TOO_LONG);
      return;
    }
    this.#script = script;
    await this.#runScript(true);
  }

  /** Calls the handlers of interrupts after the script has ended, or runs it again after a reset of the chip. */
  async serviceInterrupts() {
    if (this.#isBusy || !this.#python) {
      return;
    }
    if (this.#engine.take_restart()) {
      await this.#runScript(false);
      return;
    }
    this.#isBusy = true;
    this.#isUnused = false;
    this.#hostModule.beginCatchUp();
    this.#callPython(() => this.#python.runPython("__import__('_bootstrap').service_interrupts()"));
    this.#isBusy = false;
  }

  /** Sends typed text to the prompt. The first call shows the prompt. */
  async type(keys) {
    this.#runs += 1;
    if (this.#isBusy) {
      this.#engine.script_finished(BUSY);
      return;
    }
    this.#isBusy = true;
    let bytes = [...new TextEncoder().encode(keys)];
    let error = null;
    for (;;) {
      await this.#preparePrompt(keys !== "");
      this.#engine.send_checkpoint();
      this.#callPython(() => this.#sendToPrompt(bytes));
      if (this.#python || this.#hostModule.error) {
        break;
      }
      // Ctrl-D is a soft reset, and `machine.reset()` has reset the chip. After both, the last script runs again.
      const isChipReset = this.#engine.take_restart();
      if (this.#script !== null) {
        await this.#runToEnd(!isChipReset);
        ({ error } = this.#hostModule);
        bytes = [];
      } else if (!isChipReset) {
        this.#engine.prepare_script();
      }
    }
    this.#finish(error ?? this.#hostModule.error);
  }

  /** Passes on all that the script has printed so far. */
  flushOutput() {
    this.#hostModule.flush();
  }

  // Runs the script. `isSoftReset` says whether the board has to be prepared as a soft reset does, which a reset of the
  // chip has done otherwise.
  async #runScript(isSoftReset) {
    if (this.#isBusy) {
      this.#engine.script_finished(BUSY);
      return;
    }
    this.#isBusy = true;
    await this.#runToEnd(isSoftReset);
    this.#finish(this.#hostModule.error);
  }

  // Runs the script until it ends without a reset of the chip.
  async #runToEnd(isSoftReset) {
    do {
      await this.#prepareInterpreter();
      await this.#timeMoves();
      if (isSoftReset) {
        this.#engine.prepare_script();
        isSoftReset = false;
      }
      this.#begin();
      this.#engine.begin_script(this.#hostModule.isReachable);
      this.#engine.script_started();
      this.#engine.send_checkpoint();
      this.#callPython(() => this.#python.runPython("__import__('_bootstrap').run(globals())"));
    } while (this.#engine.take_restart());
  }

  // Prepares an interpreter for the script. One that has only shown its prompt is like one that has just started.
  async #prepareInterpreter() {
    if (this.#isUnused) {
      this.#flash.update();
      this.#flash.setMain(this.#script);
    } else {
      await this.#startInterpreter();
    }
    this.#isUnused = false;
    this.#isPromptShown = false;
  }

  async #startInterpreter() {
    this.#hostModule.begin(this.#runs, () => {}, null);
    const print = (bytes) => this.#hostModule.print(bytes);
    const started = await start(print, this.#hostModule.functions(), (fileSystem) => this.#addFiles(fileSystem));
    ({ python: this.#python, inputReserve: this.#inputReserve } = started);
    this.#hostModule.replaceOutput(() => this.#python.replInit(), (banner) => {
      this.#banner = showBoard(banner);
      return "";
    });
    this.#isPromptShown = false;
    this.#isUnused = true;
  }

  #addFiles(fileSystem) {
    this.#flash = new Flash(fileSystem, this.#engine, this.#script);
    this.#hostModule.attachFiles(this.#flash, new SourceFiles(fileSystem, this.#engine));
  }

  // A script that the page cannot reach would stand at its first line for ever if time were paused.
  async #timeMoves() {
    while (!this.#hostModule.isReachable && !this.#engine.is_time_moving()) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_CHECK_MS));
    }
  }

  #begin() {
    const interrupt = () => this.#python._module._mp_sched_keyboard_interrupt();
    this.#hostModule.begin(this.#runs, interrupt, this.#inputReserve);
  }

  #finish(error) {
    this.#isBusy = false;
    this.#engine.script_finished(error ?? undefined);
    this.#engine.turn();
  }

  // Prepares an interpreter for typed text, which has to reach the board even after a script was stopped or another
  // bench was opened. An image that runs keeps the board until something is typed.
  async #preparePrompt(isTyped) {
    const isNew = !this.#python;
    await (isNew && this.#startInterpreter());
    this.#flash.update();
    this.#begin();
    const hasEnded = this.#engine.has_to_end() && !this.#engine.needs_service();
    if (this.#engine.runs_image() ? isTyped : isNew || hasEnded) {
      this.#engine.begin_script(this.#hostModule.isReachable);
      this.#engine.prompt_started();
    }
  }

  #sendToPrompt(bytes) {
    if (!this.#isPromptShown) {
      this.#hostModule.replaceOutput(() => {}, () => this.#banner);
      this.#isPromptShown = true;
    }
    this.#isUnused &&= bytes.length === 0;
    while (bytes.length > 0) {
      if (this.#processKey(bytes.shift())) {
        // Ctrl-D and SystemExit end the interpreter, and the next one receives the rest.
        this.#python = null;
        return;
      }
    }
  }

  // Returns whether the key has ended the interpreter.
  #processKey(byte) {
    const process = () => this.#python.replProcessChar(byte);
    return byte === CTRL_B ? this.#hostModule.replaceOutput(process, showBoard) : process();
  }

  // Python itself reports the errors of a script. An error that arrives here has ended the interpreter.
  #callPython(work) {
    this.#inputReserve.free();
    try {
      work();
    } catch {
      this.#hostModule.begin(this.#runs, () => {}, null);
      this.#hostModule.fail(BROKEN);
      this.#python = null;
      this.#engine.end_script();
    }
    if (this.#hostModule.isStopped) {
      this.#engine.end_script();
    }
    this.#hostModule.end();
    this.#flash.finish();
    // A script that has written `main.py` is that text after a reset.
    this.#script = this.#script === null ? null : this.#flash.writtenMain ?? this.#script;
  }
}

// Replaces the name of the interpreter's own board in its banner, and removes the empty line before it.
function showBoard(banner) {
  return banner.trimStart().replace("JS with Emscripten", "WiPy with CC3200");
}
