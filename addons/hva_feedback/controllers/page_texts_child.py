"""Words that only a children's page has."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

CHILD_TEXTS = {
    "child_intro": _lt("You do not have to answer. There are no wrong answers."),
    "child_place": _lt("You were here:"),
    "child_listen": _lt("Listen"),
    "child_number": _lt("%(number)s of %(count)s"),
    "child_send": _lt("I am ready"),
    "child_adults": _lt("For adults"),
}
