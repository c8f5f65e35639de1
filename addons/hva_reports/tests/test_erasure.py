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
        run.with_user(self.anna).action_download()
        row = self.env["hva.audit"].search([("action", "=", "export")], limit=1)
        self.assertEqual((row.user_id, row.model, row.res_id), (self.anna, "hva.report.run", run.id))
        rule = self.env.ref("hva_reports.hva_retention_report_file")
        for day, is_there in (("2027-11-01", True), ("2027-11-02", False)):
            with freeze_time(day), patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 60.0):
                self.env["hva.retention"]._cron_run()
            self.assertEqual(bool(file.exists()), is_there, day)
        self.assertEqual((run.sha256, run.user_id), (checksum, self.anna))
        self.assertEqual(rule.run_ids.mapped("count"), [1])

    def _sums(self):
        """Return (answers, promoters, detractors) of the unit's October in the rollup, after the job has run."""
        self.env["hva.fact.month"]._rebuild_dirty()
        self.env["hva.fact.month"].invalidate_model()
        months = self.env["hva.fact.month"].search([("unit_id", "=", self.eura.id), ("month", "=", "2026-10-01")])
        return tuple(sum(months.mapped(name)) for name in ("answers", "promoters", "detractors"))

    def test_results_are_counted_without_an_erased_feedback_and_as_before_without_its_words(self):
        admin = self.person("request_admin")
        admin.group_ids += self.env.ref("hva_feedback.hva_feedback_group_admin")
        answers = self.give(self.eura, "2026-10-05", nps=9, text="Kiitos kaikesta") + self.give(
            self.eura, "2026-10-06", nps=2, text="Pitkä jono"
        )
        self.env["hva.contact"].create([
            {"answer_id": answer.id, "phone": phone}
            for answer, phone in zip(answers, ("+358405550001", "+358405550002"), strict=True)
        ])  # fmt: skip
        sums = [self._sums()]
        for number, act in (("0405550001", "action_erase_words"), ("0405550002", "action_erase_all")):
            request = (
                self.env["hva.person.request"]
                .with_user(admin)
                .create({"registry_ref": "1/2026", "wish": "erase", "identity": "strong"})
            )
            self.env["hva.person.find"].with_user(admin).create({"request_id": request.id, "term": number})
            getattr(request, act)()
            self.env.flush_all()
            sums.append(self._sums())
        self.assertFalse(answers[1].exists())
        self.assertEqual(sums, [(2, 1, 1), (2, 1, 1), (1, 1, 0)])
