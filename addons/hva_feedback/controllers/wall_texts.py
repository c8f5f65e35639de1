"""The words of a wall screen; in the module's own languages."""

from odoo.tools import LazyTranslate

from .page_texts import TEXTS as PAGE_TEXTS
from .page_texts import own_words

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


# these words and those of the public page
wall_texts = own_words(PAGE_TEXTS | TEXTS)
