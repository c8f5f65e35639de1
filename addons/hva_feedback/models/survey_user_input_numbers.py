from markupsafe import Markup

from odoo import api, fields, models

from .survey_user_input_text import TEXT_TYPES


class SurveyUserInput(models.Model):
    """What was answered by choosing: a small table that stands beside the giver's own words."""

    _inherit = "survey.user_input"

    hva_numbers = fields.Html("Chosen answers", compute="_compute_hva_numbers", sanitize=False)

    @api.depends("user_input_line_ids")
    @api.depends_context("lang")
    def _compute_hva_numbers(self):
        for answer in self:
            answer.hva_numbers = _table(answer._hva_number_rows())

    def _hva_number_rows(self):
        """Return (question, given answer) for every question that is not answered in own words."""
        return [
            (line.question_id.title, line.display_name)
            for line in self.user_input_line_ids.sorted(lambda line: (line.question_sequence, line.id))
            if not line.skipped and line.answer_type not in TEXT_TYPES
        ]


def _table(rows):
    """Return the rows as a table; every text is escaped."""
    body = Markup("").join(Markup("<tr><td>%s</td><td><b>%s</b></td></tr>") % row for row in rows)
    return Markup('<table class="table table-sm mb-0"><tbody>%s</tbody></table>') % body if rows else False
