"""The terminal's page in a real browser, paired as an administrator does it. Mix into a DeviceCase."""

from .browser_story import BrowserWorld, By

SMALLEST_TARGET = 60
SMALL_TARGETS = """
return [...document.querySelectorAll(arguments[0])].filter((target) => {
    const { width, height } = target.getBoundingClientRect();
    return width && Math.min(width, height) < arguments[1];
}).map((target) => target.outerHTML);
"""
IS_QUIET = """
const [done] = arguments;
(async () => {
    const worker = await hvaTerminal.registration;
    return worker !== undefined && !worker?.installing && !hvaTerminal.sender.isWorking;
})().then(done);
"""
TARGETS = "button, label.choice, textarea"


class TerminalBrowser(BrowserWorld):
    def open_terminal(self, width=1024, height=768, prefer=None):
        """Pair the browser; end on the start screen."""
        self.resize(width, height, prefer)
        self.env.flush_all()
        self.browser.get(f"{self.base_url()}/p/device/{self.device.code}#{self.pairing_secret()}")
        self.wait_for("#screen .begin button")
        self.quiet()

    def resize(self, width, height, prefer=None):
        media = [{"name": name, "value": value} for name, value in (prefer or {}).items()]
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
        self.browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})  # for the checker's script

    def wait_for(self, selector):
        self.wait_until(lambda: self.find(selector), selector)
        return self.find(selector)[0]

    def heading(self):
        return self.browser.find_element(By.CSS_SELECTOR, "h1").text

    def tap(self, selector):
        """Tap the first of these that is shown, as soon as one is."""
        self.wait_until(lambda: self._tapped(selector), f"{selector} to tap")

    def _tapped(self, selector):
        shown = next((element for element in self.find(selector) if element.is_displayed()), None)
        if shown:
            shown.click()
        return bool(shown)

    def begin(self, lang="fi"):
        self.tap(f"#screen button[lang={lang}]")
        self.wait_for("fieldset")

    def skip_to_the_end(self):
        """Go on from question to question until the thanks."""
        while self.step():
            self.go_on()

    def step(self):
        """Return which question is shown, None on every other screen."""
        return self.browser.execute_script("return document.querySelector('.step')?.textContent")

    def go_on(self, by_key=None):
        """Tap the button to the next screen, or press its key, and wait for that screen."""
        step = self.step()
        if by_key:
            self.press(by_key)
        else:
            self.tap(".forward")
        self.wait_until(lambda: self.step() != step, f"a screen after {step}")

    def stored(self):
        """Wait until the browser has a receipt for everything; return the answers that are stored.

        The database is asked only then: the test and its server share one connection.
        """
        self.wait_until(lambda: self.counts()["unsent"] == 0, "everything is sent")
        self.quiet()
        return self.stored_yet()

    def stored_yet(self):
        self.env.invalidate_all()
        return self.answers()

    def counts(self):
        """Return how many answers wait in the browser, and how many are set aside."""
        return self.browser.execute_async_script("const [done] = arguments; hvaTerminal.store.counts().then(done)")

    def quiet(self):
        """Wait until nothing is on its way between browser and server."""
        self.wait_until(lambda: self.browser.execute_async_script(IS_QUIET), "nothing is on its way")

    def assertTargets(self):
        small = self.browser.execute_script(SMALL_TARGETS, TARGETS, SMALLEST_TARGET)
        self.assertFalse(small, f"smaller than {SMALLEST_TARGET} pixels")
