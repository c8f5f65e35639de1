from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.case_states import STATES

# What an administrator may change in a stage of ours. A mail template there would send mail by itself.
COSMETIC = {"name", "description", "sequence", "fold"}


class HelpdeskTicketStage(models.Model):
    """Six stages of ours stand behind the states of cases.

    They are archived, and the database keeps them so: every list of stages that helpdesk builds skips archived ones,
    so no ticket of anybody else can begin in, move to or show a stage of ours.
    """

    _inherit = "helpdesk.ticket.stage"

    hva_state = fields.Selection(list(STATES.items()), string="State of a case", readonly=True, copy=False)

    _hva_hidden = models.Constraint(
        "CHECK (hva_state IS NULL OR active IS NOT TRUE)", "The stages of feedback cases stay archived."
    )
    _hva_state_uniq = models.UniqueIndex("(hva_state) WHERE hva_state IS NOT NULL")

    def write(self, vals):
        self._hva_guard(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ours(self):
        if self._hva_ours() and not self.env.su:
            raise AccessError(self.env._("The stages of feedback cases are needed by the cases."))

    def _hva_ours(self):
        # sudo: whether a stage is ours decides over access, so it is read before access
        return self.sudo().filtered("hva_state").sudo(self.env.su)

    def _hva_guard(self, vals):
        """Refuse what may not be done to our stages, and to any stage by visitors when the county closed that door."""
        if self.env.su:
            return
        if "hva_state" in vals:
            raise AccessError(self.env._("A stage cannot be made a stage of feedback cases."))
        if self._hva_ours():
            allowed = self.env.user.has_group("hva_feedback.hva_feedback_group_admin") and vals.keys() <= COSMETIC
        else:
            allowed = not (self.env.user._is_public() and self.env["helpdesk.ticket"]._hva_guards_foreign())
        if not allowed:
            raise AccessError(self.env._("The stages of feedback cases follow their states and are not edited here."))
