import logging

from odoo import api, fields, models

from ..report.query_words import step_label
from ..tools.query_definition import calendar_span
from .hva_report_schedule import RHYTHMS

_logger = logging.getLogger(__name__)

STATES = [
    ("due", "To be made"),
    ("queued", "In the mail queue"),
    ("sent", "Sent"),
    ("failed", "Failed"),
]
REASONS = [
    ("no_address", "The person has no mail address"),
    ("not_for", "The person does not get this report any more"),
    ("not_made", "The report could not be made"),
    ("not_sent", "The mail server did not take the mail"),
]
MOVES = {"due": {"queued", "failed"}, "queued": {"sent", "failed"}, "failed": {"due", "sent"}, "sent": set()}


class HvaReportRun(models.Model):
    """One report for one person and period: made once, kept with the hash of its file, mailed once.

    due -> queued   workbook stored and mail queued, in one transaction
        -> failed   no address, no longer one of those who get it, or three attempts to make it came to nothing
    queued -> sent | failed (the mail server's word; Odoo's queue tries the same mail again, nothing is made anew)
    failed -> sent | due (by hand)
    """

    _name = "hva.report.run"
    _description = "Sent report"
    _log_access = False
    _order = "start_on desc, id desc"

    schedule_id = fields.Many2one("hva.report.schedule", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", string="For", required=True, readonly=True, index=True, ondelete="cascade")
    kind = fields.Selection(RHYTHMS, "How often", required=True, readonly=True, default="month")
    start_on = fields.Date("Period from", required=True, readonly=True)
    period_label = fields.Char("Period", compute="_compute_period_label")
    is_test = fields.Boolean("Test", readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="due")
    state_at = fields.Datetime("Since", readonly=True)
    reason = fields.Selection(REASONS, readonly=True)
    attempts = fields.Integer(readonly=True, default=0, aggregator=None)
    attachment_id = fields.Many2one("ir.attachment", string="Workbook", readonly=True, ondelete="set null")
    sha256 = fields.Char("SHA-256 of the workbook", readonly=True)
    mail_id = fields.Many2one(
        "mail.mail",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_system",
    )
    answer_count = fields.Integer("Feedback", readonly=True, aggregator=None)

    _schedule_user_period_uniq = models.UniqueIndex(
        "(schedule_id, user_id, kind, start_on) WHERE is_test IS NOT TRUE", "A person gets a period once."
    )
    _due_ix = models.Index("(id) WHERE state = 'due'")

    @api.depends("kind", "start_on")
    @api.depends_context("lang")
    def _compute_period_label(self):
        for run in self:
            run.period_label = run.start_on and step_label(self.env, run.kind, run._get_span())

    @api.depends("kind", "start_on", "user_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for run in self:
            run.display_name = f"{run.period_label}, {run.user_id.name}"

    def _get_span(self):
        """Return the days of the period."""
        self.ensure_one()
        return calendar_span(self.kind, self.start_on)

    # ------------------------------------------------------------------ actions

    def action_download(self):
        """Download the workbook as it was sent."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.attachment_id.id}?download=true"}

    def action_try_again(self):
        """Send a failed mail again as it is; make the report only where none was made."""
        for run in self.filtered(lambda run: run.state == "failed"):
            if mail := run.sudo().mail_id:  # sudo: mails are for system administrators to read
                mail.mark_outgoing()
            else:
                run._move("due", attempts=0)
        self.env.ref("hva_reports.ir_cron_hva_report_build").sudo()._trigger()  # sudo: waking a job is no secret

    # ------------------------------------------------------------------ business

    def _move(self, target, reason=False, **values):
        """Move to `target` where the order of states allows it, with `reason` (code or False) and other `values`."""
        movable = self.filtered(lambda run: target in MOVES[run.state])
        if ignored := self - movable:
            _logger.info("report runs %s not moved to %s", ignored.ids, target)
        movable.write({"state": target, "reason": reason, "state_at": self.env["hva.clock"]._now(), **values})
        return movable
