from odoo import api, fields, models
from odoo.exceptions import AccessError


class HvaPublishSetting(models.TransientModel):
    """Where an administrator opens the county's results for everybody, or closes them again."""

    _name = "hva.publish.setting"
    _description = "Results for everybody"

    is_public = fields.Boolean("Show results to everybody")
    is_promise_public = fields.Boolean(
        "Show how soon cases are handled",
        help="Half and nine of ten of all cases, in working hours, told four weeks later.",
    )
    hosts = fields.Text(
        "Websites that may show the results", help="One address on a line, for example https://www.example.fi."
    )
    url = fields.Char("Page", readonly=True)
    json_url = fields.Char("Open data, JSON", readonly=True)
    csv_url = fields.Char("Open data, CSV", readonly=True)
    snippet = fields.Text("To paste into the website", readonly=True)

    @api.model
    def default_get(self, fields):
        company = self.env.company.sudo()  # sudo: an administrator of feedback need not be one of Odoo
        # sudo: the address of the house is no secret
        base = f"{self.env['ir.config_parameter'].sudo().get_param('web.base.url')}/p/tulokset"
        place = "" if self.env["hva.look"].sudo()._get_only_county() == company.id else f"/{company.id}"
        title = self.env._("Customer feedback: results")
        known = {
            "is_public": company.hva_is_results_public,
            "is_promise_public": company.hva_is_promise_public,
            "hosts": company.hva_results_hosts,
            "url": f"{base}{place}",
            "json_url": f"{base}{place}.json",
            "csv_url": f"{base}{place}.csv",
            "snippet": f'<iframe src="{base}{place}" title="{title}" loading="lazy" '
            'style="width: 100%; height: 60rem; border: 0"></iframe>',
        }
        return {**super().default_get(fields), **{name: known[name] for name in fields if name in known}}

    def action_save(self):
        """Open or close the page; what is closed already is published at once."""
        self.ensure_one()
        if not self.env.user.has_group("hva_feedback.hva_feedback_group_admin"):
            raise AccessError(self.env._("An administrator decides what is shown to everybody."))
        company = self.env.company.sudo()  # sudo: as above, the role was checked
        was = company.hva_is_results_public
        told = company.hva_is_promise_public
        company.write(
            {
                "hva_is_results_public": self.is_public,
                "hva_is_promise_public": self.is_promise_public,
                "hva_results_hosts": self.hosts,
            }
        )
        if told != self.is_promise_public:
            details = {"setting": "how soon cases are handled", "to": self.is_promise_public}
            self.env["hva.audit"]._record("results_published", self.env.company, details=details)
        if was != self.is_public:
            details = {"setting": "results for everybody", "to": self.is_public}
            self.env["hva.audit"]._record("results_published", self.env.company, details=details)
        if self.is_public:
            self.env["hva.published"].sudo()._publish_due()  # sudo: as the job does every day
        return {"type": "ir.actions.act_window_close"}
