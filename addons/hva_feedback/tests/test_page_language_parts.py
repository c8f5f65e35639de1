"""Every text of a page says which language it is in, also a name that exists in another language only."""

from lxml import html

from odoo.tests import tagged

from ..controllers.page_texts import own_texts
from .page_languages import bring_wordings, bring_words, said_texts
from .page_story import PageCase


@tagged("post_install", "-at_install")
class TestPageLanguageParts(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("en_US", "fi_FI", "sv_SE"):
            cls.env["res.lang"]._activate_lang(code)
        cls.env.company.partner_id.lang = "fi_FI"
        cls.env.company.name = "Testilän hyvinvointialue"
        cls.clinic = cls.env["hva.unit"].with_context(lang="fi_FI").browse(cls.clinic.id)
        cls.clinic.update_field_translations("name", {"fi_FI": "Testilän terveysasema"})
        cls.clinic.with_context(lang="en_US").name = "Testilän terveysasema"
        cls.env.flush_all()

    def _name_shown(self, lang):
        """Return (language, name) of the unit on the page in `lang`."""
        [element] = self.read_page(f"{self.url}?lang={lang}").xpath("//p[@class='unit']/strong")
        return element.xpath("ancestor-or-self::*[@lang][1]/@lang")[0], element.text

    def test_a_name_that_is_only_finnish_says_so_on_other_pages(self):
        for lang in ("fi", "sv", "en"):
            self.assertEqual(self._name_shown(lang), ("fi", "Testilän terveysasema"), lang)

    def test_a_translated_name_is_in_the_language_of_its_page(self):
        self.clinic.update_field_translations("name", {"sv_SE": "Testby hälsostation"})
        self.assertEqual(self._name_shown("sv"), ("sv", "Testby hälsostation"))
        self.assertEqual(self._name_shown("en"), ("fi", "Testilän terveysasema"))
        self.clinic.with_context(lang="en_US").name = "Testilä health centre"
        self.assertEqual(self._name_shown("en"), ("en", "Testilä health centre"))

    def test_the_county_is_named_in_its_own_language(self):
        for lang, said in (("sv", "fi"), ("fi", "fi")):
            [element] = self.read_page(f"{self.url}?lang={lang}").xpath("//header//*[text()]")
            self.assertEqual(element.xpath("ancestor-or-self::*[@lang][1]/@lang"), [said])

    def test_no_text_of_any_page_is_in_another_language_than_it_says(self):
        """Words of one language must not stand in a part that says it is another."""
        self.question_set_in("se")
        words = {lang: self._words(lang) for lang in ("fi", "sv", "en")}
        for lang in ("fi", "sv", "en", "se"):
            for tree in self._pages(lang):
                for said, text in said_texts(tree):
                    with self.subTest(page=lang, text=text):
                        self.assertEqual("«se»" in text, said == "se" and text not in self._bare())
                        others = [code for code, known in words.items() if text in known and code != said]
                        self.assertFalse([code for code in others if text not in words.get(said, ())])

    def question_set_in(self, lang_code):
        bring_words(self.env, lang_code)
        bring_wordings(self.set, lang_code)
        self.set._publish()
        self.env.flush_all()

    def _pages(self, lang):
        """The form, the form with errors, the thank-you page, a dead link and a closed way in."""
        yield self.read_page(f"{self.url}?lang={lang}")
        yield html.fromstring(self.send(lang=lang).content)
        yield self.read_page(f"/p/kiitos?lang={lang}")
        yield html.fromstring(self.url_open(f"/p/{'x' * 22}?lang={lang}").content)
        self.collector.action_close()
        self.env.flush_all()
        yield html.fromstring(self.url_open(f"{self.url}?lang={lang}").content)
        self.collector.action_reopen()
        self.env.flush_all()

    @staticmethod
    def _bare():
        """What has no language: numbers of the scale and signs."""
        return {*map(str, range(11)), ":", ",", "Davvisámegiella"}

    def _words(self, lang):
        form = self.set.current_survey_id._hva_form(lang)
        texts = {form.title}
        for question in form.questions:
            texts |= {question.title, *(option.label for option in question.options)}
        return {text for text in texts | set(own_texts(lang).values()) if len(text) > 3}
