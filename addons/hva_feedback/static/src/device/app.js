// The terminal's page: one person after the other, each answer stored here first and sent when there is a network.

import { button, el, say } from "./dom.js";
import { newFlow } from "./flow.js";
import { Idle } from "./idle.js";
import { newKey, verifierOf } from "./proof.js";
import { handOverScreen, messageScreen, questionScreen, startScreen } from "./screens.js";
import { pair, Sender } from "./sender.js";
import { drawSign, statusDialog, storageProblems } from "./status.js";
import { openStore } from "./store.js";

const THANKS_SECONDS = 8;
const SHORT_CODE = /^[0-9A-Za-z]{22}$/;
const CHECK_MS = 3600000;
const HOURS_MS = 5000; // between two looks at the opening hours

export class Terminal {
    constructor(boot) {
        this.boot = boot;
        this.lang = boot.lang;
        this.config = null;
        this.flow = null;
        this.problems = [];
        this.isFull = false;
        this.isHome = true;
        this.idle = new Idle({ onWarn: (seconds) => this.warn(seconds), onEnd: () => this.home() });
    }

    get texts() {
        return this.boot.texts[this.lang] || this.boot.texts[this.boot.lang];
    }

    async start() {
        if (!window.isSecureContext || !window.indexedDB || !crypto.subtle) {
            return this.show(messageScreen({ title: this.texts.not_in_use, lines: [this.texts.not_secure] }));
        }
        this.store = await openStore(this.boot.code);
        this.isLost = await this.store.isLost();
        await this.lookAtStorage();
        if (navigator.storage) {
            await navigator.storage.persist();
        }
        const report = () => ({ version: this.boot.version, problems: this.problems });
        const { code } = this.boot;
        this.sender = new Sender({ code, store: this.store, report, onChange: (news) => this.heard(news) });
        await this.pairByAddress();
        this.sign = button("", () => this.openStatus(), { class: "sign" });
        document.getElementById("corner").append(this.sign);
        this.config = (await this.store.meta("config")) || null;
        await this.home();
        setInterval(() => this.heard({}), HOURS_MS);
        this.sender.start();
        this.keepUp();
    }

    // ---------------------------------------------------------------- pairing

    // The secret stands behind the # of the address. It is taken away once it has been used or refused.
    async pairByAddress() {
        const secret = location.hash.slice(1);
        if (!SHORT_CODE.test(secret)) {
            return;
        }
        this.show(messageScreen({ title: this.texts.pairing, lines: [] }));
        // Kept before it is sent: if the reply is lost, the same key asks again.
        const begun = (await this.store.meta("pairing")) || {};
        const key = begun.secret === secret ? begun.key : newKey();
        await this.store.setMeta("pairing", { secret, key });
        const failure = await pair(this.store, secret, key, await verifierOf(key));
        if (failure === "offline") {
            await new Promise((resolve) => {
                const again = button(this.texts.go_on, resolve, { class: "primary big" });
                this.show(messageScreen({ title: this.texts.not_in_use, lines: [this.texts.pairing_offline], actions: [again] }));
            });
            return this.pairByAddress();
        }
        history.replaceState(null, "", location.pathname);
        await this.store.setMeta("pairing", null);
        this.pairingFailure = failure && this.texts[`pairing_${failure}`];
        this.isLost = this.isLost && Boolean(failure);
    }

    // ---------------------------------------------------------------- the screens

    async home() {
        this.idle.stop();
        this.flow = null;
        this.isHome = true;
        this.lang = this.boot.lang;
        this.closeDialogs();
        const { texts, config } = this;
        const reason = await this.whyNotInUse();
        this.saidBefore = JSON.stringify([reason, config]);
        if (reason) {
            this.show(messageScreen({ title: reason.title, lines: reason.lines }));
        } else if (config.kind === "tablet") {
            this.show(handOverScreen({ texts, onBegin: () => this.choose() }));
        } else {
            this.choose();
        }
        await this.drawCorner();
    }

