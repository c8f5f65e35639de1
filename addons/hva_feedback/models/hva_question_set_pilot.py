from odoo import api, fields, models
from odoo.exceptions import UserError


class HvaQuestionSet(models.Model):
    """A pilot: a version that chosen units ask until a day, while the others ask the version in use.

    `_publish_pilot` begins it. It ends by its last day (pages return by themselves, a nightly job tidies up), by
    `action_end_pilot`, or by becoming the version in use for all.
    """

    _inherit = "hva.question.set"

    pilot_survey_id = fields.Many2one(
        "survey.survey", string="Pilot", copy=False, readonly=True, index="btree_not_null", ondelete="restrict"
    )
    pilot_unit_ids = fields.Many2many(related="pilot_survey_id.hva_pilot_unit_ids", string="Units of the pilot")
    pilot_until = fields.Date(related="pilot_survey_id.hva_pilot_until", string="Last day of the pilot")

    def _publish_pilot(self, units, until):
        """Publish the draft for `units`, with all under them, up to and including the day `until`."""
        self.ensure_one()
        if not units or not until or until < self.env["hva.clock"]._today():
            raise UserError(self.env._("A pilot needs units and a last day that has not passed."))
        if not self.current_survey_id:
            raise UserError(self.env._("The first version of a set is for everybody: there is nothing to return to."))
        version = self._make_version()
        if self.pilot_survey_id:
            self.action_end_pilot()
        version._hva_move("pilot", {"hva_pilot_unit_ids": [fields.Command.set(units.ids)], "hva_pilot_until": until})
        self.pilot_survey_id = version
        return version

    def action_end_pilot(self):
        """Let the units of the pilot ask the version in use again, from now on."""
        for question_set in self:
            pilot = question_set.pilot_survey_id
            question_set.pilot_survey_id = False
            pilot._hva_move("retired")

    def action_pilot_for_all(self):
        """Make the pilot the version in use of all units."""
        self.ensure_one()
        self._lock_to_publish()
        pilot = self.pilot_survey_id
        if not pilot:
            raise UserError(self.env._("The pilot has ended already. Publish the draft."))
        self.pilot_survey_id = False
        self._put_in_use(pilot)

    @api.model
    def _cron_end_pilots(self):
        self.search([("pilot_until", "<", self.env["hva.clock"]._today())]).action_end_pilot()
