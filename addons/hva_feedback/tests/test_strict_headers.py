"""Every public address of the installed addons, asked in every way it knows and some it does not, answers strictly.

The addresses come from Odoo's own routing map: a new one is walked without anybody thinking of it here.
"""

import re

from odoo.tests import tagged
from odoo.tools import mute_logger

from .page_story import PageCase

UNKNOWN = "u" * 22
# May be kept by browsers, for good reason: files whose address changes with what they hold.
KEPT = re.compile(r"/p/(logo/|device/v)")
# May also be read by programs of other websites, for everybody is told the same.
OPEN_DATA = re.compile(r"/\w+/v1/openapi\.json$")
OUTSIDE = re.compile(r"""(?:src|href|action|data)=["']?(?:https?:)?//""", re.IGNORECASE)


@tagged("post_install", "-at_install")
class TestStrictHeaders(PageCase):
    def public_routes(self):
        """Return (rule, endpoint) of every route of ours that asks nobody to log in to Odoo."""
        self.read_page()  # the map is made by the server's first request
        found = []
        for rule in self.env["ir.http"].routing_map().iter_rules():
            module = rule.endpoint.func.__module__
            if module.startswith("odoo.addons.hva_") and rule.endpoint.routing["auth"] != "user":
                found.append(rule)
        return found

    def addresses(self):
        """Return sample addresses of each public route: with a code that works, and with one that does not."""
        for rule in self.public_routes():
            if "survey" in rule.rule.split("/")[1:2]:
                continue  # the stock survey's own addresses, which only refuse ours and pass everything else on
            for code in (self.collector.code, UNKNOWN):
                yield re.sub(r"<[^>]*>", code, rule.rule)
        yield from ("/p", "/p/", "/p/a/b", f"{self.url}?lang=sv", f"{self.url}/x", "/p/kiitos?lang=xx")

    def assertStrict(self, response, said):
        headers = response.headers
        policy = headers.get("Content-Security-Policy", "")
        self.assertIn("default-src 'none'", policy, said)
        if "sandbox" not in policy:
            self.assertIn("frame-ancestors 'none'", policy, said)
        self.assertNotIn("unsafe-eval", policy, said)
        self.assertEqual(headers.get("Referrer-Policy"), "no-referrer", said)
        self.assertEqual(headers.get("X-Content-Type-Options"), "nosniff", said)
        self.assertIn("camera=()", headers.get("Permissions-Policy", ""), said)
        self.assertNotIn("Set-Cookie", headers, said)
        is_open = OPEN_DATA.match(response.request.path_url) and response.status_code == 200
        if not is_open:
            self.assertNotIn("Access-Control-Allow-Origin", headers, said)
        if not is_open and not (KEPT.match(response.request.path_url) and response.status_code == 200):
            self.assertIn(headers.get("Cache-Control"), ("no-store", "no-cache"), said)
        self.assertNotIn("Traceback", response.text, said)
        if "html" in headers.get("Content-Type", ""):
            self.assertIsNone(OUTSIDE.search(response.text), f"{said}: something comes from elsewhere")

    @mute_logger(
        "odoo.http",
        "odoo.addons.hva_feedback.controllers.page_guard",
        "odoo.addons.hva_feedback.controllers.hand_code_page",
    )
    def test_every_public_address_answers_strictly(self):
        asked = set()
        for address in sorted(set(self.addresses())):
            for method, options in (
                ("GET", {}),
                ("HEAD", {}),
                ("POST", {"data": {"nonce": "x", "lang": "fi"}}),
                ("POST", {"data": b"{}", "headers": {"Content-Type": "application/json"}}),
                ("POST", {"data": b"x" * 3_000_000, "headers": {"Content-Type": "text/plain"}}),
                ("PUT", {"data": b"x"}),
            ):
                said = f"{method} {address} {options.get('headers', '')}"
                with self.subTest(said):
                    response = self.url_open(address, method=method, allow_redirects=False, **options)
                    self.assertStrict(response, said)
                    self.assertLess(response.status_code, 500, said)
                    asked.add(address)
        self.assertGreater(len(asked), 10)

    def test_what_is_sent_answers_strictly(self):
        for name, response in (
            ("sent", self.send(NPS="5")),
            ("refused", self.send(NPS="99")),
            ("made up", self.send("1.2.3.4", NPS="5")),
        ):
            self.assertStrict(response, name)

    def test_pages_that_are_not_ours_keep_their_own_headers(self):
        headers = self.url_open("/web/login").headers
        self.assertNotIn("Permissions-Policy", headers)
