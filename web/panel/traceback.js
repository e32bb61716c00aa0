// What MicroPython says of an error: a traceback whose last line is the error.

/** The line of the script that an error happened on, counted from 1; null if it says none. */
export function placeOf(error) {
  const lines = [...error.matchAll(/File "main\.py", line (\d+)/g)];
  return lines.length > 0 ? Number(lines.at(-1)[1]) : null;
}

/** The error in a line. */
export function summary(error) {
  const last = error.trimEnd().split("\n").at(-1);
  return last.startsWith("KeyboardInterrupt") ? "Stopped." : last;
}
