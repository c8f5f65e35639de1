import json
from datetime import date, datetime, timedelta

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from ..tools.seals import rows_digest
from .unit_story import UnitWorld


class SealWorld(UnitWorld):
    """Three days of November with acts, sealed on the fourth."""

    @classmethod
    def make_days(cls):
        cls.make_world()
        cls.trail, cls.seals = cls.env["hva.audit"], cls.env["hva.audit.seal"]
        cls.admin = cls.person("seal_admin")
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.env.flush_all()
        cls.env.cr.execute("ALTER TABLE hva_audit DISABLE TRIGGER USER; DELETE FROM hva_audit;")
        cls.env.cr.execute("ALTER TABLE hva_audit ENABLE TRIGGER USER;")
        cls.rows = cls.trail.browse()
        for day in ("2026-11-02", "2026-11-04"):
            with freeze_time(f"{day} 08:00:00"):
                cls.rows += cls.trail._record("unit_edit", cls.clinic | cls.dental, "Häät", {"ä": 1, "a": [day]})
        cls.env.flush_all()

    def seal(self, moment="2026-11-05 01:00:00"):
        self.patch(type(self.seals), "_has_writers_before", lambda *_args: False)
        with freeze_time(moment):
            return self.seals._cron_seal() or self.seals.search([], order="day")

    def tamper(self, statement):
        """As somebody who owns the database: the triggers are switched off, then on again as if nothing had been."""
        self.env.flush_all()
        table = "hva_audit_seal" if "hva_audit_seal" in statement else "hva_audit"
        self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # pylint: disable=sql-injection
        self.env.cr.execute(statement)  # pylint: disable=sql-injection
        self.env.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")  # pylint: disable=sql-injection
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestAuditSeals(SealWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_days()

    def test_each_day_that_is_over_is_sealed_once_also_one_without_acts(self):
        seals = self.seal()
        self.assertEqual([str(seal.day) for seal in seals], ["2026-11-02", "2026-11-03", "2026-11-04"])
        self.assertEqual(seals.mapped("row_count"), [2, 0, 2])
        self.assertEqual(seals[1].previous_digest, seals[0].digest)
        self.assertEqual(len(self.seal()), 3)
        self.assertEqual(self.seals._check(), [])

    def test_a_day_whose_writers_are_still_at_work_waits(self):
        self.patch(type(self.seals), "_has_writers_before", lambda *_args: True)
        with freeze_time("2026-11-05 01:00:00"):
            self.assertFalse(self.seals._seal_days())

    def test_whoever_owns_the_database_is_found_out(self):
        self.seal()
        acts = {
            "UPDATE hva_audit SET reason = 'x' WHERE id = %s": "rows_changed",
            "UPDATE hva_audit SET details = '{}' WHERE id = %s": "rows_changed",
            "DELETE FROM hva_audit WHERE id = %s": "count_changed",
            "UPDATE hva_audit SET at = '2026-11-03 08:00:00' WHERE id = %s": "count_changed",
            "UPDATE hva_audit_seal SET row_count = 1, purged_on = '2026-11-05' WHERE day = '2026-11-02' AND %s > 0":
                "seal_changed",
            "DELETE FROM hva_audit_seal WHERE day = '2026-11-02' AND %s > 0": "chain_broken",
        }  # fmt: skip
        for statement, code in acts.items():
            with self.subTest(statement), self.env.cr.savepoint(flush=False) as savepoint:
                self.tamper(statement % self.rows[0].id)
                breaks = self.seals._check()
                self.assertIn(code, [each for _day, each in breaks])
                self.assertLessEqual(breaks[0][0], date(2026, 11, 3), "the place is told")
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertEqual(self.seals._check(), [])

    def test_the_button_says_where_and_leaves_a_row(self):
        self.seal()
        seals = self.seals.with_user(self.admin)
        clicked = call_kw(seals, "action_check", [[]], {})  # as the button over the list calls it
        self.assertEqual(clicked["params"]["type"], "success")
        self.tamper(f"UPDATE hva_audit SET reason = 'x' WHERE id = {self.rows[0].id}")
        answer = seals.action_check()["params"]
        self.assertEqual(answer["type"], "danger")
        self.assertIn("2026-11-02", answer["message"])
        rows = self.trail.search([("action", "=", "audit_check")], limit=2)
        self.assertEqual([row.details["breaks"] for row in rows], ["2026-11-02 rows_changed", "none"])

    def test_nobody_changes_a_seal(self):
        seals = self.seal()
        for doer in (seals, seals.sudo(), seals.with_user(self.admin)):
            with self.assertRaises(UserError):
                doer[0].write({"row_count": 9})
            with self.assertRaises(UserError):
                doer[0].unlink()
        statements = (
            "UPDATE hva_audit_seal SET digest = 'x'",
            "UPDATE hva_audit_seal SET purged_on = '2026-11-05', digest = 'x'",
            "DELETE FROM hva_audit_seal",
            "TRUNCATE hva_audit_seal",
            "DELETE FROM hva_audit",
        )
        for statement in statements:
            with self.subTest(statement), self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
                with self.env.cr.savepoint():
                    self.env.cr.execute(statement)  # pylint: disable=sql-injection

    def test_retention_takes_rows_and_leaves_a_chain_that_can_be_followed(self):
        self.seal()
        with freeze_time("2026-11-05 02:00:00"):
            self.assertEqual(self.seals._purge(date(2026, 11, 3)), 2)
            self.assertEqual(self.seals._purge(date(2026, 11, 3)), 0)
        self.assertFalse(self.rows[:2].exists())
        self.assertTrue(self.rows[2:].exists())
        self.assertEqual(self.seals._check(), [])
        proof = self.trail.search([("action", "=", "audit_purge")])
        self.assertEqual(proof.details, {"until": "2026-11-03", "rows": 2})
        self.tamper(f"DELETE FROM hva_audit WHERE id = {proof.id}")
        self.assertEqual({code for _day, code in self.seals._check()}, {"gone_without_proof"})


@tagged("post_install", "-at_install")
class TestAuditExport(SealWorld, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_days()
        cls.admin.password = "seal-admin-seal-admin"

    def fetch(self, path, user=None):
        if user:
            self.authenticate(user, "seal-admin-seal-admin")
        return self.url_open(f"/hva_feedback/{path}")

    def test_the_file_lets_another_system_follow_the_chain(self):
        self.seal()
        response = self.fetch("audit/2026-11-02/2026-11-04.jsonl", "seal_admin")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        lines = [json.loads(line) for line in response.text.splitlines()]
        rows = [line for line in lines if line["kind"] == "row"]
        seals = [line for line in lines if line["kind"] == "seal"]
        self.assertEqual((len(rows), len(seals)), (4, 3))
        self.assertEqual(rows[0]["reason"], "Häät")
        first = [row["digest"] for row in rows if row["at"].startswith("2026-11-02")]
        self.assertEqual((seals[0]["row_count"], seals[0]["rows_digest"]), rows_digest(first))
        row = self.trail.search([("action", "=", "audit_export")])
        self.assertEqual((row.user_id, row.details["rows"]), (self.admin, 4))

    def test_a_table_and_what_is_no_period(self):
        response = self.fetch("audit/2026-11-02/2026-11-04.csv", "seal_admin")
        self.assertTrue(response.content.decode("utf-8-sig").startswith('"kind";"id";"at"'))
        for path in ("2026-11-04/2026-11-02.csv", "x/2026-11-02.csv", "2026-11-02/2026-11-02.exe"):
            self.assertEqual(self.fetch(f"audit/{path}").status_code, 404, path)

    def test_a_machine_comes_with_an_administrators_key(self):
        keys = self.env["res.users.apikeys"].with_user(self.admin)
        key = keys._generate("rpc", "trail", datetime.now() + timedelta(hours=1))
        path = "/hva_feedback/v1/audit/2026-11-02/2026-11-04.jsonl"
        self.assertEqual(self.url_open(path).status_code, 401)
        response = self.url_open(path, headers={"Authorization": f"Bearer {key}"})
        self.assertEqual(len(response.text.splitlines()), 4)

    def test_nobody_else(self):
        manager = self.person("seal_manager", "manager", self.health)
        manager.password = "seal-admin-seal-admin"
        self.assertEqual(self.fetch("audit/2026-11-02/2026-11-04.jsonl", "seal_manager").status_code, 403)
        self.assertFalse(self.trail.search([("action", "=", "audit_export")]))
