from odoo import fields, models
from odoo.exceptions import ValidationError

from odoo.addons.hva_feedback.tools.embed_hosts import read_hosts


class ResCompany(models.Model):
    """Whether a county shows its results to everybody, and which websites may show them inside their own pages."""

    _inherit = "res.company"

    hva_is_results_public = fields.Boolean("Results for everybody")
    hva_results_hosts = fields.Text("Websites that may show the results")

    def write(self, vals):
        """Write addresses as browsers compare them. Raises ValidationError for what is none."""
        if vals.get("hva_results_hosts"):
            hosts = read_hosts(vals["hva_results_hosts"])
            if hosts.refused:
                raise ValidationError(
                    self.env._(
                        "These are not addresses of a website: %(typed)s. Write https:// and the name, without "
                        "anything after it.",
                        typed=", ".join(hosts.refused),
                    )
                )
            vals = {**vals, "hva_results_hosts": "\n".join(hosts.origins)}
        return super().write(vals)
