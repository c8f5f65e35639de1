"""What an idle terminal does by itself: closes and opens with the house, and takes a new version of its page."""

from odoo import Command
from odoo.tests import tagged

from ..controllers import device_files
from .device_browser import TerminalBrowser
from .device_story import DeviceCase

DAY = 24 * 3_600_000
SPANS = """
const [spans] = arguments;
hvaTerminal.config = {...hvaTerminal.config, hours: {until: Date.now() + 864e5, spans}};
"""
IS_CONTROLLED = "return Boolean(navigator.serviceWorker.controller)"
RENEW = "hvaTerminal.registration.then(worker => worker.update())"
CACHES = "const [done] = arguments; caches.keys().then(done)"
NEW = "f" * 16


@tagged("post_install", "-at_install")
class TestDeviceHours(DeviceCase):
    def hours(self):
        return self.device._get_config(["fi", "sv", "en"])[1]["hours"]

    def test_without_opening_hours_the_house_is_always_open(self):
        self.assertIsNone(self.hours())

    def test_the_terminal_gets_the_opening_hours_of_two_weeks(self):
        mornings = [
            Command.create({"name": "Open", "dayofweek": str(day), "hour_from": 8, "hour_to": 12}) for day in range(7)
        ]
        calendar = {"name": "Mornings", "attendance_ids": [Command.clear(), *mornings]}
        self.device.calendar_id = self.env["resource.calendar"].create(calendar)
        hours = self.hours()
        self.assertEqual(len(hours["spans"]), 15)
        self.assertEqual({round((end - begin) / 3_600_000) for begin, end in hours["spans"]}, {4})
        self.assertGreater(hours["until"], self.now_ms() + 13 * DAY)

    def test_the_form_of_a_device_names_what_its_screen_does_not_ask(self):
        words, wish = self.question("FREE").title, self.question("CONTACT").title
        self.assertEqual(self.device.unasked_text.split("\n")[-2:], [words, wish])
        self.device.has_text = True
        self.assertEqual(self.device.unasked_text, wish)


@tagged("post_install", "-at_install")
class TestDeviceByItself(TerminalBrowser, DeviceCase):
    def test_the_idle_screen_closes_and_opens_with_the_house_and_nobody_touches_it(self):
        self.open_terminal()
        self.browser.execute_script(SPANS, [])
        self.wait_until(lambda: not self.find("#screen button"), "the house is closed")
        self.assertAccessible("closed")
        self.assertTrue(self.find("footer svg"), "the other way to answer stays")
        self.browser.execute_script(SPANS, [[0, 9e15]])
        self.wait_for("#screen .begin button")

    def test_who_has_begun_before_closing_time_ends_in_peace(self):
        self.open_terminal()
        self.begin()
        self.tap(".scale .choice")
        self.browser.execute_script(SPANS, [])
        self.browser.execute_script("hvaTerminal.heard({})")
        self.skip_to_the_end()
        self.tap("#screen .primary")
        self.wait_until(lambda: not self.find("#screen button"), "closed for the next")
        self.assertEqual(len(self.stored()), 1)

    def test_hours_that_nobody_has_renewed_for_weeks_close_nothing(self):
        self.open_terminal()
        self.browser.execute_script(
            "hvaTerminal.config.hours = {until: Date.now() - 1, spans: []}; hvaTerminal.heard({})"
        )
        self.begin()

    def test_a_new_version_of_the_page_is_taken_when_nobody_answers(self):
        self.open_terminal()
        self.wait_until(lambda: self.browser.execute_script(IS_CONTROLLED), "the page is kept")
        self.browser.refresh()
        self.wait_for("#screen .begin button")
        self.begin()
        self.tap(".scale .choice")
        old = self.browser.execute_script("return hvaTerminal.boot.version")
        self.patch(device_files, "version", lambda: NEW)
        self.browser.execute_script(RENEW)
        self.wait_until(
            lambda: self.browser.execute_async_script(CACHES) == [f"hva-device-{NEW}"], "the new version is kept"
        )
        self.assertEqual(self.browser.execute_script("return hvaTerminal.boot.version"), old)
        self.assertTrue(self.find(".scale input:checked"), "the person goes on undisturbed")
        self.skip_to_the_end()
        self.tap("#screen .primary")
        self.wait_until(
            lambda: self.browser.execute_script("return window.hvaTerminal?.boot.version") == NEW, "the new page"
        )
        self.wait_for("#screen .begin button")
        self.assertEqual(self.stored().hva_nps, 0)
