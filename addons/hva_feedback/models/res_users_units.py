from odoo import models
from odoo.fields import Domain

from ..tools.own_units import Places, own_units

HANDLING_ROLES = ("handler", "manager")


class ResUsers(models.Model):
    _inherit = "res.users"

    def _hva_own_units(self, roles):
        """Return those units among the ones reached in `roles` for which nobody else who handles cases is nearer.

        A handler placed on a branch has all of it, but for the units that have handlers of their own; a merged unit
        belongs to the one it became. See `tools.own_units`.
        """
        self.ensure_one()
        # sudo: who else works where decides what is one's own, and no name of them is shown
        reached = self._hva_units(roles).sudo()
        accesses = self.env["hva.unit.access"].sudo()
        here = [("unit_id", "parent_of", reached.ids), ("is_valid_today", "=", True), ("user_id.active", "=", True)]
        mine = accesses.search([*here, ("user_id", "=", self.id), ("role", "in", list(roles))])
        others = accesses.search([*here, ("user_id", "!=", self.id), ("role", "in", HANDLING_ROLES)])
        paths = {unit.id: _path(unit) for unit in reached}
        return self.env["hva.unit"].browse(own_units(paths, _places(mine), _places(others)))

    def _hva_reached(self, roles):
        """Return the domain of the units this person reaches in one of `roles`; it names no unit, as rules do."""
        self.ensure_one()
        return Domain("reach_ids", "any!", Domain("user_id", "=", self.id) & Domain("role", "in", list(roles)))


def _path(unit):
    """Return the ids from the unit, or from what it was merged into, up to the root."""
    while unit.merged_into_id:
        unit = unit.merged_into_id
    return [int(step) for step in reversed(unit.parent_path.split("/")) if step]


def _places(accesses):
    whole = accesses.filtered("include_children")
    return Places(set(whole.unit_id.ids), set((accesses - whole).unit_id.ids))
