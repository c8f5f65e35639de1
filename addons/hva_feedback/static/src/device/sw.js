// Keeps the page for days without a network. `KNOWN` (version and files) is put before this by the server.
// Files never change under their address: the kept one is as good as a new one. The page of a device comes from the
// network when there is one; the kept one is used without, and only together with the files of its version.

const CACHE = `hva-device-${KNOWN.version}`;
const PAGE = /^\/p\/device\/[0-9A-Za-z]{22}$/;
const PATIENCE = 4000; // ms until the kept page is shown

self.addEventListener("install", (event) => {
    event.waitUntil(install());
});

self.addEventListener("activate", (event) => {
    event.waitUntil(activate());
});

self.addEventListener("fetch", (event) => {
    const { pathname, origin } = new URL(event.request.url);
    if (event.request.method !== "GET" || origin !== location.origin) {
        return; // answers go straight to the server
    }
    if (KNOWN.files.includes(pathname)) {
        event.respondWith(caches.match(pathname).then((kept) => kept || fetch(event.request)));
    } else if (PAGE.test(pathname)) {
        event.respondWith(page(pathname));
    }
});

async function install() {
    const cache = await caches.open(CACHE);
    await cache.addAll(KNOWN.files);
    // The pages that an older version kept, or that wait for this one.
    const open = await self.clients.matchAll({ includeUncontrolled: true });
    const paths = new Set(open.map((client) => new URL(client.url).pathname).filter((path) => PAGE.test(path)));
    for (const name of (await caches.keys()).filter((key) => key.startsWith("hva-device-"))) {
        for (const request of await (await caches.open(name)).keys()) {
            const { pathname } = new URL(request.url);
            if (PAGE.test(pathname)) {
                paths.add(pathname);
            }
        }
    }
    for (const path of paths) {
        await keep(path, await fetch(path, { cache: "no-store", credentials: "omit" }));
    }
    await self.skipWaiting();
}

async function activate() {
    for (const name of await caches.keys()) {
        if (name.startsWith("hva-device-") && name !== CACHE) {
            await caches.delete(name);
        }
    }
    await self.clients.claim();
}

async function page(pathname) {
    try {
        const response = await fetch(pathname, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(PATIENCE) });
        await keep(pathname, response);
        if (response.status < 500) {
            return response;
        }
    } catch {
        // no network
    }
    const kept = await (await caches.open(CACHE)).match(pathname);
    return kept || Response.error();
}

async function keep(pathname, response) {
    if (response.ok && response.headers.get("X-HVA-Version") === KNOWN.version) {
        await (await caches.open(CACHE)).put(pathname, response.clone());
    }
}
