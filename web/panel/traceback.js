// Reads the tracebacks of MicroPython, whose last line is the error.

/** Returns the place of an error, as `{ file, line }`. A line of 0 means that it is on no line of a file. */
export function errorPlace(traceback) {
  const [, file = "", line = 0] = [...traceback.matchAll(/File "([^"<]+)", line (\d+)/g)].at(-1) ?? [];
  return { file, line: Number(line) };
}

/** Returns the error in one line. */
export function summary(traceback) {
  return traceback.trimEnd().split("\n").at(-1);
}

/** Returns whether the script has ended because a person has stopped it. */
export function isStop(traceback) {
  return /^KeyboardInterrupt|^The script did not stop by itself/.test(summary(traceback));
}
