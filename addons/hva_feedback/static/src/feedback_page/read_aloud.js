(function () {
    "use strict";
    // Shows the buttons only where the browser has a voice for the language of the page; nothing leaves the browser by us.
    var synth = window.speechSynthesis;
    if (!synth || !window.SpeechSynthesisUtterance) {
        return;
    }
    var lang = document.documentElement.lang.split("-")[0];
    var reading = null;
    function voice() {
        return synth.getVoices().filter(function (each) {
            return each.localService !== false && each.lang.toLowerCase().split(/[-_]/)[0] === lang;
        })[0];
    }
    function show() {
        var found = Boolean(voice());
        document.querySelectorAll("button.listen").forEach(function (button) {
            button.hidden = !found;
        });
    }
    function stop() {
        synth.cancel();
        if (reading) {
            reading.setAttribute("aria-pressed", "false");
        }
        reading = null;
    }
    document.addEventListener("click", function (event) {
        var button = event.target.closest("button.listen");
        var was = reading;
        if (!button) {
            return;
        }
        stop();
        if (was === button) {
            return;
        }
        var parts = button.closest(".card").querySelectorAll("h1, h2, legend, .field > label, p.hint, .choice .word");
        var text = Array.prototype.map.call(parts, function (part) {
            return part.textContent.trim().replace(/[.]*$/, ".");
        }).join(" ");
        var said = new window.SpeechSynthesisUtterance(text);
        said.lang = lang;
        said.voice = voice();
        said.rate = 0.9;
        said.onend = function () {
            if (reading === button) {
                stop();
            }
        };
        reading = button;
        button.setAttribute("aria-pressed", "true");
        synth.speak(said);
    });
    if (synth.addEventListener) {
        synth.addEventListener("voiceschanged", show);
    }
    show();
})();
