from datetime import UTC

from odoo import api, models

from ..tools.deadlines import CLOCK_HOURS, promised_at
from ..tools.triage import REASON, around_the_clock, gravest, is_graver, look_for
from .helpdesk_ticket import DOOR


class HvaCaseMessage(models.Model):
    """What a giver writes later is looked at as the feedback was: danger may be told in a second message."""

    _inherit = "hva.case.message"

    @api.model
    def _receive(self, case, channel, lang_code, text, subject="", code="", hidden_day=False, **values):
        message = super()._receive(case, channel, lang_code, text, subject, code, hidden_day, **values)
        message._flag_case()
        return message

    def _flag_case(self):
        """Flag the feedback anew where the words are about something graver than what is known of it."""
        self.ensure_one()
        answer = self.answer_id
        hits = look_for(self.body or "", self.env["hva.triage.subject"]._get_words()) if answer else ()
        subject = gravest(hit.subject for hit in hits)
        known = answer.hva_triage if answer and answer._hva_is_flagged() else None
        if subject and is_graver(subject, known):
            answer._hva_flag_with(subject, [hit.word_id for hit in hits])
            self.case_id._hva_hurry(answer, hides_hour=not self.at)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _hva_hurry(self, answer, hides_hour):
        """Let the clock of a flag run from now where it ends before the deadline, and raise the priority.

        :param hides_hour: the message keeps its day and no time, so the deadline may tell none
        """
        self.ensure_one()
        rule = self.env["hva.triage.subject"]._get_rules()[answer.hva_triage]
        due = self._hva_due_of_message(answer, hides_hour)
        values = {"hva_routing_reason": f"{REASON}{rule.subject}", "priority": max(self.priority or "0", rule.priority)}
        if not self.hva_deadline_at or due < self.hva_deadline_at:
            values |= {"hva_deadline_at": due, "hva_clock": self._hva_triage_promise(answer).clock}
            values["hva_clock_round"] = self.hva_clock_round + 1  # reminders begin anew
        self.sudo().with_context(hva_door=DOOR, tracking_disable=True).write(values)  # sudo: the giver is nobody

    def _hva_due_of_message(self, answer, hides_hour):
        """Return when somebody is to have acted on a flagged message that came now, as naive UTC."""
        clock = self.env["hva.clock"]
        now, today = clock._now().replace(tzinfo=UTC), clock._today()
        promise = self._hva_triage_promise(answer)
        if promise.clock == CLOCK_HOURS:
            due = around_the_clock(now, promise.amount, today if hides_hour else None, clock._zone())
        else:
            calendar = self.sudo().hva_responsible_unit_id._get_calendar()._hva_working_calendar()  # sudo: no secret
            due = promised_at(now, promise, calendar, hides_hour=hides_hour)
        return due.astimezone(UTC).replace(tzinfo=None)
