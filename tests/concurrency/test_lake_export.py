"""The data lake with real transactions: what commits late is delivered once, and a run may die at any line."""

import hashlib
import json
import os
from unittest.mock import patch

import duckdb
import pytest
from given import give

WHEN = "2026-09-15"


class Killed(BaseException):
    """The process is gone: no handler of ours sees it."""


@pytest.fixture
def lake(new_env, tmp_path):
    """A county with a unit, twelve answers of September, and an export into `tmp_path`. Returns a `Lake`."""
    with new_env() as env:
        level = env["hva.unit.level"].search([], limit=1)
        unit = env["hva.unit"].create({"name": "Eura", "level_id": level.id})
        env["ir.config_parameter"].set_param("hva_reports.lake_dir", str(tmp_path))
        give(env, unit.id, 10, WHEN, count=12)
        values = {"name": "Lake", "code": "lake", "rhythm": "none", "has_sums": False}
        return Lake(new_env, env["hva.export"].create(values).id, unit.id, tmp_path / "lake" / "v2")


class Lake:
    """What the job does, and what a reader finds."""

    def __init__(self, new_env, export_id, unit_id, folder):
        self.new_env, self.export_id, self.unit_id, self.folder = new_env, export_id, unit_id, folder

    def order(self):
        with self.new_env() as env:
            env["hva.export"].browse(self.export_id)._queue("hand")

    def run(self):
        """Let the job do what waits; each step is committed."""
        with self.new_env() as env:
            env["hva.export"]._cron_export()

    def deliver(self):
        self.order()
        self.run()
        return self.counts()

    def counts(self):
        """Check the hashes of all that the manifest names; return [(score, answers)]."""
        manifest = json.loads((self.folder / "manifest.json").read_text())
        for one in manifest["files"]:
            data = (self.folder / one["path"]).read_bytes()
            assert hashlib.sha256(data).hexdigest() == one["sha256"], one["path"]
        paths = [str(self.folder / one["path"]) for one in manifest["files"] if one["table"] == "answers"]
        rows = duckdb.sql(
            f"SELECT nps, COUNT(*), COUNT(DISTINCT answer_id) FROM read_csv({paths}) GROUP BY 1"
        ).fetchall()
        assert all(count == different for _score, count, different in rows)
        return sorted((score, count) for score, count, _different in rows)


def test_an_answer_that_commits_late_is_in_the_next_delivery_once(lake):
    assert lake.deliver() == [(10, 12)]
    with lake.new_env() as late:
        give(late, lake.unit_id, 0, WHEN)  # its number and times are older than all that follows
        with lake.new_env() as quick:
            give(quick, lake.unit_id, 5, WHEN)
        assert lake.deliver() == [(5, 1), (10, 12)]
    assert lake.deliver() == [(0, 1), (5, 1), (10, 12)]
    assert lake.deliver() == [(0, 1), (5, 1), (10, 12)]


def test_an_answer_that_commits_while_its_month_is_built_is_in_the_next_delivery(lake):
    from odoo.addons.hva_reports.gateways import lake_files

    real, done = lake_files.write_table, []

    def slow(folder, paths, table, batches):
        if table == "answers" and not done:
            done.append(paths)
            with lake.new_env() as other:
                give(other, lake.unit_id, 0, WHEN)
        return real(folder, paths, table, batches)

    with patch.object(lake_files, "write_table", slow):
        assert lake.deliver() == [(10, 12)]
    assert lake.deliver() == [(0, 1), (10, 12)]


def test_an_answer_that_is_erased_while_its_month_is_built_is_gone_with_the_next_delivery(lake):
    """The builder reads what was there when it began; the file with the erased answer is named as one to delete."""
    from odoo.addons.hva_reports.gateways import lake_files

    real, done = lake_files.write_table, []

    def slow(folder, paths, table, batches):
        def rows():
            for batch in batches:
                if table == "answers" and not done:
                    with lake.new_env() as other:
                        other["survey.user_input"].search([("hva_unit_id", "=", lake.unit_id)], limit=1).unlink()
                    done.extend(paths)
                yield batch

        return real(folder, paths, table, rows())

    with patch.object(lake_files, "write_table", slow):
        assert lake.deliver() == [(10, 12)]
    assert lake.deliver() == [(10, 11)]
    manifest = json.loads((lake.folder / "manifest.json").read_text())
    assert set(done) <= set(manifest["removed"])
    assert not (lake.folder / done[0]).exists()


