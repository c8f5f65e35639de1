from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KEPT_ON_WALL = timedelta(days=90)


class SurveyUserInput(models.Model):
    """Thanks that somebody of the unit chose for its wall screens. Nothing gets there by itself."""

    _inherit = "survey.user_input"

    hva_wall_on = fields.Date("On wall screens since", readonly=True, copy=False)

    _hva_wall_ix = models.Index("(hva_unit_id, hva_wall_on) WHERE hva_wall_on IS NOT NULL")

    @api.model
    def _hva_wall_domain(self):
        """Return what hangs on the wall today: chosen within the last months, and still fit to be shared."""
        since = self.env["hva.clock"]._today() - KEPT_ON_WALL
        return [*self._hva_share_domain(), ("hva_wall_on", ">=", since)]

    def action_hva_to_wall(self):
        """Show these thanks on the wall screens of their unit, from today for three months."""
        self._hva_check_wall()
        fit = self.sudo().search([*self._hva_share_domain(), ("id", "in", self.ids)])  # sudo: only which of them
        if self - fit.sudo(False) or any(
            not answer._hva_is_thanks() or not answer._hva_shared_text() for answer in self
        ):
            raise UserError(
                self.env._(
                    "On the wall come thanks in the giver's words, when nobody is to be contacted, nothing waits for a "
                    "look and nothing in them was masked."
                )
            )
        # sudo: feedback is not written by hand; this mark is the work of those checked above
        self.sudo().with_context(tracking_disable=True).write({"hva_wall_on": self.env["hva.clock"]._today()})
        self.env["hva.audit"]._record("wall_choose", self)

    def action_hva_off_wall(self):
        """Take these off the wall screens."""
        self._hva_check_wall()
        shown = self.filtered("hva_wall_on")
        shown.sudo().with_context(tracking_disable=True).write({"hva_wall_on": False})  # sudo: as above
        if shown:
            self.env["hva.audit"]._record("wall_drop", shown)

    def _hva_check_wall(self):
        if not self or self - self._hva_worked_with():
            raise AccessError(self.env._("Only those who handle the feedback of a unit choose for its wall."))

    def _hva_is_thanks(self):
        """Say whether it thanks: by its kind, or by its score where no kind was asked."""
        return self.hva_kind == "thanks" or (not self.hva_kind and self.hva_nps_group == "promoter")
