import logging

from odoo import http
from odoo.http import request

from odoo.addons.hva_feedback.controllers.page_answer import draw

from ..tools import phone
from ..tools.person_hash import PersonKeyError
from .message_texts import SPOKEN, message_texts

_logger = logging.getLogger(__name__)

PATH = "/hva_sms/opt-out"
SHORT = "/p/ei"  # for the text of a message, where each character costs
ROUTE = {"type": "http", "auth": "public", "save_session": False, "sitemap": False}


class OptOutController(http.Controller):
    @http.route([PATH, SHORT], methods=["GET"], readonly=True, **ROUTE)
    def ask(self, lang="fi", done="", **_ignored):
        """Show the page that asks for the number, or says that it is done."""
        return self._page(lang, is_done=bool(done))

    @http.route(PATH, methods=["POST"], csrf=False, max_content_length=4096, **ROUTE)
    def opt_out(self, lang="fi", number="", **_ignored):
        """Remember the hash of a number. Whoever asks learns nothing: known or not, the answer is the same.

        No CSRF token, since there is no session: whoever could forge this call could as well make it.
        """
        found = phone.normalise(number, "ALL")
        if not found.e164:
            return self._page(lang, status=422, number=number[:32], has_error=True)
        try:
            key = request.env["hva.person.key"]._hmac("phone", found.e164)
        except PersonKeyError as error:
            _logger.error("an opt-out could not be stored: %s", error)
            return self._page(lang, status=503, is_broken=True)
        request.env["hva.opt.out"].sudo()._add(key)  # sudo: everybody may refuse
        return request.redirect(f"{PATH}?done=1&lang={self._get_lang(lang)}", code=303)

    @staticmethod
    def _get_lang(lang):
        return lang if lang in dict(SPOKEN) else "fi"

    def _page(self, lang, status=200, **values):
        lang = self._get_lang(lang)
        texts = message_texts(lang)
        title = texts["stop_title"]
        has_error = values.get("has_error")
        shown = {"number": "", "is_done": False, "is_broken": False, "has_error": False, **values}
        shown |= {"page_title": texts["error_title"] % {"title": title} if has_error else title, "texts": texts}
        response = draw("hva_sms.opt_out_page", status, {"lang_code": lang, "languages": SPOKEN, **shown})
        response.headers["Content-Language"] = lang
        return response
