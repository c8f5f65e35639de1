"""A targeted survey has results of its own, and leaves the figures of its unit alone unless that is wanted."""

from datetime import date

from odoo.tests import tagged

from odoo.addons.hva_feedback.tools.entry import Submission

from ..tools.campaign_results import Line, Result
from ..tools.periods import containing
from .common_reports import ReportCase


@tagged("post_install", "-at_install")
class TestCampaignResults(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quality = cls.person("campaign_results", (cls.eura, "quality"))

    def ask(self, scores, **values):
        """Run a survey with an open link that people answer; return it and its answers."""
        campaign = (
            self.env["hva.campaign"]
            .with_user(self.quality)
            .create(
                {
                    "name": "Opening hours",
                    "unit_id": self.eura.id,
                    "set_id": self.survey.hva_set_id.id,
                    "opens_on": "2026-11-01",
                    "closes_on": "2026-11-30",
                    "has_open_link": True,
                    **values,
                }
            )
        )
        campaign.action_start()
        entry = self.env["hva.collector"]._hva_resolve_code(campaign.open_url.rpartition("/")[2])
        nps = self.question["NPS"].id
        answers = self.env["survey.user_input"]._hva_store(
            [Submission(entry=entry, values={nps: score}) for score in scores]
        )
        return campaign, answers

    def test_its_answers_are_in_no_figure_of_the_unit(self):
        self.give(self.eura, "2026-11-05", nps=9)
        _campaign, answers = self.ask([0] * 12)
        facts = self.env["hva.fact"].search([("unit_id", "=", self.eura.id)])
        self.assertEqual(len(facts), 1)
        self.env["hva.fact"]._rebuild(answers)
        self.assertFalse(self.env["hva.fact"].search([("answer_id", "in", answers.ids)]), "nor after repairing")

    def test_a_list_behind_a_figure_and_a_report_leave_them_aside_as_the_figure_does(self):
        self.give(self.eura, "2026-11-05", nps=9, text="Kind people")
        _campaign, answers = self.ask([0] * 3)
        answers.write({"hva_has_text": True})
        self.assertEqual(set(answers.mapped("hva_is_counted")), {False})
        page = self.env["hva.dashboard"].with_user(self.quality).load_view({"on": "2026-11-01"})
        listed = self.env["survey.user_input"].with_user(self.quality).search(page["headline"]["action"]["domain"])
        self.assertEqual(listed.mapped("hva_nps"), [9])
        report = self.query(self.quality, containing("month", date(2026, 11, 1)))
        self.assertEqual([comment.text for comment in report.comments], ["Kind people"])
        _campaign, counted = self.ask([10], counts_in_results=True)
        self.assertTrue(counted.with_user(self.quality).hva_is_counted)
        page = self.env["hva.dashboard"].with_user(self.quality).load_view({"on": "2026-11-01"})
        listed = self.env["survey.user_input"].with_user(self.quality).search(page["headline"]["action"]["domain"])
        self.assertEqual(sorted(listed.mapped("hva_nps")), [9, 10])

    def test_where_that_is_wanted_they_count_as_a_channel_of_their_own(self):
        _campaign, answers = self.ask([10, 9], counts_in_results=True)
        facts = self.env["hva.fact"].search([("answer_id", "in", answers.ids)])
        self.assertEqual((len(facts), set(facts.mapped("channel"))), (2, {"targeted"}))

    def test_the_survey_shows_its_own_results(self):
        campaign, _answers = self.ask([10] * 6 + [8] * 2 + [0] * 2)
        nps = next(one for one in campaign._get_results() if one.score)
        self.assertEqual((nps.score.value, nps.n), (40, 10))
        self.assertEqual({line.label: line.count for line in nps.lines if line.count}, {"10": 6, "8": 2, "0": 2})
        self.assertIn("NPS 40", campaign.results_html)

    def test_words_of_a_set_are_shown_as_words(self):
        shown = self.env["hva.campaign"]._draw_results([Result("<script>alert(1)</script>", 1, (Line("<b>", 1, 1.0),))])
        self.assertNotIn("<script>", shown)
        self.assertIn("&lt;b&gt;", shown)
