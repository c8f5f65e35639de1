"""Adoption: every count is the one that a person would count by hand, of own units alone, whatever their number."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.hva_feedback.tools.routing import Rule
from odoo.addons.hva_feedback.tools.table_file import read_table

from .common_reports import ReportCase


@tagged("post_install", "-at_install")
class TestAdoption(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.person("boss", (cls.county, "manager"))
        cls.anna = cls.person("anna", (cls.health, "manager"))
        cls.handler = cls.person("henna", (cls.eura, "handler"), (cls.huittinen, "handler"))
        cls.viewer = cls.person("vilma", (cls.health, "viewer"))
        cls.olli = cls.person("olli", (cls.pori, "handler"))
        cls.ward = cls.env["hva.unit"].create(
            {"name": "Ward", "level_id": cls.county.level_id.id, "parent_id": cls.health.id}
        )
        cls.give(cls.eura, "2026-11-02", nps=10, text="Thank you", count=3)
        cls.give(cls.eura, "2026-11-03", channel="sms", nps=3, text="Too slow", count=2)
        cls.give(cls.huittinen, "2026-10-30", channel="kiosk", nps=9, count=4)
        cls.give(cls.huittinen, "2026-01-30", nps=9, count=5)
        cls.give(cls.pori, "2026-11-02", nps=9, text="From Pori", count=6)
        cls.env["hva.fact.month"]._rebuild_dirty()
        texts = [row["id"] for row in cls.given if row["text"] == "Thank you"]
        cls.env["survey.user_input"].browse(texts[:2]).hva_discussed_on = "2026-11-10"
        cls.open_way(cls.eura)

    @classmethod
    def open_way(cls, unit, **values):
        return cls.env["hva.collector"].create({"name": unit.name, "unit_id": unit.id, "channel": "qr", **values})

    def look(self, user=None, **view):
        return self.env["hva.adoption"].with_user(user or self.anna).with_context(lang="en_US").load_view(view)

    def facts(self, page):
        return {fact["key"]: fact["value"] for fact in page["facts"]}

    def figure(self, page, key):
        return next((one["table"] for one in page["figures"] if one["key"] == key), None)

    def lacking(self, page):
        return [row["label"] for row in page["lacking"]["rows"]] if page["lacking"] else []

    def train(self, *users, unit=None, **values):
        values = {"name": "Handling", "unit_ids": (unit or self.health).ids, "held_on": "2026-11-01", **values}
        return self.env["hva.training"].create({**values, "user_ids": [user.id for user in users]})

    def test_counts_are_those_counted_by_hand(self):
        page = self.look()
        self.assertEqual((page["title"], page["view"]), ("Health", {"unit": str(self.health.id), "days": "90"}))
        mine = [row for row in self.given if row["unit"] in self.eura + self.huittinen and row["day"].month > 8]
        texts = [row for row in mine if row["text"]]
        self.assertEqual(
            self.facts(page),
            {
                "units": "2 of 3 (67%)",
                "answers": str(len(mine)),
                "trained": "0 of 3 (0%)",
                "lacking": "2 of 3 (67%)",
                "discussed": f"2 of {len(texts)} (40%)",
            },
        )
        by_channel = {row["label"]: row["cells"][0]["value"] for row in self.figure(page, "channels")["rows"]}
        self.assertEqual(by_channel, {"Feedback terminal": 4, "Web form": 3, "Text message": 2})
        units = {
            row["label"]: [cell["text"] for cell in row["cells"][:5]] for row in self.figure(page, "units")["rows"]
        }
        self.assertEqual(units["Eura"], ["1 of 1 (100%)", "5", "0 of 3 (0%)", "0", "2 of 5 (40%)"])
        self.assertEqual(units["Huittinen"], ["1 of 1 (100%)", "4", "0 of 3 (0%)", "1", "–"])
        self.assertEqual(units["Ward"], ["0 of 1 (0%)", "0", "0 of 2 (0%)", "1", "–"])

    def test_the_period_is_the_last_days_with_today(self):
        self.assertEqual(self.facts(self.look(days="30"))["answers"], "9")
        self.assertEqual(self.facts(self.look(days="365"))["answers"], "14")
        self.give(self.ward, "2026-11-23", nps=9)
        self.env["hva.fact.month"]._rebuild_dirty()
        self.assertEqual(self.facts(self.look(days="30"))["units"], "3 of 3 (100%)")

    def test_who_took_part_in_a_training_is_trained_once(self):
        self.train(self.handler, self.anna, other_count=4)
        self.train(self.handler)
        self.train(self.viewer)
        page = self.look()
        self.assertEqual(
            self.facts(page)["trained"], "2 of 3 (67%)", "a viewer handles nothing, the boss is not trained"
        )
        trained = next(fact for fact in page["facts"] if fact["key"] == "trained")
        self.assertIn("Trainings in these days: 3, people: 8.", trained["text"])
        self.handler.active = False
        self.assertEqual(self.facts(self.look())["trained"], "1 of 2 (50%)", "who has left is no handler")
        self.train(self.boss, held_on="2026-12-24")
        self.assertEqual(self.facts(self.look())["trained"], "1 of 2 (50%)", "a training to come trained nobody yet")

    def test_touchpoints_are_named_and_a_manager_can_act(self):
        page = self.look()
        self.assertEqual(self.lacking(page), ["Huittinen", "Ward"])
        action = page["lacking"]["rows"][0]["action"]
        self.assertEqual((action["unit"], action["service"]), (self.huittinen.id, False))
        self.env["hva.collector"].with_user(self.anna).create({"name": action["name"], "unit_id": action["unit"]})
        self.assertEqual(self.lacking(self.look()), ["Ward"])
        self.open_way(self.ward, closes_on="2026-11-22")
        self.assertEqual(self.lacking(self.look()), ["Ward"], "closed yesterday")
        self.assertFalse(self.look(self.viewer)["lacking"]["rows"][0]["action"])

    def test_a_service_that_no_way_in_asks_about_lacks_a_channel(self):
        dental, clinic = self.env["hva.service"].search([], limit=2)
        self.huittinen.service_ids = dental + clinic
        self.open_way(self.huittinen, service_id=dental.id)
        self.assertEqual(self.lacking(self.look()), [f"Huittinen: {clinic.name}", "Ward"])
        self.open_way(self.huittinen)
        self.assertEqual(self.lacking(self.look()), ["Ward"], "a way in of any service asks about all")

    def test_who_is_asked_by_text_message_has_a_channel(self):
        asked = {"unit_id": self.ward.id, "state": "delivered", "due_on": "2026-11-20", "lang_code": "fi"}
        self.env["hva.invitation"].create([{**asked, "sent_on": "2026-11-20"}, {**asked, "unit_id": self.pori.id}])
        self.assertEqual(self.lacking(self.look()), ["Huittinen"])

    def test_how_soon_cases_are_handled_is_what_the_query_says(self):
        self.assertIsNone(self.figure(self.look(), "promise"))
        self.case(self.eura, "2026-11-02", "2026-11-02 08:00:00", "2026-11-03 07:00:00")
        self.case(self.eura, "2026-11-02", "2026-11-03 08:00:00", None)
        page = self.look()
        asked = {"unit": self.health.id, "period": {"kind": "own", "start": "2026-08-26", "end": "2026-11-23"}}
        codes = [f"{step}_hours_{part}" for step in ("take", "close") for part in ("median", "p90")]
        cells = self.env["hva.query"].with_user(self.anna).query({**asked, "metrics": codes})["totals"]["cells"]
        rows = self.figure(page, "promise")["rows"]
        found = [cell["value"] for row in rows for cell in row["cells"][:2]]
        self.assertEqual(found, [cells[code]["value"] for code in codes])
        self.assertEqual([row["cells"][2]["text"] for row in rows], ["2", "1"])
        [eura] = [row for row in self.figure(page, "units")["rows"] if row["label"] == "Eura"]
        self.assertEqual(eura["cells"][5]["value"], cells["take_hours_median"]["value"])

    def case(self, unit, clock_on, taken, closed):
        answer = self.give(unit, clock_on, nps=1)
        case = self.env["helpdesk.ticket"]._hva_open({answer: Rule(rule_id=False, reason="low_score")})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET hva_clock_on = %s, hva_taken_at = %s, hva_closed_at = %s WHERE id = %s",
            [clock_on, taken, closed, case.id],
        )
        self.env.invalidate_all()

    def test_of_other_units_there_is_nothing(self):
        self.assertEqual(self.look(self.olli)["title"], "Pori")
        with self.assertRaises(UserError):
            self.look(self.olli, unit=str(self.eura.id))
        page = self.look(self.handler)
        self.assertEqual((page["title"], self.facts(page)["answers"]), ("My own units", "9"))
        self.assertNotIn("Ward", self.lacking(page))
        self.assertEqual(self.look(unit=str(self.eura.id))["path"], [{"value": str(self.health.id), "label": "Health"}])

    def test_who_has_no_unit_yet_sees_an_empty_page(self):
        newcomer = new_test_user(self.env, "newcomer", "hva_feedback.hva_feedback_group_viewer")
        page = self.look(newcomer)
        self.assertEqual((page["title"], self.facts(page)["answers"]), ("My own units", "0"))
        self.assertFalse(page["figures"])

    def test_what_was_never_offered_is_refused(self):
        for view in ({"days": "7"}, {"unit": "x"}, {"unit": "999999999"}, {"who": "me"}, {"unit": self.eura.id}):
            with self.subTest(view=view), self.assertRaises(UserError):
                self.look(**view)
        plain = new_test_user(self.env, "plain", "base.group_user")
        with self.assertRaises(AccessError):
            self.look(plain)
        with self.assertRaises(UserError):
            self.env["hva.adoption"].with_user(self.anna).export_table({}, "pdf")

    def test_the_table_comes_as_a_file_and_the_trail_says_so(self):
        for kind in ("csv", "xlsx"):
            door = self.env["hva.adoption"].with_user(self.anna).with_context(lang="en_US")
            file = door.export_table({}, kind)
            table = read_table(base64.b64decode(file["content"]), file["name"], max_rows=50)
            rows = {cells[0]: dict(zip(table.header, cells, strict=True)) for _number, cells in table.rows}
            self.assertEqual(set(rows), {"Eura", "Huittinen", "Ward", "All"})
            self.assertEqual(
                (rows["All"]["Units in use"], rows["All"]["Units"], rows["All"]["Feedback"]), ("2", "3", "9")
            )
            self.assertEqual((rows["Eura"]["Feedback with open text"], rows["Eura"]["Discussed"]), ("5", "2"))
        acts = self.env["hva.audit"].search([("user_id", "=", self.anna.id), ("action", "=", "export")])
        self.assertEqual(len(acts), 2)

    def test_a_look_costs_the_same_for_many_units(self):
        def count():
            self.look()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            page = self.look()
            return len(self.figure(page, "units")["rows"]), self.env.cr.sql_log_count - before

        few, statements = count()
        for number in range(9):
            values = {"name": f"Unit {number}", "level_id": self.county.level_id.id, "parent_id": self.health.id}
            self.give(self.env["hva.unit"].create(values), "2026-11-02", nps=9)
        self.env["hva.fact.month"]._rebuild_dirty()
        self.assertEqual(count(), (few + 9, statements))
