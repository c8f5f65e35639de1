import logging
from datetime import UTC, date, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.query_definition import calendar_span, moved
from ..tools.rhythm import Rhythm, next_due

_logger = logging.getLogger(__name__)

RHYTHMS = [("week", "Every week"), ("month", "Every month"), ("quarter", "Every quarter"), ("tertial", "Every tertial")]
FIRST_YEAR, LAST_YEAR = 2000, 2099  # a report looks further back than its own period
WEEKDAYS = [
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
    ("6", "Saturday"),
    ("7", "Sunday"),
]


class HvaReportSchedule(models.Model):
    """When a report goes out and to whom. A cron ticks every five minutes; the wall clock of the county decides.

    `next_due_at` is reckoned in local time by `tools/rhythm.py`, so the hour stays when the clocks move (Odoo's own
    daily crons drift). A late tick still sends the period that fell due, and each missed period once.
    """

    _name = "hva.report.schedule"
    _description = "Report schedule"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    definition_id = fields.Many2one("hva.report.definition", string="Report", required=True, ondelete="restrict")
    kind = fields.Selection(RHYTHMS, "How often", default="month", required=True)
    weekday = fields.Selection(WEEKDAYS, default="1", required=True, help="Of the week after the one that is reported.")
    day_of_month = fields.Integer(
        "Day", default=3, required=True, help="Of the month after the period. 31 means the last day of every month."
    )
    hour = fields.Integer(default=7, required=True, help="Local time of the county.")
    minute = fields.Integer(default=0, required=True)
    to_managers = fields.Boolean("Managers", default=True)
    to_quality = fields.Boolean("Quality staff", default=True)
    next_due_at = fields.Datetime("Next time", compute="_compute_next_due_at", store=True, index=True)
    also_user_ids = fields.Many2many(
        "res.users",
        string="Also to",
        domain=[("share", "=", False)],
        help="Each person gets a report of the own units, by the own rights.",
    )
    period_to_send = fields.Date(
        "Period to send now",
        compute="_compute_period_to_send",
        store=True,
        readonly=False,
        copy=False,
        help="Any day of the period.",
    )
    run_ids = fields.One2many("hva.report.run", "schedule_id", string="Sent reports")
    run_count = fields.Integer("Sent", compute="_compute_run_count")
    failed_count = fields.Integer("Failed", compute="_compute_run_count")

    _day_check = models.Constraint("CHECK(day_of_month BETWEEN 1 AND 31)", "The day is between 1 and 31.")
    _time_check = models.Constraint(
        "CHECK(hour BETWEEN 0 AND 23 AND minute BETWEEN 0 AND 59)", "The time is between 00:00 and 23:59."
    )

    @api.depends("kind")
    def _compute_period_to_send(self):
        for schedule in self:
            schedule.period_to_send = schedule._get_last_period().start

    @api.depends("kind", "weekday", "day_of_month", "hour", "minute", "active")
    def _compute_next_due_at(self):
        now = self.env["hva.clock"]._now()
        for schedule in self:
            # a time that is none is refused in words when it is stored: see the checks below the fields
            is_due = schedule.active and schedule._has_time()
            schedule.next_due_at = is_due and schedule._get_next_due(now)[0]

    @api.depends("run_ids")
    def _compute_run_count(self):
        runs = self.env["hva.report.run"]
        mine = [("schedule_id", "in", self.ids), ("is_test", "=", False)]
        counts = dict(runs._read_group(mine, ["schedule_id"], ["__count"]))
        failed = dict(runs._read_group([*mine, ("state", "=", "failed")], ["schedule_id"], ["__count"]))
        for schedule in self:
            schedule.run_count, schedule.failed_count = counts.get(schedule, 0), failed.get(schedule, 0)

    # ------------------------------------------------------------------ actions

    def action_send_now(self, day=None):
        """Send the report of the period that holds `day` (default: the one chosen on the form) to all who get it.

        Who has got that period already does not get it twice, so a period is sent only when it is over, and only by
        somebody who may change the schedule. The mails are made by the job that is woken here.
        """
        return self._send({schedule: schedule._get_period(day) for schedule in self})

    def action_send_last(self):
        """Send the last period that is over of each schedule, as `action_send_now` does."""
        return self._send({schedule: schedule._get_last_period() for schedule in self})

    def _send(self, spans):
        self.check_access("write")
        queued = sum(schedule._queue_period(span) for schedule, span in spans.items())
        if queued:
            return self._get_notice("success", self.env._("%(count)s reports are on their way.", count=queued))
        return self._get_notice(
            "warning",
            self.env._("Nobody is left to send this period to: all have got it, or nobody is to get it."),
        )

    def action_send_test(self):
        """Send the report of the chosen period to the user alone. It counts as sent to nobody."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.email:
            raise UserError(self.env._("You have no mail address to send it to."))
        # sudo: runs are made by the schedule, not by hand
        self.env["hva.report.run"].sudo().create(
            {
                "schedule_id": self.id,
                "user_id": self.env.uid,
                "kind": self.kind,
                "start_on": self._get_period().start,
                "state_at": self.env["hva.clock"]._now(),
                "is_test": True,
            }
        )
        self._wake_builder()
        return self._get_notice("success", self.env._("A test is on its way to %(mail)s.", mail=self.env.user.email))

    def action_preview(self):
        """Show the mail of the chosen period as it would reach the user."""
        self.ensure_one()
        self.check_access("write")
        return {"type": "ir.actions.act_url", "url": f"/hva/report/{self.id}/preview", "target": "new"}

    def action_open_runs(self):
        """Open the reports this schedule has made."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_reports.hva_report_run_action")
        return {**action, "domain": [("schedule_id", "=", self.id)], "context": {}}

    def action_open_failed(self):
        """Open those of them that did not arrive."""
        return {**self.action_open_runs(), "context": {"search_default_failed": 1}}

    def _get_notice(self, kind, message):
        params = {"type": kind, "message": message, "next": {"type": "ir.actions.act_window_close"}}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    # ------------------------------------------------------------------ business

    def _get_last_period(self):
        """Return the span of the last period that is over."""
        kind = self.kind or "month"
        return moved(kind, calendar_span(kind, self.env["hva.clock"]._today()), -1)

    def _get_period(self, day=None):
        """Return the span of the period that holds `day`, by default the one chosen on the form.

        :raises UserError: when it is not over
        """
        self.ensure_one()
        day = self._read_day(day) or self.period_to_send or self._get_last_period().start
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise UserError(self.env._("No feedback is that old or that far ahead. Choose another day."))
        span = calendar_span(self.kind, day)
        if not span.is_closed(self.env["hva.clock"]._today()):
            raise UserError(self.env._("That period is not over yet."))
        return span

    def _read_day(self, day):
        """Return a day that may come from anywhere as a date, or None. Raises UserError for what is no day."""
        if not day or isinstance(day, date):
            return day or None
        try:
            return date.fromisoformat(day)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("A period is chosen by a day of it, like 2026-10-31.")) from error

    def _has_time(self):
        return self.weekday and 1 <= self.day_of_month <= 31 and 0 <= self.hour <= 23 and 0 <= self.minute <= 59

    def _get_next_due(self, after):
        """Return (naive UTC instant, span of the period it reports) of the first time later than `after` (naive)."""
        self.ensure_one()
        day = int(self.weekday) if self.kind == "week" else self.day_of_month
        rhythm = Rhythm(self.kind, day, time(self.hour, self.minute))
        instant, span = next_due(after.replace(tzinfo=UTC), rhythm, self.env["hva.clock"]._zone())
        return instant.replace(tzinfo=None), span

    def _get_recipients(self):
        """Return the active people who get it: those of the chosen roles and those named, who reach a unit of it."""
        self.ensure_one()
        roles = [role for role, wanted in (("manager", self.to_managers), ("quality", self.to_quality)) if wanted]
        wanted = ["|", ("role", "in", roles), ("user_id", "in", self.also_user_ids.ids)]
        domain = [*wanted, ("user_id.active", "=", True), ("user_id.share", "=", False)]
        if units := self.definition_id.unit_ids:
            domain.append(("unit_id", "child_of", units.ids))
        # sudo: who reaches what is for administrators to read; the schedule acts for them
        groups = self.env["hva.unit.reach"].sudo()._read_group(domain, ["user_id"])
        return self.env["res.users"].sudo().browse([user.id for (user,) in groups])

    def _queue_period(self, span):
        """Make one due run per recipient for the period `span`; return how many are new.

        The unique index on schedule, person and period decides, so two jobs at once queue each report once.
        """
        self.ensure_one()
        recipients = self._get_recipients()
        if not recipients:
            return 0
        self.env.flush_all()
        now = self.env["hva.clock"]._now()
        rows = SQL(", ").join(
            SQL("(%s, %s, %s, %s, 'due', %s, 0, false)", self.id, user.id, self.kind, span.start, now)
            for user in recipients
        )
        made = self.env.execute_query(
            SQL(
                """INSERT INTO hva_report_run
                              (schedule_id, user_id, kind, start_on, state, state_at, attempts, is_test) VALUES %s
                   ON CONFLICT (schedule_id, user_id, kind, start_on) WHERE is_test IS NOT TRUE DO NOTHING
                   RETURNING id""",
                rows,
            )
        )
        self.invalidate_recordset(["run_ids", "run_count"])
        if made:
            self._wake_builder()
        return len(made)

    def _wake_builder(self):
        self.env.ref("hva_reports.ir_cron_hva_report_build").sudo()._trigger()  # sudo: waking a job is no secret

    def _queue_due(self, now):
        """Queue every period that fell due up to `now` (naive UTC) and set the next time."""
        self.ensure_one()
        while self.next_due_at and self.next_due_at <= now:
            _instant, span = self._get_next_due(self.next_due_at - timedelta(seconds=1))
            count = self._queue_period(span)
            _logger.info("report schedule %s: %s from %s, %s reports", self.id, self.kind, span.start, count)
            self.write({"next_due_at": self._get_next_due(self.next_due_at)[0], "period_to_send": span.start})

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
