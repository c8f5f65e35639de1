// One person's way through the questions: what is asked, what was answered, where we are. No page, no clock.

export class Flow {
    // `config` is what was on the screen when the person began: its ticket goes with the answer.
    constructor(config, lang) {
        this.ticket = config.ticket;
        this.lang = lang;
        this.questions = config.forms[lang].questions;
        this.place = 0;
        this.values = {};
    }

    get question() {
        return this.questions[this.place];
    }

    get isLast() {
        return this.place === this.questions.length - 1;
    }

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

    get mustAnswer() {
        return this.question.required && !this.given().length;
    }

    get isEmpty() {
        return !Object.keys(this.values).length;
    }

    next() {
        this.place = Math.min(this.place + 1, this.questions.length - 1);
    }

    back() {
        this.place = Math.max(this.place - 1, 0);
    }
}
