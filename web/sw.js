// Answers without a network from what the page has loaded. The network comes first, so what is shown is never older
// than it must be; nothing is loaded that the page did not ask for; and other origins are none of its business.
"use strict";

// The page's address, however it is called (`?embed`, `index.html`).
const page = self.registration.scope;
// Copies of the page at other paths of the same host have caches of their own.
const KEPT = `pinscope ${page}`;

// For hosts that send none: the headers of `xtask/src/serve.rs`.
const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; object-src 'none'",
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keepLoaded(event.data)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && isOurs(request.url)) {
    event.respondWith(answer(event));
  }
});

const isOurs = (url) => new URL(url).origin === self.location.origin;
const isPage = ({ mode, url }) => mode === "navigate" && [page, `${page}index.html`].includes(url.split(/[?#]/)[0]);

async function answer(event) {
  const { request } = event;
  const key = isPage(request) ? page : request.url;
  try {
    const response = await fetch(request);
    if (response.ok) {
      await (key === page && forgetOlder(response.clone()));
      event.waitUntil(keep(key, response.clone()));
    }
    return withHeaders(response);
  } catch (error) {
    const cache = await caches.open(KEPT);
    const kept = await cache.match(key);
    if (!kept) {
      throw error;
    }
    return withHeaders(kept);
  }
}

async function keep(key, response) {
  const cache = await caches.open(KEPT);
  await cache.put(key, response);
}

// What the page loaded before this worker was there, as the browser still has it.
async function keepLoaded(urls) {
  const cache = await caches.open(KEPT);
  await Promise.all([page, ...urls.filter(isOurs)].map(async (url) => {
    if (!await cache.match(url)) {
      const response = await fetch(url, { cache: "force-cache" });
      await (response.ok && cache.put(url, response));
    }
  }));
}

// A page of another build comes with files of other names: those of the one before go.
async function forgetOlder(response) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(page);
  if (kept && await kept.text() !== await response.text()) {
    await caches.delete(KEPT);
  }
}

function withHeaders(response) {
  if (response.headers.has("Content-Security-Policy") || response.type !== "basic") {
    return response;
  }
  const headers = new Headers(response.headers);
  Object.entries(HEADERS).forEach(([name, value]) => headers.set(name, value));
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
