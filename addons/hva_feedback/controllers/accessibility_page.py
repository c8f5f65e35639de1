"""`/p/saavutettavuus`: the accessibility statement, made from what the tests walked through."""

import functools
import json
from datetime import date

from odoo import http
from odoo.http import request
from odoo.tools import file_open

from ..tools import form_nonce
from ..tools.codes_tables import LANGUAGES
from ..tools.difficulty import view_difficulty
from ..tools.staff_facts import show_day
from .accessibility_texts import statement_texts
from .difficulty_page import POST, receive
from .feedback_page import refuse_post
from .kept_pages import NONCE, draw_once
from .page_answer import NUMBER_FOR, STATEMENT_PATH, draw, forget_visitor, now, secret
from .page_style import county_look
from .page_texts import OWN_LOCALES, own_texts
from .public_routes import READ

TESTED = "hva_feedback/data/accessibility.json"
GROUPS = ("pages", "states", "sizes", "media", "checks")


class AccessibilityPage(http.Controller):
    @http.route(STATEMENT_PATH, **READ)
    def show(self, lang=None, **_ignored):
        """Show the statement."""
        forget_visitor()
        return statement_page(lang)

    @http.route(STATEMENT_PATH, **POST)
    def tell(self, **_posted):
        """Store accessibility feedback, and thank as after any feedback."""
        return refuse_post() or receive("statement", "/p/kiitos", statement_page)


def statement_page(lang, view=None):
    """Return the statement in Finnish where `lang` is none of its languages; `view` as in `thanks_page`."""
    lang = lang if lang in OWN_LOCALES else "fi"
    number = form_nonce.issue(secret(), NUMBER_FOR, 0, now())
    if view:
        return _draw(lang, view, number)
    return draw_once(("accessibility", lang), lambda: _draw(lang, None, NONCE), **{NONCE: number})


def _draw(lang, view, nonce):
    words, tested = statement_texts(lang), read_tested()
    county = county_look(request.env).county
    # what a county wrote of itself, and the authority, are data
    texts = request.env["hva.page.text"]._get_texts(request.env["hva.look"]._get_only_county(), lang)
    is_wrong = bool(view and view.is_open)
    walked = request.env["hva.walked.page"]._get_names(OWN_LOCALES[lang])
    day = show_day(date.fromisoformat(tested["tested_on"]))
    values = {
        "lang_code": lang,
        "languages": [(code, name) for code, name in LANGUAGES if code in OWN_LOCALES],
        "page_title": own_texts(lang)["error_title"] % {"title": words["title"]} if is_wrong else words["title"],
        "texts": own_texts(lang),
        "words": words,
        "about": words["about" if county else "about_nobody"] % {"county": county, "day": day},
        "state": words["state_short" if tested["shortcomings"] else "state_good"],
        "shortcomings": [line[lang] for line in tested["shortcomings"]],
        "untested": [words[f"untested_{code}"] for code in tested["untested"]],
        "tested_on": words["tested_on"] % {"day": day, "tools": ", ".join(tested["tools"])},
        "tested": [
            (words[f"tested_{group}"], [*_labels(words, tested, group), *(walked.values() if group == "pages" else ())])
            for group in GROUPS
        ],
        "contact": texts.get("access_contact"),
        "authority": texts.get("access_authority"),
        "view": view or view_difficulty(own_texts(lang)),
        "action": STATEMENT_PATH,
        "nonce": nonce,
    }
    return draw("hva_feedback.accessibility_page", 422 if is_wrong else 200, values)


def _labels(words, tested, group):
    kind = {"pages": "page", "states": "state", "sizes": "size", "checks": "check"}.get(group, group)
    return (words[f"{kind}_{code}"] for code in tested[group])


@functools.lru_cache(maxsize=1)
def read_tested():
    """Return what the tests walked through: dict of lists of codes, `tested_on` and the names of the tools."""
    with file_open(TESTED) as source:
        return json.load(source)
