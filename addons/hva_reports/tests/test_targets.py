"""A county's targets by level and unit, and how a unit stands to them: met, not met, or nobody can tell."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_reports import ReportCase


@tagged("post_install", "-at_install")
class TestTargets(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ward = cls.env["hva.unit.level"].create({"name": "Ward"})
        (cls.eura + cls.huittinen + cls.pori).level_id = cls.ward
        cls.quality = cls.person("target_quality", (cls.county, "quality"))
        cls.manager = cls.person("target_manager", (cls.health, "manager"))
        cls.give(cls.eura, "2026-05-04", nps=10, count=60)
        cls.give(cls.eura, "2026-05-04", nps=3, count=2)
        cls.give(cls.huittinen, "2026-06-01", nps=2, count=40)
        cls.give(cls.pori, "2026-06-01", nps=9, count=3)
        cls.env["hva.fact.month"]._rebuild_dirty()

    def aim(self, value, user=None, **whom):
        values = {"year": 2026, "metric": "nps", "value": value, **(whom or {"level_id": self.ward.id})}
        return self.env["hva.target"].with_user(user or self.quality).create(values)

    def standing(self, target, user):
        action = target.with_user(user).action_show_standing()
        lines = self.env[action["res_model"]].with_user(user).search(action["domain"])
        return {line.name: line.verdict for line in lines}

    def test_each_unit_of_a_level_stands_by_its_interval(self):
        target = self.aim(60)
        expected = {"Eura": "met", "Huittinen": "not_met", "Pori": "cannot_tell"}
        self.assertEqual(self.standing(target, self.quality), expected)

    def test_a_manager_sees_the_own_units(self):
        self.assertEqual(set(self.standing(self.aim(60), self.manager)), {"Eura", "Huittinen"})

    def test_who_has_a_target_of_its_own_does_not_stand_in_the_list_of_its_level(self):
        target = self.aim(60)
        self.aim(99, unit_id=self.eura.id)
        self.assertEqual(set(self.standing(target, self.quality)), {"Huittinen", "Pori"})

    def test_a_part_that_has_ended_counts_for_the_whole(self):
        self.huittinen.parent_id = self.eura
        self.huittinen.active = False
        standing = self.standing(self.aim(90, unit_id=self.eura.id), self.manager)
        self.assertEqual(standing, {"Eura": "not_met"}, "40 of 102 would not recommend")

    def test_a_target_of_one_county_is_none_of_another(self):
        other = self.env["res.company"].create({"name": "Other county"})
        there = self.env["hva.unit"].create({"name": "There", "level_id": self.ward.id, "company_id": other.id})
        self.give(there, "2026-05-04", nps=10, count=60)
        admin = self.person("target_admin", (self.county, "manager"))
        admin.group_ids += self.env.ref("hva_feedback.hva_feedback_group_admin")
        admin.company_ids += other
        target = self.aim(60).with_context(allowed_company_ids=admin.company_ids.ids)
        self.assertNotIn("There", self.standing(target, admin))
        asked = {"period": {"kind": "year", "day": "2026-05-01"}, "metrics": ["nps"], "group": "leaf"}
        query = self.env["hva.query"].with_user(admin).with_context(allowed_company_ids=admin.company_ids.ids)
        told = {row["label"]: "nps" in row["targets"] for row in query.query(asked)["rows"]}
        self.assertEqual((told["Eura"], told["There"]), (True, False))

    def test_a_branch_stands_as_one(self):
        self.assertEqual(self.standing(self.aim(90, unit_id=self.health.id), self.manager), {"Health": "not_met"})

    def test_a_target_of_the_unit_goes_before_that_of_its_level_and_is_said_beside_the_figure(self):
        self.aim(60)
        self.aim(99, unit_id=self.eura.id)
        asked = {"unit": self.eura.id, "period": {"kind": "year", "day": "2026-05-01"}, "metrics": ["nps"]}
        answer = self.env["hva.query"].with_user(self.manager).query(asked)
        said = answer["totals"]["targets"]["nps"]
        self.assertEqual((said["value"], said["verdict"]), (99, "not_met"))
        self.assertIn("Target of 2026: 99. Not met", said["text"])
        filtered = self.env["hva.query"].with_user(self.manager).query({**asked, "filters": {"channels": ["web"]}})
        self.assertNotIn("targets", filtered["totals"])

    def test_targets_cost_as_much_for_ten_units_as_for_one(self):
        self.aim(60)
        asked = {"unit": self.county.id, "period": {"kind": "year", "day": "2026-05-01"}, "metrics": ["nps"]}
        query = self.env["hva.query"].with_user(self.quality).query

        def count():
            query({**asked, "group": "leaf"})  # what is kept in memory
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = query({**asked, "group": "leaf"})["rows"]
            return len([row for row in rows if "nps" in row.get("targets", {})]), self.env.cr.sql_log_count - before

        few, statements = count()
        for number in range(7):
            unit = {"name": f"Ward {number}", "level_id": self.ward.id, "parent_id": self.health.id}
            self.give(self.env["hva.unit"].create(unit), "2026-05-04", nps=9, count=2)
        self.env["hva.fact.month"]._rebuild_dirty()
        self.assertEqual(count(), (few + 7, statements))

    def test_the_page_of_results_says_it(self):
        self.aim(60)
        view = {"unit": str(self.eura.id), "period": "year", "on": "2026-05-01"}
        page = self.env["hva.dashboard"].with_user(self.manager).load_view(view)
        self.assertEqual(page["headline"]["targets"], ["Target of 2026: 60. Met: the whole interval reaches it."])

    def test_what_no_target_can_be_is_refused(self):
        for value in (101, -101):
            with self.subTest(value=value), self.assertRaises(ValidationError):
                self.aim(value)
        with self.assertRaises(ValidationError):
            self.aim(-1, metric="response_rate", level_id=self.ward.id)
        self.aim(60)
        for whom in (
            {"level_id": self.ward.id},
            {"level_id": self.ward.id, "unit_id": self.eura.id},
            {"unit_id": False},
        ):
            with self.subTest(whom=whom), mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                with self.cr.savepoint():
                    self.aim(60, **whom)

    def test_only_quality_and_administrators_set_them(self):
        with self.assertRaises(AccessError):
            self.aim(60, self.manager)
