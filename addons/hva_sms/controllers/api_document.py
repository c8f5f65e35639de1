import hashlib
import json

from odoo import http
from odoo.http import request

from ..tools.openapi import PATH

KEPT_SECONDS = 3600


class ApiDocumentController(http.Controller):
    """What the machine doors are, for machines and for whoever connects one. Public: it holds nothing of a county."""

    @http.route(PATH, type="http", auth="public", methods=["GET"], readonly=True, save_session=False, sitemap=False)
    def show(self, **_ignored):
        """Return the document. It is the same until the program is another one, so it may be kept for an hour."""
        document = request.env["hva.api.document"]._get_document()
        data = json.dumps(document, ensure_ascii=False, indent=1).encode()
        headers = [
            ("Content-Type", "application/json"),
            ("Cache-Control", f"public, max-age={KEPT_SECONDS}"),
            ("Cross-Origin-Resource-Policy", "cross-origin"),
            ("Access-Control-Allow-Origin", "*"),
        ]
        response = request.make_response(data, headers=headers)
        response.set_etag(hashlib.sha256(data).hexdigest()[:32])
        return response.make_conditional(request.httprequest)
