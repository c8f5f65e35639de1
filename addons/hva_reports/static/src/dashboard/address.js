/**
 * The view that somebody looks at, as it stands in the address. A copied address opens the same view.
 *
 * The server decides what a value means and which are allowed; here they are only carried to and fro.
 */
export const KEYS = [
    "unit",
    "period",
    "on",
    "until",
    "compare",
    "since",
    "till",
    "rows",
    "service",
    "channel",
    "mode",
    "spoken",
    "group",
    "kind",
];

/**
 * @param {Object} state of the router; its values may have been made numbers
 * @returns {Object} the view, every value a string
 */
export function readAddress(state) {
    const filled = KEYS.filter((key) => ![undefined, null, "", false].includes(state[key]));
    return Object.fromEntries(filled.map((key) => [key, String(state[key])]));
}

/**
 * @param {Object} view
 * @returns {Object} what the router shall have; undefined takes a key out of the address
 */
export function writeAddress(view) {
    return Object.fromEntries(KEYS.map((key) => [key, view[key] || undefined]));
}
