// The Python files of `/lib`, by name.

import bootstrap from "./lib/_bootstrap.py";
import irq from "./lib/_irq.py";
import traceback from "./lib/_traceback.py";
import machine from "./lib/machine.py";
import os from "./lib/os.py";
import time from "./lib/time.py";
import wipy from "./lib/wipy.py";

export const library = {
  "_bootstrap.py": bootstrap,
  "_irq.py": irq,
  "_traceback.py": traceback,
  "machine.py": machine,
  "os.py": os,
  "time.py": time,
  "wipy.py": wipy,
};
