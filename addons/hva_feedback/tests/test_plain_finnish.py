"""Plain Finnish: another wording of the same language, offered when it has all that we may word ourselves."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common_sets import make_set
from .page_languages import bring_words
from .page_story import PageCase, place_of


@tagged("post_install", "-at_install")
class TestPlainFinnish(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fi_FI")
        bring_words(cls.env, "fi-simple")  # whole, whatever words the page has got since ours were written
        cls.env.flush_all()

    def test_it_is_offered_beside_finnish_and_says_what_it_is(self):
        tree = self.read_page()
        self.assertIn(("fi-simple", "Selkeä suomi"), [(a.get("hreflang"), a.text) for a in tree.xpath("//nav//a")])
        tree = self.read_page(f"{self.url}?lang=fi-simple")
        self.assertEqual(tree.get("lang"), "fi-simple")
        self.assertIn("«fi-simple»", tree.findtext(".//button"))

    def test_national_statements_keep_their_wording(self):
        plain = self.survey._hva_form("fi-simple")
        for question, finnish in zip(plain.questions, self.form.questions, strict=True):
            if question.role in ("nps", "statement"):
                self.assertEqual(question.title, finnish.title)
                self.assertEqual([option.label for option in question.options], [o.label for o in finnish.options])
        self.assertEqual(self._title(plain, "CONTACT"), "Haluatko, että otamme sinuun yhteyttä?")

    @staticmethod
    def _title(form, item_code):
        return next(question.title for question in form.questions if question.item_code == item_code)

    def test_an_answer_counts_as_finnish_and_remembers_the_wording(self):
        self.send(lang="fi-simple", NPS="9")
        self.send(lang="fi", NPS="9")
        self.assertEqual(self.answers().mapped("hva_lang_code"), ["fi", "fi"])
        self.assertEqual(self.answers().mapped("hva_lang_variant"), ["simple", False])

    def test_thanks_come_in_plain_finnish(self):
        response = self.send(lang="fi-simple", NPS="9")
        self.assertEqual(place_of(response), "/p/kiitos?lang=fi-simple")
        self.assertEqual(self.read_page(place_of(response)).get("lang"), "fi-simple")

    def test_an_own_question_without_plain_words_keeps_it_away(self):
        question_set = make_set(self.env, "ST1", "FREE", "ST2")
        draft = question_set.draft_survey_id
        self.assertIn("fi-simple", draft._hva_languages())
        self.env["survey.question"].with_context(lang="fi_FI").create(
            {"survey_id": draft.id, "title": "Oliko odotustila viihtyisä?", "question_type": "text_box", "sequence": 90}
        )
        self.assertIn("fi", draft._hva_languages())
        self.assertNotIn("fi-simple", draft._hva_languages())
        dialog = self.env["hva.set.publish"].create({"set_id": question_set.id})
        self.assertIn("“Oliko odotustila viihtyisä?” was written straight into the set", dialog.languages)

    def test_an_own_statement_has_plain_words_where_its_finnish_is_hard(self):
        question_set = make_set(self.env, "ST1", "FREE", "ST2")
        dialogs = self.env["hva.set.statement"]
        words = {"text_fi": "Kipuani lievitettiin.", "text_plain": "Kipuni helpotti.", "text_sv": "X", "text_en": "Y"}
        for plain in ("Kipuni helpotti.", False):
            dialogs.create({"set_id": question_set.id, **words, "text_plain": plain}).action_add()
        draft = question_set.draft_survey_id
        self.assertIn("fi-simple", draft._hva_languages())
        titles = [question.title for question in draft._hva_form("fi-simple").questions]
        self.assertIn("Kipuni helpotti.", titles)
        self.assertIn("Kipuani lievitettiin.", titles, "words that are plain already are asked as they are")

    def test_it_is_never_there_without_finnish(self):
        question_set = make_set(self.env, "ST1")
        question_set.draft_survey_id.question_ids.hva_item_id.text_ids.filtered(
            lambda row: row.lang_code == "fi" and row.part == "title"
        ).unlink()
        self.assertNotIn("fi-simple", question_set.draft_survey_id._hva_languages())

    def test_an_administrator_sees_what_is_hard_to_read(self):
        [word] = self.env["hva.page.word"].search([("lang_code", "=", "fi-simple"), ("key", "=", "send")])
        word.text = "Palaute lähetetään."
        self.assertIn("lähetetään", word.plain_hints)
        word.text = "Lähetä palaute"
        self.assertFalse(word.plain_hints)

    def test_a_word_that_the_page_cannot_fill_in_is_refused(self):
        [word] = self.env["hva.page.word"].search([("lang_code", "=", "fi-simple"), ("key", "=", "too_short")])
        for text in ("Kirjoita lisää", "Kirjoita %(cuont)s merkkiä", "Kirjoita %(count)s merkkiä, 100 %", "%(count)d"):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                word.text = text
        word.text = "Kirjoita vielä: %(count)s"

    def test_the_data_is_marked_as_ours_and_edited_rows_stay(self):
        page_words = self.env["hva.page.word"]
        page_words.search([("lang_code", "=", "fi-simple")]).unlink()
        self.env["hva.page.language"]._load_plain_finnish()
        rows = page_words.search([("lang_code", "=", "fi-simple")])
        self.assertEqual((set(rows.mapped("source")), any(rows.mapped("official"))), ({"project"}, False))
        rows[0].text = "Meidän oma teksti"
        rows[1].unlink()
        self.env["hva.page.language"]._load_plain_finnish()
        self.assertEqual(rows[0].text, "Meidän oma teksti")
        self.assertEqual(page_words.search_count([("lang_code", "=", "fi-simple")]), len(rows))
