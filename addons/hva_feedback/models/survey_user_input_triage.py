from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..tools.codes_tables import TRIAGE, TRIAGE_CHECKS, codes
from ..tools.triage import decide_flagged, gravest, look_for, rank

# What was given longer ago comes from an old system: its alarms have been dealt with, or are not ours to ring.
LOOKED_AT_FOR = timedelta(days=30)


class SurveyUserInput(models.Model):
    """Triage: feedback whose words may be about danger, an objection, a bill and so on is flagged for a person.

    The job of routing looks, whatever channel the feedback came by, at the text as it is stored. A flag says only what
    words were found; a person confirms it, corrects it or says that it was a false alarm, once. Days are kept and no
    times, as everywhere on an answer.
    """

    _inherit = "survey.user_input"

    hva_triage = fields.Selection(list(TRIAGE), "May be about", readonly=True, copy=False)
    hva_triage_rank = fields.Integer(
        "Order in the queue", readonly=True, copy=False, aggregator=None, help="1 is the gravest."
    )
    hva_triage_check = fields.Selection(list(TRIAGE_CHECKS), "Triage", readonly=True, copy=False)
    hva_triage_checked_on = fields.Date("Triage checked on", readonly=True, copy=False)
    hva_triage_checker_id = fields.Many2one(
        "res.users", "Triage checked by", readonly=True, copy=False, ondelete="set null"
    )
    hva_triage_reason = fields.Char("What the check found", readonly=True, copy=False)
    hva_triage_word_ids = fields.Many2many(
        "hva.triage.word",
        "hva_triage_found_rel",
        "answer_id",
        "word_id",
        "Words found",
        readonly=True,
        copy=False,
        context={"active_test": False},
    )
    hva_triage_badge = fields.Selection(
        list(TRIAGE), "Flag", compute="_compute_hva_triage_badge", help="What it may be about, unless it was no alarm."
    )
    hva_can_check_triage = fields.Boolean(compute="_compute_hva_can_check_triage")

    _hva_triage_ix = models.Index("(hva_triage_check, hva_triage_rank, hva_given_on) WHERE hva_triage IS NOT NULL")

    @api.depends("hva_triage", "hva_triage_check")
    def _compute_hva_triage_badge(self):
        for answer in self:
            answer.hva_triage_badge = answer.hva_triage_check != "false_alarm" and answer.hva_triage

    @api.depends("hva_unit_id")
    @api.depends_context("uid")
    def _compute_hva_can_check_triage(self):
        allowed = self._hva_may_check_triage()
        for answer in self:
            answer.hva_can_check_triage = answer in allowed

    def _hva_may_check_triage(self):
        """Return those of `self` whose flag the user may check: people who handle or develop the unit visited, those
        who handle the case, and administrators.
        """
        ours = self.filtered("hva_is_feedback")
        if self.env.user.has_group("hva_feedback.hva_feedback_group_admin"):
            return ours
        units = self.env.user._hva_units(("handler", "manager", "quality"))
        handling = self.env.user._hva_units(("handler", "manager"))
        answers = ours.sudo().with_context(active_test=False)  # sudo: units are only compared
        allowed = answers.filtered(
            lambda answer: answer.hva_unit_id in units or answer.hva_case_ids.hva_responsible_unit_id & handling
        )
        return self.browse(allowed.ids)

    # ------------------------------------------------------------------ flags

    def _hva_decide_routing(self):
        """Flag what the lists find, and let it become a case where it must, whatever the rules say."""
        self._hva_flag()
        rules = self.env["hva.triage.subject"]._get_rules()
        return {
            answer: decide_flagged(decision, rules[answer.hva_triage]) if answer._hva_is_flagged() else decision
            for answer, decision in super()._hva_decide_routing().items()
        }

    def _hva_is_flagged(self):
        self.ensure_one()
        return bool(self.hva_triage) and self.hva_triage_check != "false_alarm"

    def _hva_flag(self):
        """Look for the words of the lists in the texts of those that nobody has looked at. The job's own rights."""
        words = self.env["hva.triage.subject"]._get_words()
        since = self.env["hva.clock"]._today() - LOOKED_AT_FOR
        fresh = self.filtered(lambda a: a.hva_has_text and not a.hva_triage_check and a.hva_given_on >= since)
        for answer in fresh if words else ():
            hits = look_for(answer.hva_text or "", words)
            if hits:
                answer._hva_flag_with(gravest(hit.subject for hit in hits), [hit.word_id for hit in hits])

    def _hva_flag_with(self, subject, word_ids):
        """Put a flag into the queue of checks, whatever was checked before. The caller's rights are a job's."""
        self.with_context(tracking_disable=True).write(
            {
                "hva_triage": subject,
                "hva_triage_rank": rank(subject),
                "hva_triage_check": "to_check",
                "hva_triage_word_ids": [Command.set(word_ids)],
            }
        )

    # ------------------------------------------------------------------ the check

    def action_hva_check_triage(self):
        """Ask whether the flag is right."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_triage_check_action")
        return {**action, "context": {"default_answer_id": self.id}}

    def action_hva_false_alarm(self):
        """Say of all the feedbacks in `self`, from the list, that they were false alarms."""
        self._hva_check_triage("false_alarm")

    def _hva_check_triage(self, check, subject=None, reason=""):
        """Note what a person found, with the caller's rights. What was to be a case becomes one.

        :param check: `confirmed` or `false_alarm`
        :param subject: code of `codes_tables.TRIAGE`, what it is about; None keeps what the words said
        :param reason: in the person's words, not the giver's
        :raises AccessError: when the caller may not check one of them
        :raises UserError: for a confirmed flag that is about nothing
        """
        self.check_access("read")
        if self - self._hva_may_check_triage():
            raise AccessError(self.env._("Flags are checked by those who handle the feedback of the unit."))
        if check not in ("confirmed", "false_alarm") or subject not in {None, *codes(TRIAGE)}:
            raise ValueError("no such check or subject")
        if check == "confirmed" and not all(subject or answer.hva_triage for answer in self):
            raise UserError(self.env._("Choose what the feedback is about."))
        details = {answer.id: {"words": answer.hva_triage or "", "check": check} for answer in self}
        for answer in self:
            details[answer.id]["subject"] = subject or answer.hva_triage or ""
        self.env["hva.audit"]._record("triage_checked", self, reason, details)
        values = {
            "hva_triage_check": check,
            "hva_triage_checked_on": self.env["hva.clock"]._today(),
            "hva_triage_checker_id": self.env.uid,
            "hva_triage_reason": reason or False,
        }
        if subject and check == "confirmed":
            values |= {"hva_triage": subject, "hva_triage_rank": rank(subject)}
        # sudo: feedback is not written by hand, this is one of the acts that may
        self.sudo().with_context(tracking_disable=True).write(values)
        if check == "confirmed":
            self._hva_open_confirmed()

    def _hva_open_confirmed(self):
        """Make the cases that confirmed flags ask for and that routing has not made."""
        # sudo: nobody makes cases by hand; a confirmed flag asks for one
        answers = self.sudo().with_context(active_test=False).filtered(lambda answer: not answer.hva_case_ids)
        rules = self.env["hva.triage.subject"]._get_rules()
        asked = answers.filtered(lambda answer: answer.hva_routing != "pending" and rules[answer.hva_triage].makes_case)
        if asked:
            asked._hva_apply_routing(asked._hva_decide_routing())
