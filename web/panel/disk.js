// Reads files from the person's disk, and saves files there.

// Maximum size of a file that is read, in bytes. The bench refuses a shorter one that is too long.
const MAX_BYTES = 1 << 20;

/** Returns the text of a file. Rejects if it is too long or no text. */
export async function readText(file) {
  if (file.size > MAX_BYTES) {
    throw new Error(`${file.name} is too long: a bench keeps at most 131072 bytes.`);
  }
  const bytes = await file.arrayBuffer().catch(() => { throw new Error(`${file.name} cannot be read.`); });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${file.name} is not text.`);
  }
}

/** Saves a file. */
export function saveFile(name, text) {
  const href = URL.createObjectURL(new Blob([text]));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  URL.revokeObjectURL(href);
}

/**
 * Calls `onFiles` with the files that are dropped on an element. While files are over it, it has the class "dropping".
 */
export function receiveDrops(element, onFiles) {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  const show = (isOver) => element.classList.toggle("dropping", isOver);
  // In the capture phase, because the editor would insert the text of the files.
  const listen = (type, onDrag) => element.addEventListener(type, (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      event.stopPropagation();
      onDrag(event);
    }
  }, true);
  listen("dragover", () => show(true));
  listen("dragleave", ({ relatedTarget }) => show(element.contains(relatedTarget)));
  listen("drop", ({ dataTransfer }) => {
    show(false);
    onFiles([...dataTransfer.files]);
  });
}
