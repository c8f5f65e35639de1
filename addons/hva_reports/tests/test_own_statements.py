"""The county's own questions: counted like the national ones, apart by their words, for the unit's own people."""

from datetime import date

from odoo.tests import tagged

from .common_own import answer_own, make_own_set
from .common_reports import ReportCase

OCTOBER = {"kind": "month", "day": "2026-10-15"}
METRICS = ["stand", "agree", "mean"]


@tagged("post_install", "-at_install")
class TestOwnStatements(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.health, "manager"))
        cls.own_set = make_own_set(cls.env)
        cls.own = cls.own_set._publish()
        cls.say(cls.eura, 6, OWN1=5, OWN2=1, Odotus=1)
        cls.say(cls.eura, 2, OWN1=2, OWN2=0, channel="sms")
        cls.say(cls.huittinen, 2, OWN1=0, NPS=9)
        cls.say(cls.pori, 20, OWN1=1, OWN2=0)

    @classmethod
    def say(cls, unit, count, day="2026-10-05", **values):
        return answer_own(cls.own, unit, date.fromisoformat(day), count, **values)

    def ask(self, user=None, **definition):
        asked = {"unit": self.health.id, "period": OCTOBER, "group": "own_statement", "metrics": METRICS, **definition}
        return self.env["hva.query"].with_user(user or self.anna).query(asked)

    def rows(self, answer, *metrics):
        rows = {row["label"]: row["cells"] for row in answer["rows"]}
        return {label: [cells[code]["value"] for code in metrics or METRICS] for label, cells in rows.items()}

    def test_n_mean_and_share_of_those_who_took_a_stand(self):
        answer = self.ask()
        self.assertEqual(
            self.rows(answer),
            {
                "Aula on viihtyisä": [8, 0.75, 4.25],
                "Löysitkö perille?": [8, 0.75, None],
                "Odotus": [6, None, None],
            },
        )
        cells = {row["label"]: row["cells"] for row in answer["rows"]}
        self.assertEqual(cells["Löysitkö perille?"]["mean"]["state"], "not_applicable")
        self.assertEqual(cells["Odotus"]["mean"]["state"], "not_applicable", "options numbered 1 to 3 are no scale")
        self.assertLess(cells["Aula on viihtyisä"]["mean"]["low"], 4.25)

    def test_each_value_with_its_words_and_what_does_not_apply_beside_them(self):
        values = {row["label"]: row["values"] for row in self.ask()["rows"]}
        lobby = [(one["label"], one["count"], one["share"]) for one in values["Aula on viihtyisä"]]
        self.assertEqual(lobby[0], ("Vaihtoehto 5", 6, 0.75))
        self.assertEqual(lobby[-1], ("Vaihtoehto 0", 2, None))
        self.assertEqual([one["label"] for one in values["Odotus"]][-1], "Sain apua heti")

    def test_filters_and_the_period_before(self):
        self.assertEqual(self.rows(self.ask(filters={"channels": ["sms"]}))["Aula on viihtyisä"], [2, 0, 2])
        self.say(self.eura, 10, day="2026-09-10", OWN1=1)
        compared = self.ask(compare="previous")["rows"][0]["compared"]
        self.assertEqual((compared["agree"]["value"], compared["agree"]["verdict"]), (0, "up"))

    def test_other_words_are_another_figure(self):
        row = self.env["hva.question.text"].search([("item_id.code", "=", "OWN1"), ("part", "=", "title")])
        row.text = "Aulassa on hyvä odottaa"
        self.addCleanup(setattr, type(self), "own", self.own)
        type(self).own = self.own_set._publish()
        self.say(self.eura, 3, day="2026-10-20", OWN1=1, OWN2=1)
        answer = self.ask()
        self.assertEqual(self.rows(answer)["Aulassa on hyvä odottaa"], [8, 0.75, 4.25], "what most people met")
        self.assertEqual(self.rows(answer)["Löysitkö perille?"][0], 11, "its words stayed")
        notes = [note for note in answer["notes"] if note["code"] == "wording"]
        self.assertEqual([(note["day"], note["question"]) for note in notes], [("2026-10-20", "OWN1")])

    def test_of_other_units_nothing_is_said(self):
        for unit in (self.pori, self.county):
            with self.subTest(unit=unit.name):
                answer = self.ask(unit=unit.id)
                self.assertFalse(answer["rows"])
                self.assertIn("own_only", [note["code"] for note in answer["notes"]])

    def test_national_statements_tell_their_distribution_too(self):
        self.give(self.eura, "2026-10-08", statements={"ST1": 5, "ST2": 0}, count=3)
        rows = {row["key"]: row["values"] for row in self.ask(group="statement")["rows"]}
        self.assertEqual([(one["value"], one["count"]) for one in rows["st1"]][0], (5, 3))
        self.assertEqual([(one["value"], one["count"]) for one in rows["st2"]][-1], (0, 3))
        self.assertFalse([row for row in self.ask(unit=self.pori.id, group="statement")["rows"] if "values" in row])
