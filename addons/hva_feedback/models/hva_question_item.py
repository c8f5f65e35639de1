from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.languages import with_variants
from ..tools.question_shape import KINDS, LANG_CODES, LOCALES, SCALES, shape_of
from .survey_survey import LOCKED

FACT_FIELDS = {"code", "kind", "scale"}

# Wordings that come from THL or the counties, national or not (one side of a slash).
QUOTED_KINDS = ("nps", "statement", "language", "pei")


class HvaQuestionItem(models.Model):
    """One item of the bank: a national or own question, its scale and its texts.

    Published versions keep their own copy of the texts, so editing an item changes drafts only.
    """

    _name = "hva.question.item"
    _description = "Question bank item"
    _order = "sequence, code, id"
    _rec_names_search = ["code", "text_ids.text"]

    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    kind = fields.Selection(list(KINDS), required=True, default="own")
    dimension = fields.Char()
    service_domain = fields.Selection(
        [("health", "Health care"), ("social", "Social care"), ("both", "Both"), ("rescue", "Rescue services")],
        required=True,
        default="both",
    )
    scale = fields.Selection([(code, label) for code, (label, _shape) in SCALES.items()])
    is_national = fields.Boolean(string="National", help="Part of the content that THL and the counties agreed on.")
    is_active_default = fields.Boolean(string="In use by default")
    version = fields.Char()
    note = fields.Text()
    text_ids = fields.One2many("hva.question.text", "item_id", string="Texts")
    lang_codes = fields.Char(string="Languages", compute="_compute_lang_codes")

    _code_uniq = models.Constraint("UNIQUE(code)", "An item of the bank has a code of its own.")

    @api.depends("text_ids.lang_code", "text_ids.part")
    def _compute_lang_codes(self):
        for item in self:
            titled = set(item.text_ids.filtered(lambda row: row.part == "title").mapped("lang_code"))
            item.lang_codes = ", ".join(code for code in LANG_CODES if code in titled)

    @api.depends("code", "text_ids.text")
    def _compute_display_name(self):
        for item in self:
            title = item._get_texts("title").get("fi")
            item.display_name = f"{item.code} {title}" if title else item.code

    def write(self, vals):
        if FACT_FIELDS.intersection(vals):
            self._check_not_asked(vals)
        return super().write(vals)

    def _check_not_asked(self, vals):
        """Published answers are filed under the code: what it means cannot change afterwards."""
        changed = self.filtered(lambda item: any(vals.get(name, item[name]) != item[name] for name in FACT_FIELDS))
        # sudo: versions that the person may not read count too
        asked = (
            self.env["survey.question"]
            .sudo()
            .search([("hva_item_id", "in", changed.ids), ("survey_id.hva_state", "in", LOCKED)], limit=1)
        )
        if asked:
            raise UserError(
                self.env._(
                    "%(code)s is asked in a published set: its code, kind and scale cannot change. Make a new item.",
                    code=asked.hva_item_id.code,
                )
            )

    def _get_texts(self, part):
        """Return {lang_code: text} of one part ('title', 'hint', 'label_0'..'label_10'); never another language's."""
        texts = {row.lang_code: row.text for row in self.text_ids if row.part == part}
        return with_variants(texts) if self._is_quoted() else texts

    def _is_quoted(self):
        """Tell whether the wording is somebody else's: plain language then shows it as it is, and rewords nothing."""
        return self.is_national or self.kind in QUOTED_KINDS

    def _get_parts(self):
        """Return the parts this item can have a text for: title, hint, the labels of its scale, wordings by score."""
        shape = shape_of(self.scale)
        values = {*shape.values, shape.low, shape.high} if shape else set()
        labels = [f"label_{value}" for value in sorted(values)] if shape and shape.question_type != "text_box" else []
        wordings = ["title_promoter", "title_passive", "title_detractor"] if self.kind == "follow_up" else []
        return ["title", "hint", *wordings, *labels]

    def _get_source_text(self, part):
        """Text shown in the set editor under the source language: English where the bank has it, else Finnish."""
        texts = self._get_texts(part)
        return next((texts[code] for code in ("en", "fi", *LANG_CODES) if code in texts), "")

    def _get_locale_texts(self, part):
        """Return {res.lang code: text or False} of the installed languages, for the editor's translatable fields."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        texts = self._get_texts(part)
        return {
            locale: texts.get(code, False)
            for code, locale in LOCALES.items()
            if locale in installed and locale != "en_US"
        }

    def _get_question_vals(self):
        """Values of a `survey.question` that asks this item: type, ends of a scale and options with their values."""
        self.ensure_one()
        vals = {"title": self._get_source_text("title") or self.code, "hva_item_id": self.id}
        shape = shape_of(self.scale)
        if not shape:
            return vals
        vals["question_type"] = shape.question_type
        if shape.question_type == "scale":
            vals.update(
                scale_min=shape.low,
                scale_max=shape.high,
                scale_min_label=self._get_source_text(f"label_{shape.low}"),
                scale_max_label=self._get_source_text(f"label_{shape.high}"),
            )
        vals["suggested_answer_ids"] = [Command.clear()] + [
            Command.create(
                {
                    "hva_value": value,
                    "value": self._get_source_text(f"label_{value}") or str(value),
                    "sequence": 10 * number,
                }
            )
            for number, value in enumerate(shape.values, start=1)
        ]
        return vals

    def _refresh_drafts(self):
        """Show the bank's present texts in the drafts that use these items. Published versions never change."""
        drafts = [("hva_item_id", "in", self.ids)]
        # sudo: a bank editor need not own every draft
        self.env["survey.survey"].sudo().search([*drafts, ("hva_state", "=", "draft")])._hva_show_bank_title()
        questions = self.env["survey.question"].sudo().search([*drafts, ("survey_id.hva_state", "=", "draft")])
        questions._hva_show_bank_texts()
