// Small helpers to build the page. Texts become text nodes, never markup.

const SVG = "http://www.w3.org/2000/svg";

export function el(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    return fill(node, attributes, children);
}

function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) {
            node.addEventListener(name.slice(2), value);
        } else if (value === true) {
            node.setAttribute(name, "");
        } else if (value !== false && value !== null && value !== undefined) {
            node.setAttribute(name, value);
        }
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
}

export function button(text, onclick, attributes = {}) {
    return el("button", { type: "button", onclick, ...attributes }, text);
}

// Put values into a text: "Question %(number)s of %(count)s".
export function say(text, values = {}) {
    return text.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? values[name] : whole));
}

// Mouths from sad to happy; the path goes through three points of a circle of radius 46.
const MOUTHS = {
    1: "M28 74 Q50 50 72 74",
    2: "M30 70 Q50 58 70 70",
    3: "M30 66 L70 66",
    4: "M30 62 Q50 76 70 62",
    5: "M26 58 Q50 88 74 58 Z",
};

// A face for an option, 1 the saddest and 5 the happiest. Only a picture: the word beside it says the same.
export function face(value) {
    const part = (tag, attributes) => fill(document.createElementNS(SVG, tag), attributes, []);
    const svg = part("svg", { viewBox: "0 0 100 100", class: `face face-${value}`, "aria-hidden": "true" });
    svg.append(
        part("circle", { cx: 50, cy: 50, r: 46, class: "skin" }),
        part("circle", { cx: 35, cy: 40, r: 6, class: "ink" }),
        part("circle", { cx: 65, cy: 40, r: 6, class: "ink" }),
        part("path", { d: MOUTHS[value], class: value === 5 ? "mouth open" : "mouth" })
    );
    return svg;
}
