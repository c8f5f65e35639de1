/* What an embedded page may do: tell its height to the page around it, and bring its result into view. It reads nothing,
   stores nothing, and speaks only to the origins that the way in allows. Without it the form works just the same. */
(function () {
    "use strict";
    if (window.parent === window) return;
    const allowed = document.currentScript.dataset.origins.split(" ");
    const around = location.ancestorOrigins;
    const told = around && around.length ? allowed.filter((origin) => origin === around[0]) : allowed;
    let last = 0;
    function tell() {
        const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
        if (height === last) return;
        last = height;
        told.forEach((origin) => window.parent.postMessage({type: "hva-height", height: height}, origin));
    }
    new ResizeObserver(tell).observe(document.documentElement);
    tell();
    /* Browsers ignore autofocus in a frame of another origin. */
    const result = document.getElementById("summary") || (/\/kiitos$/.test(location.pathname) && document.querySelector("h1"));
    if (result) {
        result.tabIndex = -1;
        result.focus();
    }
})();
