from odoo import api, models


class HvaUnit(models.Model):
    """A second county, or the first: from then on pages that name no unit speak for another, or for nobody."""

    _inherit = "hva.unit"

    @api.model_create_multi
    def create(self, vals_list):
        units = super().create(vals_list)
        if units.company_id.ids != [self.env["hva.look"]._get_only_county()]:
            self.env.registry.clear_cache()
        return units

    def write(self, vals):
        result = super().write(vals)
        if "company_id" in vals:
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
