"""The page in Finnish, Swedish and English: each whole, each said to be what it is."""

from lxml import html

from odoo.tests import tagged

from .page_story import PageCase, place_of

WORDS = {  # language: heading, a statement, an answer label, button, thanks, no such link
    "fi": (
        "Anna palautetta",
        "Sain apua, kun sitä tarvitsin.",
        "Ei koske minua",
        "Lähetä palaute",
        "Kiitos palautteestasi",
        "Linkki ei toimi",
    ),
    "sv": (
        "Ge respons",
        "Jag fick hjälp när jag behövde den",
        "gäller inte mig",
        "Skicka responsen",
        "Tack för din respons",
        "Länken fungerar inte",
    ),
    "en": (
        "Give feedback",
        "I received help when I needed it.",
        "Does not apply to me",
        "Send feedback",
        "Thank you for your feedback",
        "This link does not work",
    ),
}


@tagged("post_install", "-at_install")
class TestFeedbackPageLanguages(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("en_US", "fi_FI", "sv_SE"):  # as in a database of a county
            cls.env["res.lang"]._activate_lang(code)
        cls.env.flush_all()

    def test_each_language_has_a_whole_page_that_says_which_it_is(self):
        for lang, (heading, statement, label, button, _thanks, _unknown) in WORDS.items():
            with self.subTest(lang=lang):
                tree = self.read_page(f"{self.url}?lang={lang}")
                self.assertEqual(tree.get("lang"), lang)
                self.assertEqual(tree.findtext(".//h1"), heading)
                text = tree.text_content()
                for word in (statement, label, button):
                    self.assertIn(word, text)
                for other in WORDS.keys() - {lang}:
                    self.assertFalse([word for word in WORDS[other] if word in text], other)

    def test_the_switch_names_each_language_in_itself_and_marks_the_present_one(self):
        tree = self.read_page(f"{self.url}?lang=sv")
        links = [
            (link.get("hreflang"), link.get("lang"), link.text, link.get("href"), link.get("aria-current"))
            for link in tree.xpath("//nav//a")
        ]
        self.assertEqual(
            links,
            [
                ("fi", "fi", "Suomi", "?lang=fi", None),
                ("fi-simple", "fi-simple", "Selkeä suomi", "?lang=fi-simple", None),
                ("sv", "sv", "Svenska", "?lang=sv", "true"),
                ("en", "en", "English", "?lang=en", None),
            ],
        )
        self.assertEqual(tree.xpath("//nav/@aria-label"), ["Språk"])

    def test_an_answer_is_thanked_for_in_the_language_of_the_page_and_keeps_it(self):
        for lang in ("sv", "en"):
            response = self.send(lang=lang, NPS="9")
            self.assertEqual((response.status_code, place_of(response)), (303, f"/p/kiitos?lang={lang}"))
            tree = self.read_page(response.headers["Location"])
            self.assertEqual((tree.get("lang"), tree.findtext(".//h1")), (lang, WORDS[lang][4]))
        self.assertEqual(self.answers().mapped("hva_lang_code"), ["sv", "en"])

    def test_an_error_comes_back_in_the_language_of_the_page(self):
        response = self.send(lang="sv")
        tree = html.fromstring(response.content)
        self.assertEqual((response.status_code, tree.get("lang")), (422, "sv"))
        self.assertTrue(tree.findtext(".//title").startswith("Fel: "))

    def test_a_link_that_leads_nowhere_says_so_in_the_language_asked_for(self):
        for lang, words in WORDS.items():
            for path in (f"/p/nosuchcode?lang={lang}", f"/p/a/b?lang={lang}"):
                response = self.url_open(path)
                tree = html.fromstring(response.content)
                self.assertEqual((response.status_code, tree.get("lang")), (404, lang), path)
                self.assertEqual(tree.findtext(".//h1"), words[5], path)

    def test_the_browsers_language_neither_redirects_nor_leaves_a_cookie(self):
        for path in (self.url, "/p/nosuchcode", "/p/a/b", "/p/..%2f.."):
            response = self.url_open(path, headers={"Accept-Language": "en-US,en"}, allow_redirects=False)
            self.assertIn(response.status_code, (200, 404), path)
            self.assertNotIn("Set-Cookie", response.headers, path)
