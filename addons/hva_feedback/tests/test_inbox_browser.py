from odoo.tests import HttpCase, tagged

from .browser_story import BrowserWorld
from .case_story import CaseWorld

try:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys
except ImportError:  # as in browser_story
    ActionChains = Keys = None

WORDS = "Nobody answered the phone"
PHONE = (390, 844)
FARTHEST = 80  # presses of Tab that anybody would bear


@tagged("post_install", "-at_install")
class TestInboxBrowser(BrowserWorld, CaseWorld, HttpCase):
    """A handler on a phone-wide screen, without a mouse: signs in, finds the case, reads, takes and closes it.

    `presses` counts what the person does: each key or click that chooses or opens something; moving about is not one.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("web.assets_frontend", "web.assets_web"):  # else the first request builds it, and all others wait
            bundle = cls.env["ir.qweb"]._get_asset_bundle(name, assets_params=cls.env["ir.asset"]._get_asset_params())
            bundle.css()
            bundle.js()

    def setUp(self):
        super().setUp()
        self.make_world()
        self.handler.password = "case_handler"
        self.handler.lang = "en_US"
        self.case = self.case_of(self._routed(self.give(kind="criticism", text=WORDS, nps=2)))
        self.env.flush_all()
        self.presses = 0
        width, height = PHONE
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def _routed(self, answer):
        answer._hva_route()
        return answer

    def key(self, *keys):
        """Press keys together, and count it as one press."""
        chain = ActionChains(self.browser)
        for key in keys[:-1]:
            chain.key_down(key)
        chain.send_keys(keys[-1])
        for key in keys[:-1]:
            chain.key_up(key)
        chain.perform()
        self.presses += 1

    def tab_to(self, selector, words=""):
        """Press Tab until the focus is on what `selector` and `words` say."""
        for _press in range(FARTHEST):
            if self.browser.execute_script(
                "const at = document.activeElement;"
                "return Boolean(at && at.matches(arguments[0]) && at.textContent.includes(arguments[1]))",
                selector,
                words,
            ):
                return
            self.press(Keys.TAB)
        self.fail(f"Tab does not reach {selector} {words}")

    def shown(self, selector, words=""):
        return [each for each in self.find(selector) if each.is_displayed() and words in each.text]

    def wait_for(self, selector, words=""):
        self.wait_until(lambda: self.shown(selector, words), f"{selector} {words}")

    def sign_in(self):
        """Be signed in, which counts as one press: the login form itself is Odoo's."""
        self.authenticate("case_handler", "case_handler")
        cookie = {"name": "session_id", "value": self.session.sid, "url": self.base_url()}
        self.browser.execute_cdp_cmd("Network.setCookie", cookie)
        self.browser.get(f"{self.base_url()}/odoo/action-hva_feedback.hva_ticket_action_unit")
        self.presses += 1

    def test_a_case_from_login_to_closed_by_keys_on_a_phone(self):
        self.sign_in()
        self.wait_for(".o_kanban_record", WORDS)
        self.assertFitsTheScreen()
        self.tab_to(".o_kanban_record", WORDS)
        self.key(Keys.ENTER)
        self.wait_for(".o_form_view [name=hva_text]", WORDS)
        self.assertFitsTheScreen()

        self.tab_to("button[name=action_hva_take]")
        self.key(Keys.ENTER)
        self.wait_until(lambda: not self.shown("button[name=action_hva_take]"))
        self.open_button("action_hva_close")
        self.wait_for(".modal [name=outcome]")
        self.tab_to(".modal [name=outcome] input")
        while not self.browser.execute_script(
            "const at = document.activeElement; return at.checked && at.dataset.value === 'explained'"
        ):
            self.press(Keys.ARROW_DOWN)
        self.presses += 1
        self.tab_to(".modal button[name=action_confirm]", "Close the case")
        self.key(Keys.ENTER)
        self.wait_until(lambda: not self.shown(".modal"))
        self.browser.get("about:blank")  # the client asks on by itself, in the same transaction as the test
        self._wait_remaining_requests(60)
        self.case.invalidate_recordset()
        self.assertEqual((self.case.hva_state, self.case.hva_outcome), ("closed", "explained"))
        self.assertEqual(self.case.user_id, self.handler)
        self.assertLessEqual(self.presses, 7, "login to a closed case")

    def open_button(self, name):
        """Press a button of the case; on a phone all but the first are behind the three dots."""
        if not self.shown(f"button[name={name}]"):
            self.tab_to(".o_statusbar_buttons .dropdown-toggle, .o_statusbar_buttons button.o-dropdown")
            self.key(Keys.ENTER)
            self.wait_for(f"button[name={name}], .o-dropdown--menu [name={name}]")
            while not self.browser.execute_script(
                "return Boolean(document.querySelector(`[name=${arguments[0]}]`)?.closest('.focus')"
                " || document.activeElement?.getAttribute('name') === arguments[0]"
                " || document.activeElement?.querySelector(`[name=${arguments[0]}]`))",
                name,
            ):
                self.press(Keys.ARROW_DOWN)
        else:
            self.tab_to(f"button[name={name}]")
        self.key(Keys.ENTER)
