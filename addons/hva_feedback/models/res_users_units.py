from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.own_units import Places, own_units

HANDLING_ROLES = ("handler", "manager")
MOST_HANDLED = 1000  # ids in one search


class ResUsers(models.Model):
    _inherit = "res.users"

    def _hva_own_units(self, roles):
        """Return those units among the ones reached in `roles` for which nobody else who handles cases is nearer.

        A handler placed on a branch has all of it, but for the units that have handlers of their own; a merged unit
        belongs to the one it became. See `tools.own_units`.
        """
        self.ensure_one()
        # sudo: who else works where decides what is one's own, and no name of them is shown
        reach, accesses = self.env["hva.unit.reach"].sudo(), self.env["hva.unit.access"].sudo()
        mine = [("user_id", "=", self.id), ("role", "in", list(roles))]
        units = reach.search_fetch(mine, ["unit_id"], order="id").unit_id
        others = [("user_id", "!=", self.id), ("role", "in", HANDLING_ROLES), ("user_id.active", "=", True)]
        here = Domain("unit_id", "parent_of", units.ids) & Domain("is_valid_today", "=", True)
        names = ["user_id", "unit_id", "include_children"]
        given = accesses.search_fetch(here & (Domain(mine) | Domain(others)), names, order="id")
        own = given.filtered(lambda access: access.user_id.id == self.id)
        paths = {unit.id: _path(unit) for unit in units}
        return self.env["hva.unit"].browse(own_units(paths, _places(own), _places(given - own)))

    def _hva_near(self):
        """Return (ids of the units this person reaches, ids of answers given elsewhere that one of them handles).

        A hint for searches: it takes nothing away from what the rules let through and adds nothing, but names ids,
        which the database looks up in its indexes where the rules would have it read every row. None where it would
        not help: for administrators, who are not bound to units, and where very much is handled for others.
        """
        self.ensure_one()
        if self.has_group("hva_feedback.hva_feedback_group_admin"):
            return None
        units = self._hva_units().ids
        tickets = self.env["helpdesk.ticket"]
        tickets.flush_model(["hva_responsible_unit_id", "hva_unit_id", "hva_answer_id"])
        # SQL: two columns compared, which a domain cannot say
        rows = self.env.execute_query(
            SQL(
                """SELECT hva_answer_id FROM helpdesk_ticket
                    WHERE hva_responsible_unit_id = ANY(%s) AND hva_responsible_unit_id <> hva_unit_id
                      AND hva_answer_id IS NOT NULL LIMIT %s""",
                units,
                MOST_HANDLED + 1,
            )
        )
        return None if len(rows) > MOST_HANDLED else (units, [row[0] for row in rows])


def _path(unit):
    """Return the ids from the unit, or from what it was merged into, up to the root."""
    while unit.merged_into_id:
        unit = unit.merged_into_id
    return [int(step) for step in reversed(unit.parent_path.split("/")) if step]


def _places(accesses):
    whole = accesses.filtered("include_children")
    return Places(set(whole.unit_id.ids), set((accesses - whole).unit_id.ids))
