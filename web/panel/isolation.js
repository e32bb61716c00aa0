// Isolates the page from other origins, because browsers give shared memory only to isolated pages, and without it the
// page cannot reach a script that runs. Where the host sends no headers for it, `sw.js` adds them from the next load
// on.

// `panel_loader.js` opens the panel again when this key is set.
const REOPEN_KEY = "pinscope-reopen";
const TRIED_KEY = "pinscope-isolated";
const SERVICE_WORKER_TIMEOUT_MS = 3_000;

const NOT_ISOLATED = "This page is not isolated, so clicks on the board reach a script only when it has ended or stands at "
  + "the prompt.";

/** Returns a message for the person, or "" if the page is isolated. Reloads the page once if that can isolate it. */
export async function isolate() {
  if (crossOriginIsolated) {
    return "";
  }
  if (await hasServiceWorker() && isFirstTry()) {
    location.reload();
  }
  return NOT_ISOLATED;
}

async function hasServiceWorker() {
  const timeout = new Promise((resolve) => { setTimeout(resolve, SERVICE_WORKER_TIMEOUT_MS); });
  return Boolean(await Promise.race([navigator.serviceWorker?.ready, timeout]));
}

function isFirstTry() {
  try {
    const isFirst = !sessionStorage.getItem(TRIED_KEY);
    sessionStorage.setItem(TRIED_KEY, "yes");
    sessionStorage.setItem(REOPEN_KEY, "yes");
    return isFirst;
  } catch {
    // Without storage the page would be reloaded again and again.
    return false;
  }
}
