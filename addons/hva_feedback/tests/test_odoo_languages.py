"""The Sami languages exist in Odoo for those who want to write in them, and are in nobody's way."""

from datetime import date

from odoo.tests import TransactionCase, tagged
from odoo.tools import format_date

from ..hooks import _leave_languages_in_use

SAMI = ("se_FI", "smn_FI", "sms_FI")


@tagged("post_install", "-at_install")
class TestOdooLanguages(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.languages = cls.env["res.lang"].with_context(active_test=False)
        cls.list = cls.env["hva.page.language"]

    def _sami(self):
        return self.languages.search([("code", "in", SAMI)])

    def _ours(self):
        rows = self.env["ir.model.data"].search([("module", "=", "hva_feedback"), ("model", "=", "res.lang")])
        return self.languages.browse(rows.mapped("res_id"))

    def test_they_are_there_and_in_nobodys_choices(self):
        self.assertEqual(sorted(self._sami().mapped("code")), sorted(SAMI))
        self.assertFalse(any(self._sami().mapped("active")))
        self.assertFalse({code for code, _name in self.env["res.lang"].get_installed()} & set(SAMI))

    def test_they_show_dates_as_finnish_does(self):
        self._sami().active = True
        for code in SAMI:
            self.assertEqual(format_date(self.env, date(2026, 12, 31), lang_code=code), "31.12.2026")

    def test_an_own_question_and_a_unit_can_be_named_in_them(self):
        self.env["res.lang"]._activate_lang("fi_FI")
        self.env["res.lang"]._activate_lang("se_FI")
        unit = self.env["hva.unit"].create({"name": "x", "level_id": self.env["hva.unit.level"].search([], limit=1).id})
        unit.update_field_translations("name", {"fi_FI": "Asema", "se_FI": "«se» name"})
        self.env.flush_all()
        place = self.env["hva.collector"]._hva_page_place(unit.id, "se_FI")
        self.assertEqual((place["unit"], place["unit_lang"]), ("«se» name", "se"))

    def test_a_language_that_somebody_made_stays_theirs(self):
        self._ours().unlink()
        self.env["ir.model.data"].search([("name", "=like", "res_lang_%"), ("module", "=", "hva_feedback")]).unlink()
        theirs = self.languages.create({"name": "Theirs", "code": "se_FI", "url_code": "smn", "active": False})
        self.list._load_languages()
        self.list._load_languages()
        self.assertEqual(len(self._sami()), 3)
        self.assertEqual(sorted(self._ours().mapped("code")), ["smn_FI", "sms_FI"])
        self.assertEqual(theirs.name, "Theirs")
        self.assertEqual(len(set(self._sami().mapped("url_code"))), 3)

    def test_when_we_leave_a_language_in_use_stays(self):
        used = self._sami().filtered(lambda language: language.code == "smn_FI")
        used.active = True
        _leave_languages_in_use(self.env)
        self.assertEqual(sorted(self._ours().mapped("code")), ["se_FI", "sms_FI"])
