// Completes the names of modules at the prompt. MicroPython itself completes only those that are part of its program.

import { moduleNames } from "../python/module_names.js";

/**
 * Returns what Tab adds to a line of the prompt that imports a module, and the modules from which one can choose. The
 * script has modules of its own in `files`. Returns null for any other line.
 */
export function completeModule(line, files) {
  const begun = /^(?:>>>|\.\.\.)\s+(?:import|from)\s+(\w*)$/.exec(line)?.[1];
  if (begun === undefined) {
    return null;
  }
  const ownModules = files.filter((name) => name.endsWith(".py")).map((name) => name.slice(0, -".py".length));
  const choices = [...moduleNames, ...ownModules].filter((name) => name.startsWith(begun));
  const [first = begun] = choices;
  let end = first.length;
  while (!choices.every((name) => name.startsWith(first.slice(0, end)))) {
    end -= 1;
  }
  return { added: first.slice(begun.length, end), choices };
}
