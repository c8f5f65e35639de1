// One person's way through the questions: what is asked, what was answered, where we are. No page, no clock.

import { newCode } from "./proof.js";
import { leftOut } from "./rotation.js";

// `config` is what was on the screen when the person began: its ticket goes with the answer.
export async function newFlow(config, lang) {
    const form = config.forms[lang];
    const id = newCode(); // the answer's number; it also says which statements are asked
    return new Flow({ id, lang, ticket: config.ticket, form, without: await leftOut(form, id) });
}

class Flow {
    constructor({ id, lang, ticket, form, without }) {
        Object.assign(this, { id, lang, ticket });
        this.all = form.questions.filter((question) => !without.has(question.id));
        this.question = this.all[0];
        this.values = {};
    }

    // The questions of this person: those with a condition only when it is met.
    get questions() {
        const chosen = new Set(Object.values(this.values).flat());
        return this.all.filter(({ condition }) => !condition.length || condition.some((option) => chosen.has(option)));
    }

    get place() {
        return this.questions.indexOf(this.question);
    }

    get progress() {
        return { number: this.place + 1, count: this.questions.length };
    }

    get hasBack() {
        return this.place > 0;
    }

    get isLast() {
        return this.place === this.questions.length - 1;
    }

    next() {
        this.question = this.questions[this.place + 1];
    }

    back() {
        this.question = this.questions[this.place - 1];
    }

    // ---------------------------------------------------------------- what was answered

    given(name = this.question.name) {
        return this.values[name] || [];
    }

    give(values) {
        const said = values.map((value) => value.trim()).filter((value) => value);
        if (said.length) {
            this.values[this.question.name] = said;
        } else {
            delete this.values[this.question.name];
        }
    }

    get isEmpty() {
        return !Object.keys(this.values).length;
    }

    get mustAnswer() {
        return this.question.required && !this.given().length;
    }

    get hasTooMany() {
        return Boolean(this.question.max_choices) && this.given().length > this.question.max_choices;
    }

    // What is kept and sent. Answers to questions that a later change took away again are not.
    get answer() {
        const values = {};
        for (const { name, wording_name: wordingName } of this.questions) {
            if (name in this.values) {
                values[name] = this.values[name];
                if (wordingName && this.wording(name)) {
                    values[wordingName] = [this.wording(name)];
                }
            }
        }
        return { id: this.id, ticket: this.ticket, lang: this.lang, values };
    }

    // ---------------------------------------------------------------- words for the score

    get title() {
        const wording = this.wording(this.question.name);
        return wording ? this.question.variants[wording] : this.question.title;
    }

    // Which wording of a question is shown, null for the neutral one.
    wording(name) {
        const { variants } = this.all.find((question) => question.name === name);
        const score = this.all.filter((question) => question.is_nps).map((question) => this.given(question.name)[0])[0];
        if (!variants || score === undefined) {
            return null;
        }
        const group = score >= 9 ? "promoter" : score >= 7 ? "passive" : "detractor";
        return group in variants ? group : null;
    }
}
