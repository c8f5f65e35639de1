from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.hva_feedback.models import hva_question_item_bank

from .common_sets import make_set, ready_set


@tagged("post_install", "-at_install")
class TestQuestionBank(TransactionCase):
    def setUp(self):
        super().setUp()
        self.items = self.env["hva.question.item"].with_context(active_test=False).search([])
        self.by_code = {item.code: item for item in self.items}

    def test_every_text_says_where_it_was_read(self):
        texts = self.items.text_ids
        self.assertGreater(len(texts), 150)
        self.assertFalse(texts.filtered(lambda row: not (row.source or "").strip() or not row.source_level))

    def test_no_text_is_called_official(self):
        self.assertFalse(self.items.text_ids.filtered("official"))

    def test_what_this_project_wrote_says_so_and_is_not_verbatim(self):
        own = self.items.text_ids.filtered(lambda row: row.source == "project")
        self.assertLess({"FREE", "CONTACT", "TITLE-BASE", "OPEN", "ST1"}, {row.item_id.code for row in own})
        self.assertEqual(set(own.mapped("lang_code")), {"fi", "fi-simple", "sv", "en"})
        self.assertFalse(own.filtered("verbatim"))

    def test_no_national_statement_is_written_by_this_project_in_finnish_or_swedish(self):
        titles = self.items.filtered("is_national").text_ids.filtered(lambda row: row.part == "title")
        self.assertEqual(set(titles.filtered(lambda row: row.source == "project").mapped("lang_code")), {"en"})

    def test_childrens_relatives_and_special_statements_are_known_but_empty(self):
        for code in ("CHILD-SET", "RELATIVE-SET", "SPECIAL-SET"):
            self.assertFalse(self.by_code[code].active, code)
            self.assertFalse(self.by_code[code].text_ids, code)

    def test_no_sami_text_is_invented(self):
        self.assertFalse(self.items.text_ids.filtered(lambda row: row.lang_code in ("se", "smn", "sms")))

    def test_the_seven_base_statements_have_their_finnish_words(self):
        self.assertEqual(self.by_code["ST1"]._get_texts("title")["fi"], "Sain apua, kun sitä tarvitsin.")
        self.assertEqual(self.by_code["ST7"]._get_texts("label_0")["fi"], "Ei koske minua")
        for number in range(1, 8):
            self.assertLessEqual({"fi", "sv"}, set(self.by_code[f"ST{number}"]._get_texts("title")))

    def test_loading_again_adds_nothing_and_reports_nothing(self):
        before = self.items.text_ids.ids
        self.assertEqual(self.items._load_bank(), [])
        self.items.invalidate_recordset()
        self.assertEqual(self.items.text_ids.ids, before)

    def test_loading_again_leaves_an_edited_text_and_names_it(self):
        row = self.by_code["ST1"].text_ids.filtered(lambda row: (row.lang_code, row.part) == ("fi", "title"))
        row.text = "Sain apua silloin, kun sitä tarvitsin."
        with patch.object(hva_question_item_bank._logger, "info") as log:
            kept = self.items._load_bank()
        self.assertEqual(kept, ["ST1/fi/title"])
        self.assertEqual(row.text, "Sain apua silloin, kun sitä tarvitsin.")
        self.assertIn("ST1/fi/title", str(log.call_args))
        self.assertNotIn("silloin", str(log.call_args), "the log names the row, not its words")

    def test_loading_again_brings_back_a_missing_text(self):
        self.by_code["FREE"].text_ids.unlink()
        self.items._load_bank()
        self.assertEqual(self.by_code["FREE"]._get_texts("title")["fi"], "Mitä muuta haluat kertoa?")

    def test_a_change_in_the_bank_reaches_drafts_but_no_published_version(self):
        question_set = make_set(self.env, "ST1", "FREE", "ST2")
        version = question_set._publish()
        row = self.by_code["ST1"].text_ids.filtered(lambda row: (row.lang_code, row.part) == ("fi", "title"))
        row.text = "Uusi sanamuoto."
        draft = question_set.draft_survey_id
        self.assertEqual(draft.question_ids[0].with_context(lang="fi_FI").title, "Uusi sanamuoto.")
        self.assertEqual(draft._hva_form("fi").questions[0].title, "Uusi sanamuoto.")
        self.assertEqual(version._hva_form("fi").questions[0].title, "Sain apua, kun sitä tarvitsin.")
        self.assertEqual(version.question_ids[0].with_context(lang="fi_FI").title, "Sain apua, kun sitä tarvitsin.")

    def test_the_code_of_an_asked_item_cannot_change(self):
        self.assertTrue(ready_set(self.env).current_survey_id)
        with self.assertRaises(UserError):
            self.by_code["ST1"].code = "ST1B"
        self.by_code["LANG"].code = "LANG2"
