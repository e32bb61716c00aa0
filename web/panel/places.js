// Turns the lines that the interpreter reports into files and their lines.

/** The name of the script. */
export const MAIN = "main.py";

/** The name of the file with the tests of a teacher. */
export const CHECK = "check.py";

// The distance between the first lines of two files, as in `web/python/source_files.js`.
const LINES_PER_FILE = 1 << 20;

/** The files that the script has used, by their number. */
export class Places {
  #names = [MAIN];

  /** Forgets the files, because another script begins. */
  clear() {
    this.#names = [MAIN];
  }

  /** Adds a file. */
  add(number, name) {
    this.#names[number] = name;
  }

  /** Returns the place of a line as `{ file, line }`, the line counted from 1. 0 is no line. */
  find(line) {
    return { file: this.#names[Math.floor(line / LINES_PER_FILE)] ?? "", line: line % LINES_PER_FILE };
  }
}

/** Returns " in line 3 of helper.py", without the file if it is the script, or "" for text that is on no line. */
export function inLine({ file, line }) {
  const ofFile = file === MAIN || file === "" ? "" : ` of ${file}`;
  return line ? ` in line ${line}${ofFile}` : "";
}
