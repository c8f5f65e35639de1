"""What a text costs and what would be damaged on its way.

A gateway answers "accepted" to a text it cuts off and to letters it turns into question marks, so everything is
checked here before it is sent. GSM-7 carries 160 characters, or 153 in each part of a longer message; one letter
outside its alphabet (á, š, a typographic dash) makes it UCS-2: 70, or 67 in each part.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

LINK = "{link}"
SAMPLE_LINK = "https://palaute.example.fi/p/" + "0" * 22
MAX_PARTS = 2

PROBLEMS = {
    "empty": "The text is empty",
    "no_link": "The text has no {link}",
    "many_links": "The text has {link} more than once",
    "unknown_placeholder": "The text has a placeholder other than {link}",
    "broken_character": "The text has a character that cannot be sent",
    "too_long": "The text takes more messages than allowed",
    "typography": "Typographic characters make the message shorter and dearer",
}
"""Code -> English label of what is wrong with a template."""
WARNINGS = frozenset({"typography"})
"""Problems that do not forbid sending."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("^{}\\[~]|€\f")
_SINGLE = {"gsm7": 160, "ucs2": 70}
_PART = {"gsm7": 153, "ucs2": 67}
_PLAIN = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "‑": "-",
        "−": "-",
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "‚": "'",
        "´": "'",
        "`": "'",
        "…": "...",
        "•": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\t": " ",
        "\u00ad": "",
        "\u200b": "",
    }
)
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_SENDER_NAME = re.compile(r"(?=.{2,11}\Z)[A-Za-z](?: ?[0-9A-Za-z])*")
_SENDER_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}|[1-9][0-9]{2,14}")


@dataclass(frozen=True)
class SegmentCount:
    """`encoding` is "gsm7" or "ucs2"; `units` are its characters (€ and emoji count two); `parts` are messages."""

    encoding: str
    units: int
    parts: int


@dataclass(frozen=True)
class Problem:
    """`code` is a key of PROBLEMS; `detail` shows the characters or the count in question."""

    code: str
    detail: str = ""

    @property
    def is_blocking(self) -> bool:
        return self.code not in WARNINGS


def segments(text: str) -> SegmentCount:
    """Return how the text travels. An empty text has no parts."""
    is_gsm7 = all(char in _BASIC or char in _EXTENSION for char in text)
    encoding = "gsm7" if is_gsm7 else "ucs2"
    widths = [2 if (char in _EXTENSION if is_gsm7 else ord(char) > 0xFFFF) else 1 for char in text]
    units = sum(widths)
    if units <= _SINGLE[encoding]:
        return SegmentCount(encoding, units, 1 if text else 0)
    return SegmentCount(encoding, units, _packed(widths, _PART[encoding]))


def render(template: str, link: str, others: Mapping[str, str] | None = None) -> str:
    """Return the text with the link in its place, and `others` {"{name}": address} in theirs; nothing else changes."""
    for name, value in {LINK: link, **(others or {})}.items():
        template = template.replace(name, value)
    return template


def problems(
    template: str, link: str = SAMPLE_LINK, max_parts: int = MAX_PARTS, others: Mapping[str, str] | None = None
) -> list[Problem]:
    """Return what is wrong with a template when `link`, as long as the real ones, stands in it.

    :param others: further placeholders that it may have, with what stands in their place
    """
    text = render(template, link, others)
    found = [_placeholders(template, (LINK, *(others or ()))), _characters(template), _length(text, max_parts)]
    if plain_text(template) != template:
        found.append(Problem("typography", _changed(template)))
    if not template.replace(LINK, "").strip():
        found.insert(0, Problem("empty"))
    return [problem for problem in found if problem]


def plain_text(text: str) -> str:
    """Return the text with dashes, quotes, dots and spaces of word processors made plain. Letters never change."""
    return text.translate(_PLAIN)


def is_sender(sender: str) -> bool:
    """Return whether a sender arrives unharmed: a number, or 2-11 of A-Z a-z 0-9 and single spaces, a letter first."""
    return bool(_SENDER_NAME.fullmatch(sender) or _SENDER_NUMBER.fullmatch(sender))


def is_sendable(text: str) -> bool:
    """Return whether a rendered text has something in it and no character that cannot be sent."""
    return bool(text.strip()) and not any(_is_broken(char) for char in text)


def _packed(widths: list[int], room: int) -> int:
    """Fill parts one after another; a character of two units is never split between parts."""
    parts, used = 1, 0
    for width in widths:
        if used + width > room:
            parts, used = parts + 1, 0
        used += width
    return parts


def _placeholders(template: str, allowed: Collection[str]) -> Problem | None:
    names = _PLACEHOLDER.findall(template)
    if others := sorted({name for name in names if name not in allowed}):
        return Problem("unknown_placeholder", " ".join(others))
    if names.count(LINK) != 1:
        return Problem("many_links" if LINK in names else "no_link")
    return None


def _characters(template: str) -> Problem | None:
    broken = sorted({f"U+{ord(char):04X}" for char in template if _is_broken(char)})
    return Problem("broken_character", " ".join(broken)) if broken else None


def _is_broken(char: str) -> bool:
    code = ord(char)
    return 0xD800 <= code <= 0xDFFF or (code < 32 and char not in "\n\r\t") or 0x7F <= code < 0xA0


def _length(text: str, max_parts: int) -> Problem | None:
    count = segments(text)
    return Problem("too_long", f"{count.parts} > {max_parts}") if count.parts > max_parts else None


def _changed(template: str) -> str:
    return " ".join(sorted({f"U+{ord(char):04X}" for char in template if plain_text(char) != char}))
