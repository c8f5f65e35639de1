import logging
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.hva_feedback.tools import codes

from ..gateways.base import ReportCall
from ..tools import delivery_status

_logger = logging.getLogger(__name__)

DOOR = "/hva_sms/dlr/"
KEEP_HOURS = 72
BATCH = 500


class HvaDeliveryReport(models.Model):
    """What a gateway told of a message, as it came, once.

    The door only stores: it never touches a row that a sender holds, so nothing it does can make a sending be repeated.
    Of the report only state and code are kept: the rest may hold the number or the beginning of the text.
    """

    _name = "hva.delivery.report"
    _description = "Delivery report"
    _log_access = False
    _order = "id"

    token_hash = fields.Char(required=True, groups="base.group_system")
    state = fields.Selection([(state, state) for state in delivery_status.STATES], required=True)
    code = fields.Char(required=True, default="")
    received_at = fields.Datetime(required=True)
    is_applied = fields.Boolean()

    _report_uniq = models.UniqueIndex("(token_hash, state, code)", "This report has already come.")
    _waiting_idx = models.Index("(id) WHERE is_applied IS NOT TRUE")

    @api.model
    def _receive(self, token, params, headers=None):
        """Store a report. Unknown tokens, forgeries, repeats and reports that say nothing we know change nothing.

        :param token: the secret in the address
        :param params: its query, form or JSON as text (`ReportCall`), :param headers: names in small letters
        :raises GatewayConfigError: when the gateway's settings do not let the report be read
        """
        if not codes.is_code(token):
            return
        token_hash = codes.hash_code(token)
        invitation = self.env["hva.invitation"].sudo().search([("dlr_token_hash", "=", token_hash)])  # sudo: token
        if not invitation.gateway_id:
            return
        adapter = invitation.gateway_id._get_adapter()
        address = f"{invitation.gateway_id._get_callback_base()}{DOOR}{token}"
        if not adapter.is_genuine(ReportCall(address, params, headers or {})):
            _logger.warning("a delivery report for gateway %s is not signed by it", invitation.gateway_id.id)
            return
        self._store(token_hash, adapter.parse_report(params))

    @api.model
    def _receive_at_gate(self, code, params, headers=None):
        """Store a report that came to the address which all messages of a gateway share; see `_receive`."""
        # sudo: the code is the permission
        gateway = self.env["hva.sms.gateway"].sudo().search([("gate_code", "=", code)]) if codes.is_code(code) else None
        if not gateway:
            return
        adapter = gateway._get_adapter()
        token = adapter.report_token(params)
        if self._is_own(token):
            self._receive_own(token, str(gateway.id), params, headers, gateway.gate_url)
            return
        if not codes.is_code(token) or not adapter.is_genuine(ReportCall(gateway.gate_url, params, headers or {})):
            _logger.warning(
                "a delivery report at the gate of gateway %s names no message or is not its own", gateway.id
            )
            return
        token_hash = codes.hash_code(token)
        if (
            self.env["hva.invitation"]
            .sudo()
            .search_count(  # sudo: as above
                [("dlr_token_hash", "=", token_hash), ("gateway_id", "=", gateway.id)]
            )
        ):
            self._store(token_hash, adapter.parse_report(params))

    @api.model
    def _store(self, token_hash, report):
        """Store what a report says, once."""
        if report is None or report.state not in delivery_status.REPORTED:
            return
        is_first = not self.sudo().search([("is_applied", "!=", True)], limit=1)  # sudo: token
        self.env.cr.execute(
            """INSERT INTO hva_delivery_report (token_hash, state, code, received_at, is_applied)
               VALUES (%s, %s, %s, %s, FALSE) ON CONFLICT (token_hash, state, code) DO NOTHING""",
            [token_hash, report.state, report.code or "", self.env["hva.clock"]._now()],
        )
        if is_first and self.env.cr.rowcount:  # once for a shower of reports, of which there are two a message
            self.env["hva.sms.job"]._wake("apply_reports")

    @api.model
    def _cron_apply_reports(self, limit=BATCH):
        """Move invitations as the reports say, furthest state last, whatever order they came in."""
        job = self.env["hva.sms.job"]
        waiting = [("is_applied", "!=", True)]
        last_id = 0
        while reports := self.search([*waiting, ("id", ">", last_id)], limit=limit):
            last_id = max(reports.ids)
            reports._apply()
            if not job._commit(len(reports), self.search_count([*waiting, ("id", ">", last_id)])):
                break

    def _apply(self):
        """Apply reports, but leave those of messages that are being handed over at this moment for the next run."""
        invitations = self.env["hva.invitation"].search([("dlr_token_hash", "in", self.mapped("token_hash"))])
        by_token = {invitation.dlr_token_hash: invitation for invitation in invitations}
        applied = self.browse()
        for report in self.sorted(lambda report: delivery_status.rank(report.state)):
            invitation = by_token.get(report.token_hash, self.env["hva.invitation"])
            if invitation.state == "claimed":
                continue
            if invitation and invitation.state != report.state:
                sent_on = invitation.sent_on or self.env["hva.clock"]._today()
                invitation._move(report.state, report.code, sent_on=sent_on)
            applied |= report
        applied.is_applied = True

    @api.model
    def _erase(self):
        """Forget reports after 72 hours. The invitation's own token went when it became final."""
        oldest = self.env["hva.clock"]._now() - timedelta(hours=KEEP_HOURS)
        self.search([("received_at", "<", oldest)]).unlink()
