"""`/p/koodi` asks for a one-time code, `/p/koodi/<code>` is its form: a slip has both, the latter as a QR code."""

from odoo import http
from odoo.http import request

from ..tools.codes_tables import LANGUAGES
from ..tools.field_view import code_field
from ..tools.hand_code import LENGTH, read_hand_code
from .child_page import form_page
from .feedback_page import receive, refuse_post
from .page_answer import closed_page, draw, forget_visitor
from .page_guard import count_miss
from .page_style import LOOK
from .page_texts import OWN_LOCALES
from .public_routes import READ, WRITE
from .staff_texts import staff_texts

ASK_PATH = "/p/koodi"
FORM_PATH = f"{ASK_PATH}/<string(length={LENGTH}):code>"


class HandCodePage(http.Controller):
    @http.route(ASK_PATH, **READ)
    def ask(self, lang=None, **_ignored):
        """Ask for the code on a slip."""
        forget_visitor()
        return ask_page(lang)

    @http.route(ASK_PATH, **{**WRITE, "readonly": True})
    def look_up(self, **_posted):
        """Lead to the form of a code. Nothing is written: the code is used up by the answer."""
        refused = refuse_post()
        if refused:
            return refused
        forget_visitor()
        typed, lang = (request.httprequest.form.get(name, "") for name in ("code", "lang"))
        entry = request.env["hva.handover.code"]._resolve(typed)
        if entry is None:
            return missed(lang, typed[:60])
        suffix = f"?lang={lang}" if lang in OWN_LOCALES else ""
        location = ("Location", f"{ASK_PATH}/{read_hand_code(typed)}{suffix}")
        return request.make_response("", [*LOOK.headers().items(), location], status=303)

    @http.route(FORM_PATH, **READ)
    def show(self, code, lang=None, **_ignored):
        """Show the form of a one-time code."""
        forget_visitor()
        entry = request.env["hva.handover.code"]._resolve(code)
        if entry is None:
            return missed(lang, code)
        if not entry.is_open:
            return closed_page(entry, lang)
        return form_page(code, entry, lang, f"{ASK_PATH}/{code}").render()

    @http.route(FORM_PATH, **WRITE)
    def send(self, code, **_posted):
        """Store the feedback and delete the code, in one transaction."""
        return receive(code, f"{ASK_PATH}/{code}")


def missed(lang, typed):
    """Say that a code is unknown or used. Who asks for many is told to wait a minute; known codes go on opening."""
    return count_miss(
        lambda too_many: ask_page(lang, typed, *(("code_too_many", 429) if too_many else ("code_unknown", 404)))
    )


def ask_page(lang, typed="", error_key="", status=200):
    """Draw the page that asks for a code."""
    lang = lang if lang in OWN_LOCALES else "fi"
    texts = staff_texts(lang)
    title = texts["code_ask_title"]
    field = code_field(texts["code"], texts["code_hint"], typed, texts[error_key] if error_key else "")
    values = {
        "lang_code": lang,
        "page_title": texts["error_title"] % {"title": title} if error_key else title,
        "texts": texts,
        "field": field,
        "languages": [(code, name) for code, name in LANGUAGES if code in OWN_LOCALES],
    }
    return draw("hva_feedback.code_ask", status, values)
