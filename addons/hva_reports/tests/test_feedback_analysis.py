"""The analysis gives a true NPS on every level through every door, and nobody else's units through none."""

import json
from datetime import date

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common_reports import ReportCase

SOITE = {"web": (82, 13, 175), "sms": (1762, 367, 198), "kiosk": (3336, 286, 253)}
PUBLISHED = {"web": -34, "sms": 67, "kiosk": 80}
NPS = "nps:avg"


@tagged("post_install", "-at_install")
class TestFeedbackAnalysis(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.eura, "manager"))
        cls.olli = cls.person("olli", (cls.pori, "manager"))
        # Facts by SQL: 6 472 answers through the ORM are another test's business (test_facts)
        survey, unit = cls.survey.id, cls.eura.id
        for channel, counts in SOITE.items():
            for score, count in zip((10, 7, 0), counts, strict=True):
                cls.env.cr.execute(
                    """
                    WITH given AS (
                        INSERT INTO survey_user_input (survey_id, state, access_token, hva_is_feedback, hva_unit_id)
                        SELECT %s, 'done', gen_random_uuid(), true, %s FROM generate_series(1, %s) RETURNING id)
                    INSERT INTO hva_fact (answer_id, unit_id, day, channel, survey_id, nps)
                    SELECT id, %s, date '2024-01-01' + (id %% 270)::int, %s, %s, %s FROM given
                    """,
                    [survey, unit, count, unit, channel, survey, score],
                )
        cls.give(cls.eura, "2024-05-05", "web", text="No score here", count=50)

    @property
    def analysis(self):
        return self.env["hva.feedback.analysis"].with_user(self.anna)

    def check(self, by_channel, total=None):
        self.assertEqual({channel: round(score) for channel, score in by_channel.items()}, PUBLISHED)
        if total is not None:
            self.assertEqual(round(total, 1), 70.4)

    def test_read_group(self):
        self.check(
            dict(self.analysis._read_group([], ["channel"], [NPS])), self.analysis._read_group([], [], [NPS])[0][0]
        )

    def test_formatted_read_group(self):
        rows = self.analysis.formatted_read_group([], ["channel"], [NPS, "nps_count:sum"])
        self.check(
            {row["channel"]: row[NPS] for row in rows}, self.analysis.formatted_read_group([], [], [NPS])[0][NPS]
        )
        self.assertEqual({row["channel"]: row["nps_count:sum"] for row in rows}["web"], 270)

    def test_the_pivots_grouping_sets(self):
        total, by_channel, cells = self.analysis.formatted_read_grouping_sets(
            [], [[], ["channel"], ["channel", "day:quarter"]], [NPS, "__count"]
        )
        self.check({row["channel"]: row[NPS] for row in by_channel}, total[0][NPS])
        self.assertEqual(sum(row["__count"] for row in cells), 6472 + 50)

    def test_web_read_group(self):
        groups = self.analysis.web_read_group([], ["channel"], [NPS])["groups"]
        self.check({row["channel"]: row[NPS] for row in groups})

    def test_day_week_month_quarter_and_year(self):
        for step in ("day", "week", "month", "quarter", "year"):
            rows = self.analysis.formatted_read_group([], [f"day:{step}"], [NPS, "nps_count:sum"])
            together = sum(row[NPS] * row["nps_count:sum"] for row in rows if row["nps_count:sum"]) / 6472
            self.assertEqual(round(together, 1), 70.4)

    def test_units_are_drilled_down_to_rows(self):
        rows = self.analysis.web_search_read([("channel", "=", "web")], {"score": {}, "unit_id": {}}, limit=5)
        self.assertEqual(rows["length"], 320)

    def test_nobody_elses_unit_through_any_door(self):
        theirs = self.env["hva.feedback.analysis"].with_user(self.olli)
        self.assertFalse(theirs.search([]))
        self.assertFalse(theirs.search_count([]))
        self.assertEqual(theirs._read_group([], [], ["__count"]), [(0,)])
        self.assertFalse(theirs._read_group([], ["channel"], [NPS]))
        self.assertFalse(theirs.formatted_read_group([], ["unit_id"], ["__count"]))
        self.assertEqual(theirs.formatted_read_grouping_sets([], [["unit_id"]], ["__count"]), [[]])
        self.assertFalse(theirs.web_read_group([], ["unit_id"], ["__count"])["groups"])
        self.assertFalse(theirs.read_progress_bar([], "unit_id", {"field": "channel", "colors": {"web": "success"}}))
        self.assertFalse(theirs.web_search_read([], {"score": {}})["length"])
        with self.assertRaises(AccessError):
            theirs.browse(self.analysis.search([], limit=1).id).read(["score"])

    def test_raw_facts_and_sums_are_not_for_staff(self):
        for model in ("hva.fact", "hva.fact.item", "hva.fact.month", "hva.fact.dirty"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.anna).search([])

    def test_groups_that_nobody_scored_have_no_score(self):
        self.give(self.eura, "2024-05-05", "paper", text="Only words")
        rows = self.analysis.formatted_read_group([("channel", "=", "paper")], ["channel"], [NPS])
        self.assertFalse(rows[0][NPS])

    def test_each_ready_filter_finds_what_it_says(self):
        """The filters as the screen would run them: their domains are read from the search view."""
        arch = etree.fromstring(self.analysis.get_view(view_type="search")["arch"])
        domains = {node.get("name"): node.get("domain") for node in arch.iter("filter") if node.get("domain")}
        seen = {
            name: self.analysis.search_count(safe_eval(domain, self._screen_words()))
            for name, domain in domains.items()
        }
        self.assertEqual(seen["has_score"], 6472)
        self.assertEqual(seen["detractors"], sum(counts[2] for counts in SOITE.values()))
        self.assertEqual(seen["text_message"], sum(SOITE["sms"]))
        self.assertEqual(seen["text_message"] + seen["other_channels"], 6472 + 50)
        self.assertEqual(seen["same_month_last_year"], self._count_in("2024-01-01", "2024-02-01"))
        self.assertEqual((seen["last_month"], seen["last_quarter"]), (0, 0))

    def _screen_words(self):
        return {"context_today": lambda: date(2025, 2, 14), "relativedelta": relativedelta}

    def _count_in(self, first, after):
        return self.analysis.search_count([("day", ">=", first), ("day", "<", after)])

    def test_a_manager_keeps_a_favourite_of_filters(self):
        favourite = {"name": "My unit", "model_id": "hva.feedback.analysis", "domain": "[('channel', '=', 'web')]"}
        filters = self.env["ir.filters"].with_user(self.anna)
        filters.create_filter({**favourite, "user_ids": [self.anna.id]})
        self.assertEqual([kept["name"] for kept in filters.get_filters("hva.feedback.analysis")], ["My unit"])

    def test_screens_load(self):
        for kind in ("graph", "pivot", "list", "search"):
            self.assertTrue(self.analysis.get_view(view_type=kind)["arch"])
        action = self.env.ref("hva_reports.hva_feedback_analysis_action")
        self.assertTrue(json.dumps(action.read(["res_model"])))
