from odoo import api, models


class HvaPageContent(models.AbstractModel):
    """For rows that public pages show from a cache: whatever changes them empties it."""

    _name = "hva.page.content"
    _description = "Content of public pages"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        self.env.registry.clear_cache()
        return rows

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
