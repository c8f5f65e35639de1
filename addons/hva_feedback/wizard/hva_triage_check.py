from odoo import api, fields, models

from ..tools.codes_tables import TRIAGE, TRIAGE_CHECKS


class HvaTriageCheck(models.TransientModel):
    """Asks what a feedback is about (`survey.user_input._hva_check_triage` decides who may say so, and keeps it)."""

    _name = "hva.triage.check"
    _description = "Check the flag of a feedback"

    answer_id = fields.Many2one("survey.user_input", "Feedback", required=True, ondelete="cascade")
    found = fields.Selection(list(TRIAGE), "The words say", compute="_compute_found")
    words = fields.Char("Words found", compute="_compute_found")
    text = fields.Text("In the giver's own words", compute="_compute_found")
    check = fields.Selection(
        [each for each in TRIAGE_CHECKS if each[0] != "to_check"], "It is", required=True, default="confirmed"
    )
    subject = fields.Selection(
        list(TRIAGE),
        "About",
        compute="_compute_subject",
        compute_sudo=False,  # anybody can name any feedback over RPC
        store=True,
        readonly=False,
        precompute=True,
    )
    reason = fields.Char()

    @api.depends("answer_id")
    def _compute_found(self):
        self.answer_id.check_access("read")
        for wizard in self:
            wizard.found = wizard.answer_id.hva_triage
            wizard.words = ", ".join(wizard.answer_id.hva_triage_word_ids.mapped("text"))
            wizard.text = wizard.answer_id.hva_text

    @api.depends("answer_id")
    def _compute_subject(self):
        for wizard in self:
            wizard.subject = wizard.answer_id.hva_triage

    def action_confirm(self):
        """Keep what was said."""
        self.ensure_one()
        subject = self.subject if self.check == "confirmed" else None
        self.answer_id._hva_check_triage(self.check, subject or None, (self.reason or "").strip())
        return {"type": "ir.actions.act_window_close"}
