// Shows the files as tabs above the editor, and the name of a file while a person types it.

import { MAIN } from "./places.js";

/** The list of files, in an element of the panel. */
export class FileList {
  #tabs = Object.assign(document.createElement("div"), { className: "file-tabs", role: "tablist", ariaLabel: "Files" });
  #input = Object.assign(document.createElement("input"), { className: "file-name", ariaLabel: "Name of the file" });
  #onName = null;
  #shown = "";

  /** `onOpen` is called with the name of the file that a person wants to see. */
  constructor(element, { onOpen }) {
    this.#input.hidden = true;
    this.#input.spellcheck = false;
    this.#input.dataset.setting = "file-name";
    element.prepend(this.#tabs, this.#input);
    this.#tabs.addEventListener("click", ({ target }) => target.dataset.file && onOpen(target.dataset.file));
    this.#tabs.addEventListener("keydown", (event) => this.#moveFocus(event));
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    this.#input.addEventListener("blur", () => this.#endNaming());
  }

  /** Shows the files with these names. The editor shows `open`, and those in `wrong` have an error. */
  show(names, open, wrong) {
    const shown = JSON.stringify([names, open, wrong]);
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    const hadFocus = this.#tabs.contains(document.activeElement);
    this.#tabs.replaceChildren(...names.map((name) => {
      const isOpen = name === open;
      const tab = document.createElement("button");
      Object.assign(tab, { type: "button", role: "tab", className: "file", textContent: name });
      tab.tabIndex = isOpen ? 0 : -1;
      Object.assign(tab, { ariaSelected: String(isOpen), title: wrong.includes(name) ? `${name} has an error` : name });
      tab.setAttribute("aria-controls", "script-editor");
      tab.dataset.file = name;
      tab.classList.toggle("wrong-file", wrong.includes(name));
      return tab;
    }));
    if (hadFocus) {
      this.#openTab.focus();
    }
    this.#scrollToOpenTab();
  }

  /** Lets the person type a name, which is `name` at first. `onName` is called with the name, unless it is given up. */
  askName(name, onName) {
    this.#onName = onName;
    this.#input.value = name;
    this.#input.hidden = false;
    this.#input.focus();
    const dot = name.lastIndexOf(".");
    this.#input.setSelectionRange(0, dot > 0 ? dot : name.length);
  }

  // The function of the browser would scroll the page too.
  #scrollToOpenTab() {
    const { offsetLeft, offsetWidth } = this.#openTab;
    const { scrollLeft, clientWidth } = this.#tabs;
    if (offsetLeft < scrollLeft || offsetLeft + offsetWidth > scrollLeft + clientWidth) {
      this.#tabs.scrollLeft = offsetLeft + (offsetWidth - clientWidth) / 2;
    }
  }

  get #openTab() {
    return this.#tabs.querySelector("[aria-selected='true']");
  }

  #onKey(event) {
    if (event.key === "Enter") {
      const [onName, name] = [this.#onName, this.#input.value.trim()];
      this.#endNaming();
      this.#openTab.focus();
      onName?.(name);
    } else if (event.key === "Escape") {
      this.#endNaming();
      this.#openTab.focus();
    }
  }

  #endNaming() {
    this.#onName = null;
    this.#input.hidden = true;
  }

  #moveFocus(event) {
    const tabs = [...this.#tabs.children];
    const here = tabs.indexOf(document.activeElement);
    const last = tabs.length - 1;
    const next = {
      ArrowRight: here < last ? here + 1 : 0, ArrowLeft: here > 0 ? here - 1 : last, Home: 0, End: last,
    }[event.key];
    if (next !== undefined && here >= 0) {
      event.preventDefault();
      tabs[next].focus();
      tabs[next].click();
    }
  }
}

/** Returns the names in the order of the list: the script comes first. */
export function inOrder(names) {
  return [...names].sort((a, b) => (b === MAIN) - (a === MAIN) || (a < b ? -1 : 1));
}

/** Returns a name for a new file that none of `names` is. */
export function freeName(names) {
  const isFree = (name) => !names.some((other) => other.toLowerCase() === name);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? "module.py" : `module${number}.py`;
    if (isFree(name)) {
      return name;
    }
  }
}
