"""A page is drawn once and kept: each visitor still gets a form of their own, and a change shows at once."""

import selectors
import socket
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from ..controllers import hang_up
from ..tools.entry import Entry
from .page_story import PageCase


@tagged("post_install", "-at_install")
class TestKeptPages(PageCase):
    def setUp(self):
        super().setUp()
        self.env.registry.clear_cache()

    def drawn(self):
        """Count what is drawn meanwhile."""
        qweb = type(self.env["ir.qweb"])
        return patch.object(qweb, "_render", autospec=True, side_effect=qweb._render)

    def test_a_page_is_drawn_for_the_first_visitor_only(self):
        with self.drawn() as render:
            nonces = {self.nonce() for _visitor in range(3)}
            self.assertEqual(render.call_count, 1)
        self.assertEqual(len(nonces), 3, "each has a form of their own")

    def test_what_was_filled_in_is_nobody_elses(self):
        self.send(NPS="99", FREE="Nobody else reads this")
        self.assertNotIn("Nobody else reads this", self.url_open(self.url).text)

    def test_another_way_in_has_its_own_page(self):
        ward = self.env["hva.unit"].create({"name": "Ward of the tests", "level_id": self.level.id})
        other = self.collector.copy({"unit_id": ward.id})
        self.env.flush_all()
        self.read_page()
        text = self.url_open(f"/p/{other.code}").text
        self.assertIn("Ward of the tests", text)
        self.assertIn(f"/p/{other.code}", text)
        self.assertNotIn(self.collector.code, text)

    def test_a_change_shows_at_once(self):
        self.read_page()
        self.clinic.name = "Renamed clinic"
        self.env.company.name = "Renamed county"
        self.env.flush_all()
        text = self.read_page().text_content()
        self.assertIn("Renamed clinic", text)
        self.assertIn("Renamed county", text)
        self.env.ref("hva_feedback.hva_page_text_notice_fi").text = "Another notice"
        self.assertIn("Another notice", self.read_page().text_content())
        self.env["ir.ui.view"].create(
            {
                "name": "a footer",
                "type": "qweb",
                "inherit_id": self.env.ref("hva_feedback.feedback_page_layout").id,
                "arch": '<xpath expr="//main" position="after"><footer>A footer</footer></xpath>',
            }
        )
        self.assertIn("A footer", self.read_page().text_content())

    def test_personal_links_to_one_place_share_a_page_but_no_code(self):
        entries = {
            code: Entry(self.survey.id, self.clinic.id, "sms", "link", number)
            for number, code in enumerate(("A" * 22, "B" * 22), start=1)
        }
        resolve = lambda _self, code: entries.get(code)  # noqa: E731
        self.patch(type(self.env["hva.collector"]), "_hva_resolve_code", resolve)
        with self.drawn() as render:
            first, second = (self.url_open(f"/p/{code}").text for code in entries)
            self.assertEqual(render.call_count, 1)
        self.assertIn(f'action="/p/{"A" * 22}"', first)
        self.assertIn(f'action="/p/{"B" * 22}"', second)
        self.assertNotIn("A" * 22, second)

    def test_only_so_many_are_kept(self):
        pages = self.env["hva.collector"]._hva_kept_pages()
        for number in range(1000):
            pages[number] = number
        self.assertLess(len(pages), 300)


@tagged("post_install", "-at_install")
class TestHangingUp(TransactionCase):
    def test_nobody_waits_for_more_of_what_was_read(self):
        ours, theirs = socket.socketpair()
        self.addCleanup(ours.close)
        self.addCleanup(theirs.close)
        self.hang_up(ours, content_length=None, mimetype="")
        with selectors.DefaultSelector() as selector:
            selector.register(ours, selectors.EVENT_READ)
            self.assertTrue(selector.select(timeout=0), "the server sees the end of the request at once")
        ours.sendall(b"the answer")
        self.assertEqual(theirs.recv(100), b"the answer")

    def hang_up(self, connection, **about):
        http_request = SimpleNamespace(environ={"werkzeug.socket": connection}, **about)
        with patch.object(hang_up, "request", SimpleNamespace(httprequest=http_request)):
            hang_up.hang_up()

    def test_the_rest_of_a_body_that_was_not_read_is_awaited(self):
        for length, mimetype, is_shut in (
            (None, "", True),
            (5, "application/x-www-form-urlencoded", True),
            (5, "application/json", False),
        ):
            with self.subTest(mimetype):
                calls = []
                self.hang_up(SimpleNamespace(shutdown=calls.append), content_length=length, mimetype=mimetype)
                self.assertEqual(bool(calls), is_shut)
