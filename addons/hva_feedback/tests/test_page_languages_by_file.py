"""A language that comes as rows is on the pages when it is whole, and not before. All its words here are made up."""

from lxml import html

from odoo.tests import tagged

from .page_languages import bring_wordings, bring_words
from .page_story import PageCase, place_of


@tagged("post_install", "-at_install")
class TestPageLanguagesByFile(PageCase):
    def _languages(self):
        return self.read_page().xpath("//nav//a/@hreflang")

    def _publish(self):
        version = self.set._publish()
        self.env.flush_all()
        return version

    def _bring(self, lang_code, without=()):
        bring_words(self.env, lang_code, without)
        self.env.flush_all()

    def test_a_set_alone_brings_no_language_to_the_page(self):
        bring_wordings(self.set, "se")
        self.assertIn("se", self._publish()._hva_languages())
        self.assertNotIn("se", self._languages())
        self.assertEqual(self.read_page(f"{self.url}?lang=se").get("lang"), "fi")

    def test_words_alone_bring_no_language_to_the_page(self):
        self._bring("se")
        self.assertNotIn("se", self._languages())
        self.assertEqual(self.read_page(f"{self.url}?lang=se").get("lang"), "fi")

    def test_one_word_or_promise_that_is_missing_keeps_a_language_away(self):
        bring_wordings(self.set, "smn")
        self._publish()
        for missing in ("send", "privacy_link"):
            self._bring("smn", without=(missing,))
            self.assertNotIn("smn", self._languages(), missing)
            language = self.env["hva.page.language"].search([("lang_code", "=", "smn")])
            self.assertEqual((language.missing_count, language.is_spoken), (1, False))
        self._bring("smn")
        self.assertIn("smn", self._languages())

    def test_a_whole_language_is_a_page_of_its_own(self):
        for lang_code in ("se", "smn", "sms"):
            bring_wordings(self.set, lang_code)
            self._bring(lang_code)
        [nps] = [question.id for question in self._publish()._hva_form("fi").questions if question.role == "nps"]
        for lang_code in ("se", "smn", "sms"):
            with self.subTest(lang=lang_code):
                tree = self.read_page(f"{self.url}?lang={lang_code}")
                self.assertEqual(tree.get("lang"), lang_code)
                for words in (tree.findtext(".//h1"), tree.findtext(".//button"), tree.findtext(".//legend")):
                    self.assertIn(f"«{lang_code}»", words)
                response = self.send(lang=lang_code, **{f"q{nps}": "9"})
                self.assertEqual(place_of(response), f"/p/kiitos?lang={lang_code}")
                self.assertIn(f"«{lang_code}»", self.read_page(place_of(response)).findtext(".//h1"))
                self.assertEqual(self.answers()[-1].hva_lang_code, lang_code)

    def test_a_language_can_be_kept_from_the_pages(self):
        bring_wordings(self.set, "se")
        self._bring("se")
        self._publish()
        self.assertIn("se", self._languages())
        self.env["hva.page.language"].search([("lang_code", "=", "se")]).is_offered = False
        self.env.flush_all()
        self.assertNotIn("se", self._languages())
        self.assertEqual(html.fromstring(self.send(lang="se").content).get("lang"), "fi")

    def test_a_language_from_right_to_left_says_so(self):
        bring_wordings(self.set, "ar")
        self._bring("ar")
        self._publish()
        self.assertEqual(self.read_page(f"{self.url}?lang=ar").get("dir"), "rtl")
        self.assertIsNone(self.read_page().get("dir"))

    def test_a_way_in_that_starts_in_a_language_which_is_not_whole_starts_in_finnish(self):
        bring_wordings(self.set, "se")
        self._publish()
        self.collector.lang_code = "se"
        self.env.flush_all()
        tree = self.read_page()
        self.assertEqual((tree.get("lang"), tree.findtext(".//h1")), ("fi", "Anna palautetta"))


@tagged("post_install", "-at_install")
class TestFirstLanguage(PageCase):
    """Which language a page opens in, before anybody chose."""

    def _first(self, accept, query=""):
        headers = {"Accept-Language": accept} if accept else {}
        return html.fromstring(self.url_open(self.url + query, headers=headers).content).get("lang")

    def test_the_browser_is_not_listened_to_unless_the_way_in_says_so(self):
        self.assertEqual(self._first("sv"), "fi")

    def test_the_browsers_language_is_taken_where_the_set_has_it(self):
        self.collector.write({"lang_from_browser": True, "lang_code": "en"})
        self.env.flush_all()
        self.assertEqual(self._first("de-DE,de;q=0.9,sv-FI;q=0.8,fi;q=0.5"), "sv")
        self.assertEqual(self._first("de-DE,de"), "en", "nothing it likes: the way in's own language")
        self.assertEqual(self._first(None), "en")
        for garbage in (";q=", "fi;q=abc", "\x80", "*", "," * 500, "x" * 5000):
            self.assertIn(self._first(garbage), ("fi", "en"))

    def test_what_the_address_asks_for_goes_before_the_browser(self):
        self.collector.lang_from_browser = True
        self.env.flush_all()
        self.assertEqual(self._first("sv", "?lang=en"), "en")
        self.assertEqual(self._first("sv", "?lang=nonsense"), "sv")

    def test_a_page_that_opened_in_the_browsers_language_stores_and_thanks_in_it(self):
        self.collector.lang_from_browser = True
        self.env.flush_all()
        page = html.fromstring(self.url_open(self.url, headers={"Accept-Language": "sv"}).content)
        [lang] = page.xpath("//input[@name='lang']/@value")
        self.assertEqual(place_of(self.send(lang=lang, NPS="9")), "/p/kiitos?lang=sv")
        self.assertEqual(self.answers().hva_lang_code, "sv")
