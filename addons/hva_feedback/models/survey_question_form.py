from datetime import UTC, datetime, time

from odoo import fields, models

from ..tools.form_shape import CHOICE_KINDS, WORD_KINDS, Option, Question, Row
from ..tools.question_shape import family_of

FORM_KINDS = {
    "scale": "scale",
    "simple_choice": "choice",
    "multiple_choice": "choices",
    "text_box": "text",
    "char_box": "char",
    "numerical_box": "number",
    "date": "date",
    "datetime": "datetime",
    "matrix": "matrix",
}
# Wordings of a follow-up for each group of the score: code -> field of an own question, part of a bank item
VARIANTS = {code: (f"hva_title_{code}", f"title_{code}") for code in ("promoter", "passive", "detractor")}


class SurveyQuestion(models.Model):
    """A question of a set as the form shows it, and where each of its texts comes from."""

    _inherit = "survey.question"

    hva_title_promoter = fields.Char(
        string="Wording for promoters", translate=True, help="Shown in place of the title to who gave 9 or 10."
    )
    hva_title_passive = fields.Char(
        string="Wording for passives", translate=True, help="Shown in place of the title to who gave 7 or 8."
    )
    hva_title_detractor = fields.Char(
        string="Wording for detractors", translate=True, help="Shown in place of the title to who gave 0 to 6."
    )
    hva_max_choices = fields.Integer(string="Most choices", help="How many options may be chosen; 0: any number.")

    def _hva_kind(self):
        """Return the kind of this question in the form; None for a type that no form shows."""
        self.ensure_one()
        if self.question_type == "matrix" and self.matrix_subtype == "multiple":
            return "matrix_choices"
        return FORM_KINDS.get(self.question_type)

    def _hva_text_sources(self):
        """Return [(key, record, field name, bank part, whether every language needs it)] of what the form says."""
        self.ensure_one()
        key = f"q{self.id}"
        sources = [(f"{key}.title", self, "title", "title", True), (f"{key}.hint", self, "description", "hint", False)]
        if self.is_page:
            return sources
        if self.question_type == "scale":
            low, high = self.scale_min, self.scale_max
            sources.append((f"{key}.min", self, "scale_min_label", f"label_{low}", False))
            sources.append((f"{key}.max", self, "scale_max_label", f"label_{high}", False))
        if self.hva_role == "follow_up":
            sources += [(f"{key}.{code}", self, name, part, False) for code, (name, part) in VARIANTS.items()]
        sources += [
            (f"o{option.id}", option, "value", f"label_{option.hva_value}", True) for option in self._hva_options()
        ]
        sources += [(f"r{row.id}", row, "value", "", True) for row in self._hva_rows()]
        if self._hva_has_comment():
            sources.append((f"{key}.comment", self, "comments_message", "", False))
        return sources

    def _hva_has_comment(self):
        return self.comments_allowed and self._hva_kind() in CHOICE_KINDS

    def _hva_rows(self):
        """The rows of a grid in the order shown; none for other types."""
        self.ensure_one()
        if self.question_type != "matrix":
            return self.matrix_row_ids.browse()
        return self.matrix_row_ids.sorted(lambda row: (row.sequence, row.id))

    def _hva_build(self, texts):
        """Return the `Question` with the words of `texts`, {key: text} of one language."""
        self.ensure_one()
        key, kind = f"q{self.id}", self._hva_kind() or "text"
        low, high = self._hva_range()
        first, last = self._hva_period()
        is_limited = self.validation_required and kind == "char"
        return Question(
            id=self.id,
            kind=kind,
            role=self.hva_role or "own",
            item_code=self.hva_item_id.code or "",
            title=texts.get(f"{key}.title", ""),
            hint=texts.get(f"{key}.hint", ""),
            is_required=self.constr_mandatory,
            options=tuple(
                Option(option.id, option.hva_value, texts.get(f"o{option.id}", "")) for option in self._hva_options()
            ),
            rows=tuple(Row(row.id, texts.get(f"r{row.id}", "")) for row in self._hva_rows()),
            min_value=low,
            max_value=high,
            min_moment=first,
            max_moment=last,
            min_label=texts.get(f"{key}.min", ""),
            max_label=texts.get(f"{key}.max", ""),
            min_length=(is_limited and self.validation_length_min) or None,
            max_length=(is_limited and self.validation_length_max) or None,
            max_choices=(kind in ("choices", "matrix_choices") and self.hva_max_choices) or None,
            has_comment=self._hva_has_comment(),
            comment_label=texts.get(f"{key}.comment", ""),
            comment_is_answer=self.comment_count_as_answer,
            condition=tuple(sorted(self.triggering_answer_ids.ids)),
            variants=self._hva_variants(kind, texts),
            is_rotating=self._hva_is_rotating(),
            sequence=self.sequence,
        )

    def _hva_variants(self, kind, texts):
        if self.hva_role != "follow_up" or kind not in WORD_KINDS:
            return {}
        return {code: texts[f"q{self.id}.{code}"] for code in VARIANTS if texts.get(f"q{self.id}.{code}")}

    def _hva_is_rotating(self):
        """National statements take turns, also those in the words of one side; own ones are asked of everybody."""
        item = self.hva_item_id
        return self.hva_role == "statement" and bool(item) and (item.is_national or family_of(item.code) != item.code)

    def _hva_period(self):
        """First and last accepted moment on the county's clock, inclusive; None where there is no limit."""
        self.ensure_one()
        if not self.validation_required or self.question_type not in ("date", "datetime"):
            return None, None
        if self.question_type == "date":
            ends = (self.validation_min_date, self.validation_max_date)
            return tuple(datetime.combine(day, time.min) if day else None for day in ends)
        zone = self.env["hva.clock"]._zone()
        ends = (self.validation_min_datetime, self.validation_max_datetime)
        return tuple(
            moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if moment else None for moment in ends
        )
