from collections import defaultdict
from datetime import date

from odoo import api, fields, models


class HvaContactPause(models.Model):
    """A time in which nobody is asked about visits to a unit and the units under it, whatever the rules say.

    For a strike, an epidemic or a move: rules and their texts stay as they are, and asking goes on by itself.
    What was planned before the pause waits, and is given up like every message that cannot leave in time.
    """

    _name = "hva.contact.pause"
    _description = "Pause of asking"
    _order = "first_on desc, id desc"
    _rec_name = "unit_id"

    unit_id = fields.Many2one(
        "hva.unit", required=True, index=True, ondelete="cascade", help="With all units under it."
    )
    first_on = fields.Date("First day", required=True, default=lambda self: self.env["hva.clock"]._today())
    last_on = fields.Date("Last day", help="Empty: until further notice.")
    why = fields.Char(required=True, help="For colleagues. Goes to the audit trail; no personal data.")

    _days = models.Constraint("CHECK (first_on <= last_on)", "The last day is before the first day.")

    @api.model
    def _get_paused(self, units, day):
        """Return those of `units` that are paused on `day`. Two queries for any number of units."""
        is_paused = self._get_checker(day, day)
        return units.filtered(lambda unit: is_paused(unit, day))

    @api.model
    def _get_checker(self, first, last):
        """Return a function (unit, day) -> whether asking is paused there, good for days from `first` to `last`."""
        # sudo: a pause holds for everybody, whoever may read it
        pauses = self.sudo().search([("first_on", "<=", last), "|", ("last_on", "=", False), ("last_on", ">=", first)])
        spans = defaultdict(list)
        for pause in pauses:
            spans[pause.unit_id.id].append((pause.first_on, pause.last_on or date.max))

        def is_paused(unit, day):
            chain = (int(part) for part in (unit.parent_path or "").split("/") if part)
            return any(begins <= day <= ends for unit_id in chain for begins, ends in spans.get(unit_id, ()))

        return is_paused

    @api.model_create_multi
    def create(self, vals_list):
        pauses = super().create(vals_list)
        pauses._record("pause_made")
        return pauses

    def write(self, vals):
        result = super().write(vals)
        self._record("pause_changed")
        return result

    @api.ondelete(at_uninstall=False)
    def _record_removal(self):
        self._record("pause_removed")

    def _record(self, action):
        for pause in self:
            details = {"first_on": str(pause.first_on), "last_on": str(pause.last_on or "")}
            self.env["hva.audit"]._record(action, pause, reason=pause.why, details=details)
