from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from .common_sets import READY_ITEMS, make_set, ready_set, without


@tagged("post_install", "-at_install")
class TestSetVersion(TransactionCase):
    def test_the_ready_set_is_published_at_install(self):
        version = ready_set(self.env).version_ids
        self.assertEqual((version.hva_version, version.hva_state, version.hva_is_locked), (1, "published", True))
        self.assertEqual(ready_set(self.env).current_survey_id, version)
        form = version._hva_form("fi")
        self.assertEqual([question.item_code for question in form.questions], READY_ITEMS)
        self.assertEqual((form.title, form.version, form.survey_id), ("Anna palautetta", 1, version.id))

    def test_the_ready_form_offers_what_the_bank_says(self):
        nps, follow_up, first, *_rest, contact = ready_set(self.env).current_survey_id._hva_form("fi").questions
        self.assertEqual((nps.kind, nps.role, nps.min_value, nps.max_value), ("scale", "nps", 0, 10))
        self.assertEqual((nps.min_label, nps.max_label), ("Erittäin epätodennäköisesti", "Erittäin todennäköisesti"))
        self.assertEqual((follow_up.kind, follow_up.title), ("text", "Mikä vaikutti kokemukseesi eniten?"))
        self.assertEqual([option.value for option in first.options], [5, 4, 3, 2, 1, 0])
        self.assertEqual((first.options[0].label, first.options[-1].label), ("Täysin samaa mieltä", "Ei koske minua"))
        self.assertEqual((contact.role, [option.value for option in contact.options]), ("contact_wish", [1, 0]))

    def test_loading_the_ready_set_again_changes_nothing(self):
        question_set = ready_set(self.env)
        question_set._load_ready_set(question_set.id, "TITLE-BASE", READY_ITEMS)
        self.assertEqual(len(question_set.version_ids), 1)

    def test_publishing_copies_questions_options_triggers_and_translations(self):
        self.env["res.lang"]._activate_lang("fi_FI")
        question_set = make_set(self.env, "CONTACT", "FREE")
        draft = question_set.draft_survey_id
        wish, free = draft.question_ids
        free.triggering_answer_ids = wish.suggested_answer_ids[0]
        version = question_set._publish()
        copied_wish, copied_free = version.question_ids
        self.assertFalse((copied_wish | copied_free) & draft.question_ids)
        self.assertEqual((copied_wish | copied_free).hva_origin_id, draft.question_ids)
        self.assertEqual(copied_wish.suggested_answer_ids.mapped("hva_value"), [1, 0])
        self.assertEqual(copied_free.triggering_answer_ids, copied_wish.suggested_answer_ids[0])
        self.assertEqual(copied_wish.with_context(lang="fi_FI").title, "Haluan, että minuun otetaan yhteyttä")
        self.assertEqual(version.with_context(lang="fi_FI").title, "Anna palautetta")
        self.assertNotIn("copy", version.with_context(lang="en_US").title)

    def test_a_question_behind_a_trigger_tells_the_page_for_whom_it_is(self):
        question_set = make_set(self.env, "CONTACT", "FREE")
        wish, free = question_set.draft_survey_id.question_ids
        free.write({"triggering_answer_ids": wish.suggested_answer_ids[0].ids, "constr_mandatory": True})
        wish, free = question_set._publish()._hva_form("fi").questions
        self.assertEqual((free.is_required, free.condition), (True, (wish.options[0].id,)))

    def test_a_page_opened_before_the_publish_still_answers_to_its_version(self):
        question_set = make_set(self.env, "ST1", "ST2")
        first = question_set._publish()
        opened = first._hva_form("fi")
        question_set.draft_survey_id.question_ids.sequence = 5
        second = question_set._publish()
        self.assertEqual((first.hva_state, second.hva_state), ("retired", "published"))
        self.assertEqual((first.hva_version, second.hva_version), (1, 2))
        self.assertEqual(question_set.current_survey_id, second)
        self.assertEqual(self.env["survey.survey"].browse(opened.survey_id)._hva_form("fi"), opened)
        self.assertTrue(first._hva_accepts_answers() and second._hva_accepts_answers())
        self.assertFalse(question_set.draft_survey_id._hva_accepts_answers())

    def test_a_published_form_costs_no_query_when_it_is_known(self):
        version = ready_set(self.env).current_survey_id
        version._hva_form("fi")
        self.env.invalidate_all()
        with self.assertQueryCount(0):
            version._hva_form("fi")
            version._hva_languages()

    def test_the_public_reads_the_form_without_any_right_to_the_survey(self):
        public = self.env.ref("base.public_user")
        version = ready_set(self.env).current_survey_id.with_user(public)
        self.env.registry.clear_cache()
        self.assertEqual(len(version._hva_form("fi").questions), len(READY_ITEMS))

    def test_an_empty_draft_is_not_published(self):
        with self.assertRaisesRegex(UserError, "no questions"):
            make_set(self.env)._publish()

    def test_a_bank_question_with_other_options_is_not_published(self):
        question_set = make_set(self.env, "ST1")
        question_set.draft_survey_id.question_ids.suggested_answer_ids[-1:].unlink()
        with self.assertRaisesRegex(UserError, "differ from the bank item"):
            question_set._publish()

    def test_the_same_item_is_not_asked_twice(self):
        with self.assertRaisesRegex(UserError, "asks this twice"):
            make_set(self.env, "ST1", "ST1")._publish()

    def test_the_wording_of_a_bank_question_is_edited_in_the_bank(self):
        question = make_set(self.env, "ST1").draft_survey_id.question_ids
        with self.assertRaises(UserError):
            question.title = "Something else"
        with self.assertRaises(UserError):
            question.update_field_translations("title", {"en_US": "Something else"})
        with self.assertRaises(UserError):
            question.suggested_answer_ids[0].value = "Yes!"
        question.hva_item_id = False
        question.title = "Now it is an own question"
        self.assertEqual(question.hva_role, "statement")

    def test_the_preview_tells_what_changed(self):
        question_set = make_set(self.env, "ST1", "FREE", "ST2")
        without(question_set.draft_survey_id.question_ids[1].hva_item_id, "sv")
        wizard = self.env["hva.set.publish"].create({"set_id": question_set.id})
        self.assertIn("first version", wizard.changes)
        self.assertIn("Finnish: complete", wizard.languages)
        self.assertIn("English: 10 wordings are this project", wizard.languages)
        self.assertIn("Swedish: 1 texts missing", wizard.languages)
        wizard.action_publish()
        self.assertEqual(question_set.current_version, 1)

        wizard = self.env["hva.set.publish"].create({"set_id": question_set.id})
        self.assertEqual(wizard.version, 2)
        self.assertIn("Nothing changed", wizard.changes)
        question_set.draft_survey_id.question_ids[1].unlink()
        question_set.draft_survey_id.question_ids[0].constr_mandatory = True
        wizard = self.env["hva.set.publish"].create({"set_id": question_set.id})
        self.assertIn("Removed", wizard.changes)
        self.assertIn("Answers or settings change", wizard.changes)
