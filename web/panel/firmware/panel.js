// The firmware panel: it runs the image of a firmware on the emulated board, and shows its processor and its terminal.

import pushStyle from "../push.css";
import { loadTerminal } from "../terminal_loader.js";
import style from "./firmware.css";
import { Host } from "./host.js";
import { showRegisters, showRows } from "./processor.js";

// The images that come with the page.
const IMAGES = { wipy: "WiPy demo", launchxl: "LaunchPad demo" };

// Maximum size of a file in bytes, as in `image/src/image.rs`.
const MAX_FILE_SIZE = 64 << 20;

// Time between two requests of what the processor does.
const VIEW_INTERVAL_MS = 150;

const STATES = {
  running: "running", waiting: "waiting for an interrupt", asleep: "asleep", stopped: "stopped", "": "no image runs",
};

document.head.append(Object.assign(document.createElement("style"), { textContent: pushStyle + style }));
const panel = document.getElementById("firmware");
panel.innerHTML = `
  <div class="panel-bar">
    <select data-what="own-image" aria-label="image">${
  Object.entries(IMAGES).map(([name, title]) => `<option value="${name}">${title} (${name}.elf)</option>`).join("")
}</select>
    <button type="button" class="push" data-act="start-image">start</button>
    <button type="button" class="push" data-act="stop-image" title="Ends the image and resets the board" disabled>stop</button>
    <button type="button" class="push" data-act="open-image">open file…</button>
    <input type="file" data-what="image-file" aria-label="ELF file or image" hidden>
    <p role="status" data-what="image">no image runs</p>
  </div>
  <div class="panel-bar">
    <button type="button" class="push" data-act="pause-image" disabled>pause</button>
    <button type="button" class="push" data-act="step-instruction" disabled>step instruction</button>
    <button type="button" class="push" data-act="step-interrupt" disabled>step to interrupt</button>
    <button type="button" class="push" data-act="step-edge" disabled>step to edge</button>
  </div>
  <p class="image-note" role="alert" data-what="image-problem" hidden></p>
  <p class="image-hint" role="status" data-what="image-wanted" hidden></p>
  <p class="image-hint" data-what="image-hint">
    The file that is flashed to a board runs here, on the emulated chip: start one of the firmware's own images, or drop an
    ELF file or a .bin file.
  </p>
  <div class="image-terminal"></div>
  <div class="image-zone" hidden>
    <section aria-label="Instructions" tabindex="0"><h2>Instructions</h2><table data-what="disassembly"></table></section>
    <section aria-label="Processor" tabindex="0">
      <h2>Registers</h2><dl data-what="cpu-registers"></dl>
      <h2>Call stack</h2><ol data-what="call-stack"></ol>
    </section>
  </div>`;
const part = (selector) => panel.querySelector(selector);
const host = new Host({ onMessage: receive });
// The terminal is loaded with the first image.
let terminal = null;

// The name of the image that runs.
let name = "";
// The image that ran on the bench when its link was made, as `{ name, hash }`, or null.
let wanted = null;
let isStarting = false;
let isPaused = false;
// The image was stopped by its button.
let isStopped = false;
// The serial line of the image is connected to the page's cable instead of the terminal.
let hasCable = false;

function showProblem(text) {
  part("[data-what='image-problem']").textContent = text;
  part("[data-what='image-problem']").hidden = text === "";
}

// Starts an image. `read` returns the contents of the file with this name.
async function start(title, fileName, read) {
  if (isStarting) {
    return;
  }
  isStarting = true;
  showProblem("");
  try {
    const [file] = await Promise.all([read(), openTerminal()]);
    // A script that runs would keep the worker busy, and the image replaces it.
    const replacesScript = document.querySelector("#script[data-script='running']") !== null;
    await window.pinscope.stop();
    const { loaded, hash } = await host.ask({ load: file, fileName }, "loaded");
    if (loaded) {
      showProblem(`${title}: ${loaded}.`);
      return;
    }
    name = title;
    isStopped = false;
    terminal.clear();
    showNote([
      replacesScript && "The image has replaced the script, which was stopped.", compareWithWanted(fileName, hash),
    ].filter(Boolean).join(" "));
    await setPaused(false);
  } catch (error) {
    showProblem(`${title}: ${error.message}`);
  } finally {
    isStarting = false;
  }
}

function startOwn(image) {
  return start(IMAGES[image], `${image}.elf`, () => fetchImage(image));
}

function startFile(file) {
  return start(file.name, file.name, () => readFile(file));
}

/** Shows which image ran on the bench when its link was made. It waits until a person starts it. */
export function showWanted(image) {
  wanted = image;
  const isOwn = wanted && Object.keys(IMAGES).some((own) => `${own}.elf` === wanted.name);
  showNote(wanted && `This bench was made with ${wanted.name}. The file itself is not in the link: ${
    isOwn ? "press start to run the page's own." : "open it, or drop it here, to run it."}`);
  if (isOwn) {
    part("[data-what='own-image']").value = wanted.name.replace(".elf", "");
  }
}

