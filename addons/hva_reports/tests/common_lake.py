"""A county with a data lake in a folder of its own, read by DuckDB through the manifest as a reader would."""

import hashlib
import json
import os
import tempfile
from pathlib import Path
from unittest.mock import patch

import duckdb

from .common_reports import ReportCase


class LakeCase(ReportCase):
    """`deliver` is what an administrator and the job do; `lake` asks SQL of what arrived."""

    FORMATS = "csv"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.root = Path(place.name)
        cls.startClassPatcher(
            patch.dict(os.environ, {"HVA_PERSON_KEY": "a key of the lake that is long enough to be one"})
        )
        cls.env["ir.config_parameter"].set_param("hva_reports.lake_dir", str(cls.root))
        cls.env["ir.config_parameter"].set_param("hva_reports.suppression_base", "3")
        cls.admin = cls.person("lake_admin")
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.export = (
            cls.env["hva.export"]
            .with_user(cls.admin)
            .create(
                {"name": "County's lake", "code": "lake", "rhythm": "none", "formats": cls.FORMATS, "has_sums": False}
            )
        )
        cls.folder = cls.root / "lake" / "v2"

    def deliver(self, export=None):
        """Press the button, let the job work, return the run."""
        export = export or self.export
        export.with_user(self.admin).action_export_now()
        self.env["hva.export"]._cron_export()
        export.invalidate_recordset()
        return export.run_ids[:1]

    def manifest(self):
        return json.loads((self.folder / "manifest.json").read_text())

    def check_hashes(self):
        """Every file that the manifest names is there with its hash and rows, and no other."""
        manifest = self.manifest()
        for one in manifest["files"]:
            data = (self.folder / one["path"]).read_bytes()
            self.assertEqual((len(data), hashlib.sha256(data).hexdigest()), (one["bytes"], one["sha256"]), one["path"])
        there = {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file()}
        self.assertEqual(there, {one["path"] for one in manifest["files"]} | {"manifest.json"})
        return manifest

    def lake(self, query, file_format="csv"):
        """Return the rows of `query`, in which each table of the lake is a view."""
        with duckdb.connect() as duck:
            by_table = {}
            for one in self.manifest()["files"]:
                if one["format"] == file_format:
                    by_table.setdefault(one["table"], []).append(str(self.folder / one["path"]))
            for table, paths in by_table.items():
                reader = "read_parquet" if file_format == "parquet" else "read_csv"
                duck.execute(f"CREATE VIEW {table} AS SELECT * FROM {reader}({paths!r})")
            return duck.sql(query).fetchall()
