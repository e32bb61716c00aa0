// The script panel: an editor with a script, and a terminal that shows what it says and takes what is typed.

import terminalStyle from "@xterm/xterm/css/xterm.css";
import style from "./panel.css";
import { Editor } from "./editor.js";
import { examples } from "./examples.js";
import { isolate } from "./isolation.js";
import { Terminal } from "./terminal.js";
import { placeOf, summary } from "./traceback.js";

const KEEP_AFTER_MS = 250;
const IDLE = "Ctrl-Enter runs. To leave the editor or the terminal with Tab, press Escape first.";
const RUNS = "It runs.";
const TOO_LONG = "This script is longer than a link holds: it runs, but it is neither shared nor kept.";

document.head.append(Object.assign(document.createElement("style"), { textContent: terminalStyle + style }));
const place = document.getElementById("script");
place.innerHTML = `
  <div class="panel-bar">
    <button type="button" class="act" data-act="run-script">run</button>
    <button type="button" class="act" data-act="stop-script" disabled>stop</button>
    <p class="hint" role="status" data-what="script">${IDLE}</p>
    <p class="hint" data-what="isolation" hidden></p>
  </div>
  <div class="script-zone"><div class="editor"></div><div class="prompt"></div></div>`;
const part = (selector) => place.querySelector(selector);

/** @type {"idle" | "running" | "typing"} */
let state = "idle";
let typed = "";
// Until what was typed has been taken in.
let typing;
let keeping;

const editor = new Editor(part(".editor"), { onChange: changed, onRun: run });
const terminal = new Terminal(part(".prompt"), { onType: type });

function say(text, isWrong = false) {
  const hint = part("[data-what='script']");
  hint.textContent = text;
  hint.classList.toggle("refusal", isWrong);
}

function become(next) {
  state = next;
  place.dataset.script = next;
  part("[data-act='run-script']").disabled = next === "running";
  part("[data-act='stop-script']").disabled = next === "idle";
}

async function run() {
  await typing;
  if (state !== "idle") {
    return;
  }
  become("running");
  editor.mark(null);
  terminal.clear();
  say(RUNS);
  await keep();
  // How it ends is told as it is for a script that somebody else has begun.
  window.pinscope.python(editor.text).catch((error) => over(error.message));
}

async function stop() {
  await window.pinscope.stop();
}

// Keys go to the interpreter in the order they were pressed. While a script runs there is nobody to take them.
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
    typing = send();
  }
}

async function send(asked = ask()) {
  become("typing");
  await taken(asked);
  while (typed) {
    await taken(ask());
  }
  become("idle");
}

function ask() {
  const some = typed;
  typed = "";
  return window.pinscope.type(some);
}

async function taken(asked) {
  await asked.catch((error) => terminal.write(`\n${error.message}\n`));
}

// Where the script waits while time or the board stands still; 0 is nowhere.
function stand(line) {
  editor.stand(line);
  if (state === "running") {
    say(line ? `It waits on line ${line}: time is paused, or the board sleeps.` : RUNS);
  }
}

function over(error) {
  editor.stand(0);
  if (state === "typing") {
    return;
  }
  become("idle");
  say(error ? summary(error) : IDLE, Boolean(error));
  if (error) {
    terminal.write(`${error}\n`);
    editor.mark(placeOf(error), summary(error));
  }
  type("");
}

function changed() {
  clearTimeout(keeping);
  keeping = setTimeout(keep, KEEP_AFTER_MS);
}

// The script is part of the bench: of its link, and of what the browser keeps.
async function keep() {
  clearTimeout(keeping);
  try {
    await window.pinscope.script(editor.text);
  } catch (error) {
    say(error.kind === "ScriptTooLong" ? TOO_LONG : error.message, true);
  }
}

// What the panel itself has put beside the bench comes back, and is there already.
function show(text) {
  if (text !== editor.text) {
    editor.mark(null);
    editor.text = text;
  }
}

function showExample(name) {
  show(examples[name] ?? "");
  keep();
}

/** Takes in what is new of the script. */
export function hear(news) {
  if ("said" in news) {
    terminal.write(news.said);
  } else if ("begins" in news && state === "idle") {
    become("running");
  } else if ("stands" in news) {
    stand(news.stands);
  } else if ("over" in news) {
    over(news.over);
  } else if ("beside" in news) {
    show(news.beside);
  } else if ("example" in news) {
    showExample(news.example);
  } else if ("insert" in news) {
    editor.insert(news.insert);
  }
}

/** Begins; `prompt` was asked for when the panel was, and what it has said meanwhile is heard next. */
export async function begin(prompt) {
  become("typing");
  const shown = showKept();
  typing = shown.then(() => send(prompt));
  await shown;
}

async function showKept() {
  // A real board has none, and says so.
  const kept = await window.pinscope.script().catch((error) => say(error.message, true));
  const example = document.querySelector("[data-example]")?.dataset.example;
  if (kept) {
    show(kept);
  } else if (example) {
    showExample(example);
  }
}

async function sayIsolation() {
  const hint = part("[data-what='isolation']");
  hint.textContent = await isolate();
  hint.hidden = hint.textContent === "";
}

part("[data-act='run-script']").addEventListener("click", run);
part("[data-act='stop-script']").addEventListener("click", stop);
part(".editor").addEventListener("focusout", keep);
sayIsolation();
