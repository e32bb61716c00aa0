// A terminal on a serial line of the board, as if somebody had connected a serial adapter to two of its pads. It is
// loaded when it is first opened.

import pushStyle from "./push.css";
import style from "./serial.css";
import { Terminal } from "./terminal.js";

// Time between two reads, in milliseconds.
const READ_INTERVAL_MS = 50;
const BAUD_RATES = [300, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600, 1000000];
const FIRST_BAUD = 115200;
const LINE_ENDINGS = { "CR LF": "\r\n", LF: "\n", CR: "\r", none: "" };

const pinscope = window.pinscope;

/** Opens the terminal on the lines of the UART that holds the pad of `pin`. */
export async function open(pin) {
  terminal ??= new SerialTerminal();
  await terminal.open(pin);
}

let terminal;

class SerialTerminal {
  #element = document.createElement("section");
  #terminal;
  #timer = 0;
  #isReading = false;
  #nextNs = 0;
  #decoder = new TextDecoder();
  // Numbers of the characters that were read since the terminal was opened or set up.
  #read = 0;
  #damaged = 0;

  constructor() {
    document.head.append(Object.assign(document.createElement("style"), { textContent: pushStyle + style }));
    this.#element.className = "serial-terminal";
    this.#element.setAttribute("aria-label", "Serial terminal");
    this.#element.innerHTML = `
      <div class="panel-bar">
        <label>send to <select class="list" data-serial-setting="to"></select></label>
        <label>read from <select class="list" data-serial-setting="from"></select></label>
        <label>baud <select class="list" data-serial-setting="baud"></select></label>
        <label>line ending <select class="list" data-serial-setting="ending"></select></label>
        <label><input type="checkbox" data-serial-setting="echo" checked> show what is typed</label>
        <button type="button" class="push" data-act="close-serial">close</button>
      </div>
      <p role="status" data-what="serial"></p>
      <div class="serial-lines"></div>`;
    document.body.append(this.#element);
    this.#terminal = new Terminal(this.#element.querySelector(".serial-lines"), {
      label: "Serial line", onType: (keys) => this.#send(keys),
    });
    fill(this.#setting("baud"), BAUD_RATES.map((baud) => [baud, baud]), FIRST_BAUD);
    fill(this.#setting("ending"), Object.keys(LINE_ENDINGS).map((name) => [name, name]), "CR LF");
    this.#element.addEventListener("change", () => this.#restart());
    this.#element.querySelector("[data-act='close-serial']").addEventListener("click", () => this.#close());
  }

  async open(pin) {
    const { board, pins } = await pinscope.snapshot();
    const alternates = await Promise.all(pins.map(({ id }) => pinscope.alternates(id)));
    const lines = pins.flatMap(({ id, alt }, index) => alternates[index].map(([name, number]) => ({
      id, board, name, isSelected: number === alt,
    }))).filter(({ name }) => /^UART\d_[RT]X$/.test(name));
    const uart = lines.find(({ id, isSelected }) => id === pin && isSelected)?.name.slice(0, 5) ?? "UART0";
    for (const [setting, signal] of [["to", "RX"], ["from", "TX"]]) {
      const ends = lines.filter(({ name }) => name.endsWith(signal));
      const chosen = ends.find(({ name, isSelected }) => isSelected && name.startsWith(uart)) ?? ends[0];
      const ids = [...new Set(ends.map(({ id }) => id))];
      fill(this.#setting(setting), ids.map((id) => [id, label(id, ends)]), chosen.id);
    }
    this.#element.hidden = false;
    this.#place();
    await this.#restart();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#receive(), READ_INTERVAL_MS);
    this.#element.querySelector("textarea").focus();
  }

  // Puts the terminal above the timeline, or at the bottom of a page that has one column.
  #place() {
    const dock = document.querySelector(".dock:not([hidden])");
    const hasColumns = matchMedia("(min-width: 60rem)").matches;
    const bottom = dock && hasColumns ? innerHeight - dock.getBoundingClientRect().top : 0;
    this.#element.style.bottom = `${bottom}px`;
  }

  #close() {
    clearInterval(this.#timer);
    this.#element.hidden = true;
  }

  #setting(name) {
    return this.#element.querySelector(`[data-serial-setting="${name}"]`);
  }

  get #baud() {
    return Number(this.#setting("baud").value);
  }

  async #restart() {
    this.#nextNs = (await pinscope.snapshot()).time_ns;
    this.#decoder = new TextDecoder();
    this.#read = 0;
    this.#damaged = 0;
    await this.#receive();
  }

  async #send(keys) {
    const text = keys.replaceAll("\r", LINE_ENDINGS[this.#setting("ending").value]);
    if (this.#setting("echo").checked) {
      this.#terminal.write(keys.replaceAll("\r", "\r\n"));
    }
    try {
      await pinscope.send(this.#setting("to").value, text, this.#baud);
    } catch (error) {
      this.#show(error.message);
    }
  }

  async #receive() {
    // A call takes longer than the interval while the board is busy.
    if (this.#isReading) {
      return;
    }
    this.#isReading = true;
    try {
      const from = this.#setting("from").value;
      const { bytes, damaged, next_ns: nextNs, baud } = await pinscope.receive(from, this.#baud, this.#nextNs);
      this.#nextNs = nextNs;
      this.#read += bytes.length;
      this.#damaged += damaged;
      if (bytes.length > 0) {
        this.#terminal.write(this.#decoder.decode(Uint8Array.from(bytes), { stream: true }));
      }
      this.#show(this.#state(from, baud));
    } catch (error) {
      this.#show(error.message);
    } finally {
      this.#isReading = false;
    }
  }

  // Returns what a person should know about the line.
  #state(from, baud) {
    if (baud === null) {
      return `No UART that is on holds ${from}, so nothing can be read there.`;
    }
    // Receivers accept a difference of some percent.
    if (Math.abs(baud - this.#baud) <= 0.03 * baud) {
      return `The UART at ${from} runs at ${baud} baud, as this terminal does.`;
    }
    return `The UART at ${from} runs at ${baud} baud and this terminal at ${this.#baud}. Both then look at the line at `
      + `the wrong moments: bytes arrive as other bytes, or without a stop bit (${this.#damaged} of ${this.#read} read `
      + "here).";
  }

  #show(text) {
    const status = this.#element.querySelector("[data-what='serial']");
    if (status.textContent !== text) {
      status.textContent = text;
    }
  }
}

// Returns the pin with the UARTs whose line it can be.
function label(id, ends) {
  const names = ends.filter((end) => end.id === id).map(({ name, isSelected }) => {
    const signal = name.replace("_", " ");
    return isSelected ? `${signal}, in use` : signal;
  });
  return `${id} (${names.join("; ")})`;
}

function fill(list, options, chosen) {
  list.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  list.value = chosen;
}
