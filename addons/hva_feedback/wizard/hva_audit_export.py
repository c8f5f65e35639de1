from odoo import fields, models


class HvaAuditExport(models.TransientModel):
    """Asks which days of the audit trail to take out."""

    _name = "hva.audit.export"
    _description = "Export of the audit trail"

    first_on = fields.Date(
        "First day", required=True, default=lambda self: self.env["hva.clock"]._today().replace(day=1)
    )
    last_on = fields.Date("Last day", required=True, default=lambda self: self.env["hva.clock"]._today())
    kind = fields.Selection([("jsonl", "JSON lines"), ("csv", "CSV")], "Format", required=True, default="jsonl")

    def action_export(self):
        self.ensure_one()
        url = f"/hva_feedback/audit/{self.first_on}/{self.last_on}.{self.kind}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}
