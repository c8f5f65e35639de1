"""A manager at the pages of results in a real browser: on a desk or a phone, by keys, looked at with axe."""

from odoo.tests import HttpCase

from odoo.addons.hva_feedback.tests.browser_story import RULES, BrowserWorld, axe_source

from .common_reports import ReportCase

PASSWORD = "results-results"
PHONE, DESK = 360, 1440
PAGE = ".hva_dashboard_page"
WIDTHS = f"const page = document.querySelector('{PAGE}'); return [page.scrollWidth, page.clientWidth, innerWidth]"
AXE = (
    "const done = arguments[2];"
    "axe.run(arguments[0], {runOnly: arguments[1]}).then(done, e => done({error: '' + e, violations: [], passes: []}))"
)


class ResultsBrowser(BrowserWorld, ReportCase, HttpCase):
    """`manager` of the unit Health is signed in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("web.assets_frontend", "web.assets_web", "web.chartjs_lib"):  # else the first request builds them
            bundle = cls.env["ir.qweb"]._get_asset_bundle(name, assets_params=cls.env["ir.asset"]._get_asset_params())
            bundle.css()
            bundle.js()
        cls.manager = cls.person("mia", (cls.health, "manager"))
        cls.manager.password = PASSWORD

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.authenticate(self.manager.login, PASSWORD)
        cookie = {"name": "session_id", "value": self.session.sid, "url": self.base_url()}
        self.browser.execute_cdp_cmd("Network.setCookie", cookie)
        self.addCleanup(self.leave)

    def leave(self):
        self.browser.get("about:blank")  # the client asks on by itself, in the same transaction as the test
        self._wait_remaining_requests(60)

    def look(self, address="/odoo/hva-results", width=DESK, title="Health"):
        self.visit(address, width)
        self.wait_for_title(title)

    def wait_for_title(self, title):
        self.wait_until(lambda: self.words("h1") == [title] and not self.find(f"{PAGE}[aria-busy=true]"), title)

    def words(self, selector):
        return [each.text for each in self.find(f"{PAGE} {selector}")]

    def button(self, words, selector="button"):
        return next(each for each in self.find(f"{PAGE} {selector}") if words in each.text)

    def assertPageAccessible(self, what):
        self.browser.execute_script(axe_source())
        found = self.browser.execute_async_script(AXE, PAGE, RULES)
        self.assertNotIn("error", found)
        self.assertGreater(len(found["passes"]), 8, "axe looked at a real page")
        self.assertFalse([(r["id"], [node["html"] for node in r["nodes"]]) for r in found["violations"]], what)

    def assertFitsTheWidth(self):
        scrolled, shown, screen = self.browser.execute_script(WIDTHS)
        self.assertLessEqual(scrolled, shown, "no sideways scrolling of the page")
        self.assertLessEqual(shown, screen)
