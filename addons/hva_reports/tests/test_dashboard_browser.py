"""A manager's look at the results: on a desk by keys, on a phone, by a copied address; looked at with axe."""

from odoo.tests import tagged

from odoo.addons.hva_feedback.tests.browser_story import Keys

from .results_browser import DESK, PAGE, PHONE, ResultsBrowser


@tagged("post_install", "-at_install")
class TestDashboardBrowser(ResultsBrowser):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for month in range(1, 11):
            cls.give(cls.eura, f"2026-{month:02}-10", nps=9, statements={"ST1": 5}, count=6)
            cls.give(cls.eura, f"2026-{month:02}-12", channel="sms", nps=3, statements={"ST1": 2}, count=2)
            cls.give(cls.huittinen, f"2026-{month:02}-20", nps=8, text="Good to talk to", count=5)

    def test_from_the_first_look_to_one_feedback_by_keys(self):
        self.look()
        self.assertIn("October 2026", self.words(".hva_dashboard_period"))
        self.assertEqual(len(self.find(f"{PAGE} canvas[role=img][aria-label]")), 2, "the run, and the channels")
        self.assertPageAccessible("desk")
        self.assertFitsTheWidth()

        unit = self.find("#hva_dashboard_unit")[0]
        unit.send_keys(Keys.CONTROL, "a")
        unit.send_keys("eur")
        self.wait_until(lambda: [each.text.split("\n")[0] for each in self.find("[role=option]")] == ["Eura"])
        unit.send_keys(Keys.ENTER)
        self.wait_for_title("Eura")
        self.assertIn(f"unit={self.eura.id}", self.browser.current_url)
        self.assertEqual(self.words("nav li"), ["County", "Health"])

        self.button("Earlier").send_keys(Keys.ENTER)
        self.wait_until(lambda: self.words(".hva_dashboard_period") == ["September 2026"])
        copied = self.browser.current_url
        self.browser.get("about:blank")
        self.visit(copied.removeprefix(self.base_url()), DESK)
        self.wait_for_title("Eura")
        self.assertEqual(self.words(".hva_dashboard_period"), ["September 2026"])

        self.button("Read the feedback").send_keys(Keys.ENTER)
        self.wait_until(lambda: len(self.find(".o_list_view .o_data_row")) == 8, "the feedback that the figures count")
        self.browser.back()
        self.wait_for_title("Eura")

    def test_units_are_sorted_and_opened(self):
        self.look()
        names = "section[aria-labelledby=hva_dashboard_units] tbody th"
        self.assertEqual(self.words(names), ["Eura", "Huittinen"])
        self.button("NPS", "thead button").send_keys(Keys.ENTER)
        self.wait_until(lambda: self.find("th[aria-sort=descending]"), "the best first")
        self.assertEqual(self.words(names), ["Eura", "Huittinen"])
        self.button("NPS", "thead button").send_keys(Keys.ENTER)
        self.wait_until(lambda: self.find("th[aria-sort=ascending]"), "the other way round")
        self.assertEqual(self.words(names), ["Huittinen", "Eura"])
        self.button("Huittinen").click()
        self.wait_for_title("Huittinen")
        self.button("Health", "nav button").click()
        self.wait_for_title("Health")

    def test_another_kind_of_period_looks_at_the_same_time(self):
        self.look()
        for kind, address in (
            ("own", "period=own&on=2026-10-01&compare=previous&until=2026-10-31"),
            ("ytd", "period=ytd&on=2026-10-31"),
            ("week", "period=week&on=2026-10-26"),
            ("month", "period=month&on=2026-10-01"),
        ):
            self.find(f"#hva_dashboard_period option[value={kind}]")[0].click()
            wanted = set(address.split("&"))
            self.wait_until(
                lambda wanted=wanted: wanted <= set(self.browser.current_url.split("?")[1].split("&")), kind
            )
            self.wait_for_title("Health")

    def test_on_a_phone_nothing_is_cut_off(self):
        self.look(width=PHONE)
        self.assertPageAccessible("phone")
        self.assertFitsTheWidth()
        for summary in self.find(f"{PAGE} summary"):
            summary.send_keys(Keys.ENTER)
        self.wait_until(lambda: len(self.find(f"{PAGE} details[open]")) == len(self.find(f"{PAGE} details")))
        self.assertPageAccessible("phone, everything open")
        self.assertFitsTheWidth()

    def test_an_address_that_leads_nowhere_says_so_and_there_is_a_way_on(self):
        self.visit("/odoo/hva-results?unit=999999999", DESK)
        self.wait_until(lambda: self.words("button") == ["Try again", "Start over"], "the message")
        self.assertTrue(self.words("[role=status]")[0])
        self.button("Start over").click()
        self.wait_for_title("Health")
