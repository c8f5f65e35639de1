from odoo import api, fields, models

from ..tools.set_choice import Pilot, SetFacts, choose, version_for

MEANT_FOR = {"active", "sequence", "channel", "service_ids", "respondent_group", "current_survey_id"}


class HvaQuestionSet(models.Model):
    """Which set a way in asks: gathers the facts for `tools.set_choice` and brings the ways in in step."""

    _inherit = "hva.question.set"

    collector_count = fields.Integer(string="Ways in", compute="_compute_collector_count")

    def _compute_collector_count(self):
        groups = self.env["hva.collector"]._read_group(
            [("asked_set_id", "in", self.ids)], ["asked_set_id"], ["__count"]
        )
        counts = {question_set.id: count for question_set, count in groups}
        for question_set in self:
            question_set.collector_count = counts.get(question_set.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        sets = super().create(vals_list)
        self.env["hva.collector"]._hva_choose_again()
        return sets

    def write(self, vals):
        res = super().write(vals)
        if MEANT_FOR.intersection(vals):
            self.env["hva.collector"]._hva_choose_again()
        return res

    def unlink(self):
        res = super().unlink()
        self.env["hva.collector"]._hva_choose_again()
        return res

    def action_open_collectors(self):
        """List the ways in that ask this set, chosen by hand or by what the set is meant for."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_collector_action")
        return {**action, "domain": [("asked_set_id", "=", self.id)], "context": {"default_set_id": self.id}}

    @api.model
    def _set_facts(self):
        """Return the facts of all sets, a handful, in a fixed number of queries."""
        # sudo: what is asked is decided by the sets, whoever looks
        sets = self.sudo().search([])
        chosen = self.sudo().with_context(active_test=False).search([("active", "=", False)])
        return [one._get_facts() for one in sets], [one._get_facts() for one in chosen]

    def _get_facts(self):
        self.ensure_one()
        trial = self.pilot_survey_id
        pilot = Pilot(trial.id, frozenset(trial.hva_pilot_unit_ids.ids), trial.hva_pilot_until) if trial else None
        return SetFacts(
            id=self.id,
            sequence=self.sequence,
            channel=self.channel or None,
            service_ids=frozenset(self.service_ids.ids),
            respondent_group=self.respondent_group or None,
            survey_id=self.current_survey_id.id or None,
            pilot=pilot,
        )

    @api.model
    def _choose(self, channel=None, service=None, respondent_group=None, chosen=None, facts=None):
        """Return (set, why) for one way in; the set is empty where nothing is published. See `tools.set_choice`.

        `facts` are those of `_set_facts`, for callers that ask for many ways in.
        """
        in_use, archived = facts or self._set_facts()
        # an archived set is chosen by nobody anew, and goes on where it was chosen by hand
        found = choose(
            [*in_use, *(archived if chosen else [])],
            chosen_id=chosen.id if chosen else None,
            channel=channel or None,
            service_id=service.id if service else None,
            respondent_group=respondent_group or None,
        )
        return (self.browse(found[0].id), found[1]) if found else (self.browse(), False)

    @api.model
    def _asked_survey(self, unit, channel=None, service=None, respondent_group=None, chosen=None, facts=None):
        """Return the version that is asked today in `unit`; empty where nothing is published.

        For what has no collector: text messages, a form in which the unit is chosen on the page, paper.
        """
        question_set, _why = self._choose(channel, service, respondent_group, chosen, facts)
        return question_set._version_for(unit)

    def _version_for(self, unit):
        """Return the version of this set that `unit` asks today: its pilot where the unit takes part."""
        if not self:
            return self.env["survey.survey"]
        path = [int(part) for part in (unit.sudo().parent_path or "").split("/") if part]  # sudo: as above
        survey_id = version_for(self.sudo()._get_facts(), path, self.env["hva.clock"]._today())
        return self.env["survey.survey"].browse(survey_id or [])
