"""What retention and a person's request erase, as results see it."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common_reports import ReportCase


@tagged("post_install", "-at_install")
class TestErasure(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.eura, "manager"))

    def test_a_workbook_goes_and_its_run_stays(self):
        self.schedule.action_send_now("2026-10-01")
        self.env["hva.report.run"]._build_due()
        run = self.env["hva.report.run"].search([("user_id", "=", self.anna.id)])
        file, checksum = run.attachment_id, run.sha256
        self.assertTrue(file)
        rule = self.env.ref("hva_reports.hva_retention_report_file")
        for day, is_there in (("2027-11-01", True), ("2027-11-02", False)):
            with freeze_time(day), patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 60.0):
                self.env["hva.retention"]._cron_run()
            self.assertEqual(bool(file.exists()), is_there, day)
        self.assertEqual((run.sha256, run.user_id), (checksum, self.anna))
        self.assertEqual(rule.run_ids.mapped("count"), [1])
