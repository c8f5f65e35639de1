from odoo import http
from odoo.http import request


class DeliveryReportController(http.Controller):
    @http.route(
        "/hva_sms/dlr/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        sitemap=False,
        max_content_length=8192,
    )
    def receive(self, token, **params):
        """Store what a gateway says of one message. The answer is the same for known, unknown and repeated tokens."""
        texts = {name: value for name, value in params.items() if isinstance(value, str)}
        request.env["hva.delivery.report"].sudo()._receive(token, texts)  # sudo: the token is the permission
        return request.make_response(
            "ok", headers=[("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        )
