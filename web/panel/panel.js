// The script panel: an editor for the script, and a terminal that shows its output and accepts typed lines.

import style from "./panel.css";
import pushStyle from "./push.css";
import { Check } from "./check.js";
import { Editor } from "./editor.js";
import { examples } from "./examples.js";
import { Files } from "./files.js";
import { isolate } from "./isolation.js";
import { LastRun } from "./last_run.js";
import { completeModule } from "./module_completion.js";
import { inLine, MAIN, Places } from "./places.js";
import { findRemarks } from "./remarks.js";
import { sleepDetails, Status, waitDetails } from "./status.js";
import { StopButton } from "./stop_button.js";
import { Terminal } from "./terminal.js";
import { errorPlace, isStop, summary } from "./traceback.js";

// Shown in the terminal after a script that has printed nothing.
const QUIET_END = "\x1b[90mfinished\x1b[0m\n";

document.head.append(Object.assign(document.createElement("style"), { textContent: pushStyle + style }));
const panel = document.getElementById("script");
panel.innerHTML = `
  <div class="panel-bar">
    <button type="button" class="push" data-act="run-script">run script</button>
    <button type="button" class="push" data-act="stop-script" disabled>stop</button>
    <p role="status" data-what="script"></p>
    <p class="only-shown">This script is there to be read: its link does not let the page run it.</p>
    <button type="button" class="push" data-act="check" hidden>check</button>
  </div>
  <div class="files"></div>
  <div class="notes">
    <p data-what="problem" hidden></p>
    <p data-what="isolation" hidden></p>
    <p data-what="last-run" hidden></p>
    <p data-what="lost" role="status" hidden></p>
    <p data-what="deleted" role="status" hidden></p>
    <p data-what="remarks" hidden></p>
    <p data-what="keys" id="script-keys">Ctrl-Enter runs the script. Escape, then Tab leaves the editor or the terminal.</p>
  </div>
  <div class="script-zone"><div class="editor" id="script-editor"></div><div class="prompt"></div></div>
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
// A promise that is pending until the editor shows the script of the bench. Code that is inserted waits for it.
let showingSaved = null;
let hasPrinted = false;
// Another bench was opened while a script ran, which ends.
let isBenchLeft = false;
// The number of the scripts that have begun.
let runs = 0;
// The remarks on the script that runs or ran last, as `{ file, line, reason }`.
let remarks = [];

const lastRun = new LastRun();
const places = new Places();
const status = new Status(part("[data-what='script']"));
const stopButton = new StopButton(part("[data-act='stop-script']"), stopOrEnd);
const editor = new Editor(part(".editor"), { onChange, onRun: run });
const check = new Check(part("[data-act='check']"), part("[data-what='check']"), editor, () => files.save());
const files = new Files(panel, part(".files"), editor, {
  onProblem: (text) => showNote("problem", text), onDeleted: showDeleted, onShown: () => check.update(),
});
const terminal = new Terminal(part(".prompt"), { onType: type, label: "Python prompt" });

function setState(next) {
  state = next;
  panel.dataset.script = next;
  stopButton.showIdle(next === "idle");
  showLastRun();
}

// Shows a sentence below the buttons. An empty one removes it.
function showNote(name, text) {
  const note = part(`[data-what='${name}']`);
  note.textContent = text;
  note.hidden = text === "";
}

// Shows that a file is deleted, with a button that restores it.
function showDeleted(name, restore) {
  showNote("deleted", `${name} is deleted. `);
  const undo = document.createElement("button");
  Object.assign(undo, { type: "button", className: "act", textContent: "undo" });
  undo.dataset.act = "undo-delete";
  undo.addEventListener("click", () => { showNote("deleted", ""); restore(); });
  part("[data-what='deleted']").append(undo);
  // The button that was pressed cannot have the focus any more.
  undo.focus();
}

function texts() {
  return new Map(editor.names.map((name) => [name, editor.text(name)]));
}

function showLastRun() {
  showNote("last-run", lastRun.sentence(texts(), state === "running"));
}

// Returns whether the editor shows the text of a file that ran last.
function isAsRun(name) {
  return editor.has(name) && lastRun.is(name, editor.text(name));
}

// Adds the remarks on a file that the script uses.
function addRemarks(name) {
  if (isAsRun(name)) {
    const found = findRemarks(editor.text(name));
    editor.showRemarks(name, found);
    remarks.push(...found.map((remark) => ({ file: name, ...remark })));
    showRemarks();
  }
}

function clearRemarks() {
  remarks = [];
  editor.names.forEach((name) => editor.showRemarks(name, []));
  showRemarks();
}

function showRemarks() {
  const [first] = remarks;
  const others = remarks.length > 1 ? ` ${remarks.length} lines are marked ≠.` : "";
  showNote("remarks", first ? `A WiPy fails${inLine(first)}: ${first.reason}.${others}` : "");
}

function markError(error) {
  const place = errorPlace(error);
  if (isAsRun(place.file)) {
    editor.showError(place, summary(error));
    files.show();
  }
}

// Runs the script from its top. Whatever runs is stopped first.
async function run() {
  if (runPhase !== null || panel.dataset.onlyShown !== undefined) {
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
  await files.save();
  // Start and end of the script arrive as events, as for a script that another program has started.
  window.pinscope.python(editor.text(MAIN)).catch((error) => onFinished(error.message));
}

async function stop() {
  await window.pinscope.stop();
}

// Stops the script, or ends what it has left at work.
async function stopOrEnd() {
  const hasEnded = state === "idle";
  await stop();
  if (hasEnded && state === "idle") {
    status.show("stopped", ": every pin is an input again");
  }
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
  const completion = completeModule(terminal.line, editor.names.filter((name) => name !== MAIN));
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
  isBenchLeft = false;
  stopButton.activity = "";
  hasPrinted = text === null;
  runs += 1;
  places.clear();
  lastRun.begin(text === null ? new Map() : texts().set(MAIN, text));
  setState("running");
  status.begin();
  editor.clearErrors();
  showCurrentLine(0);
  showNote("lost", "");
  showNote("deleted", "");
  clearRemarks();
  addRemarks(MAIN);
  files.show();
}

function onStatus({ status: kind, line, ms, pins, alarm }) {
  if (state === "running") {
    const details = {
      waiting: () => waitDetails(places.find(line), ms), asleep: () => sleepDetails(pins, alarm),
      paused: () => inLine(places.find(line)).replace(" in", " at"),
    };
    status.show(kind, details[kind]?.());
  }
}

// Marks the line on which the script is while time is paused or slow, or while the board sleeps. 0 means that it runs on.
// `interrupted` is the line that a handler has interrupted.
function showCurrentLine(line, interrupted = 0) {
  const ifAsRun = (place) => isAsRun(place.file) ? place : { file: "", line: 0 };
  editor.showCurrentLine(ifAsRun(places.find(line)), ifAsRun(places.find(interrupted)));
}

function onOutput(text) {
  hasPrinted = true;
  if (state === "idle") {
    terminal.writeAbove(text);
  } else {
    terminal.write(text);
  }
}

// `subject` is what has failed while the script continues, such as "the handler of GP10".
function onOtherFailure(error, subject) {
  status.showOtherFailure(subject, errorPlace(error));
  markError(error);
}

function onFileUsed(number, name) {
  places.add(number, name);
  addRemarks(name);
}

async function onFilesWritten(lost) {
  showNote("lost", lost);
  await showWrittenFiles();
}

// Shows the files that the script has written.
async function showWrittenFiles() {
  const written = await files.refresh();
  written.forEach((name) => lastRun.add(name, editor.text(name)));
}

function onFinished(error) {
  showCurrentLine(0);
  if (state === "typing") {
    return;
  }
  setState("idle");
  if (runPhase === "stopping") {
    return;
  }
  runPhase = null;
  if (isBenchLeft) {
    isBenchLeft = false;
    terminal.clear();
  } else {
    showEnd(error);
    markWrittenFile(error);
  }
  if (typing === null) {
    type("");
  }
}

function showEnd(error) {
  // After a reset that was typed, the prompt is there already.
  const write = (text) => typing === null ? terminal.write(text) : terminal.writeAbove(text);
  if (error) {
    const place = errorPlace(error);
    const isStopped = isStop(error);
    const reason = isStopped && place.line ? "" : `: ${summary(error)}`;
    status.show(isStopped ? "stopped" : "failed", inLine(place) + reason);
    write(`${error}\n`);
    isStopped || markError(error);
  } else {
    status.show(lastRun.hasScript ? "finished" : "ready");
    hasPrinted || write(QUIET_END);
  }
}

// The error may be in a file that the script itself has written.
async function markWrittenFile(error) {
  const run = runs;
  await showWrittenFiles();
  if (error && !isStop(error) && run === runs) {
    markError(error);
  }
}

function onChange(name, isByPerson) {
  showLastRun();
  showNote("remarks", "");
  files.show();
  if (isByPerson) {
    files.changed(name);
  }
}

function onStillActive(text) {
  stopButton.activity = text;
  if (state !== "running") {
    status.showActivity(text);
  }
}

// Shows that nothing has run on the bench that was opened. A script that runs belongs to the bench before, and ends.
async function onOpened() {
  const run = runs;
  isBenchLeft = state === "running";
  lastRun.clear();
  status.begin("ready");
  editor.clearErrors();
  clearRemarks();
  showCurrentLine(0);
  showNote("lost", "");
  showNote("deleted", "");
  files.show();
  showLastRun();
  await terminal.whenShown();
  if (state !== "running" && run === runs && runs > 0) {
    terminal.clearAbove();
  }
}

// Shows the files of a bench that was opened.
async function showLoaded(text) {
  files.forget();
  editor.setText(MAIN, text);
  await files.refresh();
  showLastRun();
}

async function showExample(name) {
  files.forget();
  await files.setMain(examples[name] ?? "");
  await showLoaded(examples[name] ?? "");
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
    showCurrentLine(event.blocked, event.interrupted);
  } else if ("handlerFailed" in event) {
    onOtherFailure(event.handlerFailed, `the handler of ${event.pin}`);
  } else if ("bootFailed" in event) {
    onOtherFailure(event.bootFailed, "boot.py");
  } else if ("fileUsed" in event) {
    onFileUsed(event.number, event.fileUsed);
  } else if ("filesWritten" in event) {
    onFilesWritten(event.filesWritten);
  } else if ("file" in event) {
    files.showWritten(event.file, event.text);
  } else if ("finished" in event) {
    onFinished(event.finished);
  } else if ("stillActive" in event) {
    onStillActive(event.stillActive);
  } else if ("opened" in event) {
    onOpened();
  } else if ("loaded" in event) {
    showLoaded(event.loaded);
  } else if ("written" in event) {
    files.showWritten(MAIN, event.written);
  } else if ("example" in event) {
    showExample(event.example);
  } else if ("insert" in event) {
    showingSaved.then(() => editor.insert(event.insert));
  }
}

/**
 * Starts the panel. `prompt` is the pending call that shows the prompt; its output arrives as events. The promise ends
 * when the editor shows the script.
 */
export async function start(prompt) {
  setState("typing");
  status.show("ready");
  showingSaved = showSaved();
  typing = showingSaved.then(() => showPrompt(prompt));
  await showingSaved;
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
  await window.pinscope.script().catch((error) => showNote("problem", error.message));
  await files.refresh();
  const example = document.querySelector("[data-example]")?.dataset.example;
  if (example && editor.text(MAIN) === "") {
    await showExample(example);
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
part(".editor").addEventListener("focusout", () => files.save());
showIsolation();
