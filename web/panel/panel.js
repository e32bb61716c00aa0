// The script panel: an editor for the script, and a terminal that shows its output and accepts typed lines.

import terminalStyle from "@xterm/xterm/css/xterm.css";
import style from "./panel.css";
import { Check } from "./check.js";
import { Editor } from "./editor.js";
import { examples } from "./examples.js";
import { isolate } from "./isolation.js";
import { LastRun } from "./last_run.js";
import { completeModule } from "./module_completion.js";
import { findRemarks } from "./remarks.js";
import { inLine, sleepDetails, Status, waitDetails } from "./status.js";
import { Terminal } from "./terminal.js";
import { errorLine, isStop, summary } from "./traceback.js";

const SAVE_DELAY_MS = 250;
// Shown in the terminal after a script that has printed nothing.
const QUIET_END = "\x1b[90mfinished\x1b[0m\n";
const TOO_LONG = "This script is too long for a link: it runs, but it is neither shared nor saved.";

document.head.append(Object.assign(document.createElement("style"), { textContent: terminalStyle + style }));
const panel = document.getElementById("script");
panel.innerHTML = `
  <div class="panel-bar">
    <button type="button" class="push" data-act="run-script">run</button>
    <button type="button" class="push" data-act="stop-script" disabled>stop</button>
    <p role="status" data-what="script"></p>
    <button type="button" class="push" data-act="check" hidden>check</button>
  </div>
  <div class="notes">
    <p data-what="problem" hidden></p>
    <p data-what="isolation" hidden></p>
    <p data-what="last-run" hidden></p>
    <p data-what="remarks" hidden></p>
    <p data-what="keys" id="script-keys">Ctrl-Enter runs the script. Escape, then Tab leaves the editor or the terminal.</p>
  </div>
  <div class="script-zone"><div class="editor"></div><div class="prompt"></div></div>
  <div class="check-rows" role="log" aria-label="results of the check" tabindex="0" data-what="check" hidden></div>`;
const part = (selector) => panel.querySelector(selector);

/** @type {"idle" | "running" | "typing"} */
let state = "idle";
// The progress of a run that a person has asked for and that has not begun: the script before is stopped, then the
// interpreter starts.
/** @type {null | "stopping" | "starting"} */
let runPhase = null;
// The keys that wait to be sent to the prompt.
let typed = [];
// A promise that is pending while the prompt executes typed lines.
let typing = null;
let hasPrinted = false;
let saveTimer;

const lastRun = new LastRun();
const status = new Status(part("[data-what='script']"));
const editor = new Editor(part(".editor"), { onChange, onRun: run });
const terminal = new Terminal(part(".prompt"), { onType: type });
const check = new Check(part("[data-act='check']"), part("[data-what='check']"), () => editor.text);

function setState(next) {
  state = next;
  panel.dataset.script = next;
  part("[data-act='stop-script']").disabled = next === "idle";
  showLastRun();
}

// Shows a sentence below the buttons. An empty one removes it.
function showNote(name, text) {
  const note = part(`[data-what='${name}']`);
  note.textContent = text;
  note.hidden = text === "";
}

function showLastRun() {
  showNote("last-run", lastRun.sentence(editor.text, state === "running"));
}

function showRemarks(remarks) {
  editor.showRemarks(remarks);
  const [first] = remarks;
  const others = remarks.length > 1 ? ` ${remarks.length} lines are marked ≠.` : "";
  showNote("remarks", first ? `A WiPy fails in line ${first.line}: ${first.reason}.${others}` : "");
}

function markError(line, error) {
  if (lastRun.is(editor.text)) {
    editor.showError(line, summary(error));
  }
}

// Runs the script from its top. Whatever runs is stopped first.
async function run() {
  if (runPhase !== null) {
    return;
  }
  runPhase = "stopping";
  typed = [];
  if (state !== "idle") {
    await stop();
    await typing;
  }
  runPhase = "starting";
  lastRun.clear();
  terminal.clear();
  setState("running");
  status.show("starting");
  await save();
  // Start and end of the script arrive as events, as for a script that another program has started.
  window.pinscope.python(editor.text).catch((error) => onFinished(error.message));
}

async function stop() {
  await window.pinscope.stop();
}

// Sends typed keys to the prompt in their order. While a script runs there is no prompt, so keys are ignored.
async function type(keys) {
  if (keys.includes("\x03") && state !== "idle") {
    typed = [];
    await stop();
    return;
  }
  if (state === "running") {
    return;
  }
  typed.push(keys);
  if (state === "idle") {
    typing = sendKeys(Promise.resolve());
  }
}

// Sends the keys that wait, after the call of `type` that is pending.
async function sendKeys(pending) {
  setState("typing");
  await report(pending);
  while (typed.length > 0) {
    await report(window.pinscope.type(await nextKeys()));
  }
  typing = null;
  setState("idle");
}

async function nextKeys() {
  if (typed[0] === "\t") {
    typed.shift();
    return await completeWord();
  }
  const tab = typed.indexOf("\t");
  return typed.splice(0, tab < 0 ? typed.length : tab).join("");
}

// Returns the keys that complete the word before the cursor.
async function completeWord() {
  await terminal.whenShown();
  const completion = completeModule(terminal.line);
  if (completion?.added === "" && completion.choices.length > 1) {
    terminal.writeAbove(completion.choices.join("  "));
  }
  return completion?.added ?? "\t";
}

async function report(answer) {
  await answer.catch((error) => terminal.write(`\n${error.message}\n`));
}

