// Memory that page and engine share, which the browser gives to isolated pages alone: without it nobody reaches a script
// that runs. Where the host sends no headers for it, `sw.js` adds them, but only from the next load on.

const REOPEN = "pinscope-reopen";
const TRIED = "pinscope-isolated";
const PATIENCE_MS = 3_000;

const VIRTUAL = "This page is not isolated, so scripts run on virtual time: a sleep takes none, and what hands do "
  + "reaches a script when it has ended.";

/** Answers what there is to say. May load the page again, once. */
export async function isolate() {
  if (crossOriginIsolated) {
    return "";
  }
  if (await canHelp() && isFirstTry()) {
    location.reload();
  }
  return VIRTUAL;
}

async function canHelp() {
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); });
  return Boolean(await Promise.race([navigator.serviceWorker?.ready, late]));
}

function isFirstTry() {
  try {
    const isFirst = !sessionStorage.getItem(TRIED);
    sessionStorage.setItem(TRIED, "yes");
    sessionStorage.setItem(REOPEN, "yes");
    return isFirst;
  } catch {
    // Without storage nobody could know, and the page would reload for ever.
    return false;
  }
}
