from odoo import api, fields, models, tools

from ..tools.set_choice import choose


class HvaCollector(models.Model):
    """What a way in asks: the set chosen on it, else the one that its service, channel and givers lead to."""

    _inherit = "hva.collector"

    asked_set_id = fields.Many2one(
        "hva.question.set", string="Asks", compute="_compute_asked_set_id", store=True, index=True, ondelete="restrict"
    )
    asked_why = fields.Selection(
        [
            ("chosen", "Chosen on this way in"),
            ("meant", "Meant for its service, channel or givers"),
            ("default", "The first set that is meant for all"),
        ],
        string="Why this set",
        compute="_compute_asked_set_id",
        store=True,
    )
    asked_survey_id = fields.Many2one("survey.survey", string="Version asked", compute="_compute_asked_survey_id")

    @api.depends("set_id", "channel", "service_id", "respondent_group")
    def _compute_asked_set_id(self):
        in_use, archived = self.env["hva.question.set"]._set_facts()
        for collector in self:
            found = choose(
                [*in_use, *archived] if collector.set_id else in_use,
                chosen_id=collector.set_id.id or None,
                channel=collector.channel or None,
                service_id=collector.service_id.id or None,
                respondent_group=collector.respondent_group or None,
            )
            collector.asked_set_id = found[0].id if found else False
            collector.asked_why = found[1] if found else False

    @api.depends("asked_set_id", "unit_id")
    def _compute_asked_survey_id(self):
        for collector in self:
            collector.asked_survey_id = collector.sudo().asked_set_id._version_for(collector.unit_id)

    @api.model
    @tools.ormcache("collector_id", "unit_id", "service_id", "today")
    def _hva_asked_survey_id(self, collector_id, unit_id, service_id, today):
        """Return the id of the version that a front door asks about the unit and service a giver found on `today`.

        A set that was chosen on the way in is asked everywhere; otherwise the one meant for the service. A unit of a
        pilot asks its pilot. No query once cached.
        """
        # sudo: the public has no rights, and learns no more than what is asked
        collector = self.sudo().browse(collector_id)
        unit, service = self.env["hva.unit"].sudo().browse(unit_id), self.env["hva.service"].sudo().browse(service_id)
        asked = self.env["hva.question.set"].sudo()._asked_survey
        return asked(unit, collector.channel, service, collector.respondent_group, collector.set_id).id

    @api.model
    def _hva_choose_again(self):
        """Look again at what every way in asks for which no set was chosen: a set has changed."""
        self.env.registry.clear_cache()
        # sudo: the rule holds for ways in that the person may not read, too
        collectors = self.sudo().with_context(active_test=False).search([("set_id", "=", False)])
        for name in ("asked_set_id", "asked_why"):
            self.env.add_to_compute(self._fields[name], collectors)
