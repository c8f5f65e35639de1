"""The data lake as an administrator orders it and an engine of another make reads it."""

from collections import Counter
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..gateways import lake_files
from .common_lake import LakeCase
from .common_reports import OCTOBER

METRICS = ["answers", "nps", "promoters", "detractors", "mean_st1"]


@tagged("post_install", "-at_install")
class TestLake(LakeCase):
    FORMATS = "both"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for score in (0, 5, 8, 9, 10, 10):
            cls.give(cls.eura, "2026-10-05", "web", nps=score, statements={"ST1": 1 + score % 5}, text="Sana")
        for day in ("2026-10-06", "2026-09-30", "2026-11-02"):
            cls.give(cls.huittinen, day, "sms", nps=7, statements={"ST1": 0}, count=4)
        cls.give(cls.pori, "2026-10-20", "kiosk", count=3)

    def test_what_is_read_back_equals_the_query_and_a_plain_count(self):
        run = self.deliver()
        self.assertEqual((run.state, run.words.split(",")[0]), ("done", "16 files"))
        self.check_hashes()
        answer = (
            self.env["hva.query"]
            .with_user(self.admin)
            .query(
                {
                    "unit": self.county.id,
                    "group": "leaf",
                    "metrics": METRICS,
                    "period": {"kind": "month", "day": "2026-10-01"},
                }
            )
        )
        expected = {
            int(row["key"]): tuple(_rounded(row["cells"][metric]["value"]) for metric in METRICS)
            for row in answer["rows"]
            if row["cells"]["answers"]["value"]
        }
        plain = Counter(row["unit"].id for row in self.given if OCTOBER.start <= row["day"] < OCTOBER.end)
        for file_format in ("csv", "parquet"):
            rows = self.lake(
                """SELECT unit_id, COUNT(*), ROUND(100 * (SUM((nps >= 9)::INT) - SUM((nps <= 6)::INT)) / COUNT(nps), 9),
                          COALESCE(SUM((nps >= 9)::INT), 0), COALESCE(SUM((nps <= 6)::INT), 0),
                          ROUND(AVG(st1) FILTER (WHERE st1 > 0), 9)
                     FROM answers WHERE month = DATE '2026-10-01' GROUP BY unit_id""",
                file_format,
            )
            read = {unit: tuple(rest) for unit, *rest in rows}
            self.assertEqual(read, expected, file_format)
            self.assertEqual({unit: count for unit, (count, *_rest) in read.items()}, plain)
            names = dict(self.lake("SELECT unit_id, name FROM units", file_format))
            self.assertEqual(names[self.eura.id], "Eura")

    def test_months_that_are_not_over_stay_here(self):
        self.deliver()
        months = self.lake("SELECT DISTINCT strftime(month, '%Y-%m') FROM answers ORDER BY 1")
        self.assertEqual(months, [("2026-09",), ("2026-10",)])

    def test_nothing_leads_back_to_an_answer(self):
        self.deliver()
        everything = b"".join(path.read_bytes() for path in self.folder.rglob("answers*.csv"))
        self.assertNotIn(b"Sana", everything)
        ids = {row["id"] for row in self.given}
        cells = {cell for line in everything.decode().split() for cell in line.split(",")}
        self.assertFalse({str(one) for one in ids if one > 1000} & cells)
        names = [name for (name,) in self.lake("SELECT answer_id FROM answers")]
        self.assertEqual(len(set(names)), 17)
        self.assertTrue(all(len(name) == 32 for name in names))
        self.assertNotEqual(names, sorted(names))

    def test_what_few_share_is_not_told(self):
        self.give(self.eura, "2026-10-29", "paper", nps=3, count=2)
        self.deliver()
        groups = self.lake(
            """SELECT COUNT(*) FROM answers GROUP BY unit_id, set_version_id, channel, service_id, contact_mode,
                      lang_code, respondent_group, week, age_band, is_assisted, day, not_told, month"""
        )
        self.assertTrue(all(count >= 3 for (count,) in groups), groups)
        self.assertEqual(self.lake("SELECT COUNT(*) FROM answers WHERE channel = 'paper'"), [(0,)])
        self.assertEqual(self.lake("SELECT COUNT(*) FROM answers WHERE not_told LIKE '%channel%'"), [(8,)])

    def test_a_second_delivery_brings_only_what_is_new(self):
        self.deliver()
        before = self.manifest()
        run = self.deliver()
        self.assertEqual((run.state, run.file_count), ("done", 0))
        self.assertEqual(self.manifest(), before)

    def test_without_pyarrow_parquet_is_refused_in_words(self):
        with patch.object(lake_files, "pyarrow", None):
            with self.assertRaisesRegex(ValidationError, "requirements-lake"):
                self.export.with_user(self.admin).with_context(lang="en_US").formats = "parquet"
            run = self.deliver()
        self.assertEqual((run.state, run.reason), ("failed", "no_parquet"))
        self.export.formats = "csv"
        run.with_user(self.admin).action_try_again()
        self.env["hva.export"]._cron_export()
        self.assertEqual(run.state, "done")

    def test_only_an_administrator_and_for_the_address_only_the_system(self):
        self.give(self.eura, "2026-10-05")
        manager = self.person("manager", (self.county, "manager"))
        with self.assertRaises(AccessError):
            self.export.with_user(manager).action_export_now()
        with self.assertRaises(AccessError):
            self.export.with_user(self.admin).put_url = "https://store.example.fi/{name}"
        self.assertNotIn("put_url", self.export.with_user(self.admin).fields_get())
        acts = self.env["hva.audit"].search([("action", "=", "lake_setting")])
        self.assertEqual(acts[0].details["made"], True)

    def test_a_restored_database_sends_nothing(self):
        with patch.object(type(self.env["hva.sending"]), "_why_moved", lambda _self: "elsewhere"):
            with self.assertRaises(UserError):
                self.export.with_user(self.admin).action_export_now()
            self.export._queue("schedule")
            with self.assertLogs("odoo.addons.hva_reports.models.hva_export_run", "WARNING"):
                self.env["hva.export"]._cron_export()
        self.assertFalse(self.folder.exists())


def _rounded(value):
    return value if value is None else round(value, 9)
