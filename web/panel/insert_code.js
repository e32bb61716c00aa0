// Inserts code into a script: its imports at the top unless they are there already, the rest below the line of the
// cursor.

/** Returns the transaction that inserts `code` into the text of an editor's state and puts the cursor after it. */
export function insertCode({ doc, selection }, code) {
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
