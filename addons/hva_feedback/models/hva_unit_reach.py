from odoo import fields, models


class HvaUnitReach(models.Model):
    """Who reaches which unit today, in which role: the table that record rules look at.

    Nobody writes here but `hva.unit.access._rebuild_reach`, by SQL. A rule that walks this table needs no cleared
    cache: it names only `user.id`, and the rows are read anew by every request.
    """

    _name = "hva.unit.reach"
    _description = "Reach of a person"
    _log_access = False
    _order = "user_id, unit_id, role, id"

    user_id = fields.Many2one(
        "res.users", string="Person", required=True, index=True, ondelete="cascade", readonly=True
    )
    unit_id = fields.Many2one("hva.unit", required=True, ondelete="cascade", readonly=True)
    role = fields.Selection(
        selection=lambda self: self.env["hva.unit.access"]._fields["role"]._description_selection(self.env),
        required=True,
        readonly=True,
    )

    # also the index of the rules: unit first, then the person
    _unit_user_role_uniq = models.Constraint("UNIQUE(unit_id, user_id, role)", "Each reach is written once.")
