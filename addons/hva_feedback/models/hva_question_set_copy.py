from odoo import fields, models


class HvaQuestionSet(models.Model):
    """A set made after another one: its draft is copied, its versions and ways in are not."""

    _inherit = "hva.question.set"

    draft_question_ids = fields.One2many(
        related="draft_survey_id.question_and_page_ids", string="Questions of the draft", readonly=True
    )

    def copy(self, default=None):
        copies = self.browse()
        for question_set in self:
            given = {
                "name": self.env._("%(name)s (copy)", name=question_set.name),
                "sequence": question_set.sequence + 1,  # of equals the older one goes on being asked
                **(default or {}),
            }
            given["draft_survey_id"] = question_set.draft_survey_id._hva_copy_draft().id
            made = super(HvaQuestionSet, question_set).copy(given)
            made.draft_survey_id.hva_set_id = made
            copies += made
        return copies

    def action_make_copy(self):
        """Make a new set after this one and open it, for its name, its services and its own statements."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.copy().id,
            "view_mode": "form",
        }


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    def _hva_copy_draft(self):
        """Return a draft of the same questions and heading, for another set."""
        self.ensure_one()
        draft = self.copy()
        draft._hva_copy_heading(self)
        return draft

    def _hva_copy_heading(self, origin):
        """Take the heading of `origin` in every installed language: core's copy has put "(copy)" after it."""
        titles = origin._fields["title"]._get_stored_translations(origin) or {}
        installed = {code for code, _name in self.env["res.lang"].get_installed()} | {"en_US"}
        self.with_context(hva_from_bank=True).update_field_translations(
            "title", {locale: title for locale, title in titles.items() if locale in installed}
        )
