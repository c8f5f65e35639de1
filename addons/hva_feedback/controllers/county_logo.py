"""The county's logo, for pages and mails: the same address for everybody, no cookie, kept by browsers for good."""

import re

from odoo import http
from odoo.http import request

from .page_answer import forget_visitor, message_page
from .public_routes import READ

DIGEST = re.compile(r"[0-9a-f]{32}", re.ASCII)
HEADERS = {
    # The address holds the picture's own hash: another logo has another address.
    "Cache-Control": "public, max-age=31536000, immutable",
    # Opened by itself an SVG is a document: it may run and fetch nothing.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",  # mail programs on the web show it too
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class CountyLogo(http.Controller):
    # under the name that ir.http lets through for pages below /p/
    @http.route("/p/logo/<string(length=32):code>", **READ)
    def show(self, code, **_ignored):
        """Return the picture whose hash this is, as long as a county uses it."""
        forget_visitor()
        # sudo: the public has no rights, a logo no secrets
        look = DIGEST.fullmatch(code) and request.env["hva.look"].sudo()._find_logo(code)
        if not look:
            return message_page("unknown", 404, None, "unknown_text")
        data, mimetype = look
        headers = {**HEADERS, "Content-Type": mimetype, "Content-Length": str(len(data))}
        return request.make_response(data, list(headers.items()))
