from datetime import datetime, time

from odoo import models
from odoo.fields import Domain

CLOSED = Domain("hva_state", "=", "closed")
NOT_HELD = Domain("hva_is_held", "=", False)


def _midnight(day):
    return datetime.combine(day, time.min)


class HvaRetention(models.Model):
    """What is due and how it is erased, for the kinds of data of this addon."""

    _inherit = "hva.retention"

    def _due_contact(self, before):
        """Contact details of closed cases, counted from closing; of feedback without a case, from the day given."""
        closed_long_ago = Domain("hva_case_ids", "any!", CLOSED & Domain("hva_closed_at", "<", _midnight(before)))
        never_a_case = Domain("hva_case_ids", "not any!", Domain.TRUE) & Domain("hva_given_on", "<", before)
        return "hva.contact", Domain("answer_id", "any!", NOT_HELD & (closed_long_ago | never_a_case))

    def _erase_contact(self, contacts):
        count = len(contacts)
        contacts.answer_id._hva_forget_contact()
        return count

    def _due_text(self, before):
        """The givers' own words and the recorders' remarks. Never of a case that is open."""
        words = Domain("hva_has_text", "=", True) | Domain("hva_remark", "!=", False)
        no_open_case = Domain("hva_case_ids", "not any!", ~CLOSED)
        old = Domain("hva_is_feedback", "=", True) & Domain("hva_given_on", "<", before)
        return "survey.user_input", old & words & no_open_case & NOT_HELD

    def _erase_text(self, answers):
        count = len(answers)
        answers._hva_forget_text()
        return count

    def _due_case(self, before):
        """Cases with their history, messages and files, counted from closing. The feedback and its numbers stay."""
        closed = Domain("hva_is_case", "=", True) & CLOSED & Domain("hva_closed_at", "<", _midnight(before))
        free = Domain("hva_answer_id", "=", False) | Domain("hva_answer_id", "any!", NOT_HELD)
        return "helpdesk.ticket", closed & free

    def _erase_case(self, cases):
        count = len(cases)
        cases.unlink()
        return count

    def _due_message(self, before):
        """What unit and giver wrote to each other, counted from the closing of the case."""
        closed = CLOSED & Domain("hva_closed_at", "<", _midnight(before))
        free = Domain("answer_id", "=", False) | Domain("answer_id", "any!", NOT_HELD)
        return "hva.case.message", Domain("case_id", "any!", closed) & free

    def _erase_message(self, messages):
        count = len(messages)
        messages._erase()
        return count

    def _due_referral(self, before):
        """Hand-overs with their notes and proofs; the audit trail holds that they were. Not while the case is there."""
        return "hva.referral", Domain("handed_on", "<", before) & Domain("ticket_id", "=", False)

    def _erase_referral(self, referrals):
        count = len(referrals)
        referrals.unlink()
        return count

    def _due_difficulty(self, before):
        return "hva.page.difficulty", Domain("day", "<", before)

    def _erase_difficulty(self, rows):
        count = len(rows)
        rows.unlink()
        return count

    def _due_audit(self, before):
        """Days of the trail that are sealed; their seals stay."""
        return "hva.audit.seal", Domain("day", "<", before) & Domain("purged_on", "=", False)

    def _erase_audit(self, seals):
        seals = seals.sorted("day")[:31]
        self.env["hva.audit.seal"]._purge(seals[-1].day)
        return len(seals)
