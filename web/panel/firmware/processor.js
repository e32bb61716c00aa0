// Shows the registers and the instructions of the processor.

const NAMES = ["R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12", "SP", "LR", "PC", "xPSR"];

/** Shows the registers as a list of names and words. One that has changed since the last call is marked. */
export function showRegisters(list, words) {
  const rows = NAMES.flatMap((name, index) => {
    const text = (words[index] ?? 0).toString(16).toUpperCase().padStart(8, "0");
    const isNew = list.children[2 * index + 1]?.textContent !== text;
    const term = Object.assign(document.createElement("dt"), { textContent: name });
    return [term, Object.assign(document.createElement("dd"), { textContent: text, className: isNew ? "changed" : "" })];
  });
  list.replaceChildren(...rows);
}

/** Shows instructions as rows of address, place and text. The first is the next one to be executed. */
export function showRows(table, rows) {
  table.replaceChildren(...rows.map((cells, index) => {
    const row = document.createElement("tr");
    row.append(...cells.map((text) => Object.assign(document.createElement("td"), { textContent: text, title: text })));
    if (index === 0) {
      row.ariaCurrent = "true";
    }
    return row;
  }));
}
