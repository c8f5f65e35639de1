"""Guests in the house: surveys of other types are created, edited, answered and read as if we were not there."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestForeignSurveys(HttpCase):
    def setUp(self):
        super().setUp()
        self.officer = new_test_user(self.env, "officer", groups="survey.group_survey_user,base.group_user")
        self.surveys = self.env["survey.survey"].with_user(self.officer)
        self.survey = self.surveys.create(
            {
                "title": "Staff day",
                "questions_layout": "one_page",
                "question_and_page_ids": [
                    Command.create({"title": "How was it?", "question_type": "scale", "sequence": 1}),
                    Command.create(
                        {
                            "title": "Lunch?",
                            "question_type": "simple_choice",
                            "sequence": 2,
                            "suggested_answer_ids": [
                                Command.create({"value": "Good"}),
                                Command.create({"value": "Bad"}),
                            ],
                        }
                    ),
                    Command.create({"title": "Words", "question_type": "text_box", "sequence": 3}),
                ],
            }
        )

    def test_an_officer_edits_translates_copies_and_deletes(self):
        self.assertFalse(self.survey.hva_state or self.survey.hva_is_locked)
        self.assertIn("custom", self.survey.allowed_survey_types)
        question = self.survey.question_ids[1]
        self.assertFalse(question.hva_role)
        self.survey.write({"title": "Staff day 2", "survey_type": "survey", "active": False})
        question.write({"title": "Was lunch good?", "sequence": 9})
        question.suggested_answer_ids[0].value = "Very good"
        question.update_field_translations("title", {"en_US": "Lunch, then?"})
        copy = self.survey.copy()
        self.assertEqual(len(copy.question_ids), 3)
        self.assertFalse(copy.hva_state)
        question.suggested_answer_ids[0].unlink()
        question.unlink()
        self.survey.unlink()
        self.assertTrue(copy.exists())

    def test_our_views_are_nobodys_default(self):
        answers = self.env["survey.user_input"].with_user(self.officer)
        for kind in ("pivot", "graph"):
            with self.subTest(kind):
                arch = answers.get_view(view_type=kind)["arch"]
                self.assertNotIn("hva_", arch)

    def test_the_stock_door_answers_as_before(self):
        answer = self._start(self.survey)
        scale, lunch, words = self.survey.sudo().question_ids
        tokens = f"{self.survey.access_token}/{answer.access_token}"
        self.make_jsonrpc_request(f"/survey/begin/{tokens}", {})
        values = {str(scale.id): "8", str(lunch.id): str(lunch.suggested_answer_ids[1].id), str(words.id): "Fine"}
        result = self.make_jsonrpc_request(f"/survey/submit/{tokens}", values)
        self.assertNotIn("error", str(result[1:]))
        self.env.invalidate_all()
        self.assertEqual(answer.state, "done")
        self.assertEqual(answer.user_input_line_ids.mapped("value_scale"), [8, 0, 0])
        self.assertEqual(answer.user_input_line_ids.suggested_answer_id.value, "Bad")
        printed = self.url_open(f"/survey/print/{self.survey.access_token}?answer_token={answer.access_token}")
        self.assertEqual(printed.status_code, 200)
        self.assertIn("Fine", printed.text)

    def test_statistics_and_results_page_as_before(self):
        for _number in range(2):
            answer = self.survey.sudo()._create_answer(email="x@example.com")
            answer._save_lines(self.survey.sudo().question_ids[0], "7")
            answer._mark_done()
        self.survey.invalidate_recordset()
        self.assertEqual((self.survey.answer_count, self.survey.answer_done_count), (2, 2))
        self.assertTrue(self.survey.action_result_survey()["url"].startswith("/survey/results/"))
        self.assertIn("/survey/start/", self.survey.get_start_url())
        self.assertEqual(self.survey.action_send_survey()["res_model"], "survey.invite")
        self.assertIn("/survey/test/", self.survey.action_test_survey()["url"])
        self.authenticate("officer", "officer")
        self.assertEqual(self.url_open(f"/survey/results/{self.survey.id}").status_code, 200)

    def test_core_validation_of_others_is_untouched(self):
        scale = self.survey.question_ids[0]
        self.assertEqual(scale.validate_question("99"), {}, "core checks no range, and we do not for others")

    def test_a_certification_is_passed_as_before(self):
        survey = self.env["survey.survey"].create(
            {
                "title": "Hygiene pass",
                "survey_type": "assessment",
                "access_mode": "public",
                "certification": True,
                "scoring_type": "scoring_with_answers",
                "scoring_success_min": 50,
                "questions_layout": "one_page",
                "question_and_page_ids": [
                    Command.create(
                        {
                            "title": "Wash?",
                            "question_type": "simple_choice",
                            "suggested_answer_ids": [
                                Command.create({"value": "Yes", "is_correct": True, "answer_score": 10}),
                                Command.create({"value": "No"}),
                            ],
                        }
                    )
                ],
            }
        )
        answer = self._start(survey)
        tokens = f"{survey.access_token}/{answer.access_token}"
        self.make_jsonrpc_request(f"/survey/begin/{tokens}", {})
        option = survey.question_ids.suggested_answer_ids[0]
        self.make_jsonrpc_request(f"/survey/submit/{tokens}", {str(survey.question_ids.id): str(option.id)})
        self.env.invalidate_all()
        self.assertTrue(answer.scoring_success)
        self.assertEqual(survey.success_count, 1)

    def test_a_live_session_starts_as_before(self):
        survey = self.surveys.create({"title": "Quiz", "survey_type": "live_session"})
        self.assertTrue(survey.session_available)
        survey.action_start_session()
        self.assertEqual(survey.session_state, "ready")

    def test_a_stranger_still_has_no_right_to_surveys(self):
        clerk = new_test_user(self.env, "clerk", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.survey.with_user(clerk).write({"title": "x"})

    def _start(self, survey):
        before = self.env["survey.user_input"].search([("survey_id", "=", survey.id)])
        self.assertEqual(self.url_open(f"/survey/start/{survey.access_token}").status_code, 200)
        return self.env["survey.user_input"].search([("survey_id", "=", survey.id)]) - before
