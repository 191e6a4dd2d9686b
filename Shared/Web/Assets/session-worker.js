"use strict";
// Lets the page of a session desk open without a line. Keeps that page and the files it needs, and nothing that was typed.
const KEPT = "amparo-session-desk";
const PAGE = /^\/desk\/session\/[0-9a-f-]{36}\/offline$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (PAGE.test(pathname)) event.respondWith(fresh(request, pathname));
  else if (pathname.startsWith("/assets/")) event.respondWith(kept(request, pathname));
});

// The page as it is now; as it was kept where there is no line, or the session is over.
async function fresh(request, pathname) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) {
      await cache.put(pathname, answer.clone());
      return answer;
    }
    return (await cache.match(pathname)) || answer;
  } catch (error) {
    const copy = await cache.match(pathname);
    if (copy) return copy;
    throw error;
  }
}

async function kept(request, pathname) {
  const copy = await (await caches.open(KEPT)).match(pathname);
  return copy || fetch(request);
}
