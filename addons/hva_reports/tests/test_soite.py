"""Soite's published figures, raw and with the county's channels, through the one door of all figures."""

from odoo.tests import tagged

from .common_reports import ReportCase
from .test_feedback_analysis import PUBLISHED, SOITE

NINE_MONTHS = {"kind": "own", "start": "2026-01-01", "end": "2026-09-30"}


@tagged("post_install", "-at_install")
class TestSoite(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.county, "manager"))
        for first_day, channels in (("2026-01-01", SOITE), ("2025-01-01", ("web", "sms"))):
            for channel in channels:
                cls.tell(first_day, channel)
        cls.env["hva.fact.month"]._rebuild_dirty(limit=10_000)
        cls.env["hva.fact.closed"]._close_due()

    @classmethod
    def tell(cls, first_day, channel):
        """Facts by SQL: thousands of answers through the ORM are another test's business (test_facts)."""
        for score, count in zip((10, 7, 0), SOITE[channel], strict=True):
            cls.env.cr.execute(
                """
                WITH given AS (
                    INSERT INTO survey_user_input (survey_id, state, access_token, hva_is_feedback, hva_unit_id)
                    SELECT %s, 'done', gen_random_uuid(), true, %s FROM generate_series(1, %s) RETURNING id)
                INSERT INTO hva_fact (answer_id, unit_id, day, channel, survey_id, lang_code, nps)
                SELECT id, %s, %s::date + (id %% 270)::int, %s, %s, 'fi', %s FROM given
                """,
                [cls.survey.id, cls.eura.id, count, cls.eura.id, first_day, channel, cls.survey.id, score],
            )

    def ask(self, **definition):
        asked = {"unit": self.county.id, "period": NINE_MONTHS, "metrics": ["n", "nps", "nps_adjusted"], **definition}
        return self.env["hva.query"].with_user(self.anna).query(asked)

    def test_raw_by_channel_and_together(self):
        answer = self.ask(group="channel", metrics=["n", "nps"])
        self.assertEqual({row["key"]: round(row["cells"]["nps"]["value"]) for row in answer["rows"]}, PUBLISHED)
        cells = answer["totals"]["cells"]
        self.assertEqual((cells["n"]["value"], round(cells["nps"]["value"], 1)), (6472, 70.4))
        few = self.ask(filters={"channels": ["web", "sms"]}, metrics=["nps"])["totals"]["cells"]["nps"]
        self.assertEqual(round(few["value"], 1), 56.6)

    def test_with_the_countys_channels_and_what_of_the_change_terminals_alone_did(self):
        answer = self.ask(compare="year_ago")
        cells, compared = answer["totals"]["cells"], answer["totals"]["compared"]
        [mix] = [note["mix"] for note in answer["notes"] if note["code"] == "mix"]
        scores = {code: 100 * (up - down) / (up + middle + down) for code, (up, middle, down) in SOITE.items()}
        whole = {code: round(100 * share) for code, share in mix.items()}
        self.assertEqual(whole, {"web": 4, "sms": 36, "kiosk": 60})
        self.assertAlmostEqual(
            cells["nps_adjusted"]["value"], sum(share * scores[code] for code, share in mix.items()), 5
        )
        self.assertEqual((round(compared["nps"]["value"], 1), compared["nps"]["verdict"]), (56.6, "up"))
        self.assertAlmostEqual(compared["nps_adjusted"]["split"]["real"], 0)
        self.assertAlmostEqual(compared["nps_adjusted"]["split"]["mix"], compared["nps"]["change"])
        self.assertEqual(compared["nps_adjusted"]["reason"], "few_in_channel", "nothing to adjust without terminals")
