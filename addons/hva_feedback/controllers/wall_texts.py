"""The words of a wall screen; in the module's own languages."""

import functools

from odoo.tools import LazyTranslate

from .page_texts import OWN_LOCALES, own_texts

_lt = LazyTranslate(__name__)

TEXTS = {
    "wall_title": _lt("Thank you for your feedback: %(unit)s"),
    "wall_thanks": _lt("What customers thanked for"),
    "wall_no_thanks": _lt("Tell us how it went. Every feedback is read."),
    "wall_figures": _lt("Feedback in numbers"),
    "wall_answers": _lt("people gave a score in the last whole month"),
    "wall_nps": _lt("Recommendation index (NPS), from -100 to 100"),
    "wall_changes": _lt("What has changed because of feedback"),
    "wall_pause": _lt("Pause"),
    "wall_go_on": _lt("Go on by itself"),
    "wall_turn": _lt("Screen %(number)s of %(count)s"),
    "wall_next": _lt("Next"),
    "wall_previous": _lt("Previous"),
    "wall_revoked_title": _lt("This wall screen has ended"),
    "wall_revoked_text": _lt("The manager of the unit can make a new address for it."),
}


@functools.lru_cache(maxsize=len(OWN_LOCALES))
def wall_texts(lang_code):
    """Return these words and those of the public page, key -> text, in one of `OWN_LOCALES`."""
    return {**own_texts(lang_code), **{key: text._translate(OWN_LOCALES[lang_code]) for key, text in TEXTS.items()}}
