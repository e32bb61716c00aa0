// The service worker of the page: without a network it answers requests with files that the page has loaded before.
//
// It asks the network first, so the page is never older than necessary. It loads only what the page has asked for, and
// leaves requests to other origins alone.
"use strict";

// The page's address, which may be requested with a query such as `?embed`, or as `index.html`.
const page = self.registration.scope;
// Copies of the page at other paths of the same host have caches of their own.
const CACHE_NAME = `pinscope ${page}`;

// These headers are added where the host sends none; `xtask/src/serve.rs` sends the same.
const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; object-src 'none'",
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(storeLoaded(event.data)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && isSameOrigin(request.url)) {
    event.respondWith(respond(event));
  }
});

const isSameOrigin = (url) => new URL(url).origin === self.location.origin;
const isPage = ({ mode, url }) => mode === "navigate" && [page, `${page}index.html`].includes(url.split(/[?#]/)[0]);

async function respond(event) {
  const { request } = event;
  const key = isPage(request) ? page : request.url;
  try {
    const response = await fetch(request);
    if (response.ok) {
      await (key === page && removeOlderBuild(response.clone()));
      event.waitUntil(store(key, response.clone()));
    }
    return withHeaders(response);
  } catch (error) {
    const cache = await caches.open(CACHE_NAME);
    const stored = await cache.match(key);
    if (!stored) {
      throw error;
    }
    return withHeaders(stored);
  }
}

async function store(key, response) {
  const cache = await caches.open(CACHE_NAME);
  await cache.put(key, response);
}

// Stores the files that the page loaded before this worker was there. The browser still has them in its own cache.
async function storeLoaded(urls) {
  const cache = await caches.open(CACHE_NAME);
  await Promise.all([page, ...urls.filter(isSameOrigin)].map(async (url) => {
    if (!await cache.match(url)) {
      const response = await fetch(url, { cache: "force-cache" });
      await (response.ok && cache.put(url, response));
    }
  }));
}

// A page of another build needs files with other names, so the files of the previous build are removed.
async function removeOlderBuild(response) {
  const cache = await caches.open(CACHE_NAME);
  const stored = await cache.match(page);
  if (stored && await stored.text() !== await response.text()) {
    await caches.delete(CACHE_NAME);
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
