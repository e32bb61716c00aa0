// Shows in one line what the script does.

import { inLine } from "./places.js";

/** The line of status, in an element of the page. */
export class Status {
  #element;
  #kind = "";
  #end = "";
  #otherFailure = "";
  #activity = "";
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
    this.#details.textContent = details + this.#otherFailure + this.#activity;
    this.#element.title = this.#element.textContent;
  }

  /** Adds that something else has failed, such as "the handler of GP10", until another script begins. */
  showOtherFailure(subject, place) {
    this.#otherFailure = `; ${subject} failed${inLine(place)}`;
    // This is announced, since it is not the end of what was announced before.
    this.#kind = "";
    this.show(this.#element.dataset.state, this.#end);
  }

  /** Adds what of the script still acts on the board, such as "its timer goes on", or removes that if it is "". */
  showActivity(text) {
    this.#activity = text && `; ${text}`;
    this.show(this.#kind, this.#end);
  }

  /** Shows that a script begins, or with `kind` "ready" that another bench was opened. */
  begin(kind = "running") {
    this.#otherFailure = "";
    this.#activity = "";
    this.show(kind);
  }
}

/** Returns the rest of the sentence that begins with "waiting". A wait of 0 ms has no limit. */
export function waitDetails(place, ms) {
  return ms === 0 ? inLine(place) : `${inLine(place)} for ${ms < 1000 ? `${ms} ms` : `${ms / 1000} s`}`;
}

/** Returns the rest of the sentence that begins with "asleep". `alarm` is true if an alarm ends the sleep. */
export function sleepDetails(pins, alarm) {
  const sorted = [...pins].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  if (alarm) {
    sorted.push("its alarm");
  }
  const last = sorted.pop();
  const others = sorted.join(", ");
  if (!last) {
    return ", only a reset wakes it";
  }
  return others ? `, ${others} or ${last} wakes it` : `, ${last} wakes it`;
}
