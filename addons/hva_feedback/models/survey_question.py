from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.sql import column_exists, create_column

from ..tools.question_shape import KINDS

BANK_TEXTS = {"title": "title", "description": "hint"}


class SurveyQuestion(models.Model):
    """A question of a set version. Questions of other surveys pass through untouched."""

    _inherit = "survey.question"

    hva_item_id = fields.Many2one("hva.question.item", string="Bank item", index="btree_not_null", ondelete="restrict")
    hva_role = fields.Selection(
        list(KINDS), string="Role", compute="_compute_hva_role", store=True, readonly=False, precompute=True
    )
    hva_origin_id = fields.Many2one(
        "survey.question", string="Question of the draft", copy=False, index="btree_not_null", ondelete="set null"
    )

    def _auto_init(self):
        # Empty on the questions that are there: else Odoo would compute it and stamp each with today's date.
        if not column_exists(self.env.cr, self._table, "hva_role"):
            create_column(self.env.cr, self._table, "hva_role", "varchar")
        return super()._auto_init()

    @api.depends("hva_item_id", "survey_id.survey_type")
    def _compute_hva_role(self):
        for question in self:
            if question.survey_id.survey_type != "hva" or question.is_page:
                question.hva_role = False
            elif question.hva_item_id:
                question.hva_role = question.hva_item_id.kind
            else:
                question.hva_role = question.hva_role or "own"

    @api.onchange("hva_item_id")
    def _onchange_hva_item_id(self):
        if self.hva_item_id:
            self.update(self.hva_item_id._get_question_vals())

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        ours = questions._hva_ours()
        ours.survey_id._hva_check_unlocked()
        ours.filtered("hva_item_id")._hva_ask_bank_item()
        return questions

    def write(self, vals):
        ours = self._hva_ours()
        ours.survey_id._hva_check_unlocked()
        ours._hva_check_bank_texts(vals)
        res = super().write(vals)
        if "survey_id" in vals:
            self.survey_id._hva_check_unlocked()
        if vals.get("hva_item_id"):
            self._hva_ours()._hva_ask_bank_item()
        return res

    def copy(self, default=None):
        if not self._hva_ours():
            return super().copy(default)
        return super(SurveyQuestion, self.with_context(hva_from_bank=True)).copy(default).with_env(self.env)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_hva_locked(self):
        self._hva_ours().survey_id._hva_check_unlocked()

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        # Writes SQL before it calls write(), so the checks of write() have to be made here as well.
        ours = self._hva_ours()
        ours.survey_id._hva_check_unlocked()
        ours._hva_check_bank_texts({field_name: None})
        return super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)

    # ------------------------------------------------------------------ bank

    def _hva_ours(self):
        """The questions of this recordset that belong to question sets."""
        # sudo: the question "is this ours?" comes before any right
        return self.filtered(lambda question: question.sudo().survey_id.survey_type == "hva")

    def _hva_bank_fields(self):
        """Return {field: bank part} of the texts that the bank decides for this question."""
        self.ensure_one()
        if self.question_type != "scale":
            return BANK_TEXTS
        return {
            **BANK_TEXTS,
            "scale_min_label": f"label_{self.scale_min}",
            "scale_max_label": f"label_{self.scale_max}",
        }

    def _hva_check_bank_texts(self, vals):
        """Refuse to edit the wording of a bank question here: the page would go on showing the bank's text."""
        if self.env.context.get("hva_from_bank") or "hva_item_id" in vals:
            return
        for question in self.filtered("hva_item_id"):
            changed = [name for name in question._hva_bank_fields() if name in vals and vals[name] != question[name]]
            if changed:
                raise UserError(
                    self.env._(
                        "The wording of %(code)s comes from the item bank. Change it there, or take the bank item off "
                        "the question to make it your own.",
                        code=question.hva_item_id.code,
                    )
                )

    def _hva_ask_bank_item(self):
        """Give drafts' questions the type, the options and the wording of their bank item."""
        if self.env.context.get("hva_from_bank"):
            return
        questions = self.with_context(hva_from_bank=True)
        for question in questions:
            question.write(question.hva_item_id._get_question_vals())
        questions._hva_show_bank_texts()

    def _hva_show_bank_texts(self):
        """Write the bank's texts into the editor's fields: source value, and a translation for installed languages.

        These fields are for the people who edit the set. The page reads the bank rows and never these.
        """
        for question in self.with_context(hva_from_bank=True, lang="en_US"):
            item = question.hva_item_id
            for field_name, part in question._hva_bank_fields().items():
                question._hva_show_text(field_name, item, part)
            for option in question._hva_options():
                option._hva_show_text("value", item, f"label_{option.hva_value}")

    def _hva_show_text(self, field_name, item, part):
        source = item._get_source_text(part)
        if source and self._fields[field_name].type == "html":
            self[field_name] = escape(source)  # words of a file are words: Odoo would keep markup that root writes
        elif source and self._fields[field_name].translate is True:
            self.update_field_translations(field_name, {"en_US": source, **item._get_locale_texts(part)})
        else:
            self[field_name] = source or (item.code if self._fields[field_name].required else False)

    # ------------------------------------------------------------------ form

    def _hva_options(self):
        """The options of a choice, or the columns of a grid, in the order shown; none for other types."""
        self.ensure_one()
        if self.question_type not in ("simple_choice", "multiple_choice", "matrix"):
            return self.suggested_answer_ids.browse()
        return self.suggested_answer_ids.sorted(lambda option: (option.sequence, option.id))

    def _hva_range(self):
        """Lowest and highest accepted number, inclusive; (None, None) where the question has no limits."""
        self.ensure_one()
        if self.question_type == "scale":
            return self.scale_min, self.scale_max
        if self.question_type == "numerical_box" and self.validation_required:
            return self.validation_min_float_value, self.validation_max_float_value
        return None, None
