"""What a terminal keeps when something is wrong, and what it tells the staff: no answer goes away unseen."""

from odoo.tests import tagged

from .device_browser import TerminalBrowser
from .device_story import DeviceCase

SUBMIT = """
const [value, done] = arguments;
(async () => {
    await hvaTerminal.begin("fi");
    hvaTerminal.flow.give([value]);
    const isKept = await hvaTerminal.finish();
    await hvaTerminal.home();
    return isKept;
})().then(done);
"""


@tagged("post_install", "-at_install")
class TestDeviceKeeping(TerminalBrowser, DeviceCase):
    def submit(self, value="9"):
        """Give an answer to the first question as the last button does; return whether the page keeps it."""
        return self.browser.execute_async_script(SUBMIT, value)

    def network(self, is_on):
        conditions = {"offline": not is_on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.browser.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)

    def sign(self):
        return self.find("#corner .sign")[0].text

    def test_without_a_network_staff_see_how_many_wait_and_givers_go_on(self):
        self.open_terminal()
        self.network(is_on=False)
        self.submit()
        self.begin()
        self.tap(".scale .choice")
        self.skip_to_the_end()
        self.wait_until(lambda: "2" in self.sign(), "the sign counts")
        self.quiet()
        self.assertFalse(self.stored_yet())
        self.network(is_on=True)
        self.assertEqual(len(self.stored()), 2)
        self.wait_until(lambda: self.sign() == "•", "the sign is quiet again")

    def test_a_refused_answer_is_kept_aside_with_its_reason_and_can_be_sent_again(self):
        self.open_terminal()
        self.assertTrue(self.submit("11"))
        self.submit("5")
        self.wait_until(lambda: self.counts() == {"unsent": 0, "aside": 1}, "the other one is aside")
        self.wait_until(lambda: self.sign() == "!", "staff are told")
        self.tap("#corner .sign")
        dialog = self.wait_for("dialog").text
        self.assertIn("out_of_range", dialog)
        self.assertIn("1", dialog)
        self.tap("dialog .bar button:nth-child(2)")
        self.wait_until(lambda: not self.find("dialog"), "tried again")
        self.wait_until(lambda: self.counts() == {"unsent": 0, "aside": 1}, "refused again, and still there")
        self.quiet()
        self.assertEqual(self.stored().mapped("hva_nps"), [5])
        self.assertEqual(self.device.aside_count, 1, "the office is told")

    def test_a_revoked_terminal_says_so_keeps_what_waits_and_sends_it_when_paired_again(self):
        self.open_terminal()
        self.network(is_on=False)
        self.submit("3")
        self.quiet()
        self.env.invalidate_all()
        self.device.action_revoke()
        self.env.flush_all()
        self.network(is_on=True)
        self.wait_until(lambda: not self.find("#screen button"), "it asks nothing any more")
        self.assertIn(self.collector.url, self.find("footer")[0].text)
        self.assertEqual(self.counts()["unsent"], 1)
        self.assertIn("1", self.sign())
        self.quiet()
        self.assertFalse(self.stored_yet())
        self.browser.get("about:blank")
        self.open_terminal()
        self.assertEqual((self.stored().hva_nps, self.device.lost_count), (3, 0))

    def test_a_browser_that_lost_its_storage_notices_it(self):
        self.open_terminal()
        self.submit()
        self.assertTrue(self.stored())
        address = f"{self.base_url()}/p/device/{self.device.code}"
        self.browser.get("about:blank")
        self.browser.execute_cdp_cmd(
            "Storage.clearDataForOrigin", {"origin": self.base_url(), "storageTypes": "indexeddb"}
        )
        self.browser.get(address)
        self.wait_until(lambda: self.find("#corner .sign") and self.sign() == "!", "staff are told")
        self.assertFalse(self.find("#screen button"))
        self.tap("#corner .sign")
        self.wait_for("dialog .warning")

    def test_a_full_storage_is_told_to_the_giver_and_to_the_office(self):
        self.open_terminal()
        self.browser.execute_script(
            "hvaTerminal.store.add = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))"
        )
        self.begin()
        self.tap(".scale .choice")
        self.skip_to_the_end()
        self.wait_until(lambda: self.sign() == "!", "staff are told")
        self.assertAccessible("full")
        self.assertIn(self.collector.url, self.find("footer")[0].text)
        self.quiet()
        self.assertFalse(self.stored_yet())
        self.assertEqual(self.device.state, "storage", "the office is told")
        self.browser.execute_script("delete hvaTerminal.store.add")
        self.assertTrue(self.submit())
        self.assertTrue(self.stored())
        self.wait_until(lambda: self.sign() == "•", "the sign is quiet again")
