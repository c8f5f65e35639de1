import hashlib
import logging
import os
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PHONE, SmsCase

DROP_LOG = "odoo.addons.hva_sms.models.hva_drop_folder"


@tagged("post_install", "-at_install")
class TestDropFolder(SmsCase):
    """Files come whole, broken, twice and in the middle of a crash; nothing is lost and nothing is done twice."""

    def names(self, folder="."):
        return sorted(path.name for path in (self.folder / folder).iterdir() if path.is_file())

    def test_file_moves_to_done_with_its_result_beside_it(self):
        self.drop("monday", [self.row("e1"), self.row("e2", phone=None)])
        self.assertEqual(self.names(), [])
        self.assertLessEqual({"monday.csv", "monday.result.csv"}, set(self.names("done")))
        header, *lines = (self.folder / "done" / "monday.result.csv").read_text().splitlines()
        self.assertEqual(header, "line;event_id;result;code;field")
        self.assertEqual(lines, ["2;e1;accepted;;", "3;e2;skipped;no_phone;"])
        batch = self.env["hva.visit.batch"].search([("name", "=", "monday")])
        self.assertEqual((batch.row_count, batch.accepted_count, batch.skipped_count), (2, 1, 1))

    def test_same_file_again_gets_its_stored_answer(self):
        rows = [self.row("e1"), self.row("e2", unit_oid="1.2.3"), self.row("e3", phone=None)]
        self.drop("monday", rows)
        first = (self.folder / "done" / "monday.result.csv").read_bytes()
        self.env["hva.visit"]._cron_evaluate()
        before = self.env["hva.visit"].search_count([])
        self.drop("monday", rows)
        self.assertEqual((self.folder / "done" / "monday.result.csv").read_bytes(), first)
        self.assertEqual(self.env["hva.visit"].search_count([]), before)
        self.assertEqual(self.visits("e1")["e1"].state, "evaluated")

    def test_same_name_with_other_content_is_a_conflict(self):
        self.drop("monday", [self.row("e1")])
        self.drop("monday", [self.row("e2")])
        self.assertEqual(self.results("monday", "failed")[""], ("rejected", "conflict"))
        self.assertFalse(self.visits("e2"))
        self.drop("monday", [self.row("e3")])
        self.assertIn("monday.2.csv", self.names("failed"), "an earlier failed file is not overwritten")

    def test_same_rows_under_another_name_are_duplicates(self):
        self.drop("monday", [self.row("e1")])
        self.drop("monday-again", [self.row("e1")])
        self.assertEqual(self.results("monday-again")["e1"], ("duplicate", "duplicate"))

    def test_broken_files_are_set_aside_with_a_reason(self):
        cases = {
            "empty": (b"", "empty_file"),
            "latin": ("event_id;ääkköset".encode("latin-1"), "bad_encoding"),
            "nul": (b"event_id\0", "nul_byte"),
            "columns": (b"event_id;revision\n1;2", "missing_field"),
            "hetu": (b"event_id;hetu\n1;010190-123M", "unknown_field"),
        }
        for name, (data, code) in cases.items():
            with self.subTest(name):
                self.drop_bytes(name, data)
                self.assertEqual(self.results(name, "failed")[""], ("rejected", code))
                self.assertEqual((self.folder / "failed" / f"{name}.csv").read_bytes(), data)

    def test_corrected_file_may_have_the_name_of_the_broken_one(self):
        self.drop_bytes("monday", b"nonsense")
        self.drop("monday", [self.row("e1")])
        self.assertEqual(self.results("monday")["e1"], ("accepted", ""))

    def test_bad_rows_do_not_stop_the_good_ones(self):
        rows = [
            self.row("e1"),
            self.row("e2", unit_oid=f"{self.clinic.oid}.99"),
            self.row("e3", visit_end="2026-11-09T10:00:00+02:00"),
            self.row("e4", status="perhaps"),
            self.row("e5", visit_end="2026-09-01T10:00:00+02:00"),
        ]
        self.drop("mixed", rows)
        self.assertEqual(
            self.results("mixed"),
            {
                "e1": ("accepted", ""),
                "e2": ("rejected", "unknown_unit"),
                "e3": ("rejected", "future_time"),
                "e4": ("rejected", "bad_value"),
                "e5": ("rejected", "too_old"),
            },
        )

    def test_half_written_and_foreign_files_are_left_alone(self):
        (self.folder / "a.csv.tmp").write_bytes(b"x")
        (self.folder / "b.csv").write_bytes(b"x")
        os.utime(self.folder / "b.csv", (self.now.timestamp(), self.now.timestamp()))
        (self.folder / "c.csv").symlink_to("/etc/hostname")
        self.env["hva.drop.folder"]._cron_read_drop()
        self.assertEqual(self.names(), ["a.csv.tmp", "b.csv", "c.csv"])
        (self.folder / "a.csv.tmp").unlink()

    def test_crash_between_commit_and_move_imports_nothing_twice(self):
        with patch.object(type(self.env["hva.drop.folder"]), "_answer", side_effect=OSError("disk full")):
            with self.assertLogs(DROP_LOG, logging.ERROR):
                self.drop("monday", [self.row("e1")])
        self.assertEqual(self.names(), ["monday.csv"])
        visit = self.visits("e1")["e1"]
        self.env["hva.drop.folder"]._cron_read_drop()
        self.assertEqual(self.results("monday")["e1"], ("accepted", ""))
        self.assertEqual(self.visits("e1")["e1"], visit)

    def test_one_bad_file_does_not_stop_the_others(self):
        batch_class = type(self.env["hva.visit.batch"])
        receive = batch_class._receive

        def fail_for_first(self, source, name, parsed):
            if name == "a":
                raise ValueError(f"something with {PHONE}")
            return receive(self, source, name, parsed)

        for name in ("a", "b"):
            (self.folder / f"{name}.csv").write_text("nonsense")
            self.settle(self.folder / f"{name}.csv")
        with patch.object(batch_class, "_receive", fail_for_first), self.assertLogs("odoo", logging.INFO) as logs:
            self.env["hva.drop.folder"]._cron_read_drop()
        self.assertEqual(self.names(), ["a.csv"])
        self.assertNotIn(PHONE[4:], "\n".join(logs.output))

    @mute_logger(DROP_LOG)
    def test_without_a_person_key_files_wait(self):
        with patch.dict(os.environ, {"HVA_PERSON_KEY": ""}):
            self.drop("monday", [self.row("e1")])
        self.assertEqual(self.names(), ["monday.csv"])
        self.env["hva.drop.folder"]._cron_read_drop()
        self.assertEqual(self.results("monday")["e1"], ("accepted", ""))

    def test_files_with_numbers_are_deleted_after_72_hours(self):
        self.drop("good", [self.row("e1")])
        self.drop_bytes("bad", b"nonsense")
        self.travel(hours=71)
        self.env["hva.drop.folder"]._erase()
        self.assertIn("good.csv", self.names("done"))
        self.travel(hours=2)
        self.env["hva.drop.folder"]._erase()
        self.assertNotIn("good.csv", self.names("done"))
        self.assertNotIn("bad.csv", self.names("failed"))
        self.assertIn("good.result.csv", self.names("done"))

    def drop_with_checksum(self, name, companion):
        """Put a good file of one visit into the folder, with what its checksum file says of it."""
        row = self.row("e1")
        data = f"{';'.join(row)}\n{';'.join(map(str, row.values()))}\n".encode()
        path = self.folder / f"{name}.csv.sha256"
        path.write_text(companion.format(digest=hashlib.sha256(data).hexdigest()))
        self.addCleanup(path.unlink, missing_ok=True)
        self.drop_bytes(name, data)

    def test_file_is_checked_against_its_checksum(self):
        for number, (companion, code) in enumerate(
            (("0" * 64, "bad_checksum"), ("", "bad_checksum"), ("{digest} 2", "wrong_row_count"))
        ):
            with self.subTest(code):
                self.drop_with_checksum(f"bad-{number}", companion)
                self.assertEqual(self.results(f"bad-{number}", "failed")[""], ("rejected", code))
        self.assertFalse(self.visits("e1"))
        self.drop_with_checksum("bad-0", "{digest}  bad-0.csv 1\n")
        self.assertEqual(self.results("bad-0")["e1"], ("accepted", ""), "the same file, with the right checksum")
        self.assertFalse(list(self.folder.glob("*.sha256")))

    def test_where_checksums_are_wanted_a_file_waits_for_its_own(self):
        self.params.set_param("hva_sms.drop_needs_checksum", "1")
        self.drop("monday", [self.row("e1")])
        self.assertEqual(self.names(), ["monday.csv"])
        digest = hashlib.sha256((self.folder / "monday.csv").read_bytes()).hexdigest()
        (self.folder / "monday.csv.sha256").write_text(f"{digest} 1")
        self.env["hva.drop.folder"]._cron_read_drop()
        self.assertEqual(self.results("monday")["e1"], ("accepted", ""))
