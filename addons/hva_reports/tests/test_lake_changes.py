"""What is corrected, erased, merged or late here becomes so in the lake."""

import json
import os
import shutil
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..gateways import lake_files
from .common_lake import LakeCase

BUILD = "odoo.addons.hva_reports.models.hva_export_run"


@tagged("post_install", "-at_install")
class TestLakeChanges(LakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.answers = cls.give(cls.eura, "2026-10-05", "web", nps=9, count=6)
        cls.others = cls.give(cls.pori, "2026-09-10", "web", nps=2, count=5)

    def setUp(self):
        super().setUp()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.assertEqual(self.deliver().state, "done")

    def count(self, **where):
        conditions = " AND ".join(f"{name} = '{value}'" for name, value in where.items()) or "TRUE"
        return self.lake(f"SELECT COUNT(*) FROM answers WHERE {conditions}")[0][0]

    def test_an_erased_answer_is_in_no_file_of_the_folder(self):
        before = {name for (name,) in self.lake("SELECT answer_id FROM answers WHERE nps = 9")}
        self.answers[0].unlink()
        run = self.deliver()
        after = {name for (name,) in self.lake("SELECT answer_id FROM answers WHERE nps = 9")}
        self.assertEqual(len(before - after), 1)
        [gone] = before - after
        for path in self.folder.rglob("*.csv"):
            self.assertNotIn(gone, path.read_text())
        manifest = self.check_hashes()
        self.assertEqual(manifest["removed"], ["answers/answers-2026-10-000001.csv"])
        self.assertEqual(manifest["new"], ["answers/answers-2026-10-000002.csv"])
        self.assertEqual((run.file_count, run.removed_count), (1, 1))

    def test_who_mirrors_the_lake_by_its_manifest_has_what_is_here_after_any_change(self):
        mirror = {}

        def follow(is_seen):
            if is_seen:
                manifest, wanted = self.manifest(), {one["path"] for one in self.manifest()["files"]}
                for path in {*mirror, *manifest["removed"]} - wanted:
                    mirror.pop(path, None)
                for path in wanted - mirror.keys():
                    mirror[path] = (self.folder / path).read_text()
                names = {line.split(",")[0] for path, text in mirror.items() if path.startswith("answers/")
                         for line in text.splitlines()[1:]}  # fmt: skip
                self.assertEqual(names, {name for (name,) in self.lake("SELECT answer_id FROM answers")})

        follow(is_seen=True)
        changes = [
            lambda: self.answers[0].unlink(),
            lambda: self.answers[1:].write({"hva_unit_id": self.huittinen.id}),
            lambda: self.give(self.pori, "2026-09-30", nps=0),
            lambda: self.others.unlink(),
        ]
        for change, is_seen in zip(changes, (True, False, False, True), strict=True):
            change()
            self.deliver()
            follow(is_seen)
        self.assertEqual(len([path for path in mirror if path.startswith("answers/")]), 2)

    def test_a_month_of_which_every_answer_is_erased_has_a_file_without_rows(self):
        self.others.unlink()
        run = self.deliver()
        self.assertEqual((run.state, self.count(nps=2)), ("done", 0))
        self.assertEqual(self.check_hashes()["withheld_months"], ["2026-09"])
        self.assertEqual(self.deliver().file_count, 0)

    @mute_logger(BUILD)
    def test_a_folder_that_cannot_be_used_is_told_in_words_and_used_when_it_can(self):
        self.answers[0].unlink()
        shutil.rmtree(self.folder)
        self.folder.write_text("in the way")
        run = self.deliver()
        words = run.with_user(self.admin).with_context(lang="en_US").words
        self.assertIn("a file stands where the folder should be", words)
        self.folder.unlink()
        refusals = {13: "may not write", 30: "may not write", 28: "disk is full"}
        for number, told in refusals.items():
            run.sudo().write({"next_try_at": False, "attempts": 0})
            with patch.object(lake_files.Path, "mkdir", side_effect=OSError(number, os.strerror(number))):
                self.env["hva.export"]._cron_export()
            self.assertIn(told, run.with_user(self.admin).with_context(lang="en_US").words)
        run.sudo().write({"next_try_at": False, "attempts": 0})
        with patch.dict(os.environ, {"HVA_LAKE_DIR": str(self.root / "gone")}):
            self.env["hva.export"]._cron_export()
        self.assertEqual(run.reason, "no_folder")
        run.sudo().next_try_at = False
        self.env["hva.export"]._cron_export()
        self.assertEqual((run.state, self.count()), ("done", 10))
        self.check_hashes()

    def test_a_folder_that_goes_after_the_manifest_was_written_does_not_undo_the_delivery(self):
        self.answers[0].unlink()
        self.env["hva.export.mark"]._take()
        run = self.export.sudo()._queue("hand")
        while run.state != "done":
            self.assertTrue(run._step())
        is_gone = patch.dict(os.environ, {"HVA_LAKE_DIR": str(self.root / "gone")})
        with is_gone, self.assertLogs("odoo.addons.hva_reports.models.hva_export_build", "WARNING"):
            self.assertFalse(run._step())
        self.assertEqual((run.state, run.reason), ("done", False))

    def test_a_clock_that_was_ahead_puts_nothing_off(self):
        self.export.rhythm = "day"
        with freeze_time("2028-01-01 06:00:00"):
            self.env["hva.export"]._cron_export()
        self.assertEqual(self.export.next_due_at.year, 2028)
        self.env["hva.export"]._cron_export()
        self.assertEqual(str(self.export.next_due_at), "2026-11-24 02:00:00")
        self.assertEqual(self.check_hashes()["delivery"], self.export.delivery)

    def test_a_corrected_unit_reaches_the_lake_and_the_answer_keeps_its_name(self):
        name = self.lake("SELECT list(answer_id ORDER BY answer_id) FROM answers WHERE nps = 9")
        self.answers.write({"hva_unit_id": self.huittinen.id})
        self.deliver()
        self.assertEqual(self.count(unit_id=self.huittinen.id), 6)
        self.assertEqual(self.count(unit_id=self.eura.id), 0)
        self.assertEqual(self.lake("SELECT list(answer_id ORDER BY answer_id) FROM answers WHERE nps = 9"), name)

    def test_a_merger_is_in_the_table_of_units_and_rewrites_no_answer(self):
        self.eura._merge_into(self.huittinen, "Test")
        run = self.deliver()
        self.assertEqual(run.file_ids.mapped("table_name"), ["units"])
        self.assertEqual(self.count(unit_id=self.eura.id), 6)
        now = self.lake("SELECT current_unit_id FROM answers JOIN units USING (unit_id) WHERE nps = 9 GROUP BY 1")
        self.assertEqual(now, [(self.huittinen.id,)])

    def test_a_late_answer_is_there_once(self):
        self.give(self.eura, "2026-10-30", "paper", nps=0)
        self.give(self.eura, "2026-11-20", nps=0, count=5)
        self.deliver()
        self.assertEqual(self.count(), 12)
        with freeze_time("2026-12-03 06:00:00"):
            self.deliver()
        self.assertEqual(self.count(), 17)

    def test_a_month_with_too_few_left_says_so(self):
        self.others[:3].unlink()
        self.deliver()
        self.assertEqual(self.count(nps=2), 0)
        self.assertEqual(self.check_hashes()["withheld_months"], ["2026-09"])

    def test_new_pseudonyms_cut_the_tie_to_earlier_deliveries(self):
        before = {name for (name,) in self.lake("SELECT answer_id FROM answers")}
        self.export.with_user(self.admin).action_make_anew()
        self.deliver()
        after = {name for (name,) in self.lake("SELECT answer_id FROM answers")}
        self.assertFalse(before & after)
        self.assertEqual(len(after), len(before))

    def test_a_file_that_somebody_deleted_is_made_anew(self):
        (self.folder / "answers/answers-2026-09-000001.csv").unlink()
        self.deliver()
        self.assertEqual(self.count(), 11)
        self.check_hashes()

    @mute_logger(BUILD)
    def test_a_full_disk_is_told_once_and_the_next_run_goes_on(self):
        self.give(self.eura, "2026-10-31", nps=1)
        self.give(self.pori, "2026-09-30", nps=1)
        real = lake_files.write_table

        def fill(folder, paths, table, batches):
            if "2026-10" in paths[0]:
                raise OSError(28, "No space left on device")
            return real(folder, paths, table, batches)

        mails = self.env["mail.mail"].search_count([])
        with patch.object(lake_files, "write_table", fill):
            run = self.deliver()
            self.assertEqual((run.state, run.detail), ("waiting", "No space left on device"))
            for _attempt in range(2):
                run.sudo().next_try_at = False
                self.env["hva.export"]._cron_export()
        self.assertEqual((run.state, run.reason), ("failed", "disk"))
        self.assertEqual(self.check_hashes_of_earlier(), 11)
        self.assertTrue(self.export.failing_since)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails + 1)
        later = self.deliver()
        self.assertEqual((later.state, later.file_count), ("done", 2))
        self.assertEqual(self.count(), 13)
        self.assertFalse(self.export.failing_since)
        self.check_hashes()

    def check_hashes_of_earlier(self):
        """The earlier delivery is whole, whatever lies beside it; return its answers."""
        for one in self.manifest()["files"]:
            self.assertEqual((self.folder / one["path"]).stat().st_size, one["bytes"])
        return self.count()

    def test_a_new_file_that_is_lost_before_its_delivery_does_not_bring_the_old_one_back(self):
        self.answers[0].unlink()
        self.env["hva.export.mark"]._take()
        run = self.env["hva.export"].browse(self.export.id)._queue("hand")
        while not run.file_ids:
            self.assertTrue(run._step())
        for one in run.file_ids:
            (self.folder / one.path).unlink()
        self.env["hva.export"]._cron_export()
        self.assertEqual(run.state, "done")
        self.assertEqual(self.count(nps=9), 5)
        self.check_hashes()

    def test_what_was_switched_off_misses_no_change(self):
        self.export.has_answers = False
        self.answers[0].unlink()
        self.env["hva.export.mark"]._take()
        self.export.has_answers = True
        self.deliver()
        self.assertEqual(self.count(nps=9), 5)

    def test_after_a_restored_backup_the_manifest_names_nothing_that_is_gone(self):
        later = "answers/answers-2026-08-000009.csv"
        (self.folder / later).write_text("of a delivery that this database does not know")
        manifest = self.manifest()
        manifest["files"].append({**manifest["files"][0], "path": later})
        (self.folder / "manifest.json").write_text(json.dumps({**manifest, "delivery": 9}))
        self.deliver()
        self.assertEqual(self.check_hashes()["delivery"], 10)

    def test_an_archived_export_delivers_nothing_more(self):
        self.answers[0].unlink()
        self.export._queue("hand")
        self.export.with_user(self.admin).action_archive()
        self.env["hva.export"]._cron_export()
        self.assertEqual(self.count(nps=9), 6)
        self.export.with_user(self.admin).action_unarchive()
        self.env["hva.export"]._cron_export()
        self.assertEqual(self.count(nps=9), 5)

    def test_the_schedule_queues_a_run_when_its_hour_comes(self):
        self.export.write({"rhythm": "day", "hour": 4})
        self.assertEqual(str(self.export.next_due_at), "2026-11-24 02:00:00")
        runs = len(self.export.run_ids)
        with freeze_time("2026-11-24 02:05:00"):
            self.env["hva.export"]._cron_export()
            self.env["hva.export"]._cron_export()
        self.export.invalidate_recordset()
        self.assertEqual(len(self.export.run_ids), runs + 1)
        self.assertEqual(str(self.export.next_due_at), "2026-11-25 02:00:00")
