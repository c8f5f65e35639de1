from datetime import UTC

from odoo import api, models

from ..tools.answer_validation import is_offered
from ..tools.form_shape import MATRIX_KINDS, Commented
from ..tools.redaction import redact

# Odoo's own column of each kind of answer, and its `answer_type`.
COLUMNS = {
    "scale": ("scale", "value_scale"),
    "choice": ("suggestion", "suggested_answer_id"),
    "choices": ("suggestion", "suggested_answer_id"),
    "text": ("text_box", "value_text_box"),
    "char": ("char_box", "value_char_box"),
    "number": ("numerical_box", "value_numerical_box"),
    "date": ("date", "value_date"),
    "datetime": ("datetime", "value_datetime"),
    "matrix": ("suggestion", "suggested_answer_id"),
    "matrix_choices": ("suggestion", "suggested_answer_id"),
}


class SurveyUserInput(models.Model):
    """The lines of a feedback, as Survey itself would store them."""

    _inherit = "survey.user_input"

    @api.model
    def _hva_line_vals(self, submission):
        """Return the values of the answered questions, each with its `role` still in it."""
        entry = submission.entry
        _languages, form = self.env["hva.collector"]._hva_page_form(entry.survey_id, entry.lang_code or "fi")
        asked = {question.id for question in form.questions} - set(submission.not_asked)
        if unknown := set(submission.values) - asked:
            raise ValueError(f"questions {sorted(unknown)} were not asked in survey {entry.survey_id}")
        lines = []
        for question in form.questions:
            if question.id not in submission.values:
                continue
            value = submission.values[question.id]
            if not is_offered(question, value):
                raise ValueError(f"question {question.id} does not offer this value")
            wording = submission.wordings.get(question.id, "")
            if wording and wording not in question.variants:
                raise ValueError(f"question {question.id} has no such wording")
            lines += self._hva_question_lines(entry, question, value)
            if wording:
                lines[-1]["hva_wording"] = wording
        return lines

    @api.model
    def _hva_question_lines(self, entry, question, value):
        """Return one line for each option, cell or text, and one for the words of a comment field."""
        plain = value.value if isinstance(value, Commented) else value
        if plain is None:
            lines = []
        elif question.kind in MATRIX_KINDS:
            lines = [{**self._hva_one_line(entry, question, option), "matrix_row_id": row} for row, option in plain]
        else:
            singles = plain if question.kind == "choices" else (plain,)
            lines = [self._hva_one_line(entry, question, single) for single in singles]
        if isinstance(value, Commented):
            common = self._hva_common_vals(entry, question)
            lines.append({**common, "answer_type": "char_box", "value_char_box": redact(value.comment).text})
        return lines

    @api.model
    def _hva_one_line(self, entry, question, value):
        answer_type, column = COLUMNS[question.kind]
        vals = {**self._hva_common_vals(entry, question), "answer_type": answer_type, column: value}
        if isinstance(value, str):
            vals[column] = redact(value).text
        elif question.kind == "datetime":  # as people said it on the county's clock; stored in UTC like every moment
            zone = self.env["hva.clock"]._zone()
            vals[column] = value.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
        elif question.kind == "scale":
            vals["hva_value"] = value
        elif answer_type == "suggestion":
            vals["hva_value"] = next(option.value for option in question.options if option.id == value)
        return vals

    @api.model
    def _hva_common_vals(self, entry, question):
        vals = {
            "role": question.role,
            "survey_id": entry.survey_id,
            "question_id": question.id,
            "skipped": False,
            "hva_item_code": question.item_code,
            "hva_unit_id": entry.unit_id,
        }
        if question.sequence is not None:
            vals["question_sequence"] = question.sequence
        return vals