// `text` is null if the board was reset and no script has run on it.
function onStarted(text) {
  if (state === "idle") {
    terminal.eraseLine();
  }
  runPhase = null;
  hasPrinted = text === null;
  lastRun.begin(text);
  setState("running");
  status.begin();
  editor.showError(null);
  editor.showCurrentLine(0);
  showRemarks(lastRun.is(editor.text) ? findRemarks(text) : []);
}

function onStatus({ status: kind, line, ms, pins }) {
  if (state === "running") {
    const details = {
      waiting: () => waitDetails(line, ms), asleep: () => sleepDetails(pins), paused: () => line ? ` at line ${line}` : "",
    };
    status.show(kind, details[kind]?.());
  }
}

// Marks the line on which the script is while time is paused or slow, or while the board sleeps. 0 means that it runs on.
// `interrupted` is the line that a handler has interrupted.
function onBlocked(line, interrupted) {
  if (lastRun.is(editor.text)) {
    editor.showCurrentLine(line, interrupted);
  }
}

function onOutput(text) {
  hasPrinted = true;
  if (state === "idle") {
    terminal.writeAbove(text);
  } else {
    terminal.write(text);
  }
}

function onHandlerFailed(error, pin) {
  const line = errorLine(error);
  status.showHandlerFailure(pin, line);
  markError(line, error);
}

function onFinished(error) {
  editor.showCurrentLine(0);
  if (state === "typing") {
    return;
  }
  setState("idle");
  if (runPhase === "stopping") {
    return;
  }
  runPhase = null;
  showEnd(error);
  if (typing === null) {
    type("");
  }
}

function showEnd(error) {
  // After a reset that was typed, the prompt is there already.
  const write = (text) => typing === null ? terminal.write(text) : terminal.writeAbove(text);
  if (error) {
    const line = errorLine(error);
    const isStopped = isStop(error);
    status.show(isStopped ? "stopped" : "failed", inLine(line) + (isStopped && line ? "" : `: ${summary(error)}`));
    write(`${error}\n`);
    isStopped || markError(line, error);
  } else {
    status.show(lastRun.is(null) ? "ready" : "finished");
    hasPrinted || write(QUIET_END);
  }
}

function onChange(isByPerson) {
  showLastRun();
  showNote("remarks", "");
  if (isByPerson) {
    clearTimeout(saveTimer);
    saveTimer = setTimeout(save, SAVE_DELAY_MS);
  }
}

// Makes the script a part of the bench, and so of its link and of what the browser stores.
async function save() {
  clearTimeout(saveTimer);
  try {
    await window.pinscope.script(editor.text);
    showNote("problem", "");
  } catch (error) {
    showNote("problem", error.kind === "ScriptTooLong" ? TOO_LONG : error.message);
  }
}

// A script that the panel itself has saved comes back as an event, but it is already shown.
function show(text) {
  if (text !== editor.text) {
    editor.text = text;
  }
}

// Shows the script of a bench that was opened.
function showLoaded(text) {
  lastRun.clear();
  show(text);
  showLastRun();
}

function showExample(name) {
  showLoaded(examples[name] ?? "");
  save();
}

/** Called with each event of the script: a plain object whose first property names the event. */
export function onScriptEvent(event) {
  if ("output" in event) {
    onOutput(event.output);
  } else if ("started" in event) {
    onStarted(event.started);
  } else if ("status" in event) {
    onStatus(event);
  } else if ("blocked" in event) {
    onBlocked(event.blocked, event.interrupted);
  } else if ("handlerFailed" in event) {
    onHandlerFailed(event.handlerFailed, event.pin);
  } else if ("finished" in event) {
    onFinished(event.finished);
  } else if ("loaded" in event) {
    showLoaded(event.loaded);
  } else if ("written" in event) {
    show(event.written);
  } else if ("example" in event) {
    showExample(event.example);
  } else if ("insert" in event) {
    editor.insert(event.insert);
  }
}

/** Sets the check of the bench, the text of its file `check.py`. It is null if there is none. */
export function setCheck(text) {
  check.setText(text);
}

/** Starts the panel. `prompt` is the pending call that shows the prompt; its output arrives as events. */
export async function start(prompt) {
  setState("typing");
  status.show("ready");
  const shown = showSaved();
  typing = shown.then(() => showPrompt(prompt));
  await shown;
}

async function showPrompt(prompt) {
  const isScriptRunning = await prompt.then(() => false, ({ kind }) => kind === "Busy");
  if (isScriptRunning) {
    typing = null;
    setState("running");
    status.begin();
  } else {
    await sendKeys(prompt);
  }
}

async function showSaved() {
  // A physical board has no script, and the error gives the reason.
  const saved = await window.pinscope.script().catch((error) => showNote("problem", error.message));
  const example = document.querySelector("[data-example]")?.dataset.example;
  if (saved) {
    show(saved);
  } else if (example) {
    showExample(example);
  }
}

async function showIsolation() {
  showNote("isolation", await isolate());
  const note = part("[data-what='isolation']");
  if (!note.hidden && window.top !== window) {
    const link = { href: location.href, target: "_blank", textContent: "Open Pinscope in its own tab" };
    note.append(" ", Object.assign(document.createElement("a"), link));
  }
}

part("[data-act='run-script']").addEventListener("click", run);
part("[data-act='stop-script']").addEventListener("click", stop);
part(".editor").addEventListener("focusout", save);
showIsolation();
