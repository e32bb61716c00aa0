// The files of `/lib`, by name.

import errors from "./lib/_errors.py";
import handlers from "./lib/_handlers.py";
import machine from "./lib/machine.py";
import os from "./lib/os.py";
import start from "./lib/_start.py";
import time from "./lib/time.py";
import wipy from "./lib/wipy.py";

export const library = {
  "_errors.py": errors,
  "_handlers.py": handlers,
  "_start.py": start,
  "machine.py": machine,
  "os.py": os,
  "time.py": time,
  "wipy.py": wipy,
};
