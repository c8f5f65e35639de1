"""What feedback there was: kinds, topics, the mean of all statements, every unit, and days of one's own to compare."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_reports import ReportCase

OCTOBER = {"kind": "month", "day": "2026-10-15"}


@tagged("post_install", "-at_install")
class TestQueryCounts(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.health, "manager"))
        thanks = cls.give(cls.eura, "2026-10-05", nps=10, statements={"ST1": 5, "ST2": 4}, count=6)
        critics = cls.give(cls.eura, "2026-10-06", nps=2, text="A long wait", statements={"ST1": 1}, count=2)
        cls.give(cls.huittinen, "2026-10-07", nps=9, statements={"ST1": 0}, count=2)
        cls.give(cls.pori, "2026-10-07", nps=9, count=9)
        thanks.write({"hva_kind": "thanks"})
        critics.write({"hva_kind": "criticism"})
        cls.staff, cls.waiting = cls.env["hva.topic"].create([{"name": "Staff"}, {"name": "Waiting"}])
        thanks.write({"hva_topic_ids": [(6, 0, cls.staff.ids)]})
        critics.write({"hva_topic_ids": [(6, 0, (cls.staff + cls.waiting).ids)]})
        cls.env["hva.fact"]._rebuild(thanks + critics)

    def ask(self, **definition):
        asked = {"unit": self.health.id, "period": OCTOBER, "metrics": ["answers", "share"], **definition}
        return self.env["hva.query"].with_user(self.anna).query(asked)

    def values(self, answer, *codes):
        return {row["label"]: [row["cells"][code]["value"] for code in codes] for row in answer["rows"]}

    def test_by_kind_and_by_topic(self):
        kinds = {row["key"]: row["cells"]["answers"]["value"] for row in self.ask(group="kind")["rows"]}
        self.assertEqual({kinds["thanks"], kinds["criticism"]}, {6, 2})
        topics = self.values(self.ask(group="topic"), "answers", "share")
        self.assertEqual((topics["Staff"], topics["Waiting"]), ([8, 0.8], [2, 0.2]))
        critical = self.values(self.ask(group="topic", filters={"kinds": ["criticism"]}), "answers")
        self.assertEqual(critical, {"Staff": [2], "Waiting": [2]})
        self.assertFalse(self.ask(group="topic", unit=self.pori.id)["rows"], "of others not even which were chosen")

    def test_the_mean_of_all_statements_by_unit_leaves_out_what_does_not_apply(self):
        answer = self.ask(group="unit", metrics=["mean_statements"])
        self.assertEqual(self.values(answer, "mean_statements"), {"Eura": [(30 + 24 + 2) / 14], "Huittinen": [None]})
        cell = answer["rows"][0]["cells"]["mean_statements"]
        self.assertEqual((cell["n"], cell["low"]), (8, None))

    def test_days_of_ones_own_to_compare_with(self):
        self.give(self.eura, "2026-03-05", nps=0, count=20)
        march = {"start": "2026-03-01", "end": "2026-03-31"}
        answer = self.ask(metrics=["nps"], compare="own", against=march)
        self.assertEqual(answer["totals"]["compared"]["nps"]["value"], -100)
        self.assertEqual((answer["compared"]["start"], answer["definition"]["against"]), ("2026-03-01", march))
        self.assertEqual(self.ask(metrics=["nps"], compare="own")["compared"]["start"], "2026-09-01", "until one says")
        for wrong in ({"start": "2026-03-02", "end": "2026-03-01"}, {"start": "soon"}, ["2026"]):
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                self.ask(compare="own", against=wrong)

    def test_the_page_has_them_and_a_list_behind_each_service(self):
        door = self.env["hva.dashboard"].with_user(self.anna).with_context(lang="en_US")
        view = {
            "unit": str(self.health.id),
            "compare": "own",
            "since": "2026-03-01",
            "till": "2026-03-31",
            "rows": "leaf",
        }
        page = door.load_view(view)
        self.assertEqual({key: page["view"][key] for key in view}, view)
        figures = {figure["key"]: figure for figure in page["figures"]}
        self.assertEqual([row["cells"][0]["value"] for row in figures["topics"]["table"]["rows"]][:2], [8, 2])
        self.assertEqual(figures["units"]["switch"]["to"], {"rows": ""})
        self.assertIn("Mean of the statements", [column["label"] for column in figures["units"]["table"]["columns"]])
        self.assertIn("With open text: 20%", page["headline"]["facts"])
