// Completes the names of a WiPy's modules, those in `machine`, `time` and `select`, the pins of the board, and the names
// that the script defines.

import { snippetCompletion } from "@codemirror/autocomplete";
import { localCompletionSource } from "@codemirror/lang-python";
import { moduleNames } from "../python/module_names.js";

const options = (type, names) => names.split(" ").map((label) => ({ label, type }));

const PIN_CONSTANTS = options("constant", "IN OUT OPEN_DRAIN ALT ALT_OPEN_DRAIN PULL_UP PULL_DOWN LOW_POWER MED_POWER "
  + "HIGH_POWER IRQ_FALLING IRQ_RISING IRQ_LOW_LEVEL IRQ_HIGH_LEVEL board");
const PIN_METHODS = options("method", "init id value toggle mode pull drive alt_list irq");
const IRQ_METHODS = options("method", "init enable disable flags");
const SLEEP_CONSTANTS = options("constant", "ACTIVE SUSPENDED HIBERNATE");
const MACHINE = [
  ...options("class", "Pin Sleep Timer RTC WDT ADC UART"),
  ...options("function", "idle sleep lightsleep deepsleep reset reset_cause wake_reason freq unique_id rng disable_irq "
    + "enable_irq"),
  ...options("constant", "PWRON_RESET HARD_RESET WDT_RESET DEEPSLEEP_RESET SOFT_RESET PWRON_WAKE PIN_WAKE RTC_WAKE"),
];
const TIMER_CONSTANTS = options("constant", "A B ONE_SHOT PERIODIC PWM POSITIVE NEGATIVE TIMEOUT MATCH");
const TIME = options("function", "sleep sleep_ms sleep_us ticks_ms ticks_us ticks_cpu ticks_diff ticks_add time "
  + "localtime gmtime mktime");
const SELECT = [...options("function", "poll select"), ...options("constant", "POLLIN POLLOUT POLLERR POLLHUP")];
const KEYWORD_ARGUMENTS = {
  Pin: "mode pull value drive alt", init: "mode pull value drive alt", irq: "trigger priority handler wake",
  Timer: "mode width", UART: "baudrate bits parity stop pins", RTC: "datetime", WDT: "timeout", ADC: "bits",
  channel: "freq period polarity duty_cycle pin", alarm: "time repeat",
};
const IMPORTS = [
  snippetCompletion("from machine import Pin", { label: "from machine import Pin", type: "keyword" }),
  snippetCompletion("import machine", { label: "import machine", type: "keyword" }),
  snippetCompletion("import time", { label: "import time", type: "keyword" }),
];

const MODULES = options("namespace", moduleNames.join(" "));
// The names in a module, after `from … import`.
const NAMES = { machine: MACHINE, time: TIME, select: SELECT };

// Completions after a name and a dot. The first pattern that matches decides.
const MEMBERS = [
  [/\bmachine\.\w*$/, () => MACHINE],
  [/\bPin\.board\.\w*$/, pins],
  [/\bPin\.\w*$/, () => PIN_CONSTANTS],
  [/\bTimer\.\w*$/, () => TIMER_CONSTANTS],
  [/\bRTC\.\w*$/, () => options("constant", "ALARM0")],
  [/\bUART\.\w*$/, () => options("constant", "RX_ANY EVEN ODD")],
  [/\bSleep\.\w*$/, () => SLEEP_CONSTANTS],
  [/\btime\.\w*$/, () => TIME],
  [/\bselect\.\w*$/, () => SELECT],
  [/\.irq\(\)\.\w*$/, () => IRQ_METHODS],
  [/[\w)]\.\w*$/, () => PIN_METHODS],
];

/** Returns the completions at the cursor of the editor, or null. */
export async function completions(context) {
  const { text, from } = context.state.doc.lineAt(context.pos);
  const before = text.slice(0, context.pos - from);
  const word = /\w*$/.exec(before)[0];
  const result = (options) => ({ from: context.pos - word.length, options, validFor: /^\w*$/ });
  if (/['"]G?P?\d*$/.test(before) && /\bPin\(['"]\w*$/.test(before)) {
    return result(await pins());
  }
  if (/^\s*(import|from)\s+\w*$/.test(before)) {
    return result(MODULES);
  }
  const module = /^\s*from\s+(\w+)\s+import\s+(\w+\s*,\s*)*\w*$/.exec(before);
  if (module) {
    return result(NAMES[module[1]] ?? []);
  }
  const members = MEMBERS.find(([pattern]) => pattern.test(before));
  if (members) {
    return result(await members[1]());
  }
  if (!word && !context.explicit) {
    return null;
  }
  const own = localCompletionSource(context)?.options ?? [];
  const call = new RegExp(`\\b(${Object.keys(KEYWORD_ARGUMENTS).join("|")})\\([^()]*$`).exec(before);
  if (call) {
    const names = KEYWORD_ARGUMENTS[call[1]].split(" ");
    return result([...names.map((name) => ({ label: `${name}=`, type: "property" })), ...own]);
  }
  return result(/^\w*$/.test(before) ? [...IMPORTS, ...own] : own);
}

async function pins() {
  const { pins } = await window.pinscope.snapshot();
  return pins.map(({ id }) => ({ label: id, type: "constant" }));
}
