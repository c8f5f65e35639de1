import base64
import hashlib
import logging

from odoo import http
from odoo.http import request

from ..tools import phone
from ..tools.person_hash import PersonKeyError

_logger = logging.getLogger(__name__)

LANGUAGES = {"fi": "fi_FI", "sv": "sv_SE", "en": "en_US"}
STYLE = (
    "*{box-sizing:border-box}body{font:1.125rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:40rem;padding:1rem;"
    "color:#1a1a1a;background:#fff}label{display:block;font-weight:600}"
    "input{font:inherit;width:100%;max-width:20rem;min-height:2.75rem;padding:.5rem;border:2px solid #4a4a4a}"
    "button{font:inherit;min-height:2.75rem;padding:.5rem 1.5rem;margin-top:1rem;color:#fff;background:#003f72;"
    "border:0}:focus-visible{outline:3px solid #0062b8;outline-offset:2px}"
    ".error{color:#8a0010;font-weight:600}nav a{display:inline-block;padding:.5rem .75rem .5rem 0}"
)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
ROUTE = {"type": "http", "auth": "public", "save_session": False, "sitemap": False}


class OptOutController(http.Controller):
    @http.route("/hva_sms/opt-out", methods=["GET"], readonly=True, **ROUTE)
    def ask(self, lang="fi", done="", **_ignored):
        """Show the page that asks for the number, or says that it is done."""
        return self._page(lang, is_done=bool(done))

    @http.route("/hva_sms/opt-out", methods=["POST"], csrf=False, max_content_length=4096, **ROUTE)
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
        return request.redirect(f"/hva_sms/opt-out?done=1&lang={self._get_lang(lang)}", code=303)

    @staticmethod
    def _get_lang(lang):
        return lang if lang in LANGUAGES else "fi"

    def _page(self, lang, status=200, **values):
        lang = self._get_lang(lang)
        env = request.env(context={**request.env.context, "lang": LANGUAGES[lang]})
        html = env["ir.qweb"]._render(
            "hva_sms.opt_out_page",
            {
                "lang_code": lang,
                "style": STYLE,
                "number": "",
                "is_done": False,
                "is_broken": False,
                "has_error": False,
                **values,
            },
        )
        headers = {**HEADERS, "Content-Type": "text/html; charset=utf-8", "Content-Language": lang}
        return request.make_response(f"<!DOCTYPE html>{html}", headers=list(headers.items()), status=status)
