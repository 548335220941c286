// No page of yours is ever kept here: only the one that says there is no network, and what dresses it.
// One worker, and one cache, for each programme's address: none touches what another keeps.
const OURS = "binome-{{ scope|escapejs }}-";
const CACHE = OURS + "{{ version }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const kept = (request) => caches.open(CACHE).then((cache) => cache.match(request));

self.addEventListener("install", (event) => {
  // A redirection would be the login: better no offline page than that one.
  const asked = FILES.map((file) => new Request(file, { redirect: "error" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(asked)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const former = (name) => name !== CACHE && (name.startsWith(OURS) || !name.startsWith("binome-/"));
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(former).map((name) => caches.delete(name)))));
});

// The network first, always. What was kept only answers when there is none.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => kept("{{ offline|escapejs }}")));
  } else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => kept(request)));
  }
});
