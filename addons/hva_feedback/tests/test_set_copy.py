"""A new set after a ready one, and own statements in it: what an administrator does on the form of the set."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestSetCopy(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "base.group_user,hva_feedback.hva_feedback_group_admin"
        cls.admin = new_test_user(cls.env, "copy_admin", groups=groups)
        cls.ready = cls.env.ref("hva_feedback.hva_question_set_health").with_user(cls.admin)
        action = cls.ready.action_make_copy()
        cls.set = cls.env[action["res_model"]].with_user(cls.admin).browse(action["res_id"])

    def codes(self, survey):
        return [question.hva_item_id.code for question in survey._hva_in_order()]

    def dialog(self, **values):
        dialog = self.env["hva.set.statement"].with_user(self.admin).with_context(default_set_id=self.set.id)
        with Form(dialog) as form:
            for name, value in values.items():
                form[name] = value
        return form.record

    def add(self, **values):
        self.dialog(**values).action_add()

    def test_a_new_set_asks_the_same_and_has_published_nothing(self):
        draft, origin = self.set.draft_survey_id, self.ready.draft_survey_id
        self.assertNotEqual(draft, origin)
        self.assertEqual(self.codes(draft), self.codes(origin))
        self.assertEqual((draft.title, draft.hva_item_id), (origin.title, origin.hva_item_id))
        self.assertEqual((draft.hva_set_id, draft.hva_state), (self.set, "draft"))
        self.assertFalse(self.set.version_ids or self.set.current_survey_id)
        self.assertNotEqual(self.set.name, self.ready.name)
        self.assertGreater(self.set.sequence, self.ready.sequence)

    def test_own_statements_come_after_the_national_ones_and_are_asked_in_three_languages(self):
        self.add(text_fi="Kipu lievittyi.", text_sv="Smärtan lindrades.", text_en="My pain was eased.")
        self.add(text_fi="Tiedän hinnan.", text_sv="Jag vet priset.", text_en="I know the price.")
        version = self.set._publish()
        self.assertEqual(self.codes(version)[-5:], ["ST7-H", "OWN1", "OWN2", "FREE", "CONTACT"])
        self.assertEqual(self.codes(self.ready.draft_survey_id)[-3:], ["ST7-H", "FREE", "CONTACT"])
        self.assertLessEqual({"fi", "sv", "en"}, set(version._hva_languages()))
        for lang, title in (("fi", "Kipu lievittyi."), ("sv", "Smärtan lindrades."), ("en", "My pain was eased.")):
            form = version._hva_form(lang)
            asked = {question.item_code: question for question in form.questions}
            self.assertEqual(asked["OWN1"].title, title)
            words = [[(option.value, option.label) for option in asked[code].options] for code in ("OWN1", "ST1")]
            self.assertEqual(words[0], words[1])

    def test_a_statement_of_the_bank_takes_its_place_among_its_kind(self):
        self.add(text_fi="Kipu lievittyi.", text_sv="Smärtan lindrades.", text_en="My pain was eased.")
        self.set.draft_survey_id.question_ids.filtered(lambda one: one.hva_item_id.code == "ST2").unlink()
        offered = self.dialog(text_fi="-").known_item_ids.mapped("code")
        self.assertIn("ST2", offered)
        self.assertNotIn("OWN1", offered)
        self.add(item_id=self.env["hva.question.item"].search([("code", "=", "ST2")]))
        codes = self.codes(self.set.draft_survey_id)
        self.assertEqual(codes[codes.index("ST7-H") :], ["ST7-H", "ST2", "OWN1", "FREE", "CONTACT"])

    def test_the_dialog_names_the_languages_that_would_be_lost(self):
        self.assertEqual(self.dialog(text_fi="Kipu lievittyi.").missing, "Svenska, English")
        self.assertFalse(self.dialog(text_fi="Kipu.", text_sv="Smärta.", text_en="Pain.").missing)

    def test_an_empty_statement_is_refused(self):
        with self.assertRaises(UserError):
            self.add(text_fi="  ")

    def test_a_manager_makes_no_sets(self):
        groups = "base.group_user,hva_feedback.hva_feedback_group_manager"
        manager = new_test_user(self.env, "copy_manager", groups=groups)
        with self.assertRaises(AccessError):
            self.ready.with_user(manager).copy()
        with self.assertRaises(AccessError):
            self.env["hva.set.statement"].with_user(manager).create({"set_id": self.set.id})
