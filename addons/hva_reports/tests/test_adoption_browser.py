"""Adoption and other counties' figures as they are drawn: on a desk and on a phone, by keys, looked at with axe."""

from odoo.tests import HttpCase, tagged

from odoo.addons.hva_feedback.tests.browser_story import RULES, BrowserWorld, Keys, axe_source

from .common_reports import ReportCase

PASSWORD = "adoption-adoption"
PHONE, DESK = 360, 1440
PAGE = ".hva_dashboard_page"
WIDTHS = f"const page = document.querySelector('{PAGE}'); return [page.scrollWidth, page.clientWidth, innerWidth]"
AXE = (
    "const done = arguments[2];"
    "axe.run(arguments[0], {runOnly: arguments[1]}).then(done, e => done({error: '' + e, violations: [], passes: []}))"
)


@tagged("post_install", "-at_install")
class TestAdoptionBrowser(BrowserWorld, ReportCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("web.assets_frontend", "web.assets_web", "web.chartjs_lib"):  # else the first request builds them
            bundle = cls.env["ir.qweb"]._get_asset_bundle(name, assets_params=cls.env["ir.asset"]._get_asset_params())
            bundle.css()
            bundle.js()
        cls.manager = cls.person("mia", (cls.health, "manager"))
        cls.manager.password = PASSWORD
        cls.give(cls.eura, "2026-10-10", nps=9, text="Good to talk to", count=6)
        cls.give(cls.huittinen, "2026-10-20", channel="sms", nps=8, count=5)
        cls.env["hva.collector"].create({"name": "Door", "unit_id": cls.eura.id, "channel": "qr"})
        published = {"metric": "nps", "value": 70.4, "source": "Soite 2026", "url": "https://www.example.fi/palaute"}
        days = {"start_on": "2026-01-01", "end_on": "2026-09-30", "read_on": "2026-11-20"}
        cls.env["hva.county.figure"].create({"county": "Soite", **published, **days})

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

    def look(self, address, width, title="Health"):
        self.visit(address, width)
        self.wait_for_title(title)

    def wait_for_title(self, title):
        self.wait_until(lambda: self.words("h1") == [title] and not self.find(f"{PAGE}[aria-busy=true]"), title)

    def words(self, selector):
        return [each.text for each in self.find(f"{PAGE} {selector}")]

    def button(self, words, selector="button"):
        return next(each for each in self.find(f"{PAGE} {selector}") if words in each.text)

    def assertSound(self, what):
        self.browser.execute_script(axe_source())
        found = self.browser.execute_async_script(AXE, PAGE, RULES)
        self.assertGreater(len(found["passes"]), 8, "axe looked at a real page")
        self.assertFalse([(r["id"], [node["html"] for node in r["nodes"]]) for r in found["violations"]], what)
        scrolled, shown, screen = self.browser.execute_script(WIDTHS)
        self.assertLessEqual(scrolled, shown, "no sideways scrolling of the page")
        self.assertLessEqual(shown, screen)

    def test_from_what_lacks_a_channel_to_a_way_in_by_keys(self):
        self.look("/odoo/hva-adoption", DESK)
        self.assertSound("desk")
        self.assertEqual(self.words(".hva_adoption_lacking li span"), ["Huittinen\nCounty / Health"])
        self.button("Eura", "tbody button").send_keys(Keys.ENTER)
        self.wait_for_title("Eura")
        self.assertIn(f"unit={self.eura.id}", self.browser.current_url)
        self.button("Health", "nav button").send_keys(Keys.ENTER)
        self.wait_for_title("Health")
        self.button("Add a way in").send_keys(Keys.ENTER)
        name = ".o_form_view .o_field_widget[name=name] input"
        self.wait_until(lambda: [each.get_attribute("value") for each in self.find(name)] == ["Huittinen"], "the form")

    def test_on_a_phone_nothing_is_cut_off(self):
        self.look("/odoo/hva-adoption?days=30", PHONE)
        self.assertSound("phone")

    def test_other_counties_stand_apart_under_the_own_figures(self):
        for width in (DESK, PHONE):
            self.look("/odoo/hva-results?period=month&on=2026-10-01", width)
            self.wait_until(lambda: self.find(".hva_dashboard_others"), "the table of others")
            self.assertEqual(self.words(".hva_dashboard_others tbody tr th"), ["NPS", "Own: Health", "Soite"])
            link = self.find(".hva_dashboard_others a")[0]
            self.assertEqual(link.get_attribute("href"), "https://www.example.fi/palaute")
            self.assertEqual(link.get_attribute("rel"), "noopener noreferrer")
            self.assertSound(f"others at {width}")
            self.leave()
