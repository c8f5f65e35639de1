"""Files of the lake: whole or not there, the same in both formats, read by an engine that is not ours."""

import csv
import hashlib
import io
import zipfile
from datetime import date, datetime

import duckdb
import pyarrow.parquet
import pytest

from hva_reports.gateways import lake_files
from hva_reports.tools import lake_manifest, lake_schema
from hva_reports.tools.lake_manifest import FileEntry, Head, ManifestError

ROWS = [
    (1, "1.2.246.10.1", "=2+3", "Area", None, 1, date(2026, 1, 1), None, None),
    (2, None, 'Eura; "terveys"\nasema', "Unit", 1, 2, None, date(2026, 5, 5), "Oy Ä"),
]


def write(folder, path, rows=ROWS, size=1):
    batches = (rows[start : start + size] for start in range(0, len(rows), size))
    [written] = lake_files.write_table(folder, [path], "units", batches)
    return written


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_what_is_written_is_read_back_by_duckdb(tmp_path, file_format):
    written = write(tmp_path, f"units/units-000001.{file_format}")
    written.put()
    data = written.path.read_bytes()
    assert (written.rows, written.size) == (2, len(data))
    assert written.sha256 == hashlib.sha256(data).hexdigest()
    reader = "read_parquet" if file_format == "parquet" else "read_csv"
    types = ", types={'oid': 'VARCHAR', 'producer': 'VARCHAR'}" if file_format == "csv" else ""
    read = duckdb.sql(f"SELECT * FROM {reader}('{written.path}'{types}) ORDER BY unit_id").fetchall()
    expected = [list(row) for row in ROWS]
    if file_format == "csv":
        expected[0][2] = "'=2+3"  # a spreadsheet would run it
    assert [list(row) for row in read] == expected


def test_parquet_is_written_a_row_group_at_a_time(tmp_path):
    written = write(tmp_path, "units/units-000001.parquet", ROWS * 50, size=10)
    written.put()
    assert pyarrow.parquet.ParquetFile(written.path).num_row_groups == 10


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_rows_leave_memory_as_they_come(tmp_path, file_format):
    path, sizes = f"units/units-000001.{file_format}", []
    draft = tmp_path / "units" / f".units-000001.{file_format}.tmp"

    def batches():
        for number in range(5):
            sizes.append(draft.stat().st_size)
            yield [(unit, *row[1:]) for unit, row in enumerate(ROWS * 3_000, start=number)]

    [written] = lake_files.write_table(tmp_path, [path], "units", batches())
    assert written.rows == 30_000
    assert sizes == sorted(set(sizes)) and sizes[-1] > written.size // 2


def test_both_formats_are_made_of_one_look_at_the_rows(tmp_path):
    paths = ["units/units-000001.csv", "units/units-000001.parquet"]
    both = lake_files.write_table(tmp_path, paths, "units", iter([ROWS, ROWS]))
    alone = [write(tmp_path / "alone", path, ROWS * 2, size=2) for path in paths]
    assert [(one.rows, one.sha256) for one in both] == [(4, one.sha256) for one in alone]


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_a_table_without_rows_has_its_columns(tmp_path, file_format):
    written = write(tmp_path, f"units/units-000001.{file_format}", [])
    written.put()
    reader = "read_parquet" if file_format == "parquet" else "read_csv"
    names = duckdb.sql(f"SELECT * FROM {reader}('{written.path}')").columns
    assert names == [column.name for column in lake_schema.TABLES["units"]]


def test_a_file_is_not_in_its_place_before_it_is_put_there(tmp_path):
    written = write(tmp_path, "units/units-000001.csv")
    assert not written.path.exists() and written.draft.exists()
    written.drop()
    assert not list((tmp_path / "units").iterdir())


def test_a_source_that_breaks_leaves_nothing_behind(tmp_path):
    def broken():
        yield ROWS
        raise RuntimeError

    with pytest.raises(RuntimeError):
        lake_files.write_table(tmp_path, ["units/units-000001.csv", "units/units-000001.parquet"], "units", broken())
    assert not list((tmp_path / "units").iterdir())


@pytest.mark.parametrize(
    "path", ["../x.csv", "units/../../x.csv", "/units/a.csv", "units/a.sh", "a.csv", "units/A.csv"]
)
def test_no_path_leads_out_of_the_folder(tmp_path, path):
    with pytest.raises(ValueError):
        write(tmp_path, path)
    assert not lake_files.is_there(tmp_path, path, 0)


