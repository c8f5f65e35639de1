"""Is this HTML valid? The parser's own errors, and the rules of the HTML standard that pages of forms can break.

The parser (tinyhtml5, which comes with the maker of our PDFs) follows the standard's algorithm and notes every place
where it had to guess. On top come content models, attributes, references and names. Small enough to be read; what it
knows of elements is what public pages use, and any other element is a fault until it is added here.
"""

import re
from collections import Counter

from tinyhtml5.parser import HTMLParser

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
PHRASING = set(
    "a b br button em i img input label s small span strong sub sup select textarea time kbd script svg".split()
)
FLOW = PHRASING | set(
    "address article aside blockquote details div dl fieldset footer form h1 h2 h3 h4 header hr main nav ol p pre "
    "section table ul".split()
)
INTERACTIVE = {"a", "button", "input", "label", "select", "textarea", "details"}
# element -> elements that may stand in it; what is not here may hold nothing
CONTENT = {
    "html": {"head", "body"},
    "head": {"meta", "link", "title", "style", "script"},
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "details": {"summary"} | FLOW,
    "fieldset": {"legend"} | FLOW,
    **dict.fromkeys("table".split(), {"caption", "thead", "tbody"}),
    **dict.fromkeys(("thead", "tbody"), {"tr"}),
    "tr": {"th", "td"},
    "blockquote": FLOW,
    **dict.fromkeys("a body li dd div section main header footer nav form article aside td th".split(), FLOW),
    **dict.fromkeys("p h1 h2 h3 h4 b em i small span strong button label dt kbd caption pre time".split(), PHRASING),
    **dict.fromkeys(("legend", "summary"), PHRASING | {"h1", "h2", "h3", "h4"}),
    "select": {"option"},
    **dict.fromkeys(("title", "style", "script", "textarea", "option"), set()),
}
EMPTY = {"meta", "link", "br", "img", "input", "hr"}
GLOBAL = re.compile(r"id|class|lang|dir|title|hidden|role|tabindex|autofocus|aria-[a-z]+|data-[a-z0-9-]+")
ATTRIBUTES = {
    "a": "href hreflang target rel download",
    "button": "type name value disabled form formaction",
    "form": "action method accept-charset novalidate autocomplete",
    "img": "src alt width height",
    "input": "type name value checked maxlength autocomplete inputmode min max step placeholder disabled required",
    "label": "for",
    "link": "rel href",
    "meta": "charset name content http-equiv",
    "details": "open",
    "time": "datetime",
    "th": "scope colspan rowspan",
    "td": "colspan rowspan",
    "textarea": "name rows cols maxlength autocomplete readonly required placeholder",
    "select": "name autocomplete required disabled",
    "option": "value selected disabled",
    "fieldset": "disabled name",
    "ol": "start",
}
TYPED_TEXT = {"text", "search", "tel", "email", "password", "url"}
INPUT_TYPES = TYPED_TEXT | {"hidden", "radio", "checkbox", "date", "datetime-local", "number"}
TAKES = {"maxlength": TYPED_TEXT, "checked": {"radio", "checkbox"}, "min": {"number", "date", "datetime-local"}}
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls")


def faults(text):
    """Return what is wrong with a page, one readable line each; empty where nothing is."""
    parser = HTMLParser()
    root = parser.parse(text)
    found = [f"line {position[0]}: {code} {facts or ''}" for position, code, facts in parser.errors]
    elements = [(element, chain) for element, chain in _walk(root, ())]
    for element, chain in elements:
        found += _about(element, chain)
    return [*found, *_document(root, [element for element, _chain in elements])]


def _walk(element, chain):
    yield element, chain
    if element.tag.startswith(SVG):
        return
    for child in element:
        if isinstance(child.tag, str):
            yield from _walk(child, (*chain, element))


def _name(element):
    return element.tag.removeprefix(XHTML).replace(SVG, "")


