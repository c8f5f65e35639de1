from datetime import UTC

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.codes import hash_code
from ..tools.follow_code import issue_ticket, new_follow_code, read_follow_code, read_ticket
from ..tools.follow_view import FollowFacts

# Ways in whose giver has a page of their own in front of them: no terminal, no staff, no other website.
OFFERED_CHANNELS = frozenset({"web", "qr", "sms", "handover"})


class HvaFollowUp(models.Model):
    """A code that the giver of a feedback took: the hash of it and which feedback it opens, nothing else.

    It is made only when asked for, right after sending (docs/decisions/0047). No time and no person: neither when it
    was taken nor when it is used. It goes with its feedback.
    """

    _name = "hva.follow.up"
    _description = "Code to follow a feedback"
    _log_access = False

    code_hash = fields.Char(required=True)
    answer_id = fields.Many2one("survey.user_input", required=True, ondelete="cascade")

    _code_hash_uniq = models.UniqueIndex("(code_hash)", "This code is already in use.")
    _answer_uniq = models.UniqueIndex("(answer_id)", "This feedback has a code already.")

    # ------------------------------------------------------------------ taking a code

    @api.model
    def _is_offered(self, channel, respondent_group=None):
        """Tell whether the giver of such a feedback may take a code."""
        # sudo: the setting is no secret
        setting = self.env["ir.config_parameter"].sudo().get_param("hva_feedback.follow_up_codes", "1")
        return channel in OFFERED_CHANNELS and respondent_group != "child" and setting not in ("0", "False", "false")

    @api.model
    def _offer(self, nonce):
        """Return the ticket with which the feedback of this form number can get its code. Writes nothing."""
        return issue_ticket(self._day_key(), nonce, self._seconds())

    @api.model
    def _offer_again(self, nonce):
        """Return a ticket for a feedback that was stored by an earlier post of the same form; "" where none is due."""
        answer = self._answer_of(nonce)
        taken = self.sudo().search_count([("answer_id", "in", answer.ids)])  # sudo: nobody has rights on codes
        is_due = answer and not taken and self._is_offered(answer.hva_channel, answer.hva_respondent_group)
        return self._offer(nonce) if is_due else ""

    @api.model
    def _take(self, ticket):
        """Make the code of a feedback and return it, the only time it exists in clear; None where it cannot be had.

        One code for each feedback: of two posts at the same moment one gets it.
        """
        nonce = read_ticket(self._day_key(), ticket, self._seconds())
        answer = self._answer_of(nonce) if nonce else None
        if not answer or not self._is_offered(answer.hva_channel, answer.hva_respondent_group):
            return None
        code = new_follow_code()
        rows = self.env.execute_query(  # SQL: whether somebody was faster is known only from the statement itself
            SQL(
                """INSERT INTO hva_follow_up (code_hash, answer_id) VALUES (%s, %s)
                   ON CONFLICT (answer_id) DO NOTHING RETURNING id""",
                hash_code(code),
                answer.id,
            )
        )
        self.invalidate_model()
        return code if rows else None

    @api.model
    def _answer_of(self, nonce):
        # sudo: the number is known to the giver's own page alone
        return self.env["survey.user_input"].sudo().search([("hva_nonce", "=", nonce)], limit=1)

    @api.model
    def _day_key(self):
        """Return a key that is forgotten after the day: an address with a ticket in it then leads nowhere."""
        throttle = self.env["hva.throttle"].sudo()  # sudo: nobody has rights on it
        return throttle._day_secret(self.env["hva.clock"]._now().date()).encode()

    @api.model
    def _seconds(self):
        return int(self.env["hva.clock"]._now().replace(tzinfo=UTC).timestamp())

    # ------------------------------------------------------------------ what a code opens

    @api.model
    def _open(self, typed):
        """Return the feedback that a code opens, as superuser; empty for any other text."""
        code = read_follow_code(typed)
        # sudo: the code is the permission
        row = self.sudo().search([("code_hash", "=", hash_code(code))], limit=1) if code else self.browse()
        return row.sudo().answer_id

    @api.model
    def _has_code(self, answer):
        """Tell whether somebody may be reading about this feedback with a code."""
        return bool(self.sudo().search_count([("answer_id", "in", answer.ids)]))  # sudo: nobody has rights on codes

    @api.model
    def _facts(self, answer):
        """Return the `tools.follow_view.FollowFacts` of a feedback (as superuser), and its case."""
        case = answer.with_context(active_test=False).hva_case_ids[:1]
        clock = self.env["hva.clock"]
        facts = FollowFacts(
            given_on=answer.hva_given_on,
            read_on=answer.hva_read_on or None,
            taken_on=clock._day_of(case.hva_taken_at) if case.hva_taken_at else None,
            discussed_on=("hva_discussed_on" in answer._fields and answer["hva_discussed_on"]) or None,
            closed_on=clock._day_of(case.hva_closed_at) if case.hva_closed_at else None,
            state=case.hva_state or None,
            outcome=case.hva_outcome or None,
            is_changed=bool(self._changed(answer)),
        )
        return facts, case

    @api.model
    def _changed(self, answer):
        """Hook: return the feedback where it led to a change, else nothing."""
        if "hva.improvement" in self.env:
            return self.env["hva.improvement"]._hva_changed(answer)
        return answer.browse()

    @api.model
    def _changes(self, answer, lang_code):
        """Return what was published of the changes that followed: dicts of lang_code, heard, did, effect."""
        if "hva.improvement" not in self.env:
            return []
        # sudo: it was approved for everybody
        found = (
            self.env["hva.improvement"].sudo().search([("answer_ids", "in", answer.ids), ("state", "=", "published")])
        )
        return [improvement._hva_public_text(lang_code) for improvement in found if improvement.text_ids]
