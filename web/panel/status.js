// Shows in one line what the script does.

/** The line of status, in an element of the page. */
export class Status {
  #element;
  #kind = "";
  #end = "";
  #handlerFailure = "";
  // Only a change of this part is announced to screen readers.
  #announced = document.createElement("span");
  #details = Object.assign(document.createElement("span"), { ariaLive: "off" });

  constructor(element) {
    this.#element = element;
    element.append(this.#announced, this.#details);
  }

  /** Shows a status, such as "failed", with the rest of its sentence. */
  show(kind, details = "") {
    this.#end = details;
    if (kind !== this.#kind) {
      this.#kind = kind;
      this.#element.dataset.state = kind;
      this.#announced.textContent = kind;
    }
    this.#details.textContent = details + this.#handlerFailure;
    this.#element.title = this.#element.textContent;
  }

  /** Adds that the handler of a pin has failed, until another script begins. */
  showHandlerFailure(pin, line) {
    this.#handlerFailure = `; the handler of ${pin} failed${inLine(line)}`;
    // This is announced, since it is not the end of what was announced before.
    this.#kind = "";
    this.show(this.#element.dataset.state, this.#end);
  }

  /** Shows that a script begins. */
  begin() {
    this.#handlerFailure = "";
    this.show("running");
  }
}

/** Returns " in line 3", or "" for text that is on no line. */
export function inLine(line) {
  return line ? ` in line ${line}` : "";
}

/** Returns the rest of the sentence that begins with "waiting". */
export function waitDetails(line, ms) {
  return `${inLine(line)} for ${ms < 1000 ? `${ms} ms` : `${ms / 1000} s`}`;
}

/** Returns the rest of the sentence that begins with "asleep". */
export function sleepDetails(pins) {
  const sorted = [...pins].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const last = sorted.pop();
  const others = sorted.join(", ");
  if (!last) {
    return ", only a reset wakes it";
  }
  return others ? `, ${others} or ${last} wakes it` : `, ${last} wakes it`;
}
