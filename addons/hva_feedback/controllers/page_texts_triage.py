"""Words of the page that says, before sending, where some matters belong; the matters themselves are data."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

TRIAGE_TEXTS = {
    "triage_title": _lt("Is this the right place for your matter?"),
    "triage_text": _lt(
        "Your feedback has not been sent yet. Some of its words may be about a matter that is handled elsewhere. What "
        "you wrote is still on this page."
    ),
    "triage_send": _lt("You can also send your feedback here. It is read, but not at once."),
    "triage_child": _lt("Tell an adult whom you trust about it, too."),
}
