"""The county's own words in a conversation by text message, around the bank's questions."""

import re
from dataclasses import dataclass
from typing import Final

from . import sms_text
from .sms_text import Problem

PLACES: Final = {
    "ask": ("question", "scale", "county"),
    "follow": ("question", "county"),
    "thanks": ("county",),
    "unclear": ("county",),
    "stopped": ("county",),
    "closed": ("county",),
}
"""Text -> the placeholders it may have. `question` is needed where it may stand, `scale` is too."""
NEEDED: Final = ("question", "scale")
MOST_PARTS: Final = 2
# Together as long as the longest of the bank's questions with its scale, and a long name of a county.
SAMPLES: Final = {"question": "q" * 110, "scale": "s" * 45, "county": "c" * 40}
SECOND: Final = SAMPLES | {"question": "q" * 60}

PROBLEMS: Final = {
    "empty": "The text is empty",
    "unknown_place": "The text has a placeholder that is not filled here",
    "missing_place": "The text lacks a placeholder",
    "broken_character": "The text has a character that cannot be sent",
    "too_long": "The text takes more messages than allowed",
}
"""Code -> English label."""

_PLACE: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of the scale in words; both empty where the set names none."""

    low: str = ""
    high: str = ""

    def words(self) -> str:
        """Return "0 = unlikely, 10 = likely", or the bare ends."""
        return f"0 = {_small(self.low)}, 10 = {_small(self.high)}" if self.low and self.high else "0-10"


def samples(code: str) -> dict[str, str]:
    """Return what a text is measured with: the question for words is shorter than the one for the number."""
    return SECOND if code == "follow" else SAMPLES


def fill(template: str, values: dict[str, str]) -> str:
    """Return the text with its placeholders filled and typographic characters made plain."""
    return sms_text.plain_text(_PLACE.sub(lambda found: values.get(found[1], ""), template))


def problems(code: str, template: str) -> list[Problem]:
    """Return what is wrong with the text `code` of a conversation; keys of PROBLEMS."""
    found = []
    names = _PLACE.findall(template)
    if not template.strip():
        found.append(Problem("empty"))
    if unknown := sorted(set(names) - set(PLACES[code])):
        found.append(Problem("unknown_place", " ".join(f"{{{name}}}" for name in unknown)))
    if missing := [name for name in NEEDED if name in PLACES[code] and names.count(name) != 1]:
        found.append(Problem("missing_place", " ".join(f"{{{name}}}" for name in missing)))
    text = fill(template, samples(code))
    if template.strip() and not sms_text.is_sendable(text):
        found.append(Problem("broken_character"))
    parts = sms_text.segments(text).parts
    if parts > MOST_PARTS:
        found.append(Problem("too_long", f"{parts} > {MOST_PARTS}"))
    return found


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
