from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestSetRoles(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "base.group_user,hva_feedback.hva_feedback_group_%s"
        cls.admin = new_test_user(cls.env, "set_admin", groups=group % "admin")
        cls.viewer = new_test_user(cls.env, "set_viewer", groups=group % "viewer")
        cls.officer = new_test_user(cls.env, "set_officer", groups="base.group_user,survey.group_survey_user")

    def test_an_administrator_makes_edits_and_publishes_a_set(self):
        sets = self.env["hva.question.set"].with_user(self.admin)
        with Form(sets) as form:
            form.name = "Home care"
        question_set = form.record
        items = {item.code: item for item in self.env["hva.question.item"].with_user(self.admin).search([])}
        with Form(question_set.draft_survey_id) as form:
            form.hva_item_id = items["TITLE-BASE"]
        question_set.draft_survey_id.question_and_page_ids = [
            Command.create({"title": code, "hva_item_id": items[code].id, "sequence": number})
            for number, code in enumerate(("NPS", "ST1", "ST2", "FREE"))
        ]
        wizard = self.env["hva.set.publish"].with_user(self.admin).create({"set_id": question_set.id})
        self.assertFalse(wizard.problems)
        wizard.action_publish()
        version = question_set.current_survey_id
        self.assertEqual((version.hva_version, version._hva_languages()), (1, ("fi", "fi-simple", "sv", "en")))
        with self.assertRaises(UserError):
            version.question_ids[0].sequence = 9

    def test_picking_a_bank_item_in_the_editor_fills_the_question(self):
        draft = self.env["hva.question.set"].with_user(self.admin).create({"name": "x"}).draft_survey_id
        item = self.env["hva.question.item"].search([("code", "=", "ST1")])
        questions = self.env["survey.question"].with_user(self.admin).with_context(default_survey_id=draft.id)
        with Form(questions, view="survey.survey_question_form") as form:
            form.hva_item_id = item
        question = form.record
        self.assertEqual(question.question_type, "simple_choice")
        self.assertEqual(question.suggested_answer_ids.mapped("hva_value"), [5, 4, 3, 2, 1, 0])
        self.assertEqual(question.hva_role, "statement")

    def test_a_viewer_reads_sets_and_changes_nothing(self):
        question_set = self.env.ref("hva_feedback.hva_question_set_base").with_user(self.viewer)
        self.assertEqual(question_set.lang_codes, "fi, fi-simple, sv, en")
        self.assertTrue(question_set.current_survey_id.question_ids[0].title)
        with self.assertRaises(AccessError):
            question_set.name = "x"
        with self.assertRaises(AccessError):
            question_set.draft_survey_id.question_ids[0].sequence = 5
        with self.assertRaises(AccessError):
            self.env["hva.question.text"].with_user(self.viewer).search([], limit=1).text = "x"

    def test_a_survey_officers_editor_has_none_of_our_fields_to_fill(self):
        for model, ours in (("survey.survey", "hva_item_id"), ("survey.question", "hva_role")):
            arch = self.env[model].with_user(self.officer).get_view(view_type="form")["arch"]
            self.assertNotIn(ours, arch)
            self.assertIn(ours, self.env[model].with_user(self.admin).get_view(view_type="form")["arch"])
