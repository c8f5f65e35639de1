from odoo import api, models


class HvaSmsText(models.Model):
    """Every change of the words people are asked with goes to the audit trail, under the rule."""

    _inherit = "hva.sms.text"

    @api.model_create_multi
    def create(self, vals_list):
        texts = super().create(vals_list)
        for text in texts:
            text._record_change("", text.body)
        return texts

    def write(self, vals):
        before = {text: text.body for text in self}
        result = super().write(vals)
        for text in self.filtered(lambda text: text.body != before[text]):
            text._record_change(before[text], text.body)
        return result

    @api.ondelete(at_uninstall=False)
    def _record_removal(self):
        for text in self:
            text._record_change(text.body, "")

    def _record_change(self, before, after):
        details = {"rule": self.rule_id.name, "lang_code": self.lang_code, "from": before, "to": after}
        self.env["hva.audit"]._record("contact_text_changed", self.rule_id, details=details)
