from odoo import fields, models

CODE = "sms_fake"


class HvaPageText(models.Model):
    """What to do when a text message is not from us names authorities, so a county edits it."""

    _inherit = "hva.page.text"

    code = fields.Selection(
        selection_add=[(CODE, "Text messages: what to do when one is not from us")], ondelete={CODE: "cascade"}
    )


class HvaPageLanguage(models.Model):
    _inherit = "hva.page.language"

    def _get_missing(self):
        """A further language of the forms does not need the page about messages: it speaks our own ones only."""
        return [key for key in super()._get_missing() if key != CODE]
