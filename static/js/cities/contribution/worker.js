// Keeps the last page of an officer's form and its files, and shows them while there is no network.
// A page that the server no longer gives is dropped at once; one that is a week old is not shown.
const PAGES = "llex-contribution-pages";
const FILES = "llex-contribution-files";
const OLDEST = 7 * 24 * 3600 * 1000;
const KINDS = new Set(["style", "script", "image", "font"]);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (isForm(address)) event.respondWith(page(request, address.pathname));
  } else if (KINDS.has(request.destination)) {
    event.respondWith(file(request));
  }
});

self.addEventListener("message", (event) => {
  const { files = [], path } = event.data;
  event.waitUntil(Promise.all([keepFiles(files), keepPage(path)]));
});

/** Return whether an address is that of the form for which this worker was registered. */
function isForm(address) {
  return address.pathname === new URL(self.registration.scope).pathname;
}

/** Answer with the page of the server, or with the last one while there is no network. */
async function page(request, path) {
  try {
    const answer = await fetch(request);
    await take(answer, path, new URL(request.url).search);
    return answer;
  } catch {
    return (await kept(path)) ?? Response.error();
  }
}

async function keepPage(path) {
  try {
    await take(await fetch(path, { redirect: "manual" }), path);
  } catch {
    // Without a network the page that is kept stays.
  }
}

/** Keep an answer, or drop what is kept where the server gives the page no longer. */
async function take(answer, path, query = "") {
  const pages = await caches.open(PAGES);
  if (answer.ok) {
    if (!query) await pages.put(path, answer.clone());
  } else if (answer.status < 500) {
    await pages.delete(path);
  }
}

async function kept(path) {
  const found = await (await caches.open(PAGES)).match(path);
  const at = Date.parse(found?.headers.get("date") ?? "");
  return found && Date.now() - at < OLDEST ? found : null;
}

async function file(request) {
  const files = await caches.open(FILES);
  try {
    const answer = await fetch(request);
    if (answer.ok) await files.put(request.url, answer.clone());
    return answer;
  } catch {
    return (await files.match(request.url)) ?? Response.error();
  }
}

async function keepFiles(addresses) {
  const files = await caches.open(FILES);
  await Promise.allSettled(addresses.map((address) => files.add(address)));
}
