from odoo import api, models
from odoo.exceptions import UserError


class SurveySurvey(models.Model):
    """Survey's own doors, for question sets: they lead to the public page and the collectors, and store nothing."""

    _inherit = "survey.survey"

    # ------------------------------------------------------------------ statistics that scan every answer

    @api.depends("user_input_ids.state", "user_input_ids.test_entry")
    def _compute_survey_statistic(self):
        ours = self._hva_ours()
        if others := self - ours:  # core asks for the right to answers even when there is nothing to count
            super(SurveySurvey, others)._compute_survey_statistic()
        ours.update(
            {
                "answer_count": 0,
                "answer_done_count": 0,
                "success_count": 0,
                "answer_score_avg": 0.0,
                "success_ratio": 0,
            }
        )

    @api.depends("user_input_ids.survey_id")
    def _compute_answer_duration_avg(self):
        ours = self._hva_ours()
        if others := self - ours:
            super(SurveySurvey, others)._compute_answer_duration_avg()
        ours.answer_duration_avg = 0.0

    def _prepare_statistics(self, user_input_lines=None):
        if self._hva_ours():
            raise UserError(self.env._("Results of customer feedback are under Feedback, Results."))
        return super()._prepare_statistics(user_input_lines)

    # ------------------------------------------------------------------ where the buttons lead

    def _hva_page_path(self):
        """Path of the public page that asks this set, None where no collector or more than one does.

        With several, picking one would file the feedback under a unit nobody chose.
        """
        self.ensure_one()
        if not self.hva_set_id:
            return None
        # sudo: the codes are public, they stand on posters
        collectors = self.env["hva.collector"].sudo().search([("asked_set_id", "=", self.hva_set_id.id)], limit=2)
        return f"/p/{collectors.code}" if len(collectors) == 1 else None

    def get_start_url(self):
        return (self._hva_ours() and self._hva_page_path()) or super().get_start_url()

    def get_print_url(self):
        return (self._hva_ours() and self._hva_page_path()) or super().get_print_url()

    def _hva_action_collectors(self):
        """Action: the collectors (links, posters, devices) that ask this set."""
        self.ensure_one()
        return self.hva_set_id.action_open_collectors()

    def _hva_action_answers(self):
        """Action: the feedback given to this version."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_answer_action")
        return {**action, "domain": [("survey_id", "=", self.id)], "context": {}}

    def action_send_survey(self):
        return self._hva_action_collectors() if self._hva_ours() else super().action_send_survey()

    def action_start_survey(self, answer=None):
        return self._hva_action_page() if self._hva_ours() else super().action_start_survey(answer=answer)

    def action_test_survey(self):
        return self._hva_action_preview() if self._hva_ours() else super().action_test_survey()

    def action_print_survey(self, answer=None):
        return self._hva_action_page() if self._hva_ours() else super().action_print_survey(answer=answer)

    def _hva_action_page(self):
        """Action: the public page of this set where there is just one, else the list of its collectors."""
        path = self._hva_page_path()
        if not path:
            return self._hva_action_collectors()
        return {"type": "ir.actions.act_url", "name": self.env._("Feedback page"), "target": "new", "url": path}

    def _hva_action_preview(self):
        """Action: the page as this draft or version would show it; what is tried there is not stored."""
        url = f"/hva_feedback/preview/{self.id}"
        return {"type": "ir.actions.act_url", "name": self.env._("Preview"), "target": "new", "url": url}

    def action_result_survey(self):
        return self._hva_action_answers() if self._hva_ours() else super().action_result_survey()

    def action_survey_user_input(self):
        return self._hva_action_answers() if self._hva_ours() else super().action_survey_user_input()

    def action_survey_user_input_completed(self):
        return self._hva_action_answers() if self._hva_ours() else super().action_survey_user_input_completed()

    def action_survey_user_input_certified(self):
        return self._hva_action_answers() if self._hva_ours() else super().action_survey_user_input_certified()

    def action_start_session(self):
        if self._hva_ours():
            raise UserError(self.env._("A question set is not asked in a live session."))
        return super().action_start_session()

    # ------------------------------------------------------------------ answers

    def _check_answer_creation(self, *args, **kwargs):
        """Refuse every stock way to start an answer: it would have no unit, and a GET would store a row."""
        self._hva_refuse_stock_answer()
        return super()._check_answer_creation(*args, **kwargs)

    def _create_answer(self, *args, **kwargs):
        self._hva_refuse_stock_answer()
        return super()._create_answer(*args, **kwargs)

    def _hva_refuse_stock_answer(self):
        if self._hva_ours():
            raise UserError(self.env._("Customer feedback is given on the page of a collector."))
