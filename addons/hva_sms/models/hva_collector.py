from odoo import api, models


class HvaCollector(models.Model):
    _inherit = "hva.collector"

    @api.model
    def _hva_resolve_code(self, code):
        return super()._hva_resolve_code(code) or self.env["hva.feedback.link"]._resolve(code)

    @api.model
    def _hva_consume(self, entry):
        if entry.source != "link":
            return super()._hva_consume(entry)
        return self.env["hva.feedback.link"]._use(entry.source_id)
