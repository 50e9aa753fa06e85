// Shows a page of the shop where none can be reached. Keeps that page and its looks, nothing else, and alters nothing.
const SHELL = [];
const NAME = "offline";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(SHELL)));
});

self.addEventListener("activate", (event) => event.waitUntil(begin()));

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate") event.respondWith(fetched(event, SHELL[0]));
  else if (SHELL.includes(pathname)) event.respondWith(fetched(event, pathname));
});

async function begin() {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
  await self.registration.navigationPreload?.enable();
}

async function fetched(event, otherwise) {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch {
    return (await caches.match(otherwise, { ignoreVary: true })) || Response.error();
  }
}
