"""Was this form hard to use? Asked after sending and on the accessibility statement, kept apart from the feedback."""

from datetime import timedelta

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .page_story import PageCase, statements

THANKS = "/p/kiitos"
STATEMENT = "/p/saavutettavuus"


@tagged("post_install", "-at_install")
class TestPageDifficulty(PageCase):
    def told(self):
        self.env.invalidate_all()
        return self.env["hva.page.difficulty"].search([])

    def tell(self, url=THANKS, nonce=None, **fields):
        nonce = self.nonce(self.read_page(url)) if nonce is None else nonce
        return self.url_open(url, data={"nonce": nonce, "lang": "en", **fields}, allow_redirects=False)

    def assertThanked(self, response, place=f"{THANKS}?told=1&lang=en"):
        self.assertEqual((response.status_code, response.headers.get("Location")), (303, place))

    @freeze_time("2026-11-20 09:00:00")
    def test_it_is_kept_with_its_day_and_nothing_of_the_feedback(self):
        self.assertSent(self.send(NPS="9"))
        self.assertThanked(self.tell(verdict="hard", difficulty="Call me: 040 123 4567"))
        row = self.told()
        self.assertEqual((str(row.day), row.page, row.lang_code, row.verdict), ("2026-11-20", "form", "en", "hard"))
        self.assertNotIn("4567", row.text, "masked like every text")
        self.assertFalse(row.wants_reply)
        for field in ("create_date", "create_uid", "write_date", "unit_id", "collector_id", "user_input_id"):
            self.assertNotIn(field, row._fields, "nothing leads to the answer")
        thanks = self.parse(self.url_open(f"{THANKS}?told=1&lang=en"))
        self.assertIn("helps us", thanks.findtext(".//h1"))

    def test_two_posts_are_one(self):
        nonce = self.nonce(self.read_page(THANKS))
        for _time in range(2):
            self.assertThanked(self.tell(nonce=nonce, verdict="easy"))
        self.assertEqual(self.told().verdict, "easy")
        self.tell(verdict="hard")
        self.assertEqual(len(self.told()), 2, "another page is another person's")

    def test_what_is_wrong_is_said_and_all_that_was_typed_is_kept(self):
        for fields, error in (
            ({}, "Choose an answer or write something"),
            ({"verdict": "so so"}, "Choose one of the options"),
            ({"difficulty": "Words", "contact_email": "nowhere"}, "Check the e-mail address"),
            ({"difficulty": "x" * 1001}, "at most 1000 characters"),
            ({"verdict": "easy", "nonce": "made up"}, "open for a long time"),
        ):
            with self.subTest(error):
                response = self.tell(**fields)
                self.assertEqual(response.status_code, 422)
                tree = self.parse(response)
                self.assertTrue(tree.findtext(".//title").startswith("Error: "))
                self.assertIn(error, tree.get_element_by_id("summary").text_content())
                self.assertIsNotNone(tree.find(".//details").get("open"))
                self.assertEqual(tree.get_element_by_id("difficulty").text.strip(), fields.get("difficulty", ""))
        self.assertFalse(self.told())

    def test_whoever_leaves_an_address_gets_a_reply_in_14_days(self):
        with freeze_time("2026-11-02 09:00:00"):
            self.assertThanked(self.tell(STATEMENT, difficulty="No contrast", contact_email="me@example.fi"))
        admin = new_test_user(self.env, "access_admin", groups="hva_feedback.hva_feedback_group_admin")
        row = self.told().with_user(admin)
        self.assertEqual((row.page, row.email, row.reply_by - row.day), ("statement", "me@example.fi", timedelta(14)))
        for day, is_late in (("2026-11-16", False), ("2026-11-17", True)):
            with freeze_time(day):
                row.invalidate_recordset()
                self.assertEqual(row.is_late, is_late, day)
        with freeze_time("2026-11-18"):
            row.action_answered()
            self.assertEqual((str(row.answered_on), row.email, row.is_late), ("2026-11-18", False, False))

    def test_inside_another_website_it_stays_inside(self):
        self.collector.write({"channel": "embed", "embed_hosts": "https://www.example.fi"})
        self.env.flush_all()
        url = f"{self.url}/kiitos"
        response = self.tell(url, verdict="hard")
        self.assertThanked(response, f"{url}?told=1&lang=en")
        self.assertEqual((self.told().page, self.told().company_id), ("embed", self.clinic.company_id))
        self.assertIn("https://www.example.fi", self.url_open(f"{url}?told=1").headers["Content-Security-Policy"])
        self.assertEqual(self.url_open(f"/p/{'0' * 22}/kiitos", data={"verdict": "easy"}).status_code, 404)

    def test_the_thank_you_page_costs_no_query_once_it_is_kept(self):
        self.read_page(THANKS)
        with statements() as seen:
            numbers = {self.nonce(self.read_page(THANKS)) for _visitor in range(2)}
        self.assertEqual(len(numbers), 2)
        self.assertLessEqual(len(seen), 2, seen)

    def test_only_administrators_read_it(self):
        self.tell(verdict="hard")
        manager = new_test_user(self.env, "access_manager", groups="hva_feedback.hva_feedback_group_manager")
        with self.assertRaises(AccessError):
            self.told().with_user(manager).read(["text"])

    def test_garbage_ends_in_a_page_of_ours(self):
        for data in ({"verdict": ["easy", "hard"], "difficulty": "\ud800"}, {"difficulty": "a\0b"}, {"nonce": "1.2.3"}):
            with self.subTest(data):
                body = {
                    name: value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
                    for name, value in data.items()
                }
                self.assertIn(self.url_open(THANKS, data=body).status_code, (422, 200))
        self.assertEqual(self.url_open(THANKS, data="x" * 20000).status_code, 413)
        self.assertEqual(
            html.fromstring(self.url_open(THANKS, data="{}", headers={"Content-Type": "application/json"}).content).tag,
            "html",
        )
