from odoo import fields, models

from odoo.addons.hva_feedback.models.hva_collector_embed import tidy_hosts


class ResCompany(models.Model):
    """Whether a county shows its results to everybody, and which websites may show them inside their own pages."""

    _inherit = "res.company"

    hva_is_results_public = fields.Boolean("Results for everybody")
    hva_is_promise_public = fields.Boolean("Tell everybody how soon cases are handled")
    hva_results_hosts = fields.Text("Websites that may show the results")

    def write(self, vals):
        if vals.get("hva_results_hosts"):
            vals = {**vals, "hva_results_hosts": tidy_hosts(self.env, vals["hva_results_hosts"])}
        return super().write(vals)