def _about(element, chain):
    """Yield what is wrong with one element where it stands."""
    name, names = _name(element), [_name(one) for one in chain]
    if element.tag.startswith(SVG):
        return
    if name not in CONTENT and name not in EMPTY:
        yield f"<{name}> is no element that pages use"
        return
    if names and name not in CONTENT.get(names[-1], set()):
        yield f"<{name}> cannot stand in <{names[-1]}>"
    around = {"a", "button"} & set(names)
    if around and name in INTERACTIVE and not (name == "input" and element.get("type") == "hidden"):
        yield f"<{name}> inside <{around.pop()}>"
    if name == "label" and "label" in names:
        yield "<label> inside <label>"
    if name in ("p", "dt", "dd", "legend", "h1", "h2", "li", "button", "a") and not _said(element):
        yield f"<{name}> says nothing"
    yield from _attributes(element, name)
    yield from _children(element, name)


def _said(element):
    inside = "".join(element.itertext()).strip()
    shown = [one for one in element.iter() if one.get("alt") or one.get("aria-label") or _name(one) == "svg"]
    return inside or shown


def _attributes(element, name):
    allowed = set(ATTRIBUTES.get(name, "").split())
    for attribute, value in element.items():
        if attribute not in allowed and not GLOBAL.fullmatch(attribute):
            yield f"<{name}> has no attribute {attribute}"
        elif not value.strip() and attribute in ("id", "for", "href", "name", "lang", "class", "role", *REFERENCES):
            yield f"<{name} {attribute}> is empty"
        elif attribute == "id" and re.search(r"\s", value):
            yield f"the id {value!r} has a space"
    yield from _input(element) if name == "input" else ()
    if name == "img" and element.get("alt") is None:
        yield "<img> without alt"
    for attribute in ("aria-invalid", "aria-required"):
        if element.get(attribute) and name == "fieldset" and element.get("role") != "radiogroup":
            yield f"a group takes no {attribute}"


def _input(element):
    kind, attributes = element.get("type", "text"), element.keys()
    if kind not in INPUT_TYPES:
        yield f"<input type={kind}> does not exist"
    for attribute, kinds in TAKES.items():
        if attribute in attributes and kind not in kinds:
            yield f"<input type={kind}> takes no {attribute}"
    if kind == "hidden" and any(attribute.startswith("aria-") for attribute in attributes):
        yield "a hidden input has no aria attributes"


def _children(element, name):
    children = [_name(child) for child in element if isinstance(child.tag, str)]
    for parent, first in (("fieldset", "legend"), ("details", "summary")):
        if name == parent and children[:1] != [first]:
            yield f"<{parent}> does not begin with <{first}>"
        if name == parent and children.count(first) > 1:
            yield f"<{parent}> has two <{first}>"
    if name == "dl" and children and (children[0] != "dt" or children[-1] != "dd"):
        yield "<dl> needs a term first and a description last"
    if name in ("ul", "ol") and not children:
        yield f"<{name}> is empty"


def _document(root, elements):
    """Yield what is wrong with the page as a whole."""
    names = Counter(_name(element) for element in elements)
    for name in ("h1", "main", "title"):
        if names[name] != 1:
            yield f"{names[name]} <{name}>"
    if not root.get("lang"):
        yield "<html> without lang"
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    yield from (f"the id {one} is there {count} times" for one, count in ids.items() if count > 1)
    for element in elements:
        refers = [one for attribute in REFERENCES for one in element.get(attribute, "").split()]
        refers += [element.get("for")] if element.get("for") else []
        href = element.get("href", "")
        refers += [href[1:]] if href.startswith("#") else []
        yield from (f"<{_name(element)}> refers to {one}, which is not there" for one in refers if one not in ids)
    yield from _headings(elements)
    yield from _unnamed(elements)


def _headings(elements):
    levels = [int(_name(element)[1]) for element in elements if re.fullmatch("h[1-6]", _name(element))]
    for before, after in zip(levels, levels[1:], strict=False):
        if after > before + 1:
            yield f"<h{after}> follows <h{before}>"


def _unnamed(elements):
    """Yield the fields that have no label."""
    labelled = {element.get("for") for element in elements if _name(element) == "label"}
    wrapped = {id(inside) for element in elements if _name(element) == "label" for inside in element.iter()}
    for element in elements:
        is_field = _name(element) in ("textarea", "select") or (
            _name(element) == "input" and element.get("type") != "hidden"
        )
        named = element.get("id") in labelled or id(element) in wrapped or element.get("aria-label")
        if is_field and not named:
            yield f"the field {element.get('name')} has no label"
