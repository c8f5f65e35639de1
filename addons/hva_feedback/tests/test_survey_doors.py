"""Survey's stock doors: closed for question sets, and for everybody else exactly as before."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common_sets import make_set


@tagged("post_install", "-at_install")
class TestSurveyDoors(HttpCase):
    def setUp(self):
        super().setUp()
        self.set = make_set(self.env, "NPS", "CONTACT", "FREE")
        self.version = self.set._publish()

    def _answers(self, survey=None):
        return self.env["survey.user_input"].search_count([("survey_id", "=", (survey or self.version).id)])

    def _make_answer(self):
        """An answer as the feedback page stores it, without its facts: enough to knock with its token."""
        vals = {"survey_id": self.version.id, "predefined_question_ids": [Command.clear()]}
        if "hva_unit_id" in self.env["survey.user_input"]._fields:
            level = self.env["hva.unit.level"].search([], limit=1)
            unit = self.env["hva.unit"].create({"name": "Test unit", "level_id": level.id})
            vals.update({"hva_unit_id": unit.id, "hva_channel": "web"})
        return self.env["survey.user_input"].create(vals)

    # ------------------------------------------------------------------ reading

    def test_opening_a_stock_link_of_ours_stores_nothing(self):
        for survey in (self.version, self.set.draft_survey_id):
            for path in ("/survey/start/%s", "/survey/print/%s", "/survey/start/%s?answer_token=made-up"):
                response = self.url_open(path % survey.access_token, allow_redirects=False)
                response = self._follow_language(response)
                self.assertEqual(response.status_code, 404, path)
            self.assertEqual(self._answers(survey), 0)

    def test_a_robots_head_request_stores_nothing(self):
        self.opener.head(self.base_url() + f"/survey/start/{self.version.access_token}", timeout=20)
        self.assertEqual(self._answers(), 0)

    def test_the_answers_own_links_show_nothing(self):
        answer = self._make_answer()
        tokens = f"{self.version.access_token}/{answer.access_token}"
        for path in (f"/survey/{tokens}", f"/survey/retry/{tokens}"):
            response = self._follow_language(self.url_open(path, allow_redirects=False))
            self.assertEqual(response.status_code, 404, path)
        self.assertEqual(self._answers(), 1)

    def test_staff_doors_are_closed_for_ours(self):
        self.authenticate("admin", "admin")
        for path in (
            f"/survey/results/{self.version.id}",
            f"/survey/test/{self.version.access_token}",
            f"/survey/{self.version.id}/certification_preview",
            f"/survey/{self.version.id}/get_certification_preview",
            f"/survey/session/manage/{self.version.access_token}",
        ):
            response = self._follow_language(self.url_open(path, allow_redirects=False))
            self.assertEqual(response.status_code, 404, path)
        self.assertEqual(self._answers(), 0)

    def test_a_stock_link_leads_to_the_one_page_that_asks_the_set(self):
        path = self._one_collector()
        response = self._follow_language(
            self.url_open(f"/survey/start/{self.version.access_token}", allow_redirects=False)
        )
        self.assertEqual(response.status_code, 303)
        self.assertTrue(response.headers["Location"].endswith(path), response.headers["Location"])
        self.assertEqual(self.version.get_start_url(), path)
        self.assertEqual(self.version.action_start_survey()["url"], path)

    # ------------------------------------------------------------------ posting

    def test_posts_to_the_stock_routes_of_ours_are_refused(self):
        answer = self._make_answer()
        tokens = f"{self.version.access_token}/{answer.access_token}"
        nps = self.version.question_ids[0]
        before = answer.read(["state", "start_datetime", "user_input_line_ids"])
        for route in ("begin", "submit", "next_question"):
            result = self.make_jsonrpc_request(f"/survey/{route}/{tokens}", {str(nps.id): "99"})
            self.assertIn("error", str(result), route)
        self.env.invalidate_all()
        self.assertEqual(answer.read(["state", "start_datetime", "user_input_line_ids"]), before)

    def test_no_stock_method_starts_an_answer(self):
        with self.assertRaises(UserError):
            self.version._create_answer(email="somebody@example.com")
        with self.assertRaises(UserError):
            self.version.action_start_session()
        self.assertEqual(self._answers(), 0)

    def test_values_nobody_offered_are_refused_by_validation_too(self):
        nps, wish, free = self.version.question_ids
        foreign_option = self.set.draft_survey_id.question_ids[1].suggested_answer_ids[0]
        for question, bad in ((nps, "99"), (nps, "-1"), (nps, "x"), (wish, str(foreign_option.id)), (free, "x" * 5000)):
            self.assertTrue(question.validate_question(bad), bad[:10])
        for question, good in ((nps, "0"), (nps, "10"), (wish, str(wish.suggested_answer_ids[0].id)), (free, "Kiitos")):
            self.assertFalse(question.validate_question(good), good)

    # ------------------------------------------------------------------ back office

    def test_the_editors_buttons_lead_to_ours(self):
        self.assertEqual(self.version.action_send_survey()["res_model"], "hva.collector")
        self.assertEqual(self.version.action_start_survey()["res_model"], "hva.collector")
        self.assertEqual(self.version.action_result_survey()["res_model"], "survey.user_input")

    def test_the_test_button_shows_the_draft_and_stores_nothing(self):
        draft = self.set.draft_survey_id
        url = draft.action_test_survey()["url"]
        self.assertIn("/web/login", self.url_open(url).url, "staff only")
        new_test_user(self.env, "set_viewer", groups="base.group_user,hva_feedback.hva_feedback_group_viewer")
        self.authenticate("set_viewer", "set_viewer")
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Mitä muuta haluat kertoa?", page.text)
        nps, wish, free = draft.question_ids
        self.assertEqual(self.url_open(url, data={f"q{nps.id}": "99"}).status_code, 422)
        self.assertEqual(self.url_open(url, data={f"q{nps.id}": "9", f"q{free.id}": "Kiitos"}).status_code, 200)
        self.assertEqual(self._answers(draft), 0)

    def test_the_preview_shows_question_sets_only(self):
        foreign = self.env["survey.survey"].create({"title": "Foreign"})
        new_test_user(self.env, "officer", groups="base.group_user,survey.group_survey_user")
        self.authenticate("officer", "officer")
        self.assertEqual(self.url_open(f"/hva_feedback/preview/{foreign.id}").status_code, 404)
        self.assertEqual(self.url_open(f"/hva_feedback/preview/{self.version.id}").status_code, 403)

    def test_the_list_of_sets_does_not_scan_the_answers(self):
        self._make_answer()
        self.version.invalidate_recordset()
        self.env["survey.user_input"].flush_model()
        self.version.fetch(["survey_type"])
        with self.assertQueryCount(0):
            self.assertEqual((self.version.answer_count, self.version.answer_duration_avg), (0, 0))

    # ------------------------------------------------------------------ help

    def _one_collector(self):
        level = self.env["hva.unit.level"].search([], limit=1)
        unit = self.env["hva.unit"].create({"name": "Test unit", "level_id": level.id})
        collector = self.env["hva.collector"].create(
            {"name": "Door", "unit_id": unit.id, "channel": "web", "set_id": self.set.id}
        )
        return f"/p/{collector.code}"

    def _follow_language(self, response):
        """Follow the redirect to a language prefix that http_routing may make first."""
        location = response.headers.get("Location", "")
        if response.status_code in (301, 302, 303) and "/survey/" in location:
            return self.url_open(location, allow_redirects=False)
        return response
