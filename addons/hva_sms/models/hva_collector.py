from odoo import api, models

from ..report.announcement import announcement_files


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

    def _hva_more_kit_files(self):
        return super()._hva_more_kit_files() | announcement_files(self.env, self.company_id)
