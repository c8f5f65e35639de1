"""The preview: two sizes, every language, finished or not; nothing is stored and nobody else may frame it."""

from lxml import html

from odoo.tests import HttpCase, new_test_user, tagged

from .common_sets import make_set, without


@tagged("post_install", "-at_install")
class TestSetPreview(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "base.group_user,hva_feedback.hva_feedback_group_admin"
        cls.admin = new_test_user(cls.env, "preview_admin", groups=groups)
        cls.set = make_set(cls.env, "NPS", "ST1", "FREE", "ST2")
        cls.draft = cls.set.draft_survey_id
        without(cls.draft.question_ids[2].hva_item_id, "sv")
        cls.path = f"/hva_feedback/preview/{cls.draft.id}"

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.authenticate("preview_admin", "preview_admin")

    def test_the_set_opens_a_phone_beside_a_desktop(self):
        url = self.set.with_user(self.admin).action_preview()["url"]
        response = self.url_open(f"{url}?lang=en")
        tree = html.fromstring(response.content)
        frames = tree.xpath("//iframe")
        self.assertEqual([frame.get("width") for frame in frames], ["320", None])
        self.assertEqual({frame.get("src") for frame in frames}, {f"{self.path}?lang=en"})
        policy = response.headers["Content-Security-Policy"]
        self.assertIn("frame-src 'self'", policy)
        self.assertIn("frame-ancestors 'none'", policy)

    def test_only_our_own_page_may_frame_it(self):
        policy = self.url_open(self.path).headers["Content-Security-Policy"]
        self.assertIn("frame-ancestors 'self'", policy)

    def test_an_unfinished_language_is_shown_with_its_gaps(self):
        sizes = html.fromstring(self.url_open(f"{self.path}/sizes?lang=sv").content)
        missing = sizes.xpath("//details[@class='missing']")[0].text_content()
        self.assertIn("FREE", missing)
        page = html.fromstring(self.url_open(f"{self.path}?lang=sv").content)
        self.assertEqual(page.get("lang"), "sv")
        text = page.text_content()
        self.assertIn(": Mitä muuta haluat kertoa?]", text)
        self.assertIn("Jag fick hjälp när jag behövde den", text)

    def test_a_published_version_is_shown_as_it_is(self):
        version = self.set._publish()
        self.env.flush_all()
        sizes = html.fromstring(self.url_open(f"/hva_feedback/preview/{version.id}/sizes?lang=sv").content)
        self.assertFalse(sizes.xpath("//details[@class='missing']"))
        self.assertNotIn("lang=sv", html.tostring(sizes).decode(), "not offered, so there is none to show")

    def test_trying_it_stores_nothing(self):
        question = self.draft.question_ids[0]
        count = self.env["survey.user_input"].search_count([])
        response = self.url_open(self.path, data={"lang": "en", f"q{question.id}": "99"})
        self.assertEqual(response.status_code, 422)
        self.assertEqual(self.env["survey.user_input"].search_count([]), count)
