from odoo import fields, models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    hva_access_ids = fields.One2many(
        "hva.unit.access", "user_id", string="Units", groups="hva_feedback.hva_feedback_group_admin"
    )

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals:
            # sudo: who may archive a person need not be an administrator of feedback
            with_access = (
                self.env["hva.unit.access"]
                .sudo()
                .with_context(active_test=False)
                .search([("user_id", "in", self.ids)])
                .user_id
            )
            self.env["hva.unit.access"].sudo()._rebuild_reach(with_access)
        return result

    def _hva_units(self, role=None):
        """Return the units this person reaches today, archived and merged ones too.

        `role` narrows to one role or to a tuple of them. An administrator reaches no unit by being one: the rules
        let administrators see every unit, this says where a person works.
        """
        self.ensure_one()
        domain = Domain("user_id", "=", self.id)
        if role:
            domain &= Domain("role", "in", [role] if isinstance(role, str) else list(role))
        # sudo: everybody may know the own reach, nobody but administrators that of others
        reach = self.env["hva.unit.reach"].sudo().search(domain)
        return reach.unit_id.with_env(self.env)

    def _hva_start_action(self):
        """Return the xml id of the action where this person's work begins: cases for all who handle or read them.

        Extend it for roles whose work begins elsewhere; the first to answer wins, so call `super()` for the others.
        """
        self.ensure_one()
        return "hva_feedback.hva_ticket_action"
