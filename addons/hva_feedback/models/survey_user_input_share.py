from odoo import api, models

from ..tools.public_text import problems
from ..tools.redaction import redact


class SurveyUserInput(models.Model):
    """Which feedback may be read by others than those who handle it: in the coffee room, in a mail, on a wall."""

    _inherit = "survey.user_input"

    @api.model
    def _hva_share_domain(self):
        """Return what feedback must be to be shared: with words, nobody to contact, nothing to look at with care."""
        return [
            ("hva_is_feedback", "=", True),
            ("state", "=", "done"),
            ("test_entry", "=", False),
            ("hva_has_text", "=", True),
            ("hva_wants_contact", "=", False),
            ("hva_mark", "=", False),
            ("hva_triage", "=", False),
        ]

    def _hva_shared_text(self):
        """Return the words to share, or "" where something in them is, or stands for, an identifier."""
        self.ensure_one()
        text = redact(self.hva_text or "").text.strip()
        return "" if problems(text) - {"too_long"} else text
