"""A score that lies between two whole numbers is the same number on every page, in the mail and on the wall."""

from odoo.tests import HttpCase, tagged

from ..report.render_html import render_mail
from .common_reports import ReportCase


@tagged("post_install", "-at_install")
class TestRoundedAlike(ReportCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna_rounds", (cls.eura, "manager"))
        for score, count in ((10, 20), (8, 5), (0, 15)):  # 12.5
            cls.give(cls.eura, "2026-10-12", nps=score, count=count, statements={"ST1": 4 if score else 1})
        cls.env["hva.fact.month"]._rebuild_dirty()

    def test_a_half_is_rounded_away_from_zero_everywhere(self):
        page = self.env["hva.dashboard"].with_user(self.anna).with_context(lang="en_US").load_view()
        self.assertEqual(page["headline"]["figure"]["text"], "13")
        mine = self.env(user=self.anna, context={"lang": "en_US"})
        self.assertIn(">13</strong>", render_mail(mine, self.query(self.anna), "Report"))
        wall = self.env["hva.wall"].create({"name": "Lobby", "unit_id": self.eura.id})
        wall.action_make()
        self.env["hva.fact.closed"]._cron_close()
        self.assertEqual(dict(wall._hva_wall_figures(wall))["nps"], 13)
        self.env.company.hva_is_results_public = True
        self.env["hva.published"]._publish_due()
        public = self.url_open("/p/tulokset?lang=en").text
        self.assertIn("Net Promoter Score: 13<", public)
        self.assertIn("<strong>63%</strong>", public, "25 of 40 agree")

    def test_a_target_keeps_its_decimal(self):
        goals = [{"year": 2026, "metric": "nps", "value": 42.5}, {"year": 2026, "metric": "agree_st1", "value": 72.5}]
        self.env["hva.target"].create([{**goal, "unit_id": self.eura.id} for goal in goals])
        asked = {
            "unit": self.eura.id,
            "metrics": ["nps", "agree_st1"],
            "period": {"kind": "month", "day": "2026-10-01"},
        }
        answer = self.env["hva.query"].with_user(self.anna).with_context(lang="en_US").query(asked)
        said = answer["totals"]["targets"]
        self.assertIn("Target of 2026: 42.5.", said["nps"]["text"])
        self.assertIn("Target of 2026: 72.5%.", said["agree_st1"]["text"])