def test_tidying_takes_what_is_no_longer_ours_and_nothing_else(tmp_path):
    for number in (1, 2):
        write(tmp_path, f"units/units-00000{number}.csv").put()
    write(tmp_path, "units/units-000003.csv")  # a run that died
    (tmp_path / "units" / "Notes.txt").write_text("of somebody")
    gone = lake_files.tidy(tmp_path, {"units/units-000002.csv"})
    assert gone == ["units/.units-000003.csv.tmp", "units/units-000001.csv"]
    assert {place.name for place in (tmp_path / "units").iterdir()} == {"Notes.txt", "units-000002.csv"}


def test_files_are_packed_into_one(tmp_path):
    written = write(tmp_path, "units/units-000001.csv")
    written.put()
    entries = [("units/units-000001.csv", written.path), ("manifest.json", lambda: b"{}")]
    pack = lake_files.pack(tmp_path / "lake.zip", entries)
    with zipfile.ZipFile(io.BytesIO(pack.draft.read_bytes())) as opened:
        assert opened.read("units/units-000001.csv") == written.path.read_bytes()
        assert opened.namelist()[-1] == "manifest.json"
    assert pack.sha256 == hashlib.sha256(pack.draft.read_bytes()).hexdigest()


def test_a_pack_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(OSError):
        lake_files.pack(tmp_path / "lake.zip", [("manifest.json", lambda: b"{}"), ("gone", tmp_path / "gone")])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_a_disk_that_is_full_is_told_as_such_and_keeps_nothing_of_ours(tmp_path, file_format, monkeypatch):
    lake_files.write_bytes(tmp_path, "manifest.json", b"{}")
    monkeypatch.setattr(lake_files.os, "fsync", _full)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path, f"units/units-000001.{file_format}")
    with pytest.raises(OSError, match="No space left"):
        lake_files.write_bytes(tmp_path, "manifest.json", b'{"files": []}')
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["manifest.json"]
    assert (tmp_path / "manifest.json").read_bytes() == b"{}"


def _full(_handle):
    raise OSError(28, "No space left on device")


ENTRY = FileEntry("answers/answers-2026-10-000002.csv", "answers", "2026-10-01", "csv", 3, 99, "a" * 64, 2)
HEAD = Head("Lake", "County", 2, datetime(2026, 11, 28, 1, 2, 3), 10, 5, (date(2026, 9, 1),))


def test_a_manifest_is_read_back():
    data = lake_manifest.build(HEAD, [ENTRY], [ENTRY.path], ["answers/answers-2026-10-000001.csv"])
    assert lake_manifest.read(data) == (2, {ENTRY.path: ENTRY})
    assert data == lake_manifest.build(HEAD, [ENTRY], [ENTRY.path], ["answers/answers-2026-10-000001.csv"])
    assert b'"created_at": "2026-11-28T01:02:03Z"' in data and b'"withheld_months": [' in data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "not JSON"),
        (b"[]", "not a manifest"),
        (b'{"schema": "other"}', "not a manifest of hva-lake"),
        (b'{"schema": "hva-lake", "schema_version": 9}', "schema version 9, and this is 2"),
        (b'{"schema": "hva-lake", "schema_version": 2, "delivery": 1, "files": [{"path": "../x"}]}', "not described"),
    ],
)
def test_a_strange_manifest_is_refused_by_name(data, said):
    with pytest.raises(ManifestError, match=said):
        lake_manifest.read(data)


NAMES = {
    "=1+1": "'=1+1",
    "Eura; terveys": "Eura; terveys",
    "Eura;=1+1;": "Eura;'=1+1;",  # a Finnish spreadsheet takes the semicolon for the end of a cell
    'Eura; "=1+1': "Eura;' \"=1+1",
    "Eura\n@SUM(A1)": "Eura\n'@SUM(A1)",
    "Eura\r\n-2+3\tx": "Eura\r\n'-2+3\tx",
    "\t=1": "\t'=1",
    "\uff1d1+1": "'\uff1d1+1",
    "Oulu - Uleåborg, 5+": "Oulu - Uleåborg, 5+",
    "'=1+1": "''=1+1",
}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_name_becomes_a_formula_however_a_spreadsheet_parts_the_file(tmp_path, delimiter):
    rows = [(number, None, name, None, None, number, None, None, None) for number, name in enumerate(NAMES)]
    written = write(tmp_path, "units/units-000001.csv", rows)
    with written.draft.open(newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file, delimiter=delimiter) for cell in row]
    assert not [cell for cell in cells if cell.lstrip(" \t").startswith(("=", "+", "-", "@", "\uff1d"))]
    written.put()
    read = duckdb.sql(f"SELECT name FROM read_csv('{written.path}', quote='\"') ORDER BY unit_id").fetchall()
    assert [name for (name,) in read] == list(NAMES.values())
