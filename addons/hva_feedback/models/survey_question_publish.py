from odoo import models

from ..tools.question_shape import shape_of
from ..tools.set_diff import QuestionFacts
from .survey_survey_form import FORM_KINDS


class SurveyQuestion(models.Model):
    """What keeps a question from being published, and what it looks like in a comparison of versions."""

    _inherit = "survey.question"

    def _hva_problem_codes(self):
        self.ensure_one()
        if self.question_type not in FORM_KINDS:
            return ["bad_type"]
        codes = []
        if self.comments_allowed and self._hva_options():
            codes.append("comment")
        if self.question_type in ("simple_choice", "multiple_choice") and len(self._hva_options()) < 2:
            codes.append("no_options")
        if self.hva_item_id and not self._hva_fits_item():
            codes.append("bank_shape")
        return codes

    def _hva_fits_item(self):
        shape = shape_of(self.hva_item_id.scale)
        if not shape or self.question_type != shape.question_type:
            return False
        if shape.question_type == "scale":
            return (self.scale_min, self.scale_max) == (shape.low, shape.high)
        return sorted(self._hva_options().mapped("hva_value")) == sorted(shape.values)

    def _hva_facts(self, texts_by_key):
        self.ensure_one()
        options = self._hva_options()
        texts = {
            (part, code): text
            for part in ("title", "hint", "min", "max")
            for code, text in texts_by_key.get(f"q{self.id}.{part}", {}).items()
        }
        for number, option in enumerate(options, start=1):
            for code, text in texts_by_key.get(f"o{option.id}", {}).items():
                texts[f"option {number}", code] = text
        key = self.hva_item_id.code or f"own {(self.hva_origin_id or self).id}"
        shape = (
            self.question_type,
            self.constr_mandatory,
            self.hva_role,
            self._hva_range(),
            *options.mapped("hva_value"),
        )
        return QuestionFacts(key=key, title=self.title, texts=tuple(sorted(texts.items())), shape=shape)
