from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ..tools.deadlines import CLOCK_HOURS, HOURS, Promise, promised_at
from ..tools.triage import REASON

UTC = ZoneInfo("UTC")


class HelpdeskTicket(models.Model):
    """What triage says of the feedback behind a case, and the clock in hours that follows from it.

    Nothing of it is stored on the case but its deadline, priority and reason code.
    """

    _inherit = "helpdesk.ticket"

    hva_triage = fields.Selection(related="hva_answer_id.hva_triage", string="May be about")
    hva_triage_check = fields.Selection(related="hva_answer_id.hva_triage_check", string="Triage")
    hva_triage_badge = fields.Selection(related="hva_answer_id.hva_triage_badge", string="Flag")
    hva_triage_reason = fields.Char(related="hva_answer_id.hva_triage_reason", string="What the check found")

    @api.model
    def _prepare_hva_case(self, answer, rule, now, responsible, calendar):
        """Let the clock of a flag end before the ordinary deadline does."""
        vals = super()._prepare_hva_case(answer, rule, now, responsible, calendar)
        if rule.reason.startswith(REASON) and answer._hva_is_flagged():
            due = self._hva_triage_due(answer, now, calendar)
            if due < vals["hva_deadline_at"]:
                vals |= {"hva_deadline_at": due, "hva_clock": self._hva_triage_promise(answer).clock}
        return vals

    @api.model
    def _hva_triage_promise(self, answer):
        """Return the `tools.deadlines.Promise` of what a flagged answer may be about."""
        subject = self.env["hva.triage.subject"]._get_rules()[answer.hva_triage]
        return Promise(subject.hours, CLOCK_HOURS if subject.is_round_the_clock else HOURS)

    @api.model
    def _hva_triage_due(self, answer, now, calendar):
        """Return when somebody is to have acted on a flagged answer, as naive UTC.

        Working hours of an answer whose time of day is not kept begin when that day has ended, to tell none.
        """
        promise = self._hva_triage_promise(answer)
        if promise.clock == CLOCK_HOURS:
            return self._hva_hours_from(answer, promise.amount, now)
        begins = now.replace(tzinfo=UTC)
        if day := answer._hva_hidden_day():
            begins = datetime.combine(day + timedelta(days=1), time.min, tzinfo=calendar.zone)
        return promised_at(begins, promise, calendar).replace(tzinfo=None)

    def _hva_promise_again(self):
        """Keep the clock of a flag when the case is opened again."""
        answer = self.sudo().hva_answer_id  # sudo: only its flag is asked for
        # sudo: as above, and why it became a case
        if answer and answer._hva_is_flagged() and (self.sudo().hva_routing_reason or "").startswith(REASON):
            return self._hva_triage_promise(answer)
        return super()._hva_promise_again()

    def _hva_activity_summary(self):
        """Say how urgent it is, and not what it is about: summaries travel in mails."""
        triage = self.sudo().hva_triage_badge  # sudo: the job asks for whoever will handle it
        if triage == "danger":
            return self.env._("Look at this feedback at once")
        if triage and self.hva_routing_reason == f"triage_{triage}":
            return self.env._("Check where this feedback belongs")
        return super()._hva_activity_summary()

    def action_hva_check_triage(self):
        """Ask whether the flag of the feedback is right."""
        self.ensure_one()
        # sudo: who handles a case checks its feedback; `_hva_check_triage` asks for the right
        return self.sudo().hva_answer_id.sudo(self.env.su).action_hva_check_triage()