    // Return what to say where the questions cannot be asked, or null.
    async whyNotInUse() {
        const { texts } = this;
        const isPaired = Boolean(await this.store.meta("key"));
        if (!isPaired) {
            const why = this.isLost || this.boot.paired ? texts.storage_lost : texts.not_paired;
            return { title: texts.not_in_use, lines: [this.pairingFailure || why] };
        }
        if (this.sender.state === "revoked") {
            return { title: texts.not_in_use, lines: [texts.revoked] };
        }
        if (!this.config) {
            return { title: texts.title, lines: [this.sender.state === "offline" ? texts.offline : ""] };
        }
        const hasQuestions = Object.values(this.config.forms).some((form) => form.questions.length);
        const isClosed = this.config.closed || !hasQuestions || !(await this.isHouseOpen());
        return isClosed ? { title: texts.closed, lines: [] } : null;
    }

    // Without opening hours, or when those that are known are over, the house counts as open.
    async isHouseOpen() {
        const { hours } = this.config;
        const now = Date.now() + ((await this.store.meta("skew")) ?? 0);
        return !hours || now >= hours.until || hours.spans.some(([begin, end]) => begin <= now && now < end);
    }

    choose() {
        const { texts, config } = this;
        const onPrivacy = this.boot.privacy[this.lang] ? () => this.privacy() : null;
        if (config.kind === "tablet") {
            this.isHome = false;
            this.idle.start(config.idle_seconds);
        }
        const { languages } = this.boot;
        this.show(startScreen({ texts, config, languages, onPrivacy, onBegin: (lang) => this.begin(lang) }));
    }

    privacy() {
        const { texts } = this;
        this.isHome = false;
        this.idle.start(this.config.idle_seconds);
        const back = button(texts.back, () => this.home(), { class: "big" });
        this.show(messageScreen({ title: texts.privacy, lines: [this.boot.privacy[this.lang]], actions: [back] }));
    }

    async begin(lang) {
        this.isHome = false;
        this.lang = lang;
        this.flow = await newFlow(this.config, lang);
        this.idle.start(this.config.idle_seconds);
        this.ask();
    }

    ask(error) {
        const { texts, flow } = this;
        const move = (go) => () => (go(), this.ask());
        this.show(
            questionScreen({
                texts,
                flow,
                error,
                onBack: move(() => flow.back()),
                onStop: () => this.home(),
                onNext: () => this.goOn(),
            }),
            { focus: error ? "input, textarea" : "h1", step: say(texts.step, flow.progress) }
        );
    }

    goOn() {
        const { flow, texts } = this;
        if (flow.mustAnswer) {
            return this.ask(texts.needs_answer);
        }
        if (flow.hasTooMany) {
            return this.ask(say(texts.max_choices_hint, { count: flow.question.max_choices }));
        }
        if (!flow.isLast) {
            flow.next();
            return this.ask();
        }
        return flow.isEmpty ? this.thank(texts.nothing_given) : this.finish();
    }

    // What the last button does. Return whether the answer is kept.
    async finish() {
        const { flow, texts } = this;
        this.flow = null; // a second tap finds nothing to send
        if (!flow) {
            return false;
        }
        const isKept = await this.submit(flow.answer);
        this.thank(isKept ? texts.thanks_text : texts.not_kept, isKept ? texts.thanks : texts.not_in_use);
        return isKept;
    }

    // Keep one answer for sending; the button and nothing else decides when. Return whether the disk has it.
    async submit(answer) {
        const skew = (await this.store.meta("skew")) ?? null;
        try {
            await this.store.add({ ...answer, given: Date.now(), skew });
            this.isFull = false;
        } catch {
            this.isFull = true;
        }
        await this.lookAtStorage();
        this.drawCorner();
        this.sender.soon();
        return !this.isFull;
    }

    thank(text, title = this.texts.thanks) {
        const { texts } = this;
        const isTablet = this.config.kind === "tablet";
        const lines = isTablet ? [text, texts.hand_back] : [text];
        const label = isTablet ? texts.next_customer : texts.done;
        const actions = [button(label, () => this.home(), { class: "primary big" })];
        this.show(messageScreen({ title, lines, actions }));
        this.idle.stop();
        clearTimeout(this.returning);
        if (!isTablet) {
            const here = this.shown;
            this.returning = setTimeout(() => here === this.shown && this.home(), THANKS_SECONDS * 1000);
        }
    }

