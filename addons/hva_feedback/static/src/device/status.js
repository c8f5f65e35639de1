// What staff need to know of the terminal: a small sign in the corner, and behind it the whole story.

import { button, el, say } from "./dom.js";

const NEARLY_FULL = 0.9;
const CLOCK_MINUTES = 5;

// Return the codes of what is wrong with the browser's storage, worst first.
export async function storageProblems(isFull) {
    const problems = isFull ? ["storage_full"] : [];
    const storage = navigator.storage;
    if (!storage) {
        return problems;
    }
    const { usage, quota } = await storage.estimate();
    if (!isFull && quota && usage / quota > NEARLY_FULL) {
        problems.push("storage_nearly_full");
    }
    if (!(await storage.persisted())) {
        problems.push("storage_not_kept");
    }
    return problems;
}

// Everything staff should act on, as sentences. `storage_not_kept` is told and is no alarm.
export function warnings(facts, texts) {
    const found = facts.states.filter((state) => state in texts).map((state) => texts[state]);
    const minutes = Math.round(Math.abs(facts.skew || 0) / 60000);
    if (minutes > CLOCK_MINUTES) {
        found.push(say(texts.clock_wrong, { count: minutes }));
    }
    if (facts.aside) {
        found.push(say(texts.aside, { count: facts.aside }));
    }
    return found;
}

// The sign: how many answers wait, and whether somebody should look. Quiet for givers. The button itself stays.
export function drawSign(sign, facts, texts) {
    const alarms = warnings(facts, texts).length;
    const label = [texts.status, facts.unsent ? say(texts.unsent, { count: facts.unsent }) : texts.all_sent].join(". ");
    sign.textContent = `${alarms ? "!" : ""}${facts.unsent || ""}` || "•";
    sign.classList.toggle("alarm", alarms > 0);
    sign.setAttribute("aria-label", label);
    sign.setAttribute("title", label);
}

export function statusDialog(facts, texts, { onSend, onRetry, onClose }) {
    const contact = facts.contact ? new Date(facts.contact).toLocaleString(document.documentElement.lang) : texts.never;
    const reasons = [...new Set(facts.reasons)].map((code) => el("li", {}, say(texts.reason, { code })));
    return el(
        "dialog",
        { "aria-labelledby": "status-title", onclose: onClose },
        el("h2", { id: "status-title" }, texts.status),
        el("p", {}, `${facts.name} – ${texts.unit}: ${facts.unit}`),
        ...warnings(facts, texts).map((text) => el("p", { class: "warning" }, text)),
        reasons.length ? el("ul", {}, ...reasons) : null,
        el("p", { class: "unsent" }, facts.unsent ? say(texts.unsent, { count: facts.unsent }) : texts.all_sent),
        el("p", {}, say(texts.last_contact, { time: contact })),
        el("p", { class: "hint" }, say(texts.version, { version: facts.version })),
        el(
            "div",
            { class: "bar" },
            button(texts.close, (event) => event.target.closest("dialog").close()),
            facts.aside ? button(texts.try_again, onRetry) : null,
            button(texts.send_now, onSend, { class: "primary" })
        )
    );
}
