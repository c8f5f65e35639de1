from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.mail import email_normalize

from ..tools.codes_tables import HAND_OVER_WAYS


class HvaReceiver(models.Model):
    """Who takes over what is no feedback: the county's registry, a person responsible for patient safety, billing.

    Names and addresses are the county's own data. A receiver may be for some subjects only, and for a unit with all
    below it.
    """

    _name = "hva.receiver"
    _description = "Receiver of hand-overs"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "County", required=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    unit_id = fields.Many2one(
        "hva.unit",
        "Only for unit",
        index="btree_not_null",
        ondelete="restrict",
        help="Holds for this unit and every unit under it. Empty: the whole county.",
    )
    subject_ids = fields.Many2many("hva.triage.subject", string="For", help="Empty: for every subject.")
    way = fields.Selection(list(HAND_OVER_WAYS), "Usual way", required=True, default="paper")
    email = fields.Char(
        "E-mail address", help="Gets a link to the case, never the feedback itself. The link needs sign-in."
    )
    address = fields.Text("Postal address")
    system = fields.Char(
        "Name of the system", help="Where the matter is entered by hand, for example a registry system."
    )
    instructions = fields.Text(help="What whoever hands over should know.")

    @api.constrains("way", "email")
    def _check_email(self):
        for receiver in self:
            if (receiver.email or receiver.way == "mail") and not email_normalize(receiver.email or ""):
                raise ValidationError(self.env._("Give an e-mail address that mail can be sent to."))

    @api.constrains("unit_id", "company_id")
    def _check_unit(self):
        for receiver in self:
            if receiver.unit_id and receiver.unit_id.company_id != receiver.company_id:
                raise ValidationError(self.env._("The unit belongs to another county."))

    @api.model
    def _get_for(self, case, subject):
        """Return those who take over `subject` (a code, or empty) from the unit that handles `case`, nearest first."""
        unit = case.sudo().hva_responsible_unit_id  # sudo: only its place in the tree is asked for
        path = [int(step) for step in (unit.parent_path or "").split("/") if step]
        domain = Domain("company_id", "=", unit.company_id.id)
        domain &= Domain("unit_id", "=", False) | Domain("unit_id", "in", path)
        domain &= Domain("subject_ids", "=", False) | Domain("subject_ids.code", "=", subject or "")
        # sudo: who takes over what is no secret, a unit above may be out of reach
        found = self.sudo().search(domain)
        nearest = {unit_id: place for place, unit_id in enumerate(reversed(path))}
        return found.sorted(
            lambda receiver: (nearest.get(receiver.unit_id.id, len(path)), not receiver.subject_ids, receiver.sequence)
        ).sudo(self.env.su)
