from odoo import api, fields, models

from ..report.announcement import announcement_facts, announcement_text

LANGUAGES = {"text_fi": "fi", "text_plain": "fi-simple", "text_sv": "sv", "text_en": "en"}


class HvaSmsAnnouncement(models.TransientModel):
    """The county's announcement of its messages, filled from the settings, to copy onto its website."""

    _name = "hva.sms.announcement"
    _description = "Announcement of text messages"

    company_id = fields.Many2one("res.company", string="County", required=True, default=lambda self: self.env.company)
    text_fi = fields.Text("Finnish", compute="_compute_texts")
    text_plain = fields.Text("Plain Finnish", compute="_compute_texts")
    text_sv = fields.Text("Swedish", compute="_compute_texts")
    text_en = fields.Text("English", compute="_compute_texts")
    missing = fields.Text("What is missing before the first message", compute="_compute_texts")

    @api.depends("company_id")
    def _compute_texts(self):
        for announcement in self:
            facts = announcement_facts(self.env, announcement.company_id or self.env.company)
            for name, lang_code in LANGUAGES.items():
                announcement[name] = announcement_text(lang_code, facts)
            announcement.missing = self._get_missing()

    @api.model
    def _get_missing(self):
        """Return why the announcement is not yet true, a sentence a line; False for nothing."""
        gateways = self.env["hva.sms.gateway"].search([]).filtered(lambda gateway: gateway._is_for_real())
        if not gateways:
            return self.env._("There is no gateway that sends real messages yet.")
        codes = dict.fromkeys(code for gateway in gateways for code in gateway._get_sending_blocks())
        return "\n".join(gateways._get_block_words(code) for code in codes) or False
