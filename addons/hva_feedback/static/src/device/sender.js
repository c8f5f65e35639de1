// Brings what waits to the server: in order, one tab at a time, until each answer has its receipt.

import { canonical, proofOf } from "./proof.js";

const BATCH = 50;
const BATCH_CHARS = 40000;
const PATIENCE = 20000; // ms for one request
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60000;
const HEARTBEAT = 600000;
const PATH = "/p/device/send";

export class Sender {
    // `report()` returns what the device tells of itself; `onChange(news)` is called after each attempt.
    constructor({ code, store, report, onChange }) {
        Object.assign(this, { code, store, report, onChange });
        this.batch = BATCH;
        this.pause = FIRST_PAUSE;
        this.state = "waiting"; // waiting, ok, offline, revoked
        this.timer = null;
    }

    start() {
        addEventListener("online", () => this.soon());
        this.soon();
    }

    // Try at once, whatever pause was going on.
    soon() {
        this.pause = FIRST_PAUSE;
        return this.run();
    }

    async run() {
        clearTimeout(this.timer);
        const work = () => this.work().catch(() => (this.state = "offline"));
        const locks = navigator.locks;
        // Another tab that sends has the lock. Without locks the server's receipts still keep answers single.
        if (locks) {
            await locks.request(`hva-send-${this.code}`, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
        } else {
            await work();
        }
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.run(), await this.nextPause());
        this.onChange({});
    }

    async nextPause() {
        if (this.state === "offline") {
            this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
            return this.pause * (0.5 + Math.random() / 2);
        }
        // Another tab may have been sending while this one got an answer.
        const { unsent } = await this.store.counts();
        return unsent && this.state !== "revoked" ? 2 * FIRST_PAUSE : HEARTBEAT;
    }

    async work() {
        this.isWorking = true;
        try {
            do {
                this.hasMore = false;
                this.state = await this.once();
            } while (this.state === "ok" && this.hasMore);
        } finally {
            this.isWorking = false;
        }
    }

    // Send one message, with or without answers. Return the state after it.
    async once() {
        const key = await this.store.meta("key");
        if (!key) {
            return "waiting";
        }
        const rows = fitting(await this.store.oldest(this.batch));
        let response;
        let told;
        try {
            response = await this.post(key, rows);
            told = await response.json();
        } catch {
            return response && response.status === 413 ? this.makeSmaller(rows, "too_large") : "offline";
        }
        if (response.status === 401 || response.status === 404) {
            return "revoked";
        }
        if (response.status === 413 || response.status === 400) {
            return this.makeSmaller(rows, told.error);
        }
        return response.ok ? this.accept(rows, told) : "offline";
    }

    async post(key, rows) {
        const { unsent, aside } = await this.store.counts();
        const answers = rows.map(({ seq, ...answer }) => answer);
        const report = { ...this.report(), unsent, aside };
        const body = JSON.stringify({ answers, report, form_mark: (await this.store.meta("form_mark")) || "" });
        const sent = Date.now();
        const proof = await proofOf(key, await canonical(this.code, PATH, sent, body));
        return fetch(PATH, {
            method: "POST",
            body,
            credentials: "omit",
            cache: "no-store",
            signal: AbortSignal.timeout(PATIENCE),
            headers: {
                "Content-Type": "application/json",
                "X-HVA-Device": this.code,
                "X-HVA-Sent": String(sent),
                "X-HVA-Proof": proof,
            },
        });
    }

    async accept(rows, told) {
        if (rows.length && !told.receipts.length) {
            return "offline"; // an answer without receipts is none
        }
        await this.store.settle(rows, told.receipts);
        await this.remember(told);
        // Told at once, when there is something new to tell of those set aside.
        const isRefused = told.receipts.some((receipt) => receipt.state === "refused");
        this.hasMore = isRefused || (await this.store.counts()).unsent > 0;
        this.batch = Math.min(this.batch * 2, BATCH);
        this.onChange({ config: told.config });
        return "ok";
    }

    // What the server said of time and questions. Where the storage is full the open page goes on without.
    async remember(told) {
        try {
            await this.store.setMeta("skew", told.now - Date.now());
            await this.store.setMeta("contact", Date.now());
            if (told.config) {
                await this.store.setMeta("config", told.config);
                await this.store.setMeta("form_mark", told.form_mark);
            }
        } catch {
            // a full storage is told by the next answer that finds no room
        }
    }

    // The server cannot read so much at once, or one of these. Find out which, and set that one aside.
    async makeSmaller(rows, reason) {
        if (rows.length > 1) {
            this.batch = Math.ceil(rows.length / 2);
            this.hasMore = true;
            return "ok";
        }
        if (!rows.length) {
            return "offline";
        }
        await this.store.settle(rows, [{ id: rows[0].id, state: "refused", reason }]);
        this.hasMore = true;
        return "ok";
    }
}

// As many of the rows, from the first, as go into one message.
function fitting(rows) {
    let size = 0;
    const many = rows.findIndex((row) => (size += JSON.stringify(row).length) > BATCH_CHARS);
    return many < 0 ? rows : rows.slice(0, Math.max(many, 1));
}

// Make this browser the device by the secret of a one-time address. Return null, or why it did not work.
export async function pair(store, secret, key, keyHash) {
    const { unsent, aside } = await store.counts();
    try {
        const response = await fetch("/p/device/pair", {
            method: "POST",
            credentials: "omit",
            signal: AbortSignal.timeout(PATIENCE),
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ secret, key_hash: keyHash, waiting: unsent + aside }),
        });
        const told = await response.json();
        if (response.ok) {
            await store.setMeta("key", key);
            return null;
        }
        return told.error === "used" ? "used" : "unknown";
    } catch {
        return "offline";
    }
}
