"""A table is read as people's spreadsheets write it, refused with a reason, and written without formulas."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from hva_feedback.tools import table_file
from hva_feedback.tools.table_file import Table, TableError, read_table, write_csv, write_xlsx

HEADER = ("code", "text")
ROWS = (
    ("ST1", 'Sää, ei; "poutaa"\nuusi rivi'),
    ("ST2", "=1+1"),
    ("ST3", "'=1"),
    ("ST4", "-5"),
    ("ST5", "''=a '=b"),
    ("ST6", "'a '=b"),
    ("", "Ääkkönen"),
)


def read(data, name="x.csv", **limits):
    return read_table(data, name, **{"max_rows": 100, **limits})


def error(data, name="x.csv", **limits):
    with pytest.raises(TableError) as caught:
        read(data, name, **limits)
    return caught.value.code, caught.value.detail


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_csv_of_any_common_kind_reads_the_same(encoding, separator, line_end):
    text = line_end.join(
        [f"code{separator}text", f'A{separator}"Hyv\u00e4{separator} p\u00e4iv\u00e4"', "", f" B {separator}", ""]
    )
    table = read(text.encode(encoding))
    assert table == Table(("code", "text"), ((2, ("A", f"Hyv\u00e4{separator} p\u00e4iv\u00e4")), (4, ("B", ""))))


def test_a_separator_inside_quotation_marks_does_not_count():
    assert read(b'"a;b;c",d\n1,2').header == ("a;b;c", "d")


def test_empty_rows_stand_above_a_header_and_are_counted():
    assert read(b"\n;\na;b\n1;2") == Table(("a", "b"), ((4, ("1", "2")),))


def test_letters_look_the_same_and_are_the_same():
    assert read("a\nA\u0308\u00a0x".encode()).rows == ((2, ("\u00c4 x",)),)


def test_cells_of_a_workbook_become_text():
    data = workbook(
        ["n", "d", "t", "b", "f"],
        [1.0, datetime(2026, 12, 31), datetime(2026, 1, 2, 3, 4), True, 1.5],
        [],
        [None, " x "],
    )
    table = read(data, "x.xlsx")
    assert table.rows == (
        (2, ("1", "2026-12-31", "2026-01-02 03:04", "true", "1.5")),
        (4, ("", "x", "", "", "")),
    )


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_is_written_is_read_back(write):
    assert read(write(HEADER, ROWS)) == Table(HEADER, tuple(enumerate(ROWS, start=2)))


def test_no_cell_of_ours_is_a_formula():
    lines = write_csv(HEADER, ROWS).decode("utf-8-sig").split("\r\n")
    assert '"\'=1+1"' in lines[2] and '"\'-5"' in lines[4]
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(HEADER, ROWS))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_the_same_table_gives_the_same_file():
    assert write_xlsx(HEADER, ROWS) == write_xlsx(HEADER, ROWS)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "x.csv", ("empty", "")),
        (b"a;b\n", "x.csv", ("empty", "")),
        (b"\n;;\n", "x.csv", ("empty", "")),
        (b"a;;c\n1;2;3", "x.csv", ("header_gap", "2")),
        (b"a;b\n1;2;3", "x.csv", ("header_gap", "3")),
        (b"a;a\n1;2", "x.csv", ("header_twice", "a")),
        (b'a;b\n1;"2', "x.csv", ("broken", "2")),
        (b'a;b\n1;2\n"1"x;2', "x.csv", ("broken", "3")),
        (b"a\n\x00\x01", "x.csv", ("not_a_table", "")),
        (b"\xff\xfe\x00", "x.csv", ("not_a_table", "")),
        (b"%PDF-1.7", "x.pdf", ("not_a_table", "")),
        (b"\xd0\xcf\x11\xe0....", "x.xls", ("old_excel", "")),
        (b"PK\x03\x04 nothing", "x.xlsx", ("broken", "")),
        (b"a\n" + b"x" * (table_file.MAX_CELL + 1), "x.csv", ("long_cell", "2")),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(data, name, expected):
    assert error(data, name) == expected


@pytest.mark.parametrize("make", [lambda h, r: write_csv(h, r), lambda h, r: write_xlsx(h, r)])
def test_a_file_beyond_its_bounds_is_refused(make):
    assert error(make(["a"], [["1"]] * 4), max_rows=3) == ("too_many_rows", "3")
    assert len(read(make(["a"], [["1"]] * 3), max_rows=3).rows) == 3
    assert error(make("abcd", ["1234"]), max_columns=3) == ("too_many_columns", "3")
    assert error(make("abc", ["123", "1234"]), max_columns=3) == ("too_many_columns", "3")


def test_a_file_that_unpacks_to_more_than_it_may_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(table_file, "MAX_UNPACKED", 10_000)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 20_000)
    assert error(target.getvalue(), "x.xlsx") == ("too_large", "10000")
    monkeypatch.setattr(table_file, "MAX_BYTES", 10)
    assert error(b"a\n12345678901") == ("too_large", "10")


def test_a_text_longer_than_a_cell_is_not_cut():
    with pytest.raises(TableError) as caught:
        write_xlsx(["a"], [["x" * (table_file.MAX_CELL + 1)]])
    assert (caught.value.code, caught.value.detail) == ("long_cell", "2")
