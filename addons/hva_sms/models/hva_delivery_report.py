from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.hva_feedback.tools import codes

from ..tools import delivery_status

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
    def _receive(self, token, params):
        """Store a report. Unknown tokens, repeats and reports that say nothing we know change nothing.

        :param token: the secret in the address, :param params: its query or form as text
        """
        if not codes.is_code(token):
            return
        token_hash = codes.hash_code(token)
        invitation = self.env["hva.invitation"].sudo().search([("dlr_token_hash", "=", token_hash)])  # sudo: token
        if not invitation.gateway_id:
            return
        report = invitation.gateway_id._get_adapter().parse_report(params)
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
