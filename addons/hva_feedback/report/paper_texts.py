"""The words of posters, paper forms, cards, pictures and the launch kit, beside those of the public page.

In the languages that come with the module. The page speaks further ones, whose words a county brings by file.
"""

from odoo.tools import LazyTranslate

from ..controllers.page_texts import OWN_LOCALES, own_words
from ..controllers.page_texts import TEXTS as PAGE_TEXTS
from .leaflet_texts import LEAFLET_TEXTS

_lt = LazyTranslate(__name__)

PAPER_TEXTS = {
    "call": _lt("Give feedback"),
    "call_question": _lt("How did it go?"),
    "call_scan": _lt("Point the camera of your phone at the code."),
    "call_address": _lt("Or write this address in your browser"),
    "call_promise": _lt("It takes a few minutes. You do not have to give your name."),
    "call_here": _lt("Tell us how it went"),
    "qr_alt": _lt("QR code that opens the feedback form of %(unit)s"),
    "poster_title": _lt("Poster: %(unit)s"),
    "form_title": _lt("%(title)s: %(unit)s"),
    "intro": _lt("Fill in this form with a pen and give it back to the unit."),
    "online": _lt("You can also answer on the web: point the camera of your phone at the code."),
    "form_code": _lt("Form %(code)s"),
    "page_of": _lt("Page %(page)s of %(pages)s"),
    "day": _lt("Day of your visit"),
    "tick_one": _lt("Tick one box."),
    "tick_many": _lt("Tick as many boxes as you like."),
    "tick_row": _lt("Tick one box in each row."),
    "tick_row_many": _lt("Tick as many boxes as you like in each row."),
    "not_written": _lt("Do not write names, identity codes or other people's affairs here."),
    "web_heading": _lt("Give feedback on our service"),
    "web_text": _lt(
        "Tell us how it went at %(unit)s. Your feedback helps us to make the service better. It takes a few minutes, "
        "and you do not have to give your name."
    ),
    "web_link": _lt("Give feedback on %(unit)s"),
    **LEAFLET_TEXTS,
}


# these words and those of the public page
paper_texts = own_words(PAGE_TEXTS | PAPER_TEXTS)


def calls(lang_codes):
    """Return (lang_code, texts) of the languages side by side on a poster, without repeating the same words."""
    spoken = {}
    for lang_code in lang_codes:
        if lang_code in OWN_LOCALES:
            spoken.setdefault(paper_texts(lang_code)["call"], lang_code)
    return [(lang_code, paper_texts(lang_code)) for lang_code in spoken.values()]
