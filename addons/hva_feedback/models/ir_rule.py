from odoo import models

from ..tools.our_records import OURS, is_ours


class IrRule(models.Model):
    """Who may not read a record of ours is not told its name either.

    In developer mode, which every internal user may switch on, Odoo names the records that are refused. The name of a
    feedback is its unit and day: number by number, a stranger would know how many each unit was given, and when.
    """

    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        error = super()._make_access_error(operation, records)
        if self.env.user.has_group("base.group_no_one") and self._hva_is_ours(records):
            text = self.env._(
                "You have no access to %(model)s (%(ids)s). Names of feedback and cases are not shown, in developer "
                "mode neither.",
                model=self.env["ir.model"]._get(records._name).name or records._name,
                ids=", ".join(map(str, records.ids[:6])),
            )
            error.args = (text,)
        return error

    def _hva_is_ours(self, records):
        """Tell whether a record of ours is among `records`."""
        if is_ours(records._name):
            return True
        if records._name not in OURS:
            return False
        # sudo: whether the records are ours, which the user may not look up
        return bool(records.sudo().exists().filtered_domain([OURS[records._name]]))