def test_an_answer_in_flight_while_the_export_is_made_is_not_lost(new_env, tmp_path):
    with new_env() as env:
        level = env["hva.unit.level"].search([], limit=1)
        unit = env["hva.unit"].create({"name": "Eura", "level_id": level.id})
        env["ir.config_parameter"].set_param("hva_reports.lake_dir", str(tmp_path))
        give(env, unit.id, 10, WHEN, count=12)
    with new_env() as late:
        give(late, unit.id, 0, WHEN)
        with new_env() as env:
            export = env["hva.export"].create({"name": "Lake", "code": "lake", "rhythm": "none", "has_sums": False})
        lake = Lake(new_env, export.id, unit.id, tmp_path / "lake" / "v2")
        assert lake.deliver() == [(10, 12)]
    assert lake.deliver() == [(0, 1), (10, 12)]


def test_two_jobs_at_once_do_not_disturb_each_other(lake):
    lake.order()
    with lake.new_env() as one, lake.new_env() as two:
        run = one["hva.export.run"].search([])
        assert run._step()
        assert not two["hva.export.run"].browse(run.id)._step()
    lake.run()
    assert lake.counts() == [(10, 12)]


PLACES = ("plan", "write_table", "put", "write_bytes", "replace", "tidy", "conclude")


def test_a_run_that_is_killed_anywhere_leaves_the_delivery_before_it_whole(lake):
    before = lake.deliver()
    for score, place in enumerate(PLACES):
        with lake.new_env() as env:
            give(env, lake.unit_id, score, WHEN)
        after = sorted([*before, (score, 1)])
        lake.order()
        with pytest.raises(Killed), killed_at(place):
            lake.run()
        assert lake.counts() in (before, after), place
        assert lake.deliver() == after, place
        before = after
        there = {str(path.relative_to(lake.folder)) for path in lake.folder.rglob("*") if path.is_file()}
        named = {one["path"] for one in json.loads((lake.folder / "manifest.json").read_text())["files"]}
        assert there == named | {"manifest.json"}, place
    with lake.new_env() as env:
        assert set(env["hva.export.run"].search([]).mapped("state")) == {"done"}


def test_a_run_of_a_new_schema_version_that_is_killed_anywhere_leaves_the_old_files_whole(lake, monkeypatch):
    from odoo.addons.hva_reports.tools import lake_schema

    lake.deliver()
    old = lake.folder
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    monkeypatch.setattr(lake_schema, "SCHEMA_VERSION", 3)
    lake.folder = old.with_name("v3")
    lake.order()
    for place in PLACES:
        if place != "tidy":  # comes after the delivery
            with pytest.raises(Killed), killed_at(place):
                lake.run()
    lake.run()
    assert lake.counts() == [(10, 12)]
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == before
    with lake.new_env() as env:
        run = env["hva.export.run"].search([], limit=1)
        assert (run.state, run.from_version, run.number) == ("done", 2, 2)
        assert set(env["hva.export.file"].search([("schema_version", "=", 2)]).mapped("stage")) == {"left"}


def killed_at(place):
    """Die on the way into `place`; for `replace`, between the rename of the manifest and the commit."""
    from odoo.addons.hva_reports.gateways import lake_files
    from odoo.addons.hva_reports.models.hva_export_build import HvaExportRun
    from odoo.addons.hva_reports.models.hva_export_plan import HvaExport

    def die(*_args, **_kwargs):
        raise Killed

    def replace_and_die(source, target):
        real(source, target)
        if str(target).endswith("manifest.json"):
            raise Killed

    real = os.replace
    return {
        "plan": patch.object(HvaExport, "_make_plan", die),
        "put": patch.object(lake_files.Written, "put", die),
        "replace": patch.object(lake_files.os, "replace", replace_and_die),
        "conclude": patch.object(HvaExportRun, "_conclude", die),
    }.get(place) or patch.object(lake_files, place, die)
