from odoo import models

from .hva_unit import Act

# What moves feedback, cases or rights when it changes.
AUDITED = (
    "oid", "parent_id", "producer", "responsible_unit_id", "is_area_owner", "valid_from", "valid_to",
    "merged_into_id", "cases_to_id", "active",
)  # fmt: skip


class HvaUnit(models.Model):
    """Every change of a unit that matters to others is on the audit trail, by whatever door it came."""

    _inherit = "hva.unit"

    def write(self, vals):
        act = self.env.context.get("hva_act")
        act = act if isinstance(act, Act) else Act("unit_edit")
        watched = [name for name in AUDITED if name in vals] if act.action else []
        before = self._get_trail_values(watched)
        result = super().write(vals)
        if watched:
            after = self._get_trail_values(watched)
            details = {
                unit_id: {name: f"{old[name]} → {new[name]}" for name in watched if old[name] != new[name]}
                for unit_id, old in before.items()
                if (new := after[unit_id]) != old
            }
            if details:
                self.env["hva.audit"]._record(act.action, self.browse(details), act.reason, details)
        return result

    def _get_trail_values(self, names):
        """Return {unit id: {field: value in words}}."""
        units = self.sudo().with_context(lang="en_US") if names else self.browse()  # sudo: units out of reach are named
        return {unit.id: {name: _in_words(unit[name]) if unit[name] else "-" for name in names} for unit in units}

    def _as(self, action, reason, is_bulk=False):
        """Return the units in an environment whose changes are recorded as `action`, for `reason`."""
        return self.with_context(hva_act=Act(action, reason, is_bulk))


def _in_words(value):
    return value.name if isinstance(value, models.BaseModel) else str(value)
