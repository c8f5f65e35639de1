import logging
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.case_states import RUNNING_STATES
from ..tools.escalation import BEFORE, WAITING, ClockFacts, due, manager_levels, people
from .helpdesk_ticket import DOOR
from .helpdesk_ticket_deadline import UTC
from .one_bad_row import together_or_alone

_logger = logging.getLogger(__name__)
BATCH = 100
RETRY_AFTER = timedelta(hours=1)
REMINDER_TYPE = "hva_feedback.mail_activity_type_reminder"


class HelpdeskTicket(models.Model):
    """The job that tells people of cases that are due soon, late, or wait long.

    Each case knows when it is to be looked at next (`hva_escalate_at`), so a run reads only what is due. Batches are
    bounded and skip rows that another worker holds; a step is taken in the transaction that writes it down.
    """

    _inherit = "helpdesk.ticket"

    hva_escalate_at = fields.Datetime("Looked at next", readonly=True, copy=False)
    hva_clock_round = fields.Integer("Round of reminders", readonly=True, copy=False)

    _hva_escalate_idx = models.Index("(hva_escalate_at) WHERE hva_escalate_at IS NOT NULL")
    _hva_due_idx = models.Index(
        "(hva_deadline_at) WHERE hva_is_case AND hva_state IN ('new', 'in_handling', 'reopened')"
    )

    @api.model
    def _cron_hva_escalate(self, limit=BATCH):
        """Look at most at `limit` cases; Odoo calls again while some remain."""
        # sudo: the job looks at the cases of every unit
        cases = self.sudo()._hva_lock_due(limit)
        if cases:
            cases._hva_escalate()
        now = self.env["hva.clock"]._now()
        waiting = [("hva_escalate_at", "<=", now)]
        remaining = self.sudo().with_context(active_test=False).search_count(waiting) if len(cases) == limit else 0
        self.env["ir.cron"]._commit_progress(len(cases), remaining=remaining)

    @api.model
    def _hva_lock_due(self, limit):
        """Lock and return up to `limit` cases to look at, leaving those that another worker or a person holds."""
        self.flush_model(["hva_escalate_at"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM helpdesk_ticket WHERE hva_escalate_at <= %s
                    ORDER BY hva_escalate_at, id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED""",
                self.env["hva.clock"]._now(),
                limit,
            )
        )
        return self.browse([row[0] for row in rows])

    def _hva_escalate(self):
        """Look at all of `self` at once; when that fails, one by one, so that one bad case holds up nobody."""
        together_or_alone(self, type(self)._hva_take_due_steps, type(self)._hva_look_later)

    def _hva_look_later(self, error):
        """Leave a case that could not be looked at for an hour. Id and kind of error only go to the log."""
        _logger.error("case %s could not be escalated: %s", self.id, type(error).__name__)
        later = self.env["hva.clock"]._now() + RETRY_AFTER
        self.with_context(hva_door=DOOR, tracking_disable=True).write({"hva_escalate_at": later})

    def _hva_take_due_steps(self):
        """Take the steps that are due for the cases in `self`, and note when to look at each of them again."""
        now = self.env["hva.clock"]._now().replace(tzinfo=UTC)
        steps = self.env["hva.escalation.step"]._get_steps()
        taken = self._hva_taken_steps()
        calendars = {u: u._get_calendar()._hva_working_calendar() for u in self.hva_responsible_unit_id}
        decisions = {}
        for case in self:
            facts = case._prepare_hva_clock_facts()
            decisions[case] = due(steps, taken[case.id], facts, now, calendars[case.hva_responsible_unit_id])
        self._hva_take_steps({case: decision.steps for case, decision in decisions.items() if decision.steps})
        for case, decision in decisions.items():
            later = decision.next_at and decision.next_at.replace(tzinfo=None)
            case.with_context(hva_door=DOOR, tracking_disable=True).write({"hva_escalate_at": later})

    def _prepare_hva_clock_facts(self):
        """Return the case's `tools.escalation.ClockFacts`."""
        deadline, since = self.hva_deadline_at.replace(tzinfo=UTC), self.hva_waiting_since
        return ClockFacts(
            deadline=deadline,
            started_on=self.hva_clock_on or deadline.date(),  # cases from before the clock was kept
            clock=self.hva_clock or "days",
            waiting_since=since.replace(tzinfo=UTC) if since and self.hva_state == "waiting" else None,
        )

    def _hva_taken_steps(self):
        """Return case id -> ids of the steps taken in the present round of the case."""
        taken = defaultdict(set)
        rounds = {case.id: case.hva_clock_round for case in self}
        rows = self.env["hva.escalation"].search_fetch(
            [("ticket_id", "in", self.ids)], ["ticket_id", "step_id", "clock_round"]
        )
        for row in rows:
            if row.clock_round == rounds[row.ticket_id.id]:
                taken[row.ticket_id.id].add(row.step_id.id)
        return taken

    def _hva_take_steps(self, steps_by_case):
        """Write every step down, and remind each person once for a case: by the last step that names the person."""
        candidates = self._hva_candidates(self.hva_responsible_unit_id)
        notices = self.env["hva.escalation"]
        for case, steps in steps_by_case.items():
            levels = manager_levels(candidates[case.hva_responsible_unit_id])
            last_step = {}
            for step in steps:
                users = people(step.whom, case._hva_whom_to_remind(), levels)
                rows = notices.create([case._prepare_hva_notice(step, user) for user in users or (False,)])
                last_step |= dict(zip(users, rows, strict=False))
            for notice in last_step.values():
                case._hva_remind(notice)
                notices |= notice
        notices._queue_mails()

    def _prepare_hva_notice(self, step, user_id):
        return {
            "ticket_id": self.id,
            "step_id": step.step_id,
            "clock_round": self.hva_clock_round,
            "user_id": user_id,
            "at": self.env["hva.clock"]._now(),
            "deadline_at": self.hva_deadline_at,
        }

    def _hva_whom_to_remind(self):
        """Return the id of who has the to-do (a deputy while the handler is away), else handles the case, or None."""
        user = self._hva_activities().user_id.filtered("active")[:1] or self.user_id.filtered("active")
        return user.id or None

    # ------------------------------------------------------------------ the reminder in the person's list

    def _hva_remind(self, notice):
        """Put the reminder into the person's list, in place of an earlier one about the case. It sends no mail."""
        user = notice.user_id
        self._hva_reminders().filtered(lambda todo: todo.user_id == user).unlink()
        theirs = self.with_context(lang=user.lang or self.env.lang)
        # sudo: as in _hva_schedule_activities; the mail about it is our own (hva.escalation._queue_mails)
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(
            {
                "activity_type_id": self.env.ref(REMINDER_TYPE).id,
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": self.id,
                "user_id": user.id,
                "summary": theirs._hva_reminder_summary(notice.step_id.moment),
                "date_deadline": self.env["hva.clock"]._today(),
            }
        )

    def _hva_reminder_summary(self, moment):
        """Return what the reminder says, from a fixed list."""
        if moment == BEFORE:
            return self.env._("The deadline is near")
        if moment == WAITING:
            return self.env._("Still waiting for the customer?")
        return self.env._("The case is late")

    def _hva_reminders(self):
        # sudo: reminders belong to the case, whoever has them
        return self.sudo().activity_ids.filtered(lambda a: a.activity_type_id == self.env.ref(REMINDER_TYPE))

    def _hva_begin_round(self):
        """Let the steps begin anew: other people are asked now."""
        now = self.env["hva.clock"]._now()
        for number, cases in self.grouped("hva_clock_round").items():
            values = {"hva_clock_round": number + 1, "hva_escalate_at": now}
            cases.with_context(hva_door=DOOR, tracking_disable=True).write(values)
        self._hva_reminders().unlink()

    def _hva_after_move(self, target):
        """A reminder goes when there is no deadline to keep any more."""
        super()._hva_after_move(target)
        if target not in RUNNING_STATES:
            self._hva_reminders().unlink()
