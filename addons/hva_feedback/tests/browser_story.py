"""The public page in a real browser: opened, typed into and looked at as a giver does. Mix into a PageCase."""

import functools
import importlib.util
from pathlib import Path

import requests

try:
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait
except ImportError:  # the browser tools are test requirements; CI has them and counts skipped tests
    WebDriverWait = None

from . import kept_browsers

# Of this package only the axe-core file in it is used, not the package.
AXE = importlib.util.find_spec("axe_playwright_python")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Screens: width, and what the browser is asked to prefer.
VARIANTS = {
    "phone": (320, {}),
    "desktop": (1280, {}),
    "dark": (320, {"prefers-color-scheme": "dark"}),
    "forced colours": (1280, {"forced-colors": "active"}),
}
SMALLEST_TARGET = 44
# Is the thing that has the focus in the window, and nothing lying over it?
COVERED = """
const at = document.activeElement.closest('label') || document.activeElement, box = at.getBoundingClientRect();
const within = (place, size) => Math.min(Math.max(place, 0), size - 1);
if (box.bottom <= 0 || box.top >= innerHeight) return 'outside the window';
const top = document.elementFromPoint(
  within(box.left + box.width / 2, innerWidth), within((Math.max(box.top, 0) + box.bottom) / 2, innerHeight));
return top && (at.contains(top) || top.contains(at)) ? '' : 'behind ' + (top && top.outerHTML.slice(0, 80));
"""


@functools.lru_cache(maxsize=1)
def axe_source():
    return (Path(AXE.origin).parent / "axe.min.js").read_text(encoding="utf-8")


class BrowserWorld:
    """`browser` is Chromium on the test's server; `url` is what `visit` opens where it is told nothing else."""

    def setUp(self):
        super().setUp()
        if not (WebDriverWait and AXE and kept_browsers.CHROMIUM and kept_browsers.DRIVER):
            self.skipTest("needs chromium, chromedriver, selenium and axe-core, see ./hva setup")
        # A browser sends no cookie of the test's; the header tells the server which database is meant.
        self.enterContext(self.allow_requests(all_requests=True))
        self.browser = self.open_browser()

    def open_browser(self, *arguments, javascript=True):
        browser = kept_browsers.lend(self, *arguments, javascript=javascript)
        browser.execute_cdp_cmd("Network.enable", {})
        browser.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {"X-Odoo-Database": self.env.cr.dbname}})
        return browser

    def visit(self, path=None, width=320, prefer=None):
        media = [{"name": name, "value": value} for name, value in (prefer or {}).items()]
        metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
        # The page's policy forbids every script: the checker's too.
        self.browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
        self.browser.get(self.base_url() + (path or self.url))

    def url_open(self, url, data=None, timeout=60, **options):
        """As HttpCase's, which at its end would shut the door that stands open for the browser."""
        method, headers = "GET" if data is None else "POST", {"X-Odoo-Database": self.env.cr.dbname}
        return requests.request(method, self.base_url() + url, data=data, headers=headers, timeout=timeout, **options)

    def open_request(self, path, fields=None, width=320, prefer=None):
        """Open what a request answers with: a GET, or a POST of `fields` [(name, value)] that the browser sends."""
        if fields is None:
            return self.visit(path, width, prefer)
        self.visit("/p/kiitos", width, prefer)
        old = self.find("html")[0]
        self.browser.execute_script(
            "const form = document.createElement('form'); form.method = 'post'; form.action = arguments[0];"
            "for (const [name, value] of arguments[1]) { const field = document.createElement('textarea');"
            "  field.name = name; field.value = value; form.append(field); }"
            "document.body.append(form); form.submit()",
            path,
            fields,
        )
        return self.wait_for_page(old)

    def fill_in(self):
        """Fill in everything that the page asks, quickly."""
        self.browser.execute_script(
            "document.querySelectorAll('input[type=radio], input[type=checkbox]').forEach(box => box.checked = true);"
            "for (const field of document.querySelectorAll('.field input[type=text], textarea')) field.value = 'Abc 1';"
        )

    def find(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def press(self, *keys):
        for key in keys:
            self.browser.switch_to.active_element.send_keys(key)

    def submit(self):
        old = self.find("html")[0]
        self.find("button[type=submit]")[0].send_keys(Keys.ENTER)
        self.wait_for_page(old)

    def wait_for_page(self, old):
        """Wait until another page than that of the element `old` is there, whole.

        Only then is the server done with it: the test and its server share one connection.
        """
        is_whole = "return document.readyState === 'complete'"
        self.wait_until(
            lambda: self.browser.find_element(By.TAG_NAME, "html") != old and self.browser.execute_script(is_whole),
            "the next page",
        )

    def wait_for_focus(self, element_id):
        """Wait until the page has put the focus where it asks for it: a browser does so when it next draws."""
        self.wait_until(
            lambda: self.browser.switch_to.active_element.get_attribute("id") == element_id,
            f"focus on {element_id}",
        )

    def wait_until(self, condition, what="", seconds=60):
        """Wait until `condition()` holds; what it looks at may be replaced by the page meanwhile."""
        waiting = WebDriverWait(self.browser, seconds, 0.1, (StaleElementReferenceException,))
        return waiting.until(lambda _browser: condition(), what)

    def assertAccessible(self, what):
        """Assert that axe finds no fault; return what it leaves open: {rule: [html of the element]}."""
        self.browser.execute_script(axe_source())
        found = self.browser.execute_async_script(
            "const done = arguments[1]; axe.run({runOnly: arguments[0]}).then(done, e => done({error: '' + e}))",
            RULES,
        )
        self.assertNotIn("error", found)
        self.assertGreater(len(found["passes"]), 8, "axe looked at a real page")
        violations = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]
        self.assertFalse(violations, what)
        return {rule["id"]: [node["html"] for node in rule["nodes"]] for rule in found["incomplete"]}

    def assertFitsTheScreen(self):
        width, screen = self.browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
        self.assertLessEqual(width, screen, "no sideways scrolling")

    def has_visible_focus(self):
        """Tell whether the focused control, or the box it sits in, is outlined at least two pixels wide."""
        return self.browser.execute_script(
            "const at = document.activeElement; return [at, at.closest('label')].some(box => {"
            "  if (!box) return false; const style = getComputedStyle(box);"
            "  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; })"
        )

    def walk_with_tab(self):
        """Press Tab from the top to the end of the page: each stop is in sight and marked."""
        self.browser.execute_script("document.activeElement.blur(); scrollTo(0, 0)")
        first = None
        for _stop in range(80):
            self.press(Keys.TAB)
            at = self.browser.switch_to.active_element
            if at.tag_name == "body" or at == first:
                return
            first = first or at
            where = at.get_attribute("outerHTML")[:160]
            self.assertTrue(self.has_visible_focus(), where)
            self.assertFalse(self.browser.execute_script(COVERED), where)
        self.fail("the end of the page is not reached")
