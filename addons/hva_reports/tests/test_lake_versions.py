"""A new schema version has a folder of its own; what the one before left stays as it is until somebody deletes it."""

import json
import shutil
from unittest.mock import patch

from odoo.tests import tagged

from ..tools import lake_schema
from .common_lake import LakeCase


@tagged("post_install", "-at_install")
class TestLakeVersions(LakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.answers = cls.give(cls.eura, "2026-09-05", nps=9, count=6)
        cls.give(cls.eura, "2026-10-05", nps=9, count=6)

    def setUp(self):
        super().setUp()
        shutil.rmtree(self.root / "lake", ignore_errors=True)

    def raise_version(self):
        self.startPatcher(patch.object(lake_schema, "SCHEMA_VERSION", 3))
        self.old, self.folder = self.folder, self.root / "lake" / "v3"

    def test_everything_is_made_anew_beside_what_was_there(self):
        self.deliver()
        before = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        self.raise_version()
        self.answers[0].unlink()
        run = self.deliver()
        self.assertEqual((run.state, run.from_version, run.schema_version), ("done", 2, 3))
        words = run.with_user(self.admin).with_context(lang="en_US").words
        self.assertIn("Schema version 3 begins: everything is made anew", words)
        self.assertIn("Files of version 2 stay as they are", words)
        self.assertEqual({path: path.read_bytes() for path in self.old.rglob("*") if path.is_file()}, before)
        manifest = self.check_hashes()
        self.assertEqual((manifest["schema_version"], manifest["delivery"], manifest["removed"]), (3, 2, []))
        self.assertEqual(self.lake("SELECT COUNT(*) FROM answers"), [(11,)])
        later = self.deliver()
        self.assertEqual((later.file_count, later.from_version), (0, 0))

    def test_a_version_that_cannot_be_written_leaves_the_one_before_whole(self):
        self.deliver()
        manifest = self.manifest()
        self.raise_version()
        self.folder.write_text("in the way")
        run = self.deliver()
        self.assertEqual((run.state, run.reason), ("waiting", "disk"))
        self.assertEqual(json.loads((self.old / "manifest.json").read_text()), manifest)
        self.folder.unlink()
        run.sudo().next_try_at = False
        self.env["hva.export"]._cron_export()
        self.assertEqual((run.state, run.from_version), ("done", 2))
        self.check_hashes()

    def test_an_administrator_deletes_what_is_left(self):
        self.deliver()
        self.raise_version()
        self.deliver()
        export = self.export.with_user(self.admin)
        self.assertTrue(export.has_old_files)
        export.action_delete_old()
        self.assertEqual([path for path in self.old.rglob("*") if path.is_file()], [])
        export.invalidate_recordset()
        self.assertFalse(export.has_old_files)
        self.check_hashes()
        self.assertEqual(self.env["hva.audit"].search([], limit=1).details["deleted"], "v2")
