import logging
from datetime import UTC, time

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.periods import add_months, containing, next_due, previous

_logger = logging.getLogger(__name__)


class HvaReportSchedule(models.Model):
    """When a report goes out and to whom. A cron ticks every five minutes; the wall clock of the county decides.

    `next_due_at` is reckoned in local time by `tools/periods.py`, so the hour stays when the clocks move (Odoo's own
    daily crons drift). A late tick still sends the month that fell due, and each missed month once.
    """

    _name = "hva.report.schedule"
    _description = "Report schedule"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    definition_id = fields.Many2one("hva.report.definition", string="Report", required=True, ondelete="restrict")
    day_of_month = fields.Integer("Day", default=3, required=True, help="31 means the last day of every month.")
    hour = fields.Integer(default=7, required=True, help="Local time of the county.")
    minute = fields.Integer(default=0, required=True)
    to_managers = fields.Boolean("Managers", default=True)
    to_quality = fields.Boolean("Quality staff", default=True)
    next_due_at = fields.Datetime("Next time", compute="_compute_next_due_at", store=True, index=True)
    month_to_send = fields.Date(
        "Month to send now", default=lambda self: self._default_month(), help="Any day of the month."
    )
    run_ids = fields.One2many("hva.report.run", "schedule_id", string="Sent reports")
    run_count = fields.Integer("Sent", compute="_compute_run_count")

    _day_check = models.Constraint("CHECK(day_of_month BETWEEN 1 AND 31)", "The day is between 1 and 31.")
    _time_check = models.Constraint(
        "CHECK(hour BETWEEN 0 AND 23 AND minute BETWEEN 0 AND 59)", "The time is between 00:00 and 23:59."
    )

    def _default_month(self):
        return previous(containing("month", self.env["hva.clock"]._today())).start

    @api.depends("day_of_month", "hour", "minute", "active")
    def _compute_next_due_at(self):
        for schedule in self:
            schedule.next_due_at = schedule.active and schedule._get_next_due(self.env["hva.clock"]._now())[0]

    @api.depends("run_ids")
    def _compute_run_count(self):
        counts = dict(
            self.env["hva.report.run"]._read_group([("schedule_id", "in", self.ids)], ["schedule_id"], ["__count"])
        )
        for schedule in self:
            schedule.run_count = counts.get(schedule, 0)

    # ------------------------------------------------------------------ actions

    def action_send_now(self, month=None):
        """Send the report of `month` (any day of it; default: the month chosen on the form) to everybody who gets it.

        Who has got that month already does not get it twice, so a month is sent only when it is over, and only by
        somebody who may change the schedule. The mails are made by the job that is woken here.
        """
        self.ensure_one()
        self.check_access("write")
        month = fields.Date.to_date(month) or self.month_to_send or self._default_month()
        if month > self._default_month() + relativedelta(day=31):
            raise UserError(self.env._("That month is not over yet."))
        queued = self._queue_month(month)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if queued else "warning",
                "message": self.env._("%(count)s reports are on their way.", count=queued)
                if queued
                else self.env._("Nobody is left to send this month to: all have got it, or nobody is to get it."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_open_runs(self):
        """Open the reports this schedule has made."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_reports.hva_report_run_action")
        return {**action, "domain": [("schedule_id", "=", self.id)], "context": {}}

    # ------------------------------------------------------------------ business

    def _get_next_due(self, after):
        """Return (naive UTC instant, span of the month it reports) of the first time later than `after` (naive UTC)."""
        self.ensure_one()
        instant, span = next_due(
            after.replace(tzinfo=UTC), self.day_of_month, time(self.hour, self.minute), self.env["hva.clock"]._zone()
        )
        return instant.replace(tzinfo=None), span

    def _get_recipients(self):
        """Return the active people of the chosen roles who reach a unit of the report's."""
        self.ensure_one()
        roles = [role for role, wanted in (("manager", self.to_managers), ("quality", self.to_quality)) if wanted]
        domain = [("role", "in", roles), ("user_id.active", "=", True), ("user_id.share", "=", False)]
        if units := self.definition_id.unit_ids:
            domain.append(("unit_id", "child_of", units.ids))
        # sudo: who reaches what is for administrators to read; the schedule acts for them
        groups = self.env["hva.unit.reach"].sudo()._read_group(domain, ["user_id"])
        return self.env["res.users"].sudo().browse([user.id for (user,) in groups])

    def _queue_month(self, month):
        """Make one due run per recipient for the month of the day `month`; return how many are new.

        The unique index on schedule, person and month decides, so two jobs at once queue each report once.
        """
        self.ensure_one()
        recipients = self._get_recipients()
        if not recipients:
            return 0
        month = add_months(month.replace(day=1), 0)
        self.env.flush_all()
        rows = SQL(", ").join(
            SQL("(%s, %s, %s, 'due', %s, 0)", self.id, user.id, month, self.env["hva.clock"]._now())
            for user in recipients
        )
        made = self.env.execute_query(
            SQL(
                """INSERT INTO hva_report_run (schedule_id, user_id, month, state, state_at, attempts) VALUES %s
                   ON CONFLICT (schedule_id, user_id, month) DO NOTHING RETURNING id""",
                rows,
            )
        )
        self.invalidate_recordset(["run_ids", "run_count"])
        if made:
            self.env.ref("hva_reports.ir_cron_hva_report_build").sudo()._trigger()  # sudo: waking a job is no secret
        return len(made)

    def _queue_due(self, now):
        """Queue every month that fell due up to `now` (naive UTC) and set the next time."""
        self.ensure_one()
        while self.next_due_at and self.next_due_at <= now:
            local = self.next_due_at.replace(tzinfo=UTC).astimezone(self.env["hva.clock"]._zone()).date()
            month = add_months(local.replace(day=1), -1)
            _logger.info("report schedule %s: month %s, %s reports", self.id, month, self._queue_month(month))
            self.next_due_at = self._get_next_due(self.next_due_at)[0]

    @api.model
    def _tick(self):
        """Queue what is due in all schedules; return how many schedules were due. Locked ones are another job's."""
        now = self.env["hva.clock"]._now()
        due = self.search([("next_due_at", "<=", now)]).try_lock_for_update()
        for schedule in due:
            schedule._queue_due(now)
        return len(due)

    @api.model
    def _cron_tick(self):
        self.env["ir.cron"]._commit_progress(self._tick(), remaining=0)
