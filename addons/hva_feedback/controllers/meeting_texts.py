"""The words of a meeting's agenda on screen and on paper, and of a unit's week; in the module's own languages."""

from odoo.tools import LazyTranslate

from .page_texts import OWN_LOCALES, own_words
from .page_texts import TEXTS as PAGE_TEXTS

_lt = LazyTranslate(__name__)

TEXTS = {
    "meeting_title": _lt("Customer feedback: %(unit)s"),
    "meeting_on": _lt("Unit meeting %(day)s"),
    "meeting_empty": _lt("Nothing on the agenda yet. Choose feedback in the list, or let the program propose."),
    "meeting_hidden": _lt("This feedback cannot be shown to you."),
    "meeting_item": _lt("%(number)s of %(count)s"),
    "meeting_all": _lt("All on one page"),
    "meeting_one": _lt("One at a time"),
    "meeting_next": _lt("Next"),
    "meeting_previous": _lt("Previous"),
    "meeting_mark": _lt("Discussed"),
    "meeting_marked": _lt("Discussed %(day)s"),
    "meeting_mark_all": _lt("All discussed"),
    "meeting_back": _lt("Back to the meeting"),
    "meeting_said": _lt("What we said"),
    "meeting_decide": _lt("What do we do about it? Who, by when?"),
    "meeting_changes": _lt("What we decided before"),
    "meeting_until": _lt("by %(day)s"),
    "meeting_score": _lt("%(score)s out of 10"),
    "meeting_other": _lt("Feedback"),
    "meeting_paper_note": _lt("For the staff of the unit. Do not leave it where customers can see it."),
}


# these words and those of the public page
meeting_texts = own_words(PAGE_TEXTS | TEXTS)


def staff_lang(env):
    """Return the language, one of `OWN_LOCALES`, in which a page speaks to who is logged in."""
    code = (env.lang or "en").split("_")[0]
    return code if code in OWN_LOCALES else "en"