// Returns a sentence if the image is another one than that of the bench's link.
function compareWithWanted(fileName, hash) {
  const isOther = wanted && wanted.hash !== hash;
  return isOther && `This ${fileName} is another file than the ${wanted.name} that the bench was made with.`;
}

function showNote(text) {
  part("[data-what='image-wanted']").textContent = text || "";
  part("[data-what='image-wanted']").hidden = !text;
}

async function openTerminal() {
  const Terminal = await loadTerminal();
  const onType = (typed) => host.send({ typed });
  terminal ??= new Terminal(part(".image-terminal"), { label: "serial line UARTA0", onType });
}

async function fetchImage(image) {
  const response = await fetch(`./firmware/${image}.elf`).catch(() => null);
  if (!response?.ok) {
    throw new Error("The image could not be loaded. Check your connection and try again.");
  }
  return response.arrayBuffer();
}

async function readFile(file) {
  if (file.size > MAX_FILE_SIZE) {
    throw new Error(`the file has ${file.size} bytes, and at most ${MAX_FILE_SIZE} are accepted.`);
  }
  return file.arrayBuffer();
}

async function setPaused(paused) {
  await (paused ? window.pinscope.pause() : window.pinscope.run());
  await refresh();
}

// The board can be paused elsewhere too, so it is asked.
async function refresh() {
  isPaused = !(await window.pinscope.snapshot()).running;
  part("[data-act='pause-image']").textContent = isPaused ? "run" : "pause";
  host.send({ view: true });
}

async function stepTo(event) {
  await setPaused(true);
  await window.pinscope.step(event);
  host.send({ view: true });
}

function stop() {
  isStopped = true;
  host.send({ stop: true });
}

async function stepInstruction() {
  await setPaused(true);
  host.send({ step: true });
}

function receive(message) {
  if (message.printed !== undefined) {
    terminal.write(message.printed);
  } else if (message.hasCable !== undefined) {
    hasCable = message.hasCable;
    showNote(hasCable ? "The page's cable uses the serial line. Disconnect it to type here, to pause or to step." : "");
  } else if (message.crashed) {
    showProblem(message.crashed);
  } else if (message.view !== undefined) {
    showView(message.view);
  }
}

function showView(view) {
  const state = view ? view.state : "";
  const shown = isPaused && view && state !== "stopped" ? "paused" : STATES[state];
  part("[data-what='image']").textContent = view ? `${name}: ${shown}` : isStopped ? `${name}: stopped` : shown;
  part("[data-what='image']").dataset.state = view ? (shown === "paused" ? "paused" : state) : "none";
  part("[data-act='stop-image']").disabled = !view;
  for (const button of panel.querySelectorAll("[data-act='pause-image'], [data-act^='step-']")) {
    button.disabled = !view || hasCable;
  }
  part("[data-what='image-hint']").hidden = Boolean(view);
  part(".image-zone").hidden = !view;
  if (view) {
    showProblem(view.sentence);
    showRegisters(part("[data-what='cpu-registers']"), view.registers);
    const rows = view.disassembly.split("\n").filter(Boolean).map((line) => line.split("\t"));
    showRows(part("[data-what='disassembly']"), rows);
    const places = view.callStack.split("\n").map((text) => Object.assign(document.createElement("li"), { textContent: text }));
    part("[data-what='call-stack']").replaceChildren(...places);
  }
}

part("[data-act='start-image']").addEventListener("click", () => {
  startOwn(part("[data-what='own-image']").value);
});
part("[data-act='stop-image']").addEventListener("click", stop);
part("[data-act='open-image']").addEventListener("click", () => part("[data-what='image-file']").click());
part("[data-what='image-file']").addEventListener("change", ({ target }) => {
  const [file] = target.files;
  if (file) {
    startFile(file);
  }
  target.value = "";
});
panel.addEventListener("dragover", (event) => event.preventDefault());
panel.addEventListener("drop", (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) {
    startFile(file);
  }
});
part("[data-act='pause-image']").addEventListener("click", () => setPaused(!isPaused));
part("[data-act='step-instruction']").addEventListener("click", stepInstruction);
part("[data-act='step-interrupt']").addEventListener("click", () => stepTo("interrupt"));
part("[data-act='step-edge']").addEventListener("click", () => stepTo("edge"));
// A script that starts replaces the image, and the host cannot answer while it runs.
window.addEventListener("pinscope:script", ({ detail }) => {
  if ("started" in detail) {
    name = "";
    isStopped = false;
    showView(false);
  }
});
setInterval(() => name && panel.checkVisibility() && refresh(), VIEW_INTERVAL_MS);
