from odoo import fields, models

from ..tools.codes_tables import CONTACT_PURPOSES


class HvaContactShow(models.TransientModel):
    """Asks what contact details are needed for, then shows them once.

    The details are never stored here: the second dialog is a record that nobody saves, filled from what the audited
    reading returned.
    """

    _name = "hva.contact.show"
    _description = "Show contact details"

    contact_id = fields.Many2one("hva.contact", required=True, ondelete="cascade")
    purpose = fields.Selection(list(CONTACT_PURPOSES), required=True, default="reply")
    note = fields.Char("In a few words", help="No names, no contact details: it stays on the audit trail.")
    name = fields.Char(store=False)
    phone = fields.Char(store=False)
    email = fields.Char(store=False)

    def action_show(self):
        """Read the details, which the audit trail notes, and show them in a dialog that stores nothing."""
        self.ensure_one()
        details = self.contact_id._read_details(self.purpose, self.note)[self.contact_id.id]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contact details"),
            "res_model": self._name,
            "views": [(self.env.ref("hva_feedback.hva_contact_show_view_card").id, "form")],
            "target": "new",
            "context": {f"default_{name}": value for name, value in details.items()},
        }
