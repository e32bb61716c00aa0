// The Python files of `/lib`, by name.

import { moduleNames } from "./module_names.js";

import adc from "./lib/_adc.py";
import board from "./lib/_board.py";
import boot from "./lib/_boot.py";
import bootstrap from "./lib/_bootstrap.py";
import clock from "./lib/_clock.py";
import dupterm from "./lib/_dupterm.py";
import help from "./lib/_help.py";
import imports from "./lib/_imports.py";
import irq from "./lib/_irq.py";
import micropython from "./lib/_micropython.py";
import oserror from "./lib/_oserror.py";
import ownModules from "./lib/_own_modules.py";
import peripheral from "./lib/_peripheral.py";
import peripherals from "./lib/_peripherals.py";
import publicMachine from "./lib/_public_machine.py";
import rng from "./lib/_rng.py";
import rtc from "./lib/_rtc.py";
import sys from "./lib/_sys.py";
import timer from "./lib/_timer.py";
import traceback from "./lib/_traceback.py";
import uart from "./lib/_uart.py";
import unsupported from "./lib/_unsupported.py";
import wdt from "./lib/_wdt.py";
import machine from "./lib/machine.py";
import os from "./lib/os.py";
import select from "./lib/select.py";
import time from "./lib/time.py";
import wipy from "./lib/wipy.py";

// The names of a module that a script sees: those that do not begin with an underscore.
const publicView = (name) => `from ${name} import *\n__name__ = '${name}'\ndel __file__\n`;

export const library = {
  "_adc.py": adc,
  "_board.py": board,
  "_boot.py": boot,
  "_bootstrap.py": bootstrap,
  "_clock.py": clock,
  "_dupterm.py": dupterm,
  "_help.py": help,
  "_imports.py": imports,
  "_irq.py": irq,
  "_micropython.py": micropython,
  "_module_names.py": `names = ${JSON.stringify(moduleNames)}\n`,
  "_oserror.py": oserror,
  "_own_modules.py": ownModules,
  "_peripheral.py": peripheral,
  "_peripherals.py": peripherals,
  "_public_machine.py": publicMachine,
  "_public_os.py": publicView("os"),
  "_public_select.py": publicView("select"),
  "_public_time.py": publicView("time"),
  "_rng.py": rng,
  "_rtc.py": rtc,
  "_sys.py": sys,
  "_timer.py": timer,
  "_traceback.py": traceback,
  "_uart.py": uart,
  "_unsupported.py": unsupported,
  "_wdt.py": wdt,
  "machine.py": machine,
  "os.py": os,
  "select.py": select,
  "time.py": time,
  "wipy.py": wipy,
};
