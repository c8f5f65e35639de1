/**
 * How a figure is drawn: from the server's spec to what Chart.js takes. No value is changed on the way.
 *
 * A spec is {kind: "run" | "span", labels, alt, min, max, series: [{role, label, values, texts}]}. Roles: "score" is what
 * is told, "low" and "high" are the ends of its interval, "median" is a line across. Colours judge nothing: one colour
 * tells, grey accompanies.
 */
const TELLING = "#1d5fa6";
const INTERVAL = "rgba(29, 95, 166, 0.22)";
const ACCOMPANYING = "#6b7280";
const LETTER = 6.6; // pixels of a letter, about

const LOOKS = {
    // not clipped: a score of 100 is a whole dot too
    score: {
        borderColor: TELLING,
        backgroundColor: TELLING,
        pointRadius: 4,
        pointHoverRadius: 6,
        borderWidth: 2,
        order: 1,
        clip: false,
    },
    median: { borderColor: ACCOMPANYING, borderDash: [6, 4], pointStyle: "line", pointRadius: 0, borderWidth: 2, order: 2 },
    low: { borderColor: "transparent", pointRadius: 0, order: 4 },
    high: { borderColor: "transparent", backgroundColor: INTERVAL, pointRadius: 0, fill: "-1", order: 3 },
};

/** @param {number} width of the picture in pixels: long names are broken over lines to leave room for the figures */
export function drawing(spec, ink, width) {
    return spec.kind === "run" ? runChart(spec, ink) : spanChart(spec, ink, width);
}

/** Scores over time with the band of their intervals; where there is none the line is open. */
function runChart(spec, ink) {
    const datasets = spec.series.map((series) => ({
        ...LOOKS[series.role],
        label: series.label,
        data: series.values,
        texts: series.texts,
        spanGaps: false,
    }));
    const options = commonOptions(spec, ink);
    options.scales = { y: valueAxis(spec, ink), x: { ticks: { color: ink, maxRotation: 0 }, grid: { display: false } } };
    const labels = spec.labels.map((label) => label.split(" ")); // one word under the other: turned text is hard to read
    return { type: "line", data: { labels, datasets }, options };
}

/** Groups one under the other: a dot for the score on the bar of its interval. */
function spanChart(spec, ink, width) {
    const of = (role) => spec.series.find((series) => series.role === role);
    const [score, low, high] = [of("score"), of("low"), of("high")];
    const bar = {
        type: "bar",
        label: low.label,
        data: low.values.map((value, index) => (value === null ? null : [value, high.values[index]])),
        backgroundColor: INTERVAL,
        barThickness: 14,
        order: 2,
    };
    const dot = { ...LOOKS.score, type: "line", label: score.label, data: score.values, showLine: false, texts: score.texts };
    const options = { ...commonOptions(spec, ink), indexAxis: "y" };
    options.scales = { x: valueAxis(spec, ink), y: { ticks: { color: ink }, grid: { display: false } } };
    const most = Math.max(12, Math.floor((width * 0.36) / LETTER));
    const labels = spec.labels.map((label) => broken(label, most));
    return { type: "bar", data: { labels, datasets: [dot, bar] }, options };
}

/** @returns {string[]} a name as lines of at most `most` letters where its words allow that */
function broken(label, most) {
    const lines = [];
    for (const word of label.split(" ")) {
        const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
        if (lines.length && longer.length <= most) {
            lines[lines.length - 1] = longer;
        } else {
            lines.push(word);
        }
    }
    return lines;
}

function valueAxis({ min, max }, ink) {
    const callback = (value) => String(value).replace("-", "\u2212"); // a minus, as the text has it
    const ticks = { color: ink, stepSize: 50, maxRotation: 0, callback };
    return { min, max, ticks, grid: { color: "rgba(107, 114, 128, 0.25)" } };
}

function commonOptions(spec, ink) {
    return {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: "index", axis: spec.kind === "run" ? "x" : "y", intersect: false },
        plugins: {
            legend: { display: false }, // stands under the picture as text
            tooltip: {
                filter: ({ dataset }) => Boolean(dataset.texts),
                callbacks: { label: ({ dataset, dataIndex }) => `${dataset.label}: ${dataset.texts[dataIndex]}` },
            },
        },
    };
}
