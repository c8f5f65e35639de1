from odoo import api, fields, models

from ..tools.codes_tables import KINDS
from ..tools.routing import never_reached

# Longer lists of words are cut in the description.
MOST_WORDS = 4


class HvaRoutingRule(models.Model):
    """A rule said in words, and what is wrong with it."""

    _inherit = "hva.routing.rule"

    description = fields.Char("In words", compute="_compute_description")
    problem = fields.Char("Look at this", compute="_compute_problem")

    @api.depends(
        "wants_contact",
        "kinds",
        "has_nps_max",
        "nps_max",
        "requires_text",
        "words",
        "topic_ids",
        "service_id",
        "channel",
        "unit_id",
        "makes_case",
        "responsible_unit_id",
        "deadline_by",
        "deadline_days",
        "deadline_hours",
    )
    @api.depends_context("lang")
    def _compute_description(self):
        for rule in self:
            conditions = rule._get_conditions_in_words() or [self.env._("every feedback")]
            rule.description = f"{', '.join(conditions)} → {rule._get_consequence_in_words()}"

    def _get_conditions_in_words(self):
        """Return the conditions as a list of short phrases in the user's language."""
        self.ensure_one()
        fields_get = self.fields_get(["channel", *(f"is_{code}" for code, _label in KINDS)], ["string", "selection"])
        kinds = [fields_get[f"is_{code}"]["string"] for code, _label in KINDS if self[f"is_{code}"]]
        words = self._get_words()
        shown = [f"“{word}”" for word in words[:MOST_WORDS]] + ["…"] * (len(words) > MOST_WORDS)
        phrases = [
            self.wants_contact and self.env._("contact is wanted"),
            kinds and " / ".join(kinds).lower(),
            self.has_nps_max and self.env._("score 0–%(score)s", score=self.nps_max),
            self.requires_text and self.env._("with open feedback"),
            words and self.env._("says %(words)s", words=" / ".join(shown)),
            self.topic_ids and self.env._("about %(topics)s", topics=" / ".join(self.topic_ids.mapped("name"))),
            self.service_id.name,
            self.channel and dict(fields_get["channel"]["selection"])[self.channel],
            self.unit_id and self.env._("under %(unit)s", unit=self.unit_id.name),
        ]
        return [phrase for phrase in phrases if phrase]

    def _get_consequence_in_words(self):
        self.ensure_one()
        if not self.makes_case:
            return self.env._("no case")
        if self.deadline_by == "hours":
            then = self.env._("a case, handled in %(hours)s hours", hours=self.deadline_hours)
        elif self.deadline_by == "days":
            then = self.env._("a case, handled in %(days)s working days", days=self.deadline_days)
        else:
            then = self.env._("a case, handled as the county has agreed")
        if self.responsible_unit_id:
            then = self.env._("%(case)s, by %(unit)s", case=then, unit=self.responsible_unit_id.name)
        return then

    @api.depends("description", "sequence", "active")
    @api.depends_context("lang")
    def _compute_problem(self):
        """Tell which rules decide nothing, or give cases to a unit that is gone."""
        self.problem = False
        takers = {rule.rule_id: taker.rule_id for rule, taker in never_reached(self._get_rules())}
        today = self.env["hva.clock"]._today()
        for rule in self.filtered("active"):
            units = rule.sudo().unit_id | rule.sudo().responsible_unit_id  # sudo: as in _get_in_force
            gone = units.filtered(lambda u: u.merged_into_id or not u.active or (u.valid_to and u.valid_to < today))
            if gone:
                rule.problem = self.env._("%(unit)s is no longer in use.", unit=gone[0].name)
            elif taker := takers.get(rule._origin.id or rule.id):
                above = self.browse(taker).name
                rule.problem = self.env._("Decides nothing: “%(rule)s” above takes all of it.", rule=above)
