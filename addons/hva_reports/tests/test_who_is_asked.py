"""From a visit to an answer: who was asked, why others were not, and in which groups fewer answer."""

from datetime import date

from odoo.tests import tagged

from odoo.addons.hva_feedback.tools.entry import Entry, Submission

from .common_reports import ReportCase

OCTOBER = {"kind": "month", "day": "2026-10-15"}


@tagged("post_install", "-at_install")
class TestWhoIsAsked(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.health, "manager"))
        cls.vesa = cls.person("vesa", (cls.health, "viewer"))

    def ask(self, *metrics, user=None, **definition):
        asked = {"period": OCTOBER, "metrics": list(metrics), "unit": self.health.id, **definition}
        return self.env["hva.query"].with_user(user or self.anna).query(asked)

    def values(self, answer, *codes):
        return {row["label"]: [row["cells"][code]["value"] for code in codes] for row in answer["rows"]}

    def visit(self, unit, reason, count, day="2026-10-05", **values):
        vals = {"unit_id": unit.id, "visit_on": day, "state": "evaluated", "reason": reason, "source_system": "epic"}
        self.env["hva.visit"].create([{**vals, **values}] * count)

    def invite(self, unit, count, lang_code="fi", state="delivered", day="2026-10-05"):
        vals = {"unit_id": unit.id, "state": state, "due_on": day, "sent_on": day, "lang_code": lang_code}
        self.env["hva.invitation"].create([vals] * count)

    def answer(self, unit, count, lang_code="fi", age_band=None):
        entry = Entry(
            survey_id=self.survey.id,
            unit_id=unit.id,
            channel="sms",
            source="link",
            source_id=0,
            lang_code=lang_code,
            age_band=age_band,
        )
        one = Submission(entry=entry, values={}, given_on=date(2026, 10, 6))
        self.env["survey.user_input"]._hva_store([one] * count, is_import=True)

    def test_visits_those_who_may_be_asked_and_why_not(self):
        for reason, count in (("invited", 30), ("not_in_sample", 6), ("no_consent", 3), ("non_disclosure", 1)):
            self.visit(self.eura, reason, count)
        self.visit(self.huittinen, "under_age", 2, contact_mode="remote")
        self.visit(self.pori, "under_age", 50)
        answer = self.ask("visits", "may_ask", group="unit")
        self.assertEqual(self.values(answer, "visits", "may_ask"), {"Eura": [40, 36], "Huittinen": [2, 0]})
        why = self.ask("visits", group="not_asked")
        self.assertEqual(sorted(value for [value] in self.values(why, "visits").values()), [2, 4, 6])
        self.assertEqual({row["key"] for row in why["rows"]}, {"no_consent", "under_age", "not_in_sample"})
        by_mode = self.ask("visits", filters={"contact_modes": ["remote"]})
        self.assertEqual(by_mode["totals"]["cells"]["visits"]["value"], 2)

    def test_reasons_are_for_managers(self):
        self.visit(self.eura, "no_consent", 12)
        cell = self.ask("visits", user=self.vesa)["totals"]["cells"]["visits"]
        self.assertEqual((cell["state"], cell["value"], cell["reason"]), ("hidden", None, "managers_only"))
        self.assertFalse(self.ask("visits", user=self.vesa, group="not_asked")["rows"])
        self.assertFalse(self.ask("visits", unit=self.county.id, group="not_asked")["rows"])

    def test_a_language_that_answers_less_is_told_and_a_handful_is_not(self):
        self.invite(self.eura, 200)
        self.invite(self.eura, 60, "sv")
        self.invite(self.eura, 4, "en")
        self.answer(self.eura, 60)
        self.answer(self.eura, 4, "sv")
        rows = {row["key"]: row["cells"] for row in self.ask("response_rate", "response_gap", group="language")["rows"]}
        self.assertEqual(set(rows), {"fi", "sv", "en"}, "nobody answered in English, and they are not forgotten")
        self.assertAlmostEqual(rows["sv"]["response_gap"]["value"], 4 / 60 - 60 / 204)
        self.assertLess(rows["sv"]["response_gap"]["high"], 0)
        self.assertEqual(rows["en"]["response_gap"]["reason"], "few_asked")

    def test_ages_are_counted_when_links_are_born_and_only_whole_months_compared(self):
        facts = {"unit_id": self.eura.id, "month": "2026-10"}
        self.env["hva.fact.asked"]._add(
            [{**facts, "age_band": "65_79"}] * 40
            + [{**facts, "age_band": "18_29"}] * 40
            + [{**facts, "age_band": False}]
        )
        self.answer(self.eura, 24, age_band="65_79")
        self.answer(self.eura, 4, age_band="18_29")
        answer = self.ask("invited", "response_rate", "response_gap", group="age_band")
        rows = {row["key"]: row["cells"] for row in answer["rows"]}
        self.assertEqual(rows["65_79"]["response_rate"]["value"], 0.6)
        self.assertEqual(rows["18_29"]["response_gap"]["value"], -0.5)
        self.assertEqual(rows[""]["invited"]["value"], 1)
        week = self.ask("response_rate", group="age_band", period={"kind": "week", "day": "2026-10-06"})
        self.assertEqual({row["cells"]["response_rate"]["state"] for row in week["rows"]}, {"not_applicable"})

    def test_the_page_says_who_answers_less(self):
        self.visit(self.eura, "invited", 260)
        self.visit(self.eura, "no_consent", 40)
        self.invite(self.eura, 200)
        self.invite(self.eura, 60, "sv")
        self.answer(self.eura, 60)
        self.answer(self.eura, 4, "sv")
        door = self.env["hva.dashboard"].with_user(self.anna).with_context(lang="en_US")
        figures = {figure["key"]: figure for figure in door.load_view({"unit": str(self.health.id)})["figures"]}
        steps = [row["cells"][0]["value"] for row in figures["asked"]["table"]["rows"]]
        self.assertEqual(steps, [300, 260, 260, 260, 260, 64])
        self.assertIn("Svenska", figures["missing"]["lead"])
        self.assertEqual([row["cells"][0]["value"] for row in figures["not_asked"]["table"]["rows"]], [40])
