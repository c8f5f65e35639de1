"""The door of the page of results: who gets what of which units, what an address may say, and what one look costs."""

import json
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..models import hva_dashboard
from ..tools import query_look
from ..tools.query_asking import Shelf
from .common_reports import ReportCase

LOOK_QUERIES = 120


@tagged("post_install", "-at_install")
class TestDashboard(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.health, "manager"))
        cls.olli = cls.person("olli", (cls.pori, "viewer"), (cls.eura, "viewer"))
        cls.give(cls.eura, "2026-10-05", nps=10, text="Thank you all", statements={"ST1": 5}, count=12)
        cls.give(cls.eura, "2026-10-06", channel="sms", nps=3, count=4)
        cls.give(cls.huittinen, "2026-09-30", channel="sms", nps=0, count=5)
        cls.give(cls.pori, "2026-10-05", nps=9, text="From Pori", count=2)
        cls.env["hva.fact.month"]._rebuild_dirty()

    def look(self, user=None, **view):
        door = self.env["hva.dashboard"].with_user(user or self.anna).with_context(lang="en_US")
        return door.load_view(view)

    def figure(self, page, key):
        return next((figure for figure in page["figures"] if figure["key"] == key), None)

    def texts(self, figure):
        return {row["label"]: [cell["text"] for cell in row["cells"]] for row in figure["table"]["rows"]}

    def test_it_begins_with_the_persons_topmost_unit_and_the_last_whole_month(self):
        page = self.look()
        self.assertEqual((page["title"], page["subtitle"]), ("Health", "October 2026"))
        self.assertEqual(
            page["view"],
            {"unit": str(self.health.id), "period": "month", "on": "2026-10-01", "compare": "previous"},
        )
        self.assertEqual(page["headline"]["figure"]["text"], "50")
        self.assertIn("75%", page["headline"]["meaning"])
        self.assertEqual(self.look(self.olli)["view"].get("unit"), None, "two units, none above the other")

    def test_figures_are_those_of_the_query_and_text_stands_beside_each(self):
        page = self.look()
        channels = self.texts(self.figure(page, "channels"))
        self.assertEqual({name: row[0] for name, row in channels.items()}, {"Web form": "100", "Text message": "−100"})
        units = self.figure(page, "units")["table"]
        self.assertEqual([row["label"] for row in units["rows"]], ["Eura", "Huittinen"])
        self.assertEqual(units["rows"][0]["to"], {"unit": str(self.eura.id)})
        self.assertEqual(units["rows"][1]["cells"][0]["text"], "No feedback yet")
        self.assertEqual(len(units["columns"]), 1 + len(units["rows"][0]["cells"]))
        json.dumps(page["figures"])

    def test_a_target_stands_by_the_score_and_by_each_unit_that_has_one(self):
        goal = {"year": 2026, "metric": "nps"}
        self.env["hva.target"].create([{**goal, "unit_id": self.health.id, "value": 99}])
        self.env["hva.target"].create([{**goal, "unit_id": self.eura.id, "value": -50}])
        page = self.look()
        [said] = page["headline"]["targets"]
        self.assertIn("Target of 2026: 99. Not met", said)
        self.assertFalse([fact for fact in page["headline"]["facts"] if "Target" in fact], "it is said once")
        table = self.figure(page, "units")["table"]
        place = [column["label"] for column in table["columns"]].index("Target") - 1
        self.assertEqual([row["cells"][place]["text"] for row in table["rows"]], ["−50: met", ""])

    def test_comments_are_what_the_reader_may_read(self):
        self.assertEqual({row["text"] for row in self.look()["comments"]["rows"]}, {"Thank you all"})
        self.assertEqual(
            {row["text"] for row in self.look(self.olli)["comments"]["rows"]}, {"Thank you all", "From Pori"}
        )

    def test_a_list_behind_a_number_holds_the_feedback_it_counts(self):
        listed = self.look(channel="sms", unit=str(self.health.id))["headline"]["action"]
        found = self.env["survey.user_input"].with_user(self.anna).search(listed["domain"])
        self.assertEqual((len(found), found.hva_unit_id), (4, self.eura))
        row = self.figure(self.look(), "channels")["table"]["rows"][0]
        self.assertEqual(self.env["survey.user_input"].with_user(self.anna).search_count(row["action"]["domain"]), 12)

    def assert_listed(self, user, count, **view):
        """Figure and list say `count`, for `user`."""
        page = self.look(user, **view)
        self.assertIn(f"Feedback in all: {count}", page["headline"]["facts"])
        domain = page["headline"]["action"]["domain"]
        self.assertEqual(self.env["survey.user_input"].with_user(user).search_count(domain), count)

    def test_a_list_follows_a_merger_as_its_number_does(self):
        """Feedback keeps its unit, also where another branch of the county goes on with the work."""
        quality = self.person("whole", (self.county, "quality"))
        self.pori._merge_into(self.eura, "One station")
        for unit, count in ((self.eura, 18), (self.health, 18), (self.social, 0), (self.county, 18)):
            with self.subTest(unit=unit.name):
                self.assert_listed(quality, count, unit=str(unit.id))

    def test_a_list_of_ones_own_units_has_nothing_that_is_only_handled_there(self):
        """Olli reaches Pori and Eura. What Huittinen was given and Pori handles is no result of his."""
        self.huittinen.responsible_unit_id = self.pori
        answer = self.give(self.huittinen, "2026-10-07", nps=1, text="Nobody came")
        answer._hva_route()
        self.assertTrue(answer.with_user(self.olli).hva_text, "he reads it, for its case is his")
        self.assert_listed(self.olli, 18)

    def test_of_other_units_nothing_is_given_that_the_query_hides(self):
        page = self.look(unit=str(self.pori.id))
        self.assertIsNone(page["headline"]["figure"]["value"])
        self.assertTrue(page["headline"]["figure"]["text"], "it says why")
        self.assertFalse(page["comments"])
        self.assertFalse(page["headline"]["action"])
        self.assertNotIn("From Pori", json.dumps(page, default=str))

    def test_a_new_county_and_an_empty_month_say_so_in_different_words(self):
        self.assertEqual(self.look(on="2026-08-01")["empty"]["title"], "No feedback in this period")
        fresh = self.env["hva.unit"].create({"name": "Fresh", "level_id": self.county.level_id.id})
        self.assertEqual(self.look(self.person("first", (fresh, "manager")))["empty"]["title"], "No feedback yet")

    def test_who_may_make_no_way_in_is_not_told_to_make_one(self):
        fresh = self.env["hva.unit"].create({"name": "Fresh", "level_id": self.county.level_id.id})
        told = {role: self.look(self.person(role, (fresh, role)))["empty"]["text"] for role in ("manager", "handler")}
        self.assertIn("Make a way in", told["manager"])
        self.assertEqual(told["handler"], "Results come here within a minute of the first feedback.")

    def test_an_address_of_another_countys_unit_is_refused_in_plain_words(self):
        other = self.env["res.company"].create({"name": "Next door"})
        strange = self.env["hva.unit"].create(
            {"name": "Strange", "level_id": self.county.level_id.id, "company_id": other.id}
        )
        with self.assertRaisesRegex(UserError, "^This unit is not of the county that you look at"):
            self.look(unit=str(strange.id))

    def test_who_stayed_with_a_merged_unit_begins_with_its_own_figures(self):
        self.pori._merge_into(self.eura, "One station")
        page = self.look(self.person("stayed", (self.pori, "manager")))
        self.assertEqual((page["title"], page["headline"]["figure"]["text"]), ("My own units", "100"))
        page = self.look(self.person("moved", (self.pori, "manager"), (self.eura, "manager")))
        self.assertEqual((page["title"], page["headline"]["figure"]["text"]), ("Eura", "56"))

    def test_who_has_two_counties_looks_at_the_one_that_is_chosen(self):
        other = self.env["res.company"].create({"name": "Next door"})
        strange = self.env["hva.unit"].create(
            {"name": "Health next door", "level_id": self.county.level_id.id, "company_id": other.id}
        )
        both = self.person("both", (self.health, "manager"), (strange, "manager"))
        both.company_ids += other
        for chosen, unit in ((self.env.company, self.health), (other, strange)):
            door = self.env["hva.dashboard"].with_user(both).with_context(allowed_company_ids=chosen.ids)
            self.assertEqual(door.load_view({})["title"], unit.name)
            self.assertEqual([found["label"] for found in door.find_units("health")], [unit.name])
        door = door.with_context(allowed_company_ids=(self.env.company + other).ids)
        self.assertEqual(door.load_view({})["title"], "My own units")

    def test_who_has_no_unit_yet_sees_an_empty_page(self):
        newcomer = new_test_user(self.env, "newcomer", "hva_feedback.hva_feedback_group_viewer")
        page = self.look(newcomer)
        self.assertEqual((page["title"], page["empty"]["title"]), ("My own units", "You have no units yet"))

    def test_questions_of_one_page_take_their_sums_from_each_other(self):
        def looked(shelf, **view):
            with patch.object(hva_dashboard, "Look", shelf):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                return self.look(**view), self.env.cr.sql_log_count - before

        self.look()
        for view in ({}, {"rows": "leaf"}, {"channel": "web"}, {"mode": "visit"}, {"unit": str(self.county.id)}):
            with self.subTest(view=view):
                page, statements = looked(query_look.Look, **view)
                alone, statements_alone = looked(Shelf, **view)
                self.assertEqual(page, alone, "every figure is what it is when asked alone")
                if view != {"unit": str(self.county.id)}:  # of others no live sum is read
                    self.assertLessEqual(statements, statements_alone - 6)

    def test_an_address_that_was_never_offered_is_refused_in_words(self):
        for view in ({"unit": "999999999"}, {"unit": "x"}, {"channel": "pigeon"}, {"period": "own"}, {"who": "me"}):
            with self.subTest(view=view), self.assertRaises(UserError):
                self.look(**view)

    def test_units_are_found_by_a_part_of_their_name_in_the_own_reach(self):
        door = self.env["hva.dashboard"].with_user(self.anna)
        self.assertEqual([unit["label"] for unit in door.find_units("eur")], ["Eura"])
        self.assertEqual([unit["label"] for unit in door.find_units("pori")], [])
        self.assertEqual({unit["label"] for unit in door.find_units()}, {"Health", "Eura", "Huittinen"})

    def test_who_has_no_part_in_feedback_gets_nothing(self):
        plain = new_test_user(self.env, "plain", "base.group_user")
        door = self.env["hva.dashboard"].with_user(plain)
        for call in (door.load_view, door.find_units):
            with self.assertRaises(AccessError):
                call()

    def test_a_look_costs_the_same_few_queries_whatever_it_shows(self):
        self.look()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.look()
        self.assertLessEqual(self.env.cr.sql_log_count - before, LOOK_QUERIES)
