"""The agenda in a meeting room: on the screen in large type, and on paper."""

from lxml import html

from odoo.tests import HttpCase, tagged

from .html_rules import faults
from .improvement_story import ImprovementWorld
from .paper_story import PaperReader

PHONE = "+358401234567"


@tagged("post_install", "-at_install")
class TestMeetingPage(ImprovementWorld, PaperReader, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for locale in ("fi_FI", "sv_SE"):
            cls.env["res.lang"]._activate_lang(locale)
        cls.make_world()
        cls.thanks = cls.give(kind="thanks", text="Kiitos hyvästä hoidosta!", nps=10)
        cls.critic = cls.give(kind="criticism", text="Odotus oli pitkä.", phone=PHONE)
        cls.meeting = cls.env["hva.meeting"].with_user(cls.handler).create({"unit_id": cls.clinic.id})
        cls.meeting.action_propose()
        cls.path = f"/hva_feedback/meeting/{cls.meeting.id}"

    def setUp(self):
        super().setUp()
        self.login(self.handler)

    def login(self, user):
        self.authenticate(user.login, user.login)

    def tree(self, query=""):
        response = self.url_open(f"{self.path}{query}")
        self.assertEqual(response.status_code, 200)
        self.assertFalse(faults(response.text))
        return html.fromstring(response.content)

    def test_the_words_come_first_and_no_contact_details(self):
        tree = self.tree()
        self.assertEqual(
            [words.text_content() for words in tree.find_class("words")],
            ["Kiitos hyvästä hoidosta!", "Odotus oli pitkä."],
        )
        self.assertNotIn(PHONE, html.tostring(tree).decode())
        self.assertNotIn("Testi Antaja", html.tostring(tree).decode())

    def test_one_at_a_time_leads_from_one_to_the_next(self):
        tree = self.tree("?item=1")
        self.assertEqual(len(tree.find_class("words")), 1)
        self.assertEqual([link.get("href") for link in tree.xpath("//a[@rel='next']")], [f"{self.path}?item=2"])
        self.assertFalse(tree.xpath("//a[@rel='prev']"))
        self.assertFalse(self.tree("?item=99").xpath("//a[@rel='next']"), "a number that is not there shows all")

    def test_one_click_marks_it_and_shows_the_next(self):
        response = self.post(self.tree("?item=1").forms[0], "one")
        self.assertEqual((response.status_code, response.headers["Location"].rpartition("?")[2]), (303, "item=2"))
        self.env.invalidate_all()
        self.assertTrue(self.thanks.hva_discussed_on)
        self.assertFalse(self.critic.hva_discussed_on)
        self.post(self.tree().forms[-1], "all")
        self.env.invalidate_all()
        self.assertTrue(self.critic.hva_discussed_on)

    def post(self, form, do):
        return self.url_open(form.action, data={**dict(form.form_values()), "do": do}, allow_redirects=False)

    def test_a_place_that_is_no_number_is_the_whole_agenda(self):
        self.authenticate(self.handler.login, self.handler.login)
        for item in ("9" * 5000, "x", "-1", "\u0663"):
            self.assertEqual(self.url_open(self.path, params={"item": item}).status_code, 200, item[:5])

    def test_without_a_token_nothing_is_marked(self):
        response = self.url_open(self.path, data={"do": "all"}, allow_redirects=False)
        self.assertEqual(response.status_code, 400)
        self.env.invalidate_all()
        self.assertFalse(self.thanks.hva_discussed_on)

    def test_only_the_people_of_the_unit_see_it(self):
        self.login(self.dental_handler)
        for place in ("", "/paper"):
            self.assertIn(self.url_open(f"{self.path}{place}").status_code, (403, 404))
        self.login(self.viewer)
        tree = self.tree()
        self.assertEqual(len(tree.find_class("words")), 2)
        self.assertFalse(tree.forms, "who reads marks nothing")

    def test_nobody_opens_it_without_logging_in(self):
        self.authenticate(None, None)
        response = self.url_open(self.path, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_the_paper_has_the_words_room_to_write_and_no_contact_details(self):
        response = self.url_open(f"{self.path}/paper?lang=fi")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        pages, lang, _title = self.read_pdf(response.content)
        self.assertEqual(lang, "fi")
        self.assertEqual(self.headings, ["/H1", "/H2"])
        self.assertPrinted("Kiitos hyvästä hoidosta!", pages[0], 1)
        self.assertPrinted("Odotus oli pitkä.", pages[0], 1)
        self.assertNotIn("Testi Antaja", " ".join(pages))
        self.assertNotIn("401234567", "".join(" ".join(pages).split()))

    def test_the_paper_speaks_three_languages(self):
        for lang_code in ("fi", "sv", "en"):
            with self.subTest(lang_code):
                _pages, lang, _title = self.read_pdf(self.url_open(f"{self.path}/paper?lang={lang_code}").content)
                self.assertEqual(lang, lang_code)
