from odoo import models

from ..tools.device_view import TERMINALS, TYPED_KINDS
from ..tools.form_shape import CHOICE_KINDS, WORD_KINDS
from ..tools.question_shape import family_of, shape_of
from ..tools.set_diff import QuestionFacts
from .survey_question_form import VARIANTS

PICTURES = ("<img", "<iframe", "<video")
ONCE = ("nps", "contact_wish")


class SurveyQuestion(models.Model):
    """What keeps a question from being published, and what it looks like in a comparison of versions."""

    _inherit = "survey.question"

    def _hva_problem_codes(self):
        """Return what is wrong with the question for itself (codes of `survey_survey_publish.PROBLEMS`)."""
        self.ensure_one()
        kind = self._hva_kind()
        if not kind:
            return ["bad_type"]
        wrong = {
            "image": self._hva_has_picture(),
            "email": self.validation_email or self.save_as_email or self.save_as_nickname,
            "middle_label": kind == "scale" and self.scale_mid_label,
            "no_options": kind in CHOICE_KINDS and len(self._hva_options()) < 2,
            "no_rows": self.question_type == "matrix" and not self._hva_rows(),
            "role_shape": not self.hva_item_id and not self._hva_fits_role(),
            "variant_kind": self._hva_has_variants() and not (self.hva_role == "follow_up" and kind in WORD_KINDS),
            "terminal_kind": kind in TYPED_KINDS and self.survey_id.hva_set_id.channel in TERMINALS,
            **(self._hva_bank_problems() if self.hva_item_id else {}),
        }
        return [code for code, is_wrong in wrong.items() if is_wrong]

    def _hva_bank_problems(self):
        return {
            "comment": self._hva_has_comment(),
            "bank_shape": not self._hva_fits_item(),
            "bank_condition": self.hva_item_id.is_national and self.triggering_answer_ids,
        }

    def _hva_fits_role(self):
        """The score and the wish are read by code, so an own question in their place must be built like them."""
        if self.hva_role == "nps":
            return self.question_type == "scale" and self._hva_range() == (0, 10)
        if self.hva_role == "contact_wish":
            values = sorted(self._hva_options().mapped("hva_value"))
            return self.question_type == "simple_choice" and values == [0, 1] and not self.comments_allowed
        return True

    def _hva_has_picture(self):
        return (
            any(mark in (self.description or "").lower() for mark in PICTURES)
            or bool(self.background_image and not self.is_page)
            or any((self._hva_options() | self._hva_rows()).mapped("value_image"))
        )

    def _hva_has_variants(self):
        own = any(self[name] for name, _part in VARIANTS.values())
        return own or any(self.hva_item_id._get_texts(part) for _name, part in VARIANTS.values())

    def _hva_once_marks(self):
        """Return what a set holds at most once: a bank item, either side of one, the score, the wish."""
        code = self.hva_item_id.code or ""
        marks = {code, family_of(code), self.hva_role in ONCE and self.hva_role}
        return marks - {"", False}

    def _hva_fits_item(self):
        shape = shape_of(self.hva_item_id.scale)
        if not shape or self.question_type != shape.question_type:
            return False
        if shape.question_type == "scale":
            return (self.scale_min, self.scale_max) == (shape.low, shape.high)
        return sorted(self._hva_options().mapped("hva_value")) == sorted(shape.values)

    def _hva_key(self):
        """Return what joins this question to itself in other versions: its bank code, or the draft's question."""
        self.ensure_one()
        return self.hva_item_id.code or f"own {(self.hva_origin_id or self).id}"

    def _hva_facts(self, texts_by_key):
        """Return the question as `QuestionFacts`. `texts_by_key` is {key: {lang_code: text}} of its version."""
        self.ensure_one()
        options, rows = self._hva_options(), self._hva_rows()
        names = {f"q{self.id}.{part}": part for part in ("title", "hint", "min", "max", "comment", *VARIANTS)}
        names |= {f"o{option.id}": f"option {number}" for number, option in enumerate(options, start=1)}
        names |= {f"r{row.id}": f"row {number}" for number, row in enumerate(rows, start=1)}
        texts = {(name, code): text for key, name in names.items() for code, text in texts_by_key.get(key, {}).items()}
        shape = (
            self._hva_kind(),
            self.constr_mandatory,
            self.hva_role,
            self._hva_range(),
            self._hva_period(),
            len(rows),
            self._hva_has_comment(),
            self.hva_max_choices,
            len(self.triggering_answer_ids),
            *options.mapped("hva_value"),
        )
        scale = (self._hva_kind(), self._hva_range(), tuple(options.mapped("hva_value")), len(rows))
        return QuestionFacts(
            key=self._hva_key(), title=self.title or "", texts=tuple(sorted(texts.items())), shape=shape, scale=scale
        )
