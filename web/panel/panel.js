// The script panel: an editor for the script, and a terminal that shows its output and accepts typed lines.

import terminalStyle from "@xterm/xterm/css/xterm.css";
import style from "./panel.css";
import { Editor } from "./editor.js";
import { examples } from "./examples.js";
import { isolate } from "./isolation.js";
import { Terminal } from "./terminal.js";
import { errorLine, summary } from "./traceback.js";

const SAVE_DELAY_MS = 250;
const IDLE = "Ctrl-Enter runs the script. To leave the editor or the terminal with Tab, press Escape first.";
const RUNNING = "The script is running.";
const TOO_LONG = "This script is too long for a link: it runs, but it is neither shared nor saved.";

document.head.append(Object.assign(document.createElement("style"), { textContent: terminalStyle + style }));
const panel = document.getElementById("script");
panel.innerHTML = `
  <div class="panel-bar">
    <button type="button" class="act" data-act="run-script">run</button>
    <button type="button" class="act" data-act="stop-script" disabled>stop</button>
    <p class="hint" role="status" data-what="script">${IDLE}</p>
    <p class="hint" data-what="isolation" hidden></p>
  </div>
  <div class="script-zone"><div class="editor"></div><div class="prompt"></div></div>`;
const part = (selector) => panel.querySelector(selector);

/** @type {"idle" | "running" | "typing"} */
let state = "idle";
let typed = "";
// A promise that is pending while the prompt executes typed lines.
let typing;
let saveTimer;

const editor = new Editor(part(".editor"), { onChange, onRun: run });
const terminal = new Terminal(part(".prompt"), { onType: type });

function showStatus(text, isError = false) {
  const hint = part("[data-what='script']");
  hint.textContent = text;
  hint.classList.toggle("refusal", isError);
}

function setState(next) {
  state = next;
  panel.dataset.script = next;
  part("[data-act='run-script']").disabled = next === "running";
  part("[data-act='stop-script']").disabled = next === "idle";
}

async function run() {
  await typing;
  if (state !== "idle") {
    return;
  }
  setState("running");
  editor.showError(null);
  terminal.clear();
  showStatus(RUNNING);
  await save();
  // The end of the script arrives as an event, as for a script that another program has started.
  window.pinscope.python(editor.text).catch((error) => onFinished(error.message));
}

async function stop() {
  await window.pinscope.stop();
}

// Sends typed keys to the prompt in their order. While a script runs there is no prompt, so keys are ignored.
async function type(keys) {
  if (keys.includes("\x03") && state !== "idle") {
    typed = "";
    await stop();
    return;
  }
  if (state === "running") {
    return;
  }
  typed += keys;
  if (state === "idle") {
    typing = sendKeys();
  }
}

async function sendKeys(answer = sendTyped()) {
  setState("typing");
  await finished(answer);
  while (typed) {
    await finished(sendTyped());
  }
  setState("idle");
}

function sendTyped() {
  const keys = typed;
  typed = "";
  return window.pinscope.type(keys);
}

async function finished(answer) {
  await answer.catch((error) => terminal.write(`\n${error.message}\n`));
}

// Shows the line on which the script is while time is paused or slow, or while the board sleeps. 0 means that it runs on.
// `interrupted` is the line that a handler has interrupted.
function onWaiting(line, interrupted) {
  editor.showCurrentLine(line, interrupted);
  if (state === "running") {
    showStatus(line ? `The script is on line ${line}: time is paused or slow, or the board sleeps.` : RUNNING);
  }
}

function onFinished(error) {
  editor.showCurrentLine(0);
  if (state === "typing") {
    return;
  }
  setState("idle");
  showStatus(error ? summary(error) : IDLE, Boolean(error));
  if (error) {
    terminal.write(`${error}\n`);
    editor.showError(errorLine(error), summary(error));
  }
  type("");
}

function onChange() {
  clearTimeout(saveTimer);
  saveTimer = setTimeout(save, SAVE_DELAY_MS);
}

// Makes the script a part of the bench, and so of its link and of what the browser stores.
async function save() {
  clearTimeout(saveTimer);
  try {
    await window.pinscope.script(editor.text);
  } catch (error) {
    showStatus(error.kind === "ScriptTooLong" ? TOO_LONG : error.message, true);
  }
}

// A script that the panel itself has saved comes back as an event, but it is already shown.
function show(text) {
  if (text !== editor.text) {
    editor.showError(null);
    editor.text = text;
  }
}

function showExample(name) {
  show(examples[name] ?? "");
  save();
}

/** Called with each event of the script: a plain object whose first property names the event. */
export function onScriptEvent(event) {
  if ("output" in event) {
    terminal.write(event.output);
  } else if ("started" in event && state === "idle") {
    setState("running");
  } else if ("blocked" in event) {
    onWaiting(event.blocked, event.interrupted);
  } else if ("finished" in event) {
    onFinished(event.finished);
  } else if ("loaded" in event) {
    show(event.loaded);
  } else if ("example" in event) {
    showExample(event.example);
  } else if ("insert" in event) {
    editor.insert(event.insert);
  }
}

/** Starts the panel. `prompt` is the pending call that shows the prompt; its output arrives as events. */
export async function start(prompt) {
  setState("typing");
  const shown = showSaved();
  typing = shown.then(() => sendKeys(prompt));
  await shown;
}

async function showSaved() {
  // A physical board has no script, and the error gives the reason.
  const saved = await window.pinscope.script().catch((error) => showStatus(error.message, true));
  const example = document.querySelector("[data-example]")?.dataset.example;
  if (saved) {
    show(saved);
  } else if (example) {
    showExample(example);
  }
}

async function showIsolation() {
  const hint = part("[data-what='isolation']");
  hint.textContent = await isolate();
  hint.hidden = hint.textContent === "";
  if (!hint.hidden && window.top !== window) {
    const link = { href: location.href, target: "_blank", textContent: "Open Pinscope in its own tab" };
    hint.append(" ", Object.assign(document.createElement("a"), link));
  }
}

part("[data-act='run-script']").addEventListener("click", run);
part("[data-act='stop-script']").addEventListener("click", stop);
part(".editor").addEventListener("focusout", save);
showIsolation();
