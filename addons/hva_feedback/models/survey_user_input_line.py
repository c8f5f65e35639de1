from odoo import api, fields, models

from .survey_user_input import day_only


class SurveyUserInputLine(models.Model):
    """One answered question of a feedback. Ours are told by `hva_unit_id`; every other line passes through untouched.

    Unanswered questions have no line: what was asked is known from the set version. `hva_value` is the coded number
    (score of a scale, value of the chosen option) and NULL for texts, dates and numbers of own questions.
    """

    _inherit = "survey.user_input.line"

    hva_item_code = fields.Char(string="Item", readonly=True)
    hva_value = fields.Integer(string="Coded value", readonly=True, aggregator=None)
    hva_wording = fields.Selection(
        [("promoter", "For promoters"), ("passive", "For passives"), ("detractor", "For detractors")],
        string="Wording shown",
        readonly=True,
        help="Which wording of the follow-up the page showed. Empty: the neutral one.",
    )
    hva_unit_id = fields.Many2one("hva.unit", string="Unit visited", readonly=True, ondelete="restrict")

    @api.model
    def _prepare_create_values(self, vals_list):
        prepared = super()._prepare_create_values(vals_list)
        for vals in prepared:
            if vals.get("hva_unit_id"):
                answer = self.env["survey.user_input"].browse(vals["user_input_id"])
                vals.update(answer._hva_log_dates())
        return prepared

    def _add_precomputed_values(self, vals_list):
        """Ours bring what the line would otherwise look up, one query per field: nothing here is scored."""
        mine = [vals for vals in vals_list if vals.get("hva_unit_id")]
        known = {"answer_score": 0.0, "answer_is_correct": False}
        for vals in mine:
            vals.update(known)
            brought = [*known, "survey_id", *(["question_sequence"] if "question_sequence" in vals else [])]
            vals["__precomputed__"] = {self._fields[name] for name in brought}
        super()._add_precomputed_values([vals for vals in vals_list if not vals.get("hva_unit_id")])

    def _write_multi(self, vals_list):
        return super()._write_multi(
            [
                vals | day_only(line.user_input_id._hva_hidden_day(), "write_date") if line.sudo().hva_unit_id else vals
                for line, vals in zip(self, vals_list, strict=True)
            ]
        )
