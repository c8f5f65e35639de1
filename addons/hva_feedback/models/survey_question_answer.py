from odoo import api, fields, models
from odoo.exceptions import UserError


class SurveyQuestionAnswer(models.Model):
    """An option of a question. Options of other surveys pass through untouched."""

    _inherit = "survey.question.answer"

    hva_value = fields.Integer(
        string="Value",
        default=-1,
        help="What the answer counts as: 1 to 5 on the statements' scale, 0 = does not apply, -1 = not counted.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        options = super().create(vals_list)
        options._hva_questions().survey_id._hva_check_unlocked()
        return options

    def write(self, vals):
        self._hva_questions().survey_id._hva_check_unlocked()
        self._hva_check_bank_text(vals)
        res = super().write(vals)
        if {"question_id", "matrix_question_id"}.intersection(vals):
            self._hva_questions().survey_id._hva_check_unlocked()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_hva_locked(self):
        self._hva_questions().survey_id._hva_check_unlocked()

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        # Writes SQL before it calls write(), so the checks of write() have to be made here as well.
        self._hva_questions().survey_id._hva_check_unlocked()
        self._hva_check_bank_text({field_name: None})
        return super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)

    def _hva_questions(self):
        return (self.sudo().question_id | self.sudo().matrix_question_id)._hva_ours()

    def _hva_check_bank_text(self, vals):
        if self.env.context.get("hva_from_bank") or "value" not in vals:
            return
        for option in self:
            item = option.sudo().question_id._hva_ours().hva_item_id
            if item and vals["value"] != option.value:
                raise UserError(
                    self.env._("The wording of %(code)s comes from the item bank. Change it there.", code=item.code)
                )

    def _hva_show_text(self, field_name, item, part):
        """Same as on the question: the editor's copy of a bank text."""
        if source := item._get_source_text(part):
            self.update_field_translations(field_name, {"en_US": source, **item._get_locale_texts(part)})
