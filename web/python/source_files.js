// Reads the Python files of a script, instrumented so that they take simulated time, and finds its modules.
//
// The lines of all files have different numbers: each file has a number itself, and its lines are counted from that
// number times LINES_PER_FILE. The script's main file has the number 0.

import { FLASH, MAIN } from "./flash.js";
import { instrument } from "./instrument.js";
import { library } from "./library.js";

// The same constant is in `web/protocol/src/lib.rs` and in `web/panel/places.js`.
const LINES_PER_FILE = 1 << 20;
// Maximum number of files with lines of their own, because the small integers of Python have 30 bits.
const MAX_NUMBER = 1000;
// The folder with an empty file for each module. `lib/_own_modules.py` makes the modules from these.
const STUBS = "/lib/_stubs";

/** The Python files of one interpreter. */
export class SourceFiles {
  #fs;
  #engine;
  // The names of the files that were read, by their number.
  #names = [MAIN];

  /** The line of each function, by its name. */
  functionLines = new Map();

  constructor(fs, engine) {
    this.#fs = fs;
    this.#engine = engine;
  }

  /** Returns the instrumented text of a file, or null if there is no such file. */
  read(path) {
    if (!this.#isFile(path)) {
      return null;
    }
    const number = this.#numberOf(nameOf(path));
    const source = new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.#fs.readFile(path));
    const { text, functionLines } = instrument(source, number * LINES_PER_FILE + 1);
    // A function of the main file comes before those of the same name in modules.
    const [modules, main] = number ? [functionLines, this.functionLines] : [this.functionLines, functionLines];
    this.functionLines = new Map([...modules, ...main]);
    return text;
  }

  /**
   * Returns the path of the file that a script has for a module, such as `package/module`, in a folder, and prepares an
   * empty file from which Python can make the module. Returns "" if there is none.
   */
  findModule(folder, module) {
    const base = `${folder.startsWith("/") ? folder : `${this.#fs.cwd()}/${folder}`}/${module}`.replaceAll(/\/+/g, "/");
    const isOwn = (path) => this.#isFile(path) && !(path.replace(/^\/lib\//, "") in library);
    const ending = ["/__init__.py", ".py"].find((ending) => isOwn(base + ending));
    if (ending === undefined) {
      return "";
    }
    const stub = `${STUBS}/${module}${ending}`;
    this.#fs.mkdirTree(stub.slice(0, stub.lastIndexOf("/")));
    this.#fs.writeFile(stub, "");
    return base + ending;
  }

  #isFile(path) {
    const { exists, object } = this.#fs.analyzePath(path);
    return exists && this.#fs.isFile(object.mode);
  }

  #numberOf(name) {
    const known = this.#names.indexOf(name);
    if (known >= 0) {
      return known;
    }
    if (this.#names.length < MAX_NUMBER) {
      this.#names.push(name);
    }
    const number = this.#names.length - 1;
    this.#engine.file_used(number, name);
    return number;
  }
}

// Returns the name of a file as tracebacks have it.
function nameOf(path) {
  return path.startsWith(`${FLASH}/`) ? path.slice(FLASH.length + 1) : path;
}
