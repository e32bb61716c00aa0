// The files of the script: keeps the editor and the bench in step, and does what a person does with the files.

import { readText, receiveDrops, saveFile } from "./disk.js";
import { FileList, freeName, inOrder } from "./file_list.js";
import { MAIN } from "./places.js";

const SAVE_DELAY_MS = 250;

const BAR = `
  <div class="file-acts">
    <button type="button" class="act" data-act="new-file" title="Adds a file beside main.py">new</button>
    <button type="button" class="act" data-act="open-file" title="Adds files from your disk">open</button>
    <button type="button" class="act" data-act="save-file" title="Saves this file on your disk">save</button>
    <button type="button" class="act" data-act="rename-file">rename</button>
    <button type="button" class="act" data-act="delete-file">delete</button>
    <input type="file" multiple hidden data-setting="files" aria-label="Files from your disk" />
  </div>`;

/** The files of the script, with their bar in an element of the panel. */
export class Files {
  #editor;
  #list;
  #bar;
  #onProblem;
  #onDeleted;
  #onShown;
  // The files whose changes are not part of the bench, because they are new or because it cannot keep them.
  #unsaved = new Set();
  #saveTimer;
  // The editor keeps the old file until the new one is there.
  #isRenaming = false;
  // Counts the changes of each file that do not come from the bench's own list of files.
  #changes = new Map();

  /**
   * `onProblem` is called with a sentence, or "" when there is no problem any more. `onDeleted` is called with the name
   * of a file that a person has deleted, and a function that restores it. `onShown` is called when the list of the files
   * has been shown.
   */
  constructor(panel, bar, editor, { onProblem, onDeleted, onShown }) {
    this.#editor = editor;
    this.#bar = bar;
    this.#onProblem = onProblem;
    this.#onDeleted = onDeleted;
    this.#onShown = onShown;
    bar.innerHTML = BAR;
    this.#list = new FileList(bar, { onOpen: (name) => this.#open(name) });
    this.#listen("new-file", () => this.#askNew());
    this.#listen("open-file", () => this.#input.click());
    this.#listen("save-file", () => saveFile(editor.openName, editor.text(editor.openName)));
    this.#listen("rename-file", () => this.#askRename(editor.openName));
    this.#listen("delete-file", () => this.#delete(editor.openName));
    this.#input.addEventListener("change", () => this.#read([...this.#input.files]));
    receiveDrops(panel, (files) => this.#read(files));
    this.show();
  }

  /** Shows the list as it is now. */
  show() {
    const { names, openName, wrongNames } = this.#editor;
    this.#list.show(inOrder(names), openName, wrongNames);
    this.#part("rename-file").disabled = openName === MAIN;
    this.#part("delete-file").disabled = openName === MAIN;
    this.#onShown();
  }

  /** Saves a file soon, because the person has changed it. */
  changed(name) {
    this.#count(name);
    this.#unsaved.add(name);
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => this.save(), SAVE_DELAY_MS);
  }

  /** Makes the files that have changed a part of the bench, and so of its link and of what the browser stores. */
  async save() {
    clearTimeout(this.#saveTimer);
    const names = [...this.#unsaved].filter((name) => this.#editor.has(name));
    this.#unsaved.clear();
    for (const name of names) {
      const isKept = await this.#try(() => window.pinscope.file(name, this.#editor.text(name)));
      isKept || this.#unsaved.add(name);
    }
  }

  /** Shows the text of the script, and makes it a part of the bench. */
  async setMain(text) {
    this.#count(MAIN);
    this.#editor.setText(MAIN, text);
    this.#unsaved.add(MAIN);
    await this.save();
  }

  /** Forgets the changes that are not saved, because another bench was opened. */
  forget() {
    clearTimeout(this.#saveTimer);
    this.#unsaved.clear();
  }

  /** Shows the files of the bench. Returns the names of those whose texts were other ones before. */
  async refresh() {
    await this.save();
    const counted = new Map(this.#changes);
    // A physical board has no files.
    const files = await window.pinscope.files().catch(() => null);
    if (files === null) {
      return [];
    }
    // A file that has changed since is newer than this list.
    const isOld = (name) => this.#changes.get(name) !== counted.get(name) || this.#unsaved.has(name);
    const isOther = (name) => !isOld(name) && (!this.#editor.has(name) || this.#editor.text(name) !== files[name]);
    const others = Object.keys(files).filter(isOther);
    others.forEach((name) => this.#editor.setText(name, files[name]));
    const isGone = (name) => !isOld(name) && !(name in files);
    this.#editor.names.filter(isGone).forEach((name) => this.#editor.remove(name));
    this.show();
    return others;
  }

  /** Shows that a call has written a file, or has removed it if `text` is null. */
  async showWritten(name, text) {
    if (text !== null && this.#editor.has(name)) {
      this.#count(name);
      this.#editor.setText(name, text);
      this.show();
    } else if (!this.#isRenaming) {
      await this.refresh();
    }
  }

  #open(name) {
    this.#editor.open(name);
    this.show();
  }

  #askNew() {
    this.#list.askName(freeName(this.#editor.names), (name) => this.#add(name, "", false));
  }

  // Adds a file and opens it. A text replaces the one of a file that is there already, if it may.
  async #add(name, text, replaces) {
    if (!replaces && this.#editor.has(name)) {
      this.#onProblem(`${name} is there already.`);
      return;
    }
    if (await this.#try(() => window.pinscope.file(name, text))) {
      this.#editor.setText(name, text);
      this.#open(name);
      this.#editor.focus();
    }
  }

  #askRename(from) {
    this.#list.askName(from, (name) => name === from || this.#rename(from, name));
  }

  async #rename(from, to) {
    const text = this.#editor.text(from);
    if (this.#editor.has(to)) {
      this.#onProblem(`${to} is there already.`);
      return;
    }
    this.#unsaved.delete(from);
    // The old file goes first, because both may be too long together, or have the same name on a WiPy.
    const rename = async () => {
      await window.pinscope.file(from, null);
      await window.pinscope.file(to, text);
    };
    this.#isRenaming = true;
    if (await this.#try(rename)) {
      this.#editor.rename(from, to);
      this.#editor.open(to);
      // What was typed meanwhile is not part of the bench yet.
      if (this.#editor.text(to) !== text) {
        this.changed(to);
      }
    } else {
      await window.pinscope.file(from, text);
    }
    this.#isRenaming = false;
    this.show();
  }

  async #delete(name) {
    const text = this.#editor.text(name);
    this.#unsaved.delete(name);
    if (await this.#try(() => window.pinscope.file(name, null))) {
      this.#editor.remove(name);
      this.show();
      this.#onDeleted(name, () => this.#add(name, text, false));
    }
  }

  async #read(files) {
    for (const file of files) {
      let text;
      if (await this.#try(async () => { text = await readText(file); })) {
        await this.#add(file.name, text, true);
      }
    }
    this.#input.value = "";
  }

  #count(name) {
    this.#changes.set(name, (this.#changes.get(name) ?? 0) + 1);
  }

  // Returns whether `work` has succeeded. The reason why it has not is shown.
  async #try(work) {
    try {
      await work();
      this.#onProblem("");
      return true;
    } catch (error) {
      this.#onProblem(error.message);
      return false;
    }
  }

  get #input() {
    return this.#bar.querySelector("input[type='file']");
  }

  #part(act) {
    return this.#bar.querySelector(`[data-act='${act}']`);
  }

  #listen(act, onClick) {
    this.#part(act).addEventListener("click", onClick);
  }
}
