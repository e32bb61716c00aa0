// Reads the tracebacks of MicroPython, whose last line is the error.

/** Returns the line of the script on which an error happened, counted from 1, or null if the traceback has none. */
export function errorLine(traceback) {
  const lines = [...traceback.matchAll(/File "main\.py", line (\d+)/g)];
  return lines.length > 0 ? Number(lines.at(-1)[1]) : null;
}

/** Returns the error in one line. */
export function summary(traceback) {
  return traceback.trimEnd().split("\n").at(-1);
}

/** Returns whether the script has ended because a person has stopped it. */
export function isStop(traceback) {
  return /^KeyboardInterrupt|^The script did not stop by itself/.test(summary(traceback));
}
