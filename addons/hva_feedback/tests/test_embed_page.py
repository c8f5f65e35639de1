"""A form inside another website: who may show it, what the headers say, and what a stranger gets."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..controllers.page_embed import SCRIPT_HASH
from .page_story import PageCase

REMOTE = "https://etavastaanotto.example.fi"


@tagged("post_install", "-at_install")
class TestEmbedPage(PageCase):
    def setUp(self):
        super().setUp()
        self.collector.write({"channel": "embed", "embed_hosts": f"{REMOTE}\nApp.example.fi"})
        self.env.flush_all()

    def policy(self, response):
        parts = (part.strip().split(" ") for part in response.headers["Content-Security-Policy"].split(";"))
        return {name: set(values) for name, *values in parts}

    def assertEmbeddable(self, response):
        policy = self.policy(response)
        self.assertEqual(policy["frame-ancestors"], {REMOTE, "https://app.example.fi"})
        self.assertEqual(policy["script-src"], {f"'{SCRIPT_HASH}'"})
        self.assertEqual(response.headers["Cross-Origin-Resource-Policy"], "cross-origin")
        self.assertNotIn("X-Frame-Options", response.headers)
        self.assertNotIn("Set-Cookie", response.headers)

    def assertNotEmbeddable(self, response):
        policy = self.policy(response)
        self.assertEqual(policy["frame-ancestors"], {"'none'"})
        self.assertNotIn("script-src", policy)
        self.assertEqual(response.headers["Cross-Origin-Resource-Policy"], "same-origin")
        self.assertNotIn("<script", response.text)

    def test_the_named_websites_and_no_others_may_show_every_page_of_the_way_in(self):
        form = self.url_open(self.url)
        self.assertEmbeddable(form)
        self.assertEmbeddable(self.send(NPS="99"))
        sent = self.send(NPS="9")
        self.assertEqual((sent.status_code, sent.headers["Location"]), (303, f"{self.url}/kiitos"))
        thanks = self.url_open(sent.headers["Location"])
        self.assertEqual(thanks.status_code, 200)
        self.assertEmbeddable(thanks)
        self.assertEqual(self.answers().hva_channel, "embed")

    def test_a_form_sent_twice_is_thanked_inside_the_website_too(self):
        nonce = self.nonce()
        self.send(nonce, NPS="9")
        self.assertEqual(self.send(nonce, NPS="9").headers["Location"], f"{self.url}/kiitos")
        self.assertEqual(len(self.answers()), 1)

    def test_a_closed_way_in_says_so_inside_the_website(self):
        self.collector.action_close()
        self.env.flush_all()
        closed = self.url_open(self.url)
        self.assertEqual(closed.status_code, 410)
        self.assertEmbeddable(closed)

    def test_a_failure_is_told_inside_the_website(self):
        too_long = self.url_open(self.url, data={"nonce": "x", "lang": "y" * 70_000}, allow_redirects=False)
        self.assertEqual(too_long.status_code, 413)
        self.assertEmbeddable(too_long)

    def test_the_page_of_no_way_in_is_shown_by_nobody(self):
        for path in (f"/p/{'x' * 22}", f"/p/{'x' * 22}/kiitos", "/p/kiitos", "/p/nothing/here"):
            with self.subTest(path):
                self.assertNotEmbeddable(self.url_open(path))

    def test_other_ways_in_are_embedded_by_nobody_whatever_is_written_there(self):
        self.collector.channel = "qr"
        self.env.flush_all()
        self.assertNotEmbeddable(self.url_open(self.url))
        self.assertSent(self.send(NPS="9"))
        self.assertNotEmbeddable(self.url_open(f"{self.url}/kiitos"))

    def test_without_a_website_nobody_embeds(self):
        self.collector.embed_hosts = False
        self.env.flush_all()
        self.assertNotEmbeddable(self.url_open(self.url))

    def test_the_script_names_only_the_allowed_websites(self):
        tree = self.read_page()
        [script] = tree.xpath("//script")
        self.assertEqual(script.get("data-origins").split(), [REMOTE, "https://app.example.fi"])
        self.assertNotIn('"*"', script.text)

    def test_what_is_no_website_is_refused_by_name(self):
        for typed in ("*", "https://*.example.fi", "http://example.fi", "https://example.fi/page"):
            with self.subTest(typed), self.assertRaises(ValidationError) as refused:
                self.collector.embed_hosts = typed
            self.assertIn(typed, str(refused.exception))

    def test_the_lines_to_paste_name_the_form_and_check_who_speaks(self):
        snippet = self.collector.embed_snippet
        self.assertIn(f'src="{self.collector.url}"', snippet)
        self.assertIn(f'event.origin === "{self.collector.url.partition("/p/")[0]}"', snippet)
        self.assertRegex(snippet, r'title="[^"]*Clinic of the tests"')
        self.clinic.name = '"><script>'
        self.assertNotIn('"><script>', self.collector.embed_snippet)
