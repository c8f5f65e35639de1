"""An administrator takes a language along as a file and brings it back. All words here are made up."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from ..tools.table_file import read_table, write_csv, write_xlsx
from .common_sets import ready_set
from .page_languages import NOWHERE, made_up
from .rights_story import RightsWorld


@tagged("post_install", "-at_install")
class TestLanguageFile(RightsWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.make_people()
        cls.env = cls.env(user=cls.people["admin"])
        cls.language = cls.env["hva.page.language"].search([("lang_code", "=", "smn")])

    def _wizard(self):
        return self.env["hva.language.file"].browse(self.language.action_file()["res_id"])

    def _take(self, kind="csv"):
        """Return (header, rows) of the file to translate."""
        wizard = self._wizard()
        wizard._take(kind)
        table = read_table(base64.b64decode(wizard.out_file), f"x.{kind}", max_rows=5000)
        return table.header, [list(cells) for _number, cells in table.rows]

    def _bring(self, header, rows, write=write_csv, **values):
        """Put a file into a fresh dialog and look at it; return the dialog."""
        wizard = self._wizard()
        data = write if isinstance(write, bytes) else write(header, rows)
        wizard.write({"file": base64.b64encode(data), "file_name": "smn.csv", **values})
        wizard.action_look()
        return wizard

    def _translated(self, kind="csv"):
        header, rows = self._take(kind)
        text, source = header.index("smn"), header.index("source")
        for row in rows:
            row[text] = made_up(row[header.index("en")] or row[header.index("fi")], "smn")
            row[source] = NOWHERE
        return header, rows

    def test_the_file_asks_for_all_that_the_language_lacks(self):
        header, rows = self._take("xlsx")
        self.assertEqual(header, ("place", "key", "fi", "sv", "en", "smn", "source", "official"))
        asked = {tuple(row[:2]) for row in rows}
        self.assertLessEqual(
            {("word", key) for key in self.language._get_missing()} - {("word", "notice")},
            {*asked, *(("word", code) for place, code in asked if place == "text")},
        )
        self.assertLessEqual({("question", "ST1/title"), ("question", "CONTACT/label_1"), ("text", "notice")}, asked)
        self.assertFalse(any(row[5] for row in rows), "no Sami words are invented")

    def test_a_translated_file_makes_the_language_whole(self):
        for kind, write in (("csv", write_csv), ("xlsx", write_xlsx)):
            with self.subTest(kind=kind):
                wizard = self._bring(*self._translated(kind), write=write)
                self.assertEqual((wizard.error_count, wizard.changed_count), (0, 0))
                if kind == "csv":
                    self.assertGreater(wizard.new_count, 100)
                    self.assertFalse(self.language.is_spoken, "looking stores nothing")
                    wizard.action_bring()
        self.assertEqual(self.language.missing_count, 0)
        self.assertIn("smn", self.language._get_spoken())
        self.assertIn("smn", ready_set(self.env).sudo()._publish()._hva_languages())
        [trace] = self.env["hva.audit"].sudo().search([("action", "=", "language_brought")])
        self.assertEqual((trace.user_id, trace.model), (self.people["admin"], "hva.page.language"))

    def test_what_is_stored_is_not_overwritten_unless_that_is_asked_for(self):
        columns = ("place", "key", "smn", "source", "official")
        self._bring(columns, [("word", "send", "«1»", NOWHERE, "yes")]).action_bring()
        [word] = self.env["hva.page.word"].search([("lang_code", "=", "smn"), ("key", "=", "send")])
        self.assertEqual((word.text, word.official), ("«1»", True))
        wizard = self._bring(columns, [("word", "send", "«2»", NOWHERE, "")])
        self.assertEqual(wizard.line_ids.mapped("status"), ["changed"])
        self.assertEqual(wizard.line_ids.mapped("old_text"), ["«1»"])
        wizard.action_bring()
        self.assertEqual(word.text, "«1»")
        wizard.replaces = True
        wizard.action_bring()
        self.assertEqual((word.text, word.official), ("«2»", False))
        self.assertEqual(wizard.line_ids.mapped("status"), ["same"])

    def test_rows_with_errors_are_named_and_left_out(self):
        columns = ("place", "key", "smn", "source", "official")
        rows = [
            ("word", "send", "«smn»", "", ""),
            ("word", "text_hint", "«smn» without its number", NOWHERE, ""),
            ("word", "no_such_word", "«smn»", NOWHERE, ""),
            ("text", "notice", "«smn»", NOWHERE, ""),
        ]
        wizard = self._bring(columns, rows)
        wrong = wizard.line_ids.filtered("problem")
        self.assertEqual(wrong.mapped("number"), [2, 3, 4])
        wizard.action_bring()
        self.assertFalse(self.env["hva.page.word"].search([("lang_code", "=", "smn")]))
        self.assertTrue(self.env["hva.page.text"].search([("lang_code", "=", "smn"), ("code", "=", "notice")]))
        wizard = self._bring(columns, rows[:1], source="An office")
        self.assertEqual((wizard.error_count, wizard.new_count), (0, 1))

    def test_a_file_that_is_none_is_refused_in_words(self):
        for data in (b"", b"%PDF", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"place;key;se\nword;send;x"):
            with self.subTest(data=data), self.assertRaises(UserError):
                self._bring((), (), write=data)

    def test_plain_finnish_asks_for_nothing_that_others_worded_and_gives_hints(self):
        self.language = self.env["hva.page.language"].search([("lang_code", "=", "fi-simple")])
        _header, rows = self._take()
        questions = {row[1] for row in rows if row[0] == "question"}
        self.assertIn("FREE/title", questions)
        self.assertFalse({key for key in questions if key.startswith(("ST", "NPS", "PEI"))})
        wizard = self._bring(("place", "key", "fi-simple", "source"), [("word", "send", "Palaute lähetetään", "x")])
        self.assertIn("lähetetään", wizard.line_ids.hints)

    def test_it_is_for_administrators(self):
        for role in ("viewer", "handler", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.language.with_user(self.people[role]).action_file()
