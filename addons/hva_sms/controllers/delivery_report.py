from odoo import http
from odoo.http import request

from odoo.addons.hva_feedback.tools.log_mask import also_mask

also_mask("/hva_sms/dlr/")


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
    def receive(self, token, **_ignored):
        """Store what a gateway says of one message. The answer is the same for known, unknown and repeated tokens."""
        params = request.httprequest.values.to_dict()
        request.env["hva.delivery.report"].sudo()._receive(token, params)  # sudo: the token is the permission
        return request.make_response(
            "ok", headers=[("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        )
