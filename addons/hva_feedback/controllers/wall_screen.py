"""A unit's wall screen `/p/wall/<code>`: chosen thanks, figures that anybody may see, what has changed.

It turns by itself without a script: the header of the answer asks for the next turn. Who reads more slowly pauses it,
and goes on turn by turn. GET never writes.
"""

import functools

from odoo import http
from odoo.http import request

from ..tools.wall_turns import SECONDS, turn
from .page_answer import draw, forget_visitor
from .page_guard import lead_nowhere
from .page_style import read_css
from .page_texts import OWN_LOCALES
from .public_routes import READ
from .wall_texts import wall_texts

PATH = "/p/wall/<string(length=22):code>"


@functools.lru_cache(maxsize=1)
def _css():
    return read_css("hva_feedback/static/src/wall/wall.css")


class WallScreen(http.Controller):
    @http.route(PATH, **READ)
    def show(self, code, lang="", **_ignored):
        """Show turn `n`. `pause=1` stays on it."""
        forget_visitor()
        asked = request.httprequest.args
        wall = request.env["hva.wall"]._hva_resolve(code)
        if wall is None or wall.validity == "none":
            return lead_nowhere(lang)
        lang_code = lang if lang in OWN_LOCALES else wall.lang_code
        texts = wall_texts(lang_code)
        if wall.validity == "revoked":
            return _ended(texts, lang_code)
        return _draw(
            wall.with_context(lang=OWN_LOCALES[lang_code]),
            code,
            texts,
            lang_code,
            _number(asked.get("n", "")),
            asked.get("pause") == "1",
        )


def _number(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _ended(texts, lang_code):
    title = texts["wall_revoked_title"]
    values = {"lang_code": lang_code, "page_title": title, "title": title, "lines": [texts["wall_revoked_text"]]}
    return draw("hva_feedback.feedback_page_message", 410, values)


def _draw(wall, code, texts, lang_code, number, is_paused):
    thanks, changes = wall._get_thanks(), wall._get_changes()
    shown = turn(number, [each["text"] for each in thanks], len(changes))
    query = f"?lang={lang_code}&n=" if lang_code != wall.lang_code else "?n="
    path = f"/p/wall/{code}{query}"
    figures = wall._hva_wall_figures(wall) if wall.shows_figures else []
    values = {
        "lang_code": lang_code,
        "company_id": wall.company_id.id,
        "page_title": texts["wall_title"] % {"unit": wall.unit_id.name},
        "texts": texts,
        "unit": wall.unit_id.name,
        "thanks": [thanks[index] for index in shown.thanks],
        "changes": [changes[index] for index in shown.changes],
        "figures": [(texts[f"wall_{name}"], value) for name, value in figures],
        "place": texts["wall_turn"] % {"number": shown.number + 1, "count": shown.count},
        "is_paused": is_paused,
        "pause": f"{path}{shown.number}&pause=1",
        "go_on": f"{path}{shown.number}",
        "next": f"{path}{shown.next}&pause=1",
        "previous": f"{path}{shown.previous}&pause=1",
        "has_turns": shown.count > 1,
    }
    response = draw("hva_feedback.wall_page", 200, values, extra_css=_css())
    if not is_paused:  # also where there is one turn: what is chosen and counted changes
        response.headers["Refresh"] = f"{SECONDS}; url={path}{shown.next}"
    return response
