from datetime import datetime, time
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.case_states import RUNNING_STATES
from ..tools.deadlines import (
    CLOCK_HOURS,
    DAYS,
    HOURS,
    CaseFacts,
    Promise,
    moved_deadline,
    promised_at,
    waited_days,
)
from ..tools.working_time import add_working_days, closing_instant
from .search_boolean import boolean_search

UTC = ZoneInfo("UTC")
# When neither the routing rule nor the county's table of deadlines says anything.
DEFAULT_PROMISE = Promise(7)
# Working days before the deadline from which a case counts as due soon, when no step of escalation says.
SOON_DAYS = 2


class HelpdeskTicket(models.Model):
    """The clock of a case: what was promised, from which day, and how long it stood still.

    The clock runs in `RUNNING_STATES`. While a case waits for the customer it stands still, and the deadline moves when
    the case leaves that state; a reopened case gets a new deadline; a transfer leaves it as it is
    (docs/decisions/0040).
    """

    _inherit = "helpdesk.ticket"

    hva_clock = fields.Selection(
        [(DAYS, "Working days"), (HOURS, "Working hours"), (CLOCK_HOURS, "Hours")],
        string="Deadline counted in",
        readonly=True,
        copy=False,
    )
    hva_clock_on = fields.Date("Deadline counted from", readonly=True, copy=False)
    hva_waiting_since = fields.Datetime("Waiting for customer since", readonly=True, copy=False)
    hva_waited_days = fields.Integer("Waited, working days", readonly=True, copy=False)
    hva_is_due_soon = fields.Boolean("Due soon", compute="_compute_hva_is_due_soon", search="_search_hva_is_due_soon")

    _hva_clock_ix = models.Index("(hva_clock_on) WHERE hva_is_case")  # handling times are asked by days

    @api.depends("hva_deadline_at", "hva_state")
    def _compute_hva_is_due_soon(self):
        now, until = self._hva_soon_range()
        for ticket in self:
            due = ticket.hva_deadline_at if ticket.hva_state in RUNNING_STATES else False
            ticket.hva_is_due_soon = bool(due) and now <= due <= until

    @boolean_search
    def _search_hva_is_due_soon(self):
        now, until = self._hva_soon_range()
        soon = Domain("hva_is_case", "=", True) & Domain("hva_state", "in", list(RUNNING_STATES))
        soon &= Domain("hva_deadline_at", ">=", now) & Domain("hva_deadline_at", "<=", until)
        return soon

    @api.model
    def _hva_soon_range(self):
        """Return (now, end of the last working day that is soon), naive UTC, on the county's calendar."""
        now = self.env["hva.clock"]._now()
        calendar = self.env.company.resource_calendar_id._hva_working_calendar()
        days = self.env["hva.escalation.step"]._get_soon_days() or SOON_DAYS
        last = add_working_days(self.env["hva.clock"]._today(), days, calendar)
        return now, closing_instant(last, calendar).replace(tzinfo=None)

    # ------------------------------------------------------------------ the promise

    @api.model
    def _hva_promise(self, answer, rule, priority=None):
        """Return the `tools.deadlines.Promise` for a case of `answer`.

        What the routing rule says, else the county's table of deadlines, else seven working days. Extend it for what is
        urgent for other reasons (`tools.deadlines.soonest` picks among promises).

        :param answer: `survey.user_input`, empty when it is gone
        :param rule: `tools.routing.Rule`, or None when it is gone
        :param priority: code of the priority; that of the rule when not given
        """
        if rule and rule.deadline_hours:
            return Promise(rule.deadline_hours, CLOCK_HOURS)
        if rule and rule.deadline_days:
            return Promise(rule.deadline_days)
        facts = CaseFacts(answer.hva_wants_contact, answer.hva_kind or None, priority or (rule and rule.priority))
        return self.env["hva.deadline.rule"]._get_promise(facts) or DEFAULT_PROMISE

    @api.model
    def _hva_first_deadline(self, answer, rule, now, calendar):
        promise = self._hva_promise(answer, rule)
        if promise.clock == CLOCK_HOURS:
            return self._hva_hours_from(answer, promise.amount, now)
        hides_hour = bool(answer._hva_hidden_day())
        return promised_at(now.replace(tzinfo=UTC), promise, calendar, hides_hour=hides_hour).replace(tzinfo=None)

    @api.model
    def _prepare_hva_clock(self, answer, rule, now, calendar):
        """Return what else belongs to the clock of a new case; nothing of it tells the time of day of the answer."""
        day = now.replace(tzinfo=UTC).astimezone(calendar.zone).date()
        return {
            "hva_clock": self._hva_promise(answer, rule).clock,
            "hva_clock_on": day,
            # the job of reminders looks at the case at its next run
            "hva_escalate_at": datetime.combine(day, time(), calendar.zone).astimezone(UTC).replace(tzinfo=None),
        }

    def _hva_promise_again(self):
        """Return the promise for a case that is opened again: as when it came, on what is known of it now."""
        self.ensure_one()
        # sudo: the rule may be archived, and which rules there are is no secret; the answer's kind stands on the case
        case = self.sudo()
        rule = case.hva_routing_rule_id._as_rule() if case.hva_routing_rule_id else None
        return self._hva_promise(case.hva_answer_id, rule, self.priority)

    # ------------------------------------------------------------------ the clock in a move

    def _hva_clock_values(self, target, now):
        """Return case id -> values of the clock that follow from a move to `target`."""
        calendars = {}
        values = {}
        for case in self:
            unit = case.sudo().hva_responsible_unit_id  # sudo: working hours are no secret
            if unit not in calendars:
                calendars[unit] = unit._get_calendar()._hva_working_calendar()
            values[case.id] = case._hva_clock_of_move(target, now, calendars[unit])
        return values

    def _hva_clock_of_move(self, target, now, calendar):
        """Return the values of the clock that follow from a move of one case to `target`."""
        self.ensure_one()
        values = {"hva_escalate_at": False if target in ("answered", "closed") else now}
        if target == "waiting":
            values["hva_waiting_since"] = now
        elif self.hva_waiting_since:
            values |= self._hva_clock_after_waiting(now, calendar)
        if target == "reopened":
            promise = self._hva_promise_again()
            due = promised_at(now.replace(tzinfo=UTC), promise, calendar)
            values |= {"hva_deadline_at": due.replace(tzinfo=None), "hva_clock": promise.clock, "hva_waited_days": 0}
            values |= {"hva_clock_on": self.env["hva.clock"]._today(), "hva_clock_round": self.hva_clock_round + 1}
        return values

    def _hva_clock_after_waiting(self, now, calendar):
        """Return the values for a case whose waiting ends: the deadline moves by the working time waited."""
        since, until = self.hva_waiting_since.replace(tzinfo=UTC), now.replace(tzinfo=UTC)
        old = self.hva_deadline_at
        new = moved_deadline(old.replace(tzinfo=UTC), since, until, self.hva_clock or DAYS, calendar)
        new = new.replace(tzinfo=None)
        values = {"hva_waiting_since": False, "hva_deadline_at": new}
        values["hva_waited_days"] = self.hva_waited_days + waited_days(since, until, calendar)
        if new != old and new > now:
            values["hva_clock_round"] = self.hva_clock_round + 1  # a deadline still ahead: reminders begin anew
        return values
