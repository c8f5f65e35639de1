// The screens that givers see. Each function returns the content of <main>; app.js decides which one is shown.

import { button, el, face, say } from "./dom.js";

const heading = (text) => el("h1", { tabindex: "-1" }, text);

export function startScreen({ texts, config, languages, onBegin, onPrivacy }) {
    const offered = Object.keys(config.forms);
    const begin = offered.map((lang) =>
        button(offered.length > 1 ? languages[lang].name : texts.start, () => onBegin(lang), { class: "primary big", lang })
    );
    return [
        heading(texts.welcome),
        el("p", {}, offered.length > 1 ? texts.choose_language : config.forms[offered[0]].title),
        el("div", { class: "begin" }, ...begin),
        onPrivacy ? button(texts.privacy, onPrivacy, { class: "plain" }) : null,
    ];
}

export function handOverScreen({ texts, onBegin }) {
    return [
        heading(texts.hand_over),
        el("p", {}, texts.hand_over_text),
        el("div", { class: "begin" }, button(texts.customer_begins, onBegin, { class: "primary big" })),
    ];
}

export function messageScreen({ title, lines, actions = [] }) {
    return [heading(title), ...lines.map((line) => el("p", {}, line)), el("div", { class: "begin" }, ...actions)];
}

// One question. `error` is shown when an answer is needed and missing.
export function questionScreen({ texts, flow, error, onNext, onBack, onStop }) {
    const { question } = flow;
    const forward = button("", onNext, { class: "forward" });
    const refresh = () => {
        const skips = !flow.given().length && !(flow.isLast && !flow.isEmpty);
        forward.textContent = skips ? texts.skip : flow.isLast ? texts.send : texts.next;
        forward.classList.toggle("primary", !skips);
    };
    refresh();
    return [
        el("p", { class: "step" }, say(texts.step, flow.progress)),
        controls({ texts, flow, question, error, onGive: refresh }),
        el(
            "div",
            { class: "bar" },
            flow.hasBack ? button(texts.back, onBack) : button(texts.stop, onStop),
            flow.hasBack ? button(texts.stop, onStop, { class: "plain" }) : null,
            forward
        ),
    ];
}

function controls({ texts, flow, question, error, onGive }) {
    const hints = [question.hint, hintFor(texts, question)].filter(Boolean).join(" ");
    const hint = hints ? el("p", { id: "hint", class: "hint" }, hints) : null;
    const problem = error ? el("p", { id: "problem", class: "problem", role: "alert" }, error) : null;
    const described = [hint && "hint", problem && "problem"].filter(Boolean).join(" ") || null;
    const give = (values) => {
        flow.give(values);
        onGive();
    };
    if (question.kind === "text" || question.kind === "char") {
        return typed({ flow, question, hint, problem, described, give });
    }
    const many = question.kind === "choices";
    return el(
        "fieldset",
        {
            role: many ? "group" : "radiogroup",
            "aria-describedby": described,
            "aria-required": question.required && !many ? "true" : null,
            "aria-invalid": error && !many ? "true" : null,
        },
        el("legend", {}, heading(flow.title)),
        hint,
        problem,
        question.kind === "scale" ? scale(flow, question, give) : list(flow, question, many, give)
    );
}

function hintFor(texts, question) {
    if (question.kind === "scale") {
        const { low, high, low_label: lowLabel, high_label: highLabel } = question;
        return lowLabel && highLabel ? say(texts.scale_ends, { low, high, low_label: lowLabel, high_label: highLabel }) : "";
    }
    if (question.kind === "text" || question.kind === "char") {
        return `${texts.write_hint} ${say(texts.letters_left, { count: question.max_length })}`;
    }
    if (question.kind !== "choices") {
        return "";
    }
    return question.max_choices ? say(texts.max_choices_hint, { count: question.max_choices }) : texts.choose_many;
}

function scale(flow, question, give) {
    const numbers = [];
    for (let number = question.low; number <= question.high; number++) {
        const end = { [question.low]: question.low_label, [question.high]: question.high_label }[number];
        const heard = end ? el("span", { class: "heard" }, `, ${end}`) : null;
        numbers.push(choice(flow, question, String(number), false, give, el("span", { class: "number" }, String(number)), heard));
    }
    return el(
        "div",
        { class: `scale${numbers.length === 11 ? " eleven" : ""}` },
        ...numbers,
        question.low_label ? el("p", { class: "end low", "aria-hidden": "true" }, question.low_label) : null,
        question.high_label ? el("p", { class: "end high", "aria-hidden": "true" }, question.high_label) : null
    );
}

function list(flow, question, many, give) {
    const hasFaces = question.choices.some((option) => option.face);
    const options = question.choices.map((option) =>
        choice(
            flow,
            question,
            option.value,
            many,
            give,
            option.face ? face(option.face) : null,
            el("span", { class: "word" }, option.label),
            option.face ? el("span", { class: "number" }, String(option.face)) : null
        )
    );
    return el("div", { class: hasFaces ? "faces" : "options" }, ...options);
}

function choice(flow, question, value, many, give, ...content) {
    const input = el("input", {
        type: many ? "checkbox" : "radio",
        name: question.name,
        value,
        checked: flow.given().includes(value),
        onchange: () => give(many ? checkedValues(input) : [value]),
    });
    return el("label", { class: "choice" }, input, ...content);
}

function checkedValues(input) {
    return [...input.closest("fieldset").querySelectorAll("input:checked")].map((each) => each.value);
}

function typed({ flow, question, hint, problem, described, give }) {
    const field = el(question.kind === "text" ? "textarea" : "input", {
        id: "typed",
        name: question.name,
        rows: question.kind === "text" ? 5 : null,
        maxlength: question.max_length,
        autocomplete: "off",
        "aria-describedby": described,
        "aria-required": question.required ? "true" : null,
        "aria-invalid": problem ? "true" : null,
        oninput: () => give([field.value]),
    });
    field.value = flow.given()[0] || "";
    return el("div", { class: "typed" }, heading(el("label", { for: "typed" }, flow.title)), hint, problem, field);
}
