"""Adoption and other counties' figures as they are drawn: on a desk and on a phone, by keys, looked at with axe."""

from odoo.tests import tagged

from odoo.addons.hva_feedback.tests.browser_story import Keys

from .results_browser import DESK, PHONE, ResultsBrowser


@tagged("post_install", "-at_install")
class TestAdoptionBrowser(ResultsBrowser):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.give(cls.eura, "2026-10-10", nps=9, text="Good to talk to", count=6)
        cls.give(cls.huittinen, "2026-10-20", channel="sms", nps=8, count=5)
        cls.env["hva.collector"].create({"name": "Door", "unit_id": cls.eura.id, "channel": "qr"})
        published = {"metric": "nps", "value": 70.4, "source": "Soite 2026", "url": "https://www.example.fi/palaute"}
        days = {"start_on": "2026-01-01", "end_on": "2026-09-30", "read_on": "2026-11-20"}
        cls.env["hva.county.figure"].create({"county": "Soite", **published, **days})

    def test_from_what_lacks_a_channel_to_a_way_in_by_keys(self):
        self.look("/odoo/hva-adoption", DESK)
        self.assertPageAccessible("desk")
        self.assertFitsTheWidth()
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
        self.assertPageAccessible("phone")
        self.assertFitsTheWidth()

    def test_other_counties_stand_apart_under_the_own_figures(self):
        for width in (DESK, PHONE):
            self.look("/odoo/hva-results?period=month&on=2026-10-01", width)
            self.wait_until(lambda: self.find(".hva_dashboard_others"), "the table of others")
            self.assertEqual(self.words(".hva_dashboard_others tbody tr th"), ["NPS", "Own: Health", "Soite"])
            link = self.find(".hva_dashboard_others a")[0]
            self.assertEqual(link.get_attribute("href"), "https://www.example.fi/palaute")
            self.assertEqual(link.get_attribute("rel"), "noopener noreferrer")
            self.assertPageAccessible(f"others at {width}")
            self.assertFitsTheWidth()
            self.leave()
