// Code put into a script: its imports on top unless they are there, the rest below the line of the cursor.

/** The change that puts `code` into what `state` holds, with the cursor behind it. */
export function insertion({ doc, selection }, code) {
  const lines = code.trimEnd().split("\n").filter((line) => line);
  const isImport = (line) => /^(from|import) /.test(line);
  const present = new Set(doc.toString().split("\n"));
  const imports = lines.filter((line) => isImport(line) && !present.has(line));
  const rest = lines.filter((line) => !isImport(line)).join("\n");
  const line = doc.lineAt(selection.main.head);
  const below = line.text.trim() ? `\n${rest}` : rest;
  const above = imports.map((text) => `${text}\n`).join("");
  return {
    changes: [{ from: 0, insert: above }, { from: line.to, insert: below }],
    selection: { anchor: line.to + above.length + below.length },
    userEvent: "input",
  };
}
