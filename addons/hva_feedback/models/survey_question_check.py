from odoo import models

from ..tools.answer_validation import CHAR_MAX, TEXT_MAX

TEXT_LIMITS = {"text_box": TEXT_MAX, "char_box": CHAR_MAX}


class SurveyQuestion(models.Model):
    """Only offered values pass, by whichever door an answer comes: core checks neither range nor membership."""

    _inherit = "survey.question"

    def validate_question(self, answer, comment=None):
        self.ensure_one()
        if self._hva_ours() and not self._hva_is_offered(answer):
            return {self.id: self.env._("This answer was not offered.")}
        return super().validate_question(answer, comment=comment)

    def _hva_is_offered(self, answer):
        """Tell whether a raw answer (as the stock form posts it) is one that this question offers; nothing passes."""
        if answer in (None, False, "", [], {}):
            return True
        if self.question_type in ("simple_choice", "multiple_choice"):
            given = answer if isinstance(answer, list) else [answer]
            return {str(value) for value in given} <= {str(option.id) for option in self.suggested_answer_ids}
        if self.question_type == "scale":
            return str(answer) in {str(step) for step in range(self.scale_min, self.scale_max + 1)}
        if self.question_type in TEXT_LIMITS:
            return isinstance(answer, str) and len(answer) <= TEXT_LIMITS[self.question_type]
        if self.question_type == "matrix":
            return self._hva_is_offered_grid(answer)
        return True

    def _hva_is_offered_grid(self, answer):
        rows = {str(row.id) for row in self.matrix_row_ids}
        columns = {str(column.id) for column in self.suggested_answer_ids}
        return isinstance(answer, dict) and all(
            str(row) in rows and isinstance(given, list) and {str(column) for column in given} <= columns
            for row, given in answer.items()
        )