    show(content, { focus = "h1", step } = {}) {
        const screen = document.getElementById("screen");
        const isAsking = Boolean(this.flow);
        this.shown = {};
        screen.replaceChildren(...content.filter(Boolean));
        document.documentElement.lang = this.lang;
        document.documentElement.dir = this.boot.languages[this.lang].dir;
        document.body.classList.toggle("asking", isAsking);
        document.getElementById("other-way-text").textContent = this.texts.other_way;
        const title = screen.querySelector("h1").textContent;
        document.title = [step, title, this.boot.unit].filter(Boolean).join(" – ");
        screen.querySelector(focus).focus({ preventScroll: true });
        scrollTo(0, 0);
    }

    // ---------------------------------------------------------------- over the screen

    warn(seconds) {
        const { texts } = this;
        const count = say(texts.cleared_soon, { count: seconds });
        const shown = document.getElementById("idle-count");
        if (shown) {
            shown.textContent = count;
            return;
        }
        const goOn = () => {
            dialog.close();
            dialog.remove();
            this.idle.touch();
        };
        const dialog = el(
            "dialog",
            { role: "alertdialog", "aria-labelledby": "idle-title", "aria-describedby": "idle-count", oncancel: goOn },
            el("h2", { id: "idle-title" }, texts.still_there),
            el("p", { id: "idle-count" }, count),
            el("div", { class: "bar" }, button(texts.go_on, goOn, { class: "primary big", autofocus: true }))
        );
        document.getElementById("overlay").append(dialog);
        dialog.showModal();
    }

    async openStatus() {
        const facts = await this.facts();
        const dialog = statusDialog(facts, this.texts, {
            onSend: async () => (await this.sender.soon(), dialog.close()),
            onRetry: async () => (await this.store.retryAside(), await this.sender.soon(), dialog.close()),
            onClose: () => (dialog.remove(), this.isHome && this.idle.stop(), this.drawCorner()),
        });
        document.getElementById("overlay").append(dialog);
        dialog.showModal();
        if (this.isHome && this.config) {
            this.idle.start(this.config.idle_seconds); // nobody leaves it open
        }
    }

    closeDialogs() {
        for (const dialog of document.querySelectorAll("#overlay dialog")) {
            dialog.close();
            dialog.remove();
        }
    }

    async drawCorner() {
        drawSign(this.sign, await this.facts(), this.texts);
    }

    async facts() {
        const { state } = this.sender;
        const lost = this.isLost ? ["storage_lost"] : [];
        return {
            ...(await this.store.counts()),
            reasons: (await this.store.asideRows()).map((row) => row.reason),
            states: [...(["offline", "revoked"].includes(state) ? [state] : []), ...lost, ...this.problems.filter(isAlarm)],
            skew: await this.store.meta("skew"),
            contact: await this.store.meta("contact"),
            name: this.boot.name,
            unit: this.boot.unit,
            version: this.boot.version,
        };
    }

    async lookAtStorage() {
        this.problems = await storageProblems(this.isFull);
    }

    // ---------------------------------------------------------------- what the server said

    async heard({ config }) {
        if (config) {
            this.config = config;
        }
        // Drawn anew only when it says something else: a tap must not meet a button that is just being replaced.
        const said = JSON.stringify([await this.whyNotInUse(), this.config]);
        if (this.isHome && said !== this.saidBefore && !document.querySelector("#overlay dialog")) {
            await this.home();
        } else {
            await this.drawCorner();
        }
    }

    // A new version of the page is taken when nobody is answering.
    keepUp() {
        const workers = navigator.serviceWorker;
        if (!workers) {
            return;
        }
        const hadOne = Boolean(workers.controller);
        workers.addEventListener("controllerchange", () => {
            const look = () => (this.isHome ? location.reload() : setTimeout(look, 5000));
            return hadOne && look();
        });
        this.registration = workers.register("/p/device/sw.js").catch(() => null); // without it: while it is open
        this.registration.then((worker) => worker && setInterval(() => worker.update().catch(() => {}), CHECK_MS));
    }
}

const isAlarm = (problem) => problem !== "storage_not_kept";

const terminal = new Terminal(JSON.parse(document.getElementById("boot").textContent));
window.hvaTerminal = terminal;
terminal.start();
