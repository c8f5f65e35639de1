"""What is known of deliveries goes by the rule of the house, and never what the lake still stands on."""

import shutil
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common_lake import LakeCase


@tagged("post_install", "-at_install")
class TestLakeRetention(LakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.give(cls.eura, "2026-09-05", nps=9, count=6)
        cls.answers = cls.give(cls.eura, "2026-10-05", nps=9, count=6)
        cls.rule = cls.env.ref("hva_reports.hva_retention_lake_run")

    def setUp(self):
        super().setUp()
        shutil.rmtree(self.folder, ignore_errors=True)

    def clean(self, day):
        """Let the job of the house work on `day`; return the numbers of the deliveries that are still known."""
        with freeze_time(day), patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 60.0):
            self.env["hva.retention"]._cron_run()
        self.export.invalidate_recordset()
        return sorted(self.export.run_ids.mapped("number"))

    def test_old_deliveries_go_and_what_the_manifest_names_stays(self):
        self.deliver()  # 1: September is of this one for ever
        for answer in self.answers[:2]:
            answer.unlink()
            self.deliver()  # 2, 3: October anew
        self.deliver()  # 4: nothing new
        manifest = self.check_hashes()
        self.assertEqual(self.clean("2027-12-22"), [1, 2, 3, 4])
        self.assertEqual(self.clean("2027-12-24"), [1, 3, 4])
        files = self.env["hva.export.file"].search([("definition_id", "=", self.export.id)])
        self.assertEqual(set(files.mapped("path")), {one["path"] for one in manifest["files"]})
        self.assertEqual(sum(self.rule.run_ids.mapped("count")), 3)  # two files of October, one delivery
        self.assertEqual(self.clean("2027-12-25"), [1, 3, 4])
        self.assertEqual(self.check_hashes(), manifest)
        with freeze_time("2027-12-25"):
            run = self.deliver()
        self.assertEqual((run.number, run.file_count), (5, 0))
        self.assertEqual(self.manifest(), manifest)

    def test_a_delivery_that_is_under_way_stays(self):
        self.export.sudo()._queue("hand").state_at = "2020-01-01"
        self.clean("2027-12-24")
        self.assertEqual(len(self.export.run_ids), 1)

    def test_months_outside_those_asked_for_leave_no_changes_behind(self):
        self.export.from_month = "2026-10-01"
        self.env["survey.user_input"].browse(self.given[0]["id"]).unlink()
        self.deliver()
        self.assertFalse(self.env["hva.export.change"].search_count([("definition_id", "=", self.export.id)]))
