"""Whatever is sent to the page, it answers with a page: no traceback, no 500."""

import random

from odoo.tests import tagged
from odoo.tools import mute_logger

from .page_story import PageCase

ODD = (
    "", " ", "0", "-1", "99999999999999999999", "1e9", "NaN", "\x00", "\x1b[31m", "\ud7ff", "\ufffe", "💥" * 200,
    "ä" * 5000,
    "<script>alert(1)</script>", "' OR 1=1 --", "${7*7}", "{{7*7}}", "%(x)s", "%s%n", "../../etc/passwd", "[]", "null",
    "\u202eabc", "=cmd|' /C calc'!A0", "\r\nSet-Cookie: a=b",
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestGarbage(PageCase):
    def assertAnswered(self, response):
        self.assertLess(response.status_code, 500)
        self.assertNotIn("Traceback", response.text)
        self.assertIn("frame-ancestors 'none'", response.headers["Content-Security-Policy"])

    def test_random_forms(self):
        chance = random.Random(20261)
        names = [f"q{question.id}" for question in self.form.questions]
        names += ["kind", "contact_name", "contact_phone", "contact_email", "nonce", "lang", "website"]
        names += [
            "q",
            "q0",
            "q-1",
            "q1e1",
            "q" + "9" * 30,
            "csrf_token",
            "__proto__",
            "a[b]",
            "",
            "\x00",
            "code",
            "self",
        ]
        nonce = self.nonce()
        for _round in range(120):
            data = [(chance.choice(names), chance.choice(ODD)) for _field in range(chance.randint(0, 12))]
            if chance.random() < 0.7:
                data.append(("nonce", nonce))
            self.assertAnswered(self.url_open(self.url, data=data, allow_redirects=False))

    def test_bodies_that_are_no_form(self):
        for kind in ("application/json", "text/plain", "application/xml", "", "multipart/form-data", "x" * 300):
            for body in (b"", b"{}", b"\xff\xfe\x00", b"q1=\xff\xff&nonce=%zz", b"--x\r\n\r\n--x--"):
                response = self.url_open(
                    self.url, data=body or b" ", headers={"Content-Type": kind}, allow_redirects=False
                )
                self.assertAnswered(response)

    def test_a_part_of_a_form_may_have_no_name(self):
        for head in (b"form-data", b"form-data; name", b'form-data; name=""', b'form-data; filename="x"'):
            body = b"--x\r\nContent-Disposition: " + head + b"\r\n\r\n1\r\n--x--\r\n"
            headers = {"Content-Type": "multipart/form-data; boundary=x"}
            self.assertAnswered(self.url_open(self.url, data=body, headers=headers, allow_redirects=False))

    def test_a_body_that_is_not_read_as_a_form_is_told_so(self):
        response = self.url_open(self.url, data=b'{"q1": 5}', headers={"Content-Type": "application/json"})
        self.assertEqual(response.status_code, 415)
        self.assertIn("Lomaketta ei voitu lukea", response.text)

    def test_files_are_passed_over(self):
        files = {self.field("OPEN"): ("a.txt", b"text"), "x": ("b.bin", b"\x00" * 100)}
        self.assertAnswered(self.url_open(self.url, data={"nonce": self.nonce()}, files=files))

    def test_bytes_that_are_no_utf8_are_replaced(self):
        body = f"nonce={self.nonce()}&{self.field('OPEN')}=".encode() + b"hyv%E4+%00+%ED%A0%80"
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertSent(self.url_open(self.url, data=body, headers=headers, allow_redirects=False))
        self.assertTrue(self.answers().hva_text.startswith("hyv"))

    @mute_logger("odoo.http")
    def test_more_than_64_kB_is_refused_with_a_clear_page(self):
        response = self.send(OPEN="x" * 70_000)
        self.assertEqual(response.status_code, 413)
        self.assertIn("Palaute on liian pitkä", response.text)

    @mute_logger("odoo.http")
    def test_other_methods_get_a_clear_page(self):
        for method in ("PUT", "DELETE", "PATCH"):
            response = self.url_open(self.url, method=method)
            self.assertEqual(response.status_code, 405)
            self.assertIn("Lomaketta ei voitu lukea", response.text)

    def test_odd_parameters_of_the_address(self):
        for query in (
            "?lang=xx",
            "?lang=",
            "?lang=fi&lang=sv",
            "?code=a",
            "?lang[]=1",
            "?debug=1",
            "?%00=%00",
            "?self=1",
        ):
            for path in (self.url, "/p/kiitos"):
                response = self.url_open(path + query)
                self.assertEqual(response.status_code, 200, query)

    @mute_logger("odoo.http")
    def test_a_fault_of_ours_shows_a_page_and_nothing_of_itself(self):
        self.patch(type(self.env["hva.page.text"]), "_get_texts", lambda *args: 1 / 0)
        response = self.url_open(self.url)
        self.assertEqual(response.status_code, 500)
        self.assertIn("Jokin meni vikaan", response.text)
        self.assertNotIn("ZeroDivisionError", response.text)
