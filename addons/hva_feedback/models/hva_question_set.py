from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.codes_tables import CHANNELS, RESPONDENT_GROUPS


class HvaQuestionSet(models.Model):
    """A question set: one draft that people edit, and the locked versions made from it.

    `version_ids` are the published and retired versions, newest first; `current_survey_id` is what new pages ask.
    """

    _name = "hva.question.set"
    _description = "Question set"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    channel = fields.Selection(list(CHANNELS), help="Meant for this channel only. Empty: for all.")
    service_ids = fields.Many2many("hva.service", string="Services", help="Meant for these services. Empty: for all.")
    respondent_group = fields.Selection(list(RESPONDENT_GROUPS), help="Meant for these givers. Empty: for all.")
    draft_survey_id = fields.Many2one("survey.survey", string="Draft", copy=False, readonly=True, ondelete="restrict")
    current_survey_id = fields.Many2one(
        "survey.survey", string="Version in use", copy=False, readonly=True, ondelete="restrict"
    )
    version_ids = fields.One2many(
        "survey.survey", "hva_set_id", string="Versions", domain=[("hva_version", ">", 0)], copy=False, readonly=True
    )
    current_version = fields.Integer(related="current_survey_id.hva_version", string="Version")
    rotate_count = fields.Integer(
        related="draft_survey_id.hva_rotate_count", readonly=False, string="Statements asked at a time"
    )
    lang_codes = fields.Char(string="Languages", compute="_compute_lang_codes")

    @api.depends("current_survey_id")
    def _compute_lang_codes(self):
        for question_set in self:
            current = question_set.current_survey_id
            question_set.lang_codes = ", ".join(current._hva_languages()) if current else ""

    @api.model_create_multi
    def create(self, vals_list):
        sets = super().create(vals_list)
        for question_set in sets.filtered(lambda question_set: not question_set.draft_survey_id):
            question_set._make_draft()
        return sets

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if self.sudo().version_ids:  # sudo: see _get_next_version
            raise UserError(self.env._("A set that was published cannot be deleted: answers refer to it. Archive it."))

    def unlink(self):
        drafts = self.draft_survey_id
        res = super().unlink()
        drafts.unlink()
        return res

    # ------------------------------------------------------------------ actions

    def action_edit_draft(self):
        """Open the draft in Survey's own editor."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "survey.survey",
            "res_id": self.draft_survey_id.id,
            "view_mode": "form",
        }

    def action_preview(self):
        """Open the draft's page on a phone beside a desktop, in every language."""
        self.ensure_one()
        url = f"/hva_feedback/preview/{self.draft_survey_id.id}/sizes"
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}

    def action_publish_dialog(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Publish a version"),
            "res_model": "hva.set.publish",
            "view_mode": "form",
            "target": "new",
            "context": {"default_set_id": self.id},
        }

    # ------------------------------------------------------------------ drafts

    def _make_draft(self):
        self.ensure_one()
        self.draft_survey_id = self.env["survey.survey"].create(
            {
                "title": self.name,
                "survey_type": "hva",
                "hva_set_id": self.id,
                "questions_layout": "one_page",
                "access_mode": "token",  # one lock more on the stock door, should the guard ever be gone
                "lang_ids": [Command.clear()],
            }
        )

    @api.model
    def _load_ready_set(self, set_id, heading_code, item_codes):
        """Fill and publish a ready set once; later calls leave it alone. Codes are those of the item bank."""
        question_set = self.browse(set_id)
        draft = question_set.draft_survey_id
        if draft.question_and_page_ids or question_set.version_ids:
            return
        items = {item.code: item for item in self.env["hva.question.item"].with_context(active_test=False).search([])}
        draft.hva_item_id = items[heading_code]
        draft.question_and_page_ids = [
            Command.create({**items[code]._get_question_vals(), "sequence": 10 * number})
            for number, code in enumerate(item_codes, start=1)
        ]
        question_set._publish()

    # ------------------------------------------------------------------ versions

    def _publish(self):
        """Copy the draft into the next version, lock it and retire the one in use. Return the new version.

        Raises UserError with all the reasons when the draft cannot be published.
        """
        self.ensure_one()
        version = self._make_version()
        self._put_in_use(version)
        return version

    def _lock_to_publish(self):
        if not self.try_lock_for_update():  # two publishers at once must not make the same number
            raise UserError(self.env._("Somebody else is publishing this set right now. Try again in a moment."))

    def _make_version(self):
        """Return a copy of the draft with the next number, still to be moved out of the state of a draft."""
        self._lock_to_publish()
        draft = self.draft_survey_id
        if problems := draft._hva_problems():
            raise UserError("\n".join(draft._hva_problem_text(*problem) for problem in problems))
        version = draft.copy()
        version._hva_take_after(draft, self._get_next_version())
        return version

    def _put_in_use(self, version):
        if self.current_survey_id:
            self.current_survey_id._hva_move("retired")
        version._hva_move("published")
        self.current_survey_id = version

    def _get_next_version(self):
        # sudo: a version that the person may not read has its number all the same
        return max(self.sudo().version_ids.mapped("hva_version"), default=0) + 1
