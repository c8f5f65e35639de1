import hashlib
import logging

from odoo import api, fields, models
from odoo.tools import get_lang

from ..report.query_words import step_label
from ..report.render_html import render_mail
from ..report.render_xlsx import render_workbook
from ..tools.query_definition import calendar_span
from ..tools.rhythm import file_period
from .hva_report_schedule import RHYTHMS

_logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
STATES = [
    ("due", "To be made"),
    ("queued", "In the mail queue"),
    ("sent", "Sent"),
    ("failed", "Failed"),
]
REASONS = [
    ("no_address", "The person has no mail address"),
    ("not_made", "The report could not be made"),
    ("not_sent", "The mail server did not take the mail"),
]
MOVES = {"due": {"queued", "failed"}, "queued": {"sent", "failed"}, "failed": {"due", "sent"}, "sent": set()}


class HvaReportRun(models.Model):
    """One report for one person and period: made once, kept with the hash of its file, mailed once.

    due -> queued   workbook stored and mail queued, in one transaction
        -> failed   no address, or three attempts to make it came to nothing
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

    def _build(self):
        """Make the workbook as its reader would see it, store it, and queue one mail with it."""
        self.ensure_one()
        reader = self.user_id
        if not reader.email:
            self._move("failed", "no_address")
            return
        # The report is made with the rights and in the language of its reader, whoever runs the job.
        lang = get_lang(self.env, reader.lang).code
        mine = self.with_user(reader).with_context(lang=lang, tz=reader.tz, allowed_company_ids=reader.company_ids.ids)
        definition = mine.env["hva.report.definition"].browse(self.schedule_id.definition_id.id)
        report = definition.query(self._get_span())
        workbook = render_workbook(mine.env, report, definition.name)
        attachment = self.env["ir.attachment"].create(
            {
                "name": mine.env._("Customer feedback %(period)s.xlsx", period=file_period(self.kind, self.start_on)),
                "raw": workbook,
                "mimetype": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        template = self.env.ref("hva_reports.hva_report_mail_template").with_context(
            hva_report_lang=lang, hva_report_body=render_mail(mine.env, report, definition.name)
        )
        mail_id = template.send_mail(self.id, email_values={"attachment_ids": [fields.Command.link(attachment.id)]})
        self._move(
            "queued",
            attachment_id=attachment.id,
            sha256=hashlib.sha256(workbook).hexdigest(),
            mail_id=mail_id,
            answer_count=report.answers,
        )

    @api.model
    def _build_due(self, limit=20):
        """Make up to `limit` due reports; return how many were tried. One that fails does not stop the others."""
        due = self.search([("state", "=", "due")], order="attempts, id", limit=limit).try_lock_for_update()
        for run in due:
            try:
                with self.env.cr.savepoint():
                    run._build()
            except Exception:
                self.env.invalidate_all()
                _logger.exception("report run %s could not be made", run.id)
                run.attempts += 1
                if run.attempts >= MOST_ATTEMPTS:
                    run._move("failed", "not_made")
        if due:  # Odoo's mail queue would otherwise wait for its hour
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()  # sudo: waking a job is no secret
        return len(due)

    @api.model
    def _cron_build(self):
        tried = self._build_due()
        remaining = self.search_count([("state", "=", "due")]) if tried else 0
        self.env["ir.cron"]._commit_progress(tried, remaining=remaining)
