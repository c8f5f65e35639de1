import logging

from odoo import http
from odoo.http import request

from odoo.addons.hva_feedback.tools.log_mask import also_mask

from ..gateways.base import GatewayConfigError

_logger = logging.getLogger(__name__)

HEADERS = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]

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
        try:
            request.env["hva.delivery.report"].sudo()._receive(token, params)  # sudo: the token is the permission
        except GatewayConfigError as error:
            _logger.error("a delivery report was sent back to its gateway, which tries again: %s", error)
            return request.make_response("try again", headers=HEADERS, status=503)
        return request.make_response("ok", headers=HEADERS)
