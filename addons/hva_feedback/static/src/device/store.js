// What the browser keeps between two contacts with the server: answers, and what is needed to ask and to send.
// Three tables: `queue` (answers in their order), `aside` (answers that the server did not take, with the reason) and
// `meta` (key, questions, clock difference, canary). No names, no addresses: answers and nothing else.

const asPromise = (request) =>
    new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });

export async function openStore(code) {
    const request = indexedDB.open(`hva-device-${code}`, 1);
    request.onupgradeneeded = () => {
        const db = request.result;
        db.createObjectStore("queue", { keyPath: "seq", autoIncrement: true }).createIndex("id", "id", { unique: true });
        db.createObjectStore("aside", { keyPath: "seq", autoIncrement: true });
        db.createObjectStore("meta");
    };
    return new Store(await asPromise(request), `hva-device-${code}`);
}

export class Store {
    constructor(db, name) {
        this.db = db;
        this.name = name;
        db.onversionchange = () => db.close();
    }

    // Run `work` in one transaction; done when the disk has it (a killed browser or a power cut loses nothing).
    async change(tables, work) {
        const transaction = this.db.transaction(tables, "readwrite", { durability: "strict" });
        const done = new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onabort = () => reject(transaction.error || new Error("aborted"));
        });
        try {
            await work(transaction);
        } catch (error) {
            done.catch(() => {});
            try {
                transaction.abort();
            } catch {
                // it has ended by itself
            }
            throw transaction.error || error;
        }
        await done;
        await this.mirror();
    }

    read(table, ask) {
        return asPromise(ask(this.db.transaction(table).objectStore(table)));
    }

    meta(name) {
        return this.read("meta", (table) => table.get(name));
    }

    setMeta(name, value) {
        return this.change(["meta"], (transaction) => asPromise(transaction.objectStore("meta").put(value, name)));
    }

    add(answer) {
        return this.change(["queue"], (transaction) => asPromise(transaction.objectStore("queue").add(answer)));
    }

    oldest(count) {
        return this.read("queue", (table) => table.getAll(null, count));
    }

    async counts() {
        const count = (name) => this.read(name, (table) => table.count());
        return { unsent: await count("queue"), aside: await count("aside") };
    }

    asideRows() {
        return this.read("aside", (table) => table.getAll());
    }

    // Act on receipts: what is stored goes, what is refused is set aside with its reason, all or nothing.
    settle(rows, receipts) {
        const byId = new Map(receipts.map((receipt) => [receipt.id, receipt]));
        return this.change(["queue", "aside"], async (transaction) => {
            for (const row of rows) {
                const receipt = byId.get(row.id);
                if (!receipt) {
                    continue;
                }
                if (receipt.state === "refused") {
                    const { seq, ...answer } = row;
                    await asPromise(transaction.objectStore("aside").add({ ...answer, reason: receipt.reason }));
                }
                await asPromise(transaction.objectStore("queue").delete(row.seq));
            }
        });
    }

    // Put everything that was set aside back to the end of the queue.
    retryAside() {
        return this.change(["queue", "aside"], async (transaction) => {
            for (const row of await asPromise(transaction.objectStore("aside").getAll())) {
                const { seq, reason, ...answer } = row;
                await asPromise(transaction.objectStore("queue").add(answer));
                await asPromise(transaction.objectStore("aside").delete(seq));
            }
        });
    }

    // ---------------------------------------------------------------- the canary

    // A second place remembers that there was a store and how much waited in it. Tells whether the browser lost it.
    async isLost() {
        const seen = localStorage.getItem(this.name);
        const canary = await this.meta("canary");
        if (!canary) {
            await this.setMeta("canary", Date.now());
        }
        return Boolean(seen) && !canary;
    }

    async mirror() {
        const { unsent } = await this.counts();
        try {
            localStorage.setItem(this.name, JSON.stringify({ unsent, at: Date.now() }));
        } catch {
            // full: the store itself says so, too
        }
    }
}
