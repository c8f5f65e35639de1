// Clears the screen for the next person: after a time without a touch it asks, and 20 seconds later it clears.
// Measured by the clock that nobody can set.

const WARNING = 20;

export class Idle {
    // `onWarn(seconds)` each second of the warning, `onEnd()` when nobody answered it.
    constructor({ onWarn, onEnd }) {
        Object.assign(this, { onWarn, onEnd });
        this.seconds = 60;
        this.timer = null;
        for (const event of ["pointerdown", "keydown", "input"]) {
            addEventListener(event, () => this.isOn && !this.isWarning && this.touch(), { capture: true, passive: true });
        }
    }

    start(seconds) {
        this.seconds = seconds;
        this.isOn = true;
        this.touch();
    }

    stop() {
        this.isOn = this.isWarning = false;
        clearInterval(this.timer);
    }

    // Somebody is there.
    touch() {
        this.isWarning = false;
        this.until = performance.now() + this.seconds * 1000;
        clearInterval(this.timer);
        this.timer = setInterval(() => this.look(), 500);
    }

    look() {
        const left = Math.ceil((this.until - performance.now()) / 1000);
        if (left <= 0) {
            this.stop();
            this.onEnd();
        } else if (left <= WARNING) {
            this.isWarning = true;
            this.onWarn(left);
        }
    }
}
