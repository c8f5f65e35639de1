"""The language file: differences first, then what was chosen; drafts follow and published sets do not."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..tools.language_file import COLUMNS
from ..tools.table_file import write_csv, write_xlsx
from .common_sets import make_set

OFFICIAL = "THL, language versions"


@tagged("post_install", "-at_install")
class TestLanguageFile(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "base.group_user,hva_feedback.hva_feedback_group_%s"
        cls.admin = new_test_user(cls.env, "bank_admin", groups=group % "admin")
        cls.manager = new_test_user(cls.env, "bank_manager", groups=group % "manager")
        cls.item = cls.env["hva.question.item"].search([("code", "=", "ST1")])

    def open(self, *rows, data=None, name="texts.csv", **vals):
        data = write_csv(COLUMNS, rows) if data is None else data
        wizard = (
            self.env["hva.item.import"]
            .with_user(self.admin)
            .create({"file": base64.b64encode(data), "file_name": name, "source": OFFICIAL, **vals})
        )
        wizard.action_preview()
        return wizard

    def text(self, lang_code="fi", part="title"):
        return self.item.text_ids.filtered(lambda row: (row.lang_code, row.part) == (lang_code, part))

    def test_differences_are_shown_and_nothing_is_written(self):
        before = self.text().text
        wizard = self.open(
            ("ST1", "title", "fi", "Uudet sanat.", "", "yes"),
            ("ST1", "title", "smn", "x", "", "yes"),
            ("ST1", "title", "sv", self.text("sv").text, self.text("sv").source, "no"),
            ("NOPE", "title", "fi", "x", "", ""),
        )
        self.assertEqual(wizard.row_ids.mapped("kind"), ["changed", "new", "same", "error"])
        changed = wizard.row_ids[0]
        self.assertEqual((changed.old_text, changed.text), (before, "Uudet sanat."))
        self.assertEqual(wizard.row_ids.mapped("is_chosen"), [False, True, False, False])
        self.assertIn("no item with this code", wizard.row_ids[3].problem)
        self.assertEqual((wizard.show, wizard.shown_ids), ("error", wizard.row_ids[3]))
        self.assertEqual(self.text().text, before)

    def test_only_what_is_chosen_is_taken(self):
        before = self.text().text
        wizard = self.open(
            ("ST1", "title", "fi", "Uudet sanat.", "", "yes"), ("ST1", "title", "smn", "x", "", "yes"), is_official=True
        )
        wizard.action_import()
        self.assertEqual(self.text().text, before, "not overwritten silently")
        fresh = self.text("smn")
        self.assertEqual((fresh.text, fresh.source, fresh.official), ("x", OFFICIAL, True))
        self.assertEqual((wizard.step, wizard.taken_count), ("done", 1))

    def test_all_changes_are_taken_by_a_button(self):
        wizard = self.open(("ST1", "title", "fi", "Uudet sanat.", "", "yes"), ("ST1", "title", "smn", "x", "", "yes"))
        wizard.action_choose()
        wizard.action_import()
        self.assertEqual((self.text().text, self.text().official), ("Uudet sanat.", True))

    def test_drafts_follow_and_published_versions_do_not(self):
        question_set = make_set(self.env, "ST1", "FREE", "ST2")
        version = question_set._publish()
        before = version._hva_form("fi").questions[0].title
        wizard = self.open(("ST1", "title", "fi", "Uudet sanat.", "", "yes"))
        wizard.action_choose()
        wizard.action_import()
        self.assertEqual(question_set.draft_survey_id._hva_form("fi").questions[0].title, "Uudet sanat.")
        self.assertEqual(version._hva_form("fi").questions[0].title, before)

    def test_a_text_that_is_official_with_us_is_told_apart(self):
        self.text().official = True
        wizard = self.open(("ST1", "title", "fi", "Muut sanat.", "", "no"))
        self.assertEqual((wizard.row_ids.kind, wizard.row_ids.is_chosen), ("official", False))

    def test_a_bank_that_changed_meanwhile_is_looked_at_again(self):
        wizard = self.open(("ST1", "title", "fi", "Uudet sanat.", "", "yes"))
        wizard.action_choose()
        self.text().text = "Toisen muuttama."
        with self.assertRaisesRegex(UserError, "changed since"):
            wizard.action_import()
        self.assertEqual(self.text().text, "Toisen muuttama.")

    def test_the_bank_comes_out_and_in_again_unchanged(self):
        for kind in ("csv", "xlsx"):
            wizard = self.env["hva.item.import"].with_user(self.admin).create({"export_format": kind})
            wizard.action_export()
            again = self.open(data=base64.b64decode(wizard.export_file), name=wizard.export_name)
            self.assertEqual(set(again.row_ids.mapped("kind")), {"same"}, kind)
            count = self.env["hva.question.text"].search_count([("item_id.active", "in", [True, False])])
            self.assertEqual(len(again.row_ids), count)

    def test_hostile_files_are_refused_and_hostile_words_are_words(self):
        for data, name in ((b"PK\x03\x04broken", "x.xlsx"), (b"", "x.csv"), (b"code;text\nST1;x", "x.csv")):
            with self.assertRaises(UserError):
                self.open(data=data, name=name)
        evil = "<script>alert(1)</script>"
        wizard = self.open(data=write_xlsx(COLUMNS, [("ST1", "hint", "fi", evil, "s", "no")]), name="x.xlsx")
        wizard.action_import()
        self.assertEqual(self.text(part="hint").text, evil)
        draft = make_set(self.env, "ST1").draft_survey_id
        self.assertIn("&lt;script", draft.question_ids.with_context(lang="fi_FI").description or "")
        self.assertEqual(draft._hva_form("fi").questions[0].hint, evil, "the page writes it as text")

    def test_the_bank_is_for_administrators(self):
        with self.assertRaises(AccessError):
            self.env["hva.item.import"].with_user(self.manager).create({})
