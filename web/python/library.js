// The Python files of `/lib`, by name.

import bootstrap from "./lib/_bootstrap.py";
import imports from "./lib/_imports.py";
import irq from "./lib/_irq.py";
import micropython from "./lib/_micropython.py";
import sys from "./lib/_sys.py";
import traceback from "./lib/_traceback.py";
import unsupported from "./lib/_unsupported.py";
import machine from "./lib/machine.py";
import os from "./lib/os.py";
import time from "./lib/time.py";
import wipy from "./lib/wipy.py";

export const library = {
  "_bootstrap.py": bootstrap,
  "_imports.py": imports,
  "_irq.py": irq,
  "_micropython.py": micropython,
  "_sys.py": sys,
  "_traceback.py": traceback,
  "_unsupported.py": unsupported,
  "machine.py": machine,
  "os.py": os,
  "time.py": time,
  "wipy.py": wipy,
};
