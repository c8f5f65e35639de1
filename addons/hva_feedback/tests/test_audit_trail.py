import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from .unit_story import UnitWorld


@tagged("post_install", "-at_install")
class TestAuditTrail(UnitWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.manager = cls.person("audit_manager", "manager", cls.health)
        cls.admin = cls.person("audit_admin")
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.trail = cls.env["hva.audit"]

    @freeze_time("2026-11-02 08:15:00")
    def test_a_row_says_who_when_what_and_why_for_each_record(self):
        units = self.clinic | self.dental
        rows = self.trail.with_user(self.manager)._record("unit_move", units, "New organisation", {"from": "Health"})
        self.assertEqual(rows.user_id, self.manager)
        self.assertEqual([str(row.at) for row in rows], ["2026-11-02 08:15:00"] * 2)
        self.assertEqual([(row.model, row.res_id, row.unit_id) for row in rows], [
            ("hva.unit", self.clinic.id, self.clinic),
            ("hva.unit", self.dental.id, self.dental),
        ])  # fmt: skip
        self.assertEqual(set(rows.mapped("reason")), {"New organisation"})
        self.assertEqual(rows[0].details_text, "from: Health")

    def test_each_record_may_have_details_of_its_own(self):
        details = {self.clinic.id: {"to": "A"}, self.dental.id: {"to": "B"}}
        rows = self.trail._record("unit_move", self.clinic | self.dental, details=details)
        self.assertEqual([row.details for row in rows], [{"to": "A"}, {"to": "B"}])

    def test_an_act_without_a_record_is_one_row(self):
        row = self.trail._record("unit_import", self.env["hva.unit"])
        self.assertFalse(row.res_id or row.unit_id)
        self.assertEqual(row.record_name, "Unit")

    def test_the_unit_of_a_way_in_is_found(self):
        way_in = self.env["hva.collector"].create({"name": "Poster", "unit_id": self.dental.id})
        self.assertEqual(self.trail._record("unit_end", way_in).unit_id, self.dental)

    def test_anybody_can_leave_a_row_also_the_public(self):
        public = new_test_user(self.env, login="audit_public", groups="base.group_public")
        self.assertEqual(self.trail.with_user(public)._record("unit_end", self.clinic).user_id, public)

    def test_an_unknown_act_is_refused(self):
        with self.assertRaises(ValueError):
            self.trail._record("unit_hidden", self.clinic)

    def test_personal_data_in_a_reason_is_masked(self):
        row = self.trail._record("unit_end", self.clinic, "Asked by 131052-308T, call 040 123 4567")
        self.assertNotIn("131052-308T", row.reason)
        self.assertNotIn("123 4567", row.reason)

    def test_administrators_read_and_nobody_writes(self):
        row = self.trail._record("unit_end", self.clinic)
        seen = row.with_user(self.admin)
        self.assertEqual(seen.record_name, self.clinic.display_name)
        self.assertEqual(seen.action_open_record()["res_id"], self.clinic.id)
        with self.assertRaises(AccessError):
            self.trail.with_user(self.manager).search([])
        with self.assertRaises(AccessError):
            self.trail.with_user(self.admin).create({"action": "unit_end", "model": "hva.unit"})
        for doer in (row, seen, row.sudo()):
            with self.assertRaises(UserError):
                doer.write({"reason": "Other"})
            with self.assertRaises(UserError):
                doer.unlink()

    def test_the_database_refuses_too(self):
        self.trail._record("unit_end", self.clinic, "Closed")
        self.env.flush_all()
        for statement in ("UPDATE hva_audit SET reason = 'x'", "DELETE FROM hva_audit", "TRUNCATE hva_audit"):
            with self.subTest(statement), self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
                with self.env.cr.savepoint():
                    self.env.cr.execute(statement)
        self.assertEqual(self.trail.search([("unit_id", "=", self.clinic.id)]).reason, "Closed")

    def test_another_countys_trail_is_not_shown(self):
        other = self.env["res.company"].create({"name": "Other county"})
        theirs = self.unit("Theirs", company_id=other.id)
        row = self.trail._record("unit_end", theirs) | self.trail._record("unit_end", self.clinic)
        self.assertEqual(self.trail.with_user(self.admin).search([("id", "in", row.ids)]).unit_id, self.clinic)

    def test_two_thousand_rows_cost_few_queries(self):
        many = self.env["hva.unit"].browse(self.clinic.ids) | self.dental
        self.trail._record("unit_import", many)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.trail._record("unit_import", self.env["hva.unit"].search([], limit=80))
        self.env.flush_all()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 4)
