"""A real browser on another website that shows the form: a second server, on another host name and port."""

import functools
import http.server
import threading

from odoo.tests import tagged

from .browser_story import BrowserWorld, By, Keys
from .kept_browsers import NOT_PREPARED
from .page_story import PageCase


class OtherWebsite(http.server.BaseHTTPRequestHandler):
    """Answers everything with one page; `self.server.page` is set by the test."""

    def do_GET(self):
        body = self.server.page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Say nothing."""


PAGE = """<!DOCTYPE html><html lang="fi"><head><title>Etävastaanotto</title></head><body>
<h1>Etävastaanotto</h1><p><a id="before" href="#before">Ennen</a></p>%s
<p><a id="after" href="#after">Jälkeen</a></p>
<script>window.told = []; addEventListener("message", event => told.push([event.origin, event.data]));</script>
</body></html>"""


@tagged("post_install", "-at_install")
class TestEmbedBrowser(BrowserWorld, PageCase):
    def open_browser(self, *arguments, javascript=True):
        # One process for all origins, so that the header with the database's name reaches the frame too.
        features = f"IsolateOrigins,site-per-process,{NOT_PREPARED}"
        isolation = ("--disable-site-isolation-trials", f"--disable-features={features}")
        return super().open_browser(*isolation, *arguments, javascript=javascript)

    def setUp(self):
        super().setUp()
        self.website = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(OtherWebsite))
        thread = threading.Thread(target=self.website.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.website.server_close)
        self.addCleanup(self.website.shutdown)
        # Another site, not only another port: what the browser would call third party.
        self.origin = f"http://localhost:{self.website.server_port}"
        self.collector.write({"channel": "embed", "embed_hosts": self.origin})
        self.env.flush_all()

    def visit_website(self, origin=None):
        self.env.flush_all()
        self.website.page = PAGE % self.collector.embed_snippet
        self.browser.get(f"{origin or self.origin}/")
        return self.browser.find_element(By.TAG_NAME, "iframe")

    def frame_height(self):
        return self.browser.execute_script("return document.querySelector('iframe').getBoundingClientRect().height")

    def test_a_visitor_of_the_website_gives_feedback_without_leaving_it(self):
        frame = self.visit_website()
        self.wait_until(lambda: self.frame_height() > 1500)
        told = self.browser.execute_script("return told")
        self.assertTrue(all(origin == self.base_url() for origin, _data in told))
        self.assertTrue(all(set(data) == {"type", "height"} for _origin, data in told), "the height and nothing else")
        self.browser.switch_to.frame(frame)
        self.assertEqual(self.find("html")[0].get_attribute("lang"), "fi")
        self.assertFitsTheScreen()
        self.find("#contact_email")[0].send_keys("x@example.fi")
        self.submit()
        self.wait_for_focus("summary")
        self.find("#contact_email")[0].clear()
        self.find(f"input[name={self.field('NPS')}]")[9].send_keys(Keys.SPACE)
        self.submit()
        self.assertEqual(self.browser.switch_to.active_element.tag_name, "h1", "the thanks are brought into view")
        self.browser.switch_to.default_content()
        self.assertEqual(self.browser.current_url, f"{self.origin}/")
        self.wait_until(lambda: 0 < self.frame_height() < 600)
        answer = self.answers()
        self.assertEqual((answer.hva_channel, answer.hva_nps), ("embed", 9))
        self.assertFalse(self.browser.get_cookies())

    def test_the_browser_refuses_a_website_that_is_not_named(self):
        frame = self.visit_website(f"http://127.0.0.1:{self.website.server_port}")
        self.browser.switch_to.frame(frame)
        self.assertFalse(self.find("form"))
        self.browser.switch_to.default_content()
        self.assertFalse(self.browser.execute_script("return told"))

    def test_the_keyboard_goes_in_and_comes_out_again(self):
        self.visit_website()
        self.browser.find_element(By.ID, "before").send_keys("")
        self.browser.execute_script("document.getElementById('before').focus()")
        inside = False
        for _stop in range(60):
            self.browser.switch_to.default_content()
            self.press_key("Tab")
            at = self.browser.execute_script("return document.activeElement.id || document.activeElement.tagName")
            inside = inside or at.startswith("hva-feedback-")
            if at == "after":
                break
        self.assertTrue(inside)
        self.assertEqual(at, "after")

    def press_key(self, key):
        """Press a key as the keyboard does: it goes to whichever frame has the focus."""
        for kind in ("keyDown", "keyUp"):
            event = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": 9}
            self.browser.execute_cdp_cmd("Input.dispatchKeyEvent", event)

    def test_another_language_stays_in_the_frame(self):
        frame = self.visit_website()
        self.browser.switch_to.frame(frame)
        old = self.find("html")[0]
        self.find("a[hreflang=sv]")[0].send_keys(Keys.ENTER)
        self.wait_for_page(old)
        self.assertEqual(self.find("html")[0].get_attribute("lang"), "sv")
        self.assertTrue(self.find("form"))

    def test_without_scripts_the_form_in_the_frame_works(self):
        self.browser = self.open_browser(javascript=False)
        frame = self.visit_website()
        self.browser.switch_to.frame(frame)
        self.find(f"input[name={self.field('NPS')}]")[0].send_keys(Keys.SPACE)
        self.submit()
        self.assertEqual((self.answers().hva_has_nps, self.answers().hva_nps), (True, 0))
