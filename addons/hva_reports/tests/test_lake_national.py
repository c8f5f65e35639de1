"""The national part of an export waits for nobody and nobody waits for it; what is left out of it is said."""

import base64
import json
from unittest.mock import patch

from odoo.tests import tagged

from ..tools import national_mapping
from .common_lake import LakeCase

OID = "1.2.246.10.1234567.10.11"


@tagged("post_install", "-at_install")
class TestLakeNational(LakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eura.oid, cls.health.oid = OID, f"{OID}.1"
        cls.give(cls.eura, "2026-08-05", nps=9, statements={"ST1": 5}, count=6)
        cls.give(cls.eura, "2026-09-05", nps=9, statements={"ST1": 5}, count=6)
        content = {"schema": "hva-national-mapping", "schema_version": 1, "items": {"NPS": "THL-NPS"}}
        cls.mapping = base64.b64encode(json.dumps(content).encode())
        cls.export.write({"has_national": True, "mapping_file": cls.mapping})

    def reword(self):
        """Publish the set with other words for ST1; what is given from now on answers to these."""
        item = self.env["hva.question.item"].search([("code", "=", "ST1")])
        item.text_ids.filtered(lambda row: (row.lang_code, row.part) == ("fi", "title")).text += " (uusi)"
        cls = type(self)
        self.addCleanup(setattr, cls, "survey", cls.survey)
        self.addCleanup(setattr, cls, "question", cls.question)
        cls.survey = self.survey.hva_set_id._publish()
        cls.question = {q.hva_item_id.code: q for q in cls.survey.question_ids if q.hva_item_id}

    def national(self):
        """Return [(month, answers)] of the national table as delivered, [] where it is not there."""
        if not any(one["table"] == "national" for one in self.manifest()["files"]):
            return []
        query = "SELECT strftime(month, '%Y-%m'), COUNT(DISTINCT answer_id) FROM national GROUP BY 1 ORDER BY 1"
        return self.lake(query)

    def answers(self):
        return self.lake("SELECT COUNT(*) FROM answers")[0][0]

    def english(self, record):
        return record.with_user(self.admin).with_context(lang="en_US")

    def test_without_a_mapping_file_everything_else_goes(self):
        self.export.mapping_file = False
        mails = self.env["mail.mail"].search_count([])
        run = self.deliver()
        self.assertEqual((run.state, run.refusal), ("partly", "no_mapping"))
        self.assertEqual((self.answers(), self.national()), (12, []))
        self.assertEqual(self.check_hashes()["refused"], {"national": "no_mapping"})
        words = self.english(run).words
        self.assertIn("files", words)
        self.assertIn("The national delivery was left out. The national delivery has no mapping file.", words)
        self.assertTrue(self.export.refused_since)
        self.deliver()
        self.assertEqual(self.env["mail.mail"].search_count([]), mails + 1)  # once, not every night
        self.export.mapping_file = self.mapping
        self.assertEqual(self.deliver().state, "done")
        self.assertEqual(self.national(), [("2026-08", 6), ("2026-09", 6)])
        self.assertEqual(self.check_hashes()["refused"], {})
        self.assertFalse(self.export.refused_since)

    def test_other_words_leave_their_month_out_and_what_went_before_stays_in_step(self):
        self.deliver()
        self.reword()
        self.give(self.eura, "2026-10-15", nps=2, statements={"ST1": 1}, count=6)
        run = self.deliver()
        self.assertEqual((run.state, run.refusal), ("partly", "mixed"))
        name = self.survey.hva_set_id.name
        self.assertEqual(run.refusal_detail, f"ST1 (fi): {name} 1 2026-08 – 2026-09 / {name} 2 2026-10")
        self.assertIn("Months delivered before stay: 2026-08 – 2026-09.", self.english(run).words)
        self.assertIn("ST1 (fi)", self.english(self.export).last_refusal)
        self.assertEqual((self.answers(), self.national()), (18, [("2026-08", 6), ("2026-09", 6)]))
        self.assertIn("ST1 (fi)", self.check_hashes()["refused"]["national"])
        self.env["survey.user_input"].browse(self.given[0]["id"]).unlink()
        self.deliver()
        self.assertEqual((self.answers(), self.national()), (17, [("2026-08", 5), ("2026-09", 6)]))
        self.export.with_user(self.admin).from_month = "2026-10-01"
        self.assertEqual(self.deliver().state, "done")
        self.assertEqual((self.answers(), self.national()), (6, [("2026-10", 6)]))

    def test_a_late_answer_to_other_words_takes_a_month_back(self):
        self.deliver()
        self.reword()
        self.give(self.eura, "2026-08-20", nps=2, statements={"ST1": 1})
        run = self.deliver()
        self.assertEqual((run.state, self.national(), self.answers()), ("partly", [], 13))
        self.check_hashes()

    def test_other_words_that_come_while_a_run_goes_on_are_not_mixed_in(self):
        run = self.export.sudo()._queue("hand")
        self.env["hva.export.mark"]._take()
        while not run.file_ids:
            self.assertTrue(run._step())
        self.reword()
        self.give(self.eura, "2026-09-20", nps=2, statements={"ST1": 1})
        self.env["hva.export"]._cron_export()
        self.assertEqual((run.state, run.refusal), ("partly", "mixed"))
        self.assertEqual((self.national(), self.answers()), ([], 13))

    def test_words_are_looked_at_once_for_all_months(self):
        for month in range(1, 8):
            self.give(self.eura, f"2026-0{month}-05", nps=9, count=3)
        looks, real = [], type(self.export)._get_uses
        with patch.object(
            type(self.export), "_get_uses", lambda one, months: looks.append(months) or real(one, months)
        ):
            self.deliver()
        self.assertEqual([len(months) for months in looks], [9])
        self.assertEqual(len(self.national()), 9)

    def test_a_mapping_that_is_no_longer_read_is_told_on_the_form_and_stops_nothing_else(self):
        with patch.object(national_mapping, "SCHEMA_VERSION", 2):
            run = self.deliver()
            self.export.invalidate_recordset()
            self.assertIn("is 1, this system reads 2", self.english(self.export).mapping_words)
        self.assertEqual((run.state, run.refusal, self.answers()), ("partly", "bad_mapping", 12))

    def test_what_few_share_is_said_to_be_not_told(self):
        self.env["ir.config_parameter"].set_param("hva_reports.suppression_base", "4")
        self.give(self.huittinen, "2026-09-06", nps=3, count=3)
        self.give(self.health, "2026-09-06", nps=3, count=3)
        self.deliver()
        rows = self.lake(
            """SELECT unit_oid, not_told, COUNT(*) FROM national WHERE item_code = 'NPS' AND month = DATE '2026-09-01'
                GROUP BY ALL ORDER BY 1"""
        )
        self.assertEqual(rows, [(OID, None, 6), (f"{OID}.1", "unit_oid", 6)])
