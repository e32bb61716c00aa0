// The folder `/flash` of an interpreter, which has the files of the bench. Files that a script writes there become a
// part of the bench.

export const FLASH = "/flash";
export const MAIN = "main.py";

// Maximum number of bytes that a script can add to its files, as `MAX_BYTES` in `emulator/src/files.rs`.
const CAPACITY = 1 << 17;
// Python's number of the error of a full file system.
const ENOSPC = 28;

const encoder = new TextEncoder();
// A file that is not UTF-8 is no text. A text may begin with a byte order mark.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The folder of one interpreter. */
export class Flash {
  #fs;
  #engine;
  // The files that are the same in the folder and in the bench, by name, each as `{ text, inBench, stamp }`. The texts
  // differ only if the script that runs is not the one of the bench.
  #files = new Map();
  // The files that the bench cannot keep, by name, each as `{ reason, inBench, stamp }`.
  #lost = new Map();
  #hasChanged = false;
  // The text of `main.py` if the script has written that file, or null.
  #writtenMain = null;
  #maxUsedBytes = Infinity;

  /** Makes the folder in the file system `fs`. For `script` see {@link setMain}. */
  constructor(fs, engine, script) {
    this.#fs = fs;
    this.#engine = engine;
    fs.mkdirTree(FLASH);
    fs.chdir(FLASH);
    this.#limitSize();
    this.update();
    this.setMain(script);
  }

  /**
   * Gives `main.py` the text `script`, or leaves it that of the bench if that is null. A script that is too long for the
   * bench can run.
   */
  setMain(script) {
    if (script !== null) {
      this.#maxUsedBytes = Infinity;
      this.#write(MAIN, script, this.#files.get(MAIN).inBench);
      this.#limitGrowth();
    }
  }

  /** Writes the files that have changed in the bench. */
  update() {
    this.#maxUsedBytes = Infinity;
    const names = this.#engine.file_names();
    for (const name of [...this.#files.keys()].filter((name) => !names.includes(name))) {
      this.#fs.unlink(pathOf(name));
      this.#files.delete(name);
    }
    for (const name of names) {
      const text = this.#engine.file_text(name);
      const known = this.#files.get(name) ?? this.#lost.get(name);
      if (text !== known?.inBench) {
        this.#lost.delete(name);
        this.#write(name, text, text);
      }
    }
    this.#limitGrowth();
  }

  /** Passes the files that the script has changed to the bench. */
  collect() {
    this.#collect((stat) => `${stat.mtime.getTime()} ${stat.size}`);
  }

  /** Does the same when a script has ended, and reports it to the page. */
  finish() {
    // Every file is read, because one that has changed twice within a millisecond may have the same stamp.
    this.#collect(() => NaN);
    if (this.#hasChanged) {
      const reasons = [...this.#lost.values()].map(({ reason }) => reason);
      this.#engine.files_written(reasons.length > 0 ? `Not kept for the next run: ${reasons.join("; ")}.` : "");
      this.#hasChanged = false;
    }
  }

  /** Returns the text of `main.py` if the script has written that file, or null. */
  get writtenMain() {
    return this.#writtenMain;
  }

  // `stampOf` returns a value that is another one after a file has changed.
  #collect(stampOf) {
    const names = this.#fs.readdir(FLASH).filter((name) => name !== "." && name !== "..");
    for (const name of names) {
      const stat = this.#fs.stat(pathOf(name));
      const stamp = stampOf(stat);
      const known = this.#files.get(name) ?? this.#lost.get(name);
      if (stamp !== known?.stamp) {
        this.#collectFile(name, this.#fs.isFile(stat.mode), stamp);
      }
    }
    for (const name of [...this.#files.keys()].filter((name) => !names.includes(name))) {
      this.#engine.remove_file(name);
      this.#files.delete(name);
      this.#hasChanged = true;
    }
    for (const name of [...this.#lost.keys()].filter((name) => !names.includes(name))) {
      this.#lost.delete(name);
      this.#hasChanged = true;
    }
  }

  #collectFile(name, isFile, stamp) {
    const text = isFile ? this.#read(name) : null;
    const known = this.#files.get(name);
    if (text !== null && text === known?.text) {
      known.stamp = stamp;
      return;
    }
    const reason = text === null ? notText(name, isFile) : this.#engine.write_file(name, text);
    this.#hasChanged ||= !reason || reason !== this.#lost.get(name)?.reason;
    const inBench = (known ?? this.#lost.get(name))?.inBench;
    this.#files.delete(name);
    this.#lost.delete(name);
    if (reason) {
      this.#lost.set(name, { reason, inBench, stamp });
      return;
    }
    this.#files.set(name, { text, inBench: text, stamp });
    if (name === MAIN) {
      this.#writtenMain = text;
    }
  }

  // Returns the text of a file, or null if it is not text.
  #read(name) {
    try {
      return decoder.decode(this.#fs.readFile(pathOf(name)));
    } catch {
      return null;
    }
  }

  #write(name, text, inBench) {
    const bytes = encoder.encode(text);
    this.#fs.writeFile(pathOf(name), bytes);
    // Half a character at the end of a text is encoded as another one.
    this.#files.set(name, { text: decoder.decode(bytes), inBench });
  }

  // Lets the script add a limited number of bytes to the files that are there now.
  #limitGrowth() {
    this.#maxUsedBytes = usedBytes(this.#fs.root) + CAPACITY;
  }

  // Without a limit, a script could fill all the memory that the browser has.
  #limitSize() {
    const { stream } = this.#fs.filesystems.MEMFS.ops_table.file;
    const { write } = stream;
    stream.write = (file, buffer, offset, length, position, ...rest) => {
      const growth = position + length - file.node.usedBytes;
      if (growth > 0 && usedBytes(this.#fs.root) + growth > this.#maxUsedBytes) {
        // Python takes the number as it is.
        throw new this.#fs.ErrnoError(ENOSPC);
      }
      return write(file, buffer, offset, length, position, ...rest);
    };
  }
}

function pathOf(name) {
  return `${FLASH}/${name}`;
}

function notText(name, isFile) {
  return isFile ? `${name} is not text` : `${name} is a folder`;
}

// Returns the size of all files in a folder.
function usedBytes({ contents, usedBytes: size }) {
  if (size !== undefined) {
    return size;
  }
  return Object.values(contents ?? {}).reduce((sum, node) => sum + usedBytes(node), 0);
}
