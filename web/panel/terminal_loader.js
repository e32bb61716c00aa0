// Loads the terminal for a panel that needs it only after it has been opened.

/** Returns the class `Terminal`. */
export async function loadTerminal() {
  try {
    return (await import("./terminal.js")).Terminal;
  } catch {
    throw new Error("The terminal could not be loaded. Check your connection and try again.");
  }
}
