(function () {
    "use strict";
    function group(score) {
        return score >= 9 ? "promoter" : score >= 7 ? "passive" : "detractor";
    }
    document.querySelectorAll("[data-score]").forEach(function (title) {
        var carrier = document.getElementById(title.dataset.wording);
        function show() {
            var score = document.querySelector('input[name="' + title.dataset.score + '"]:checked');
            var code = score ? group(Number(score.value)) : "";
            var words = code && title.dataset[code];
            title.textContent = words || title.dataset.neutral;
            carrier.value = words ? code : "";
        }
        document.addEventListener("change", function (event) {
            if (event.target.name === title.dataset.score) {
                show();
            }
        });
        window.addEventListener("pageshow", show);
    });
})();
