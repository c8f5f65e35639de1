"""Tables that people bring and take as files: CSV as spreadsheets write it, and XLSX. Everything is text.

A file from outside is bounded before it is read (bytes, unpacked bytes, rows, columns, length of a cell), and no cell
of a file that we write is ever a formula. What `write_csv` and `write_xlsx` write, `read_table` reads back as it was.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal

import openpyxl
import xlsxwriter

Code = Literal[
    "empty",  # no header, or nothing below it
    "not_a_table",  # neither CSV nor XLSX
    "old_excel",  # XLS: to be saved as XLSX first
    "broken",  # detail: the row, where it is known
    "too_large",  # detail: the limit in bytes
    "too_many_rows",  # detail: the limit
    "too_many_columns",  # detail: the limit
    "header_gap",  # a column with values but without a name; detail: its number, 1-based
    "header_twice",  # detail: the name
    "long_cell",  # detail: the row
]

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_UNPACKED: Final = 100 * 1024 * 1024
MAX_CELL: Final = 32_767  # what a cell of a spreadsheet holds
_SEPARATORS: Final = (";", ",", "\t")
# What a spreadsheet would calculate, with or without the apostrophes that keep it from doing so.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BIRTHDAY: Final = datetime(2026, 1, 1)  # of every file we write: the same table gives the same file


class TableError(Exception):
    """A file that is no table we read. `code` says why, `detail` where or how much, for the words of the screen."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code: Code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read. `rows` are (row number as a spreadsheet shows it, cells as many as the header has).

    The header is the first row with anything in it; empty rows are left out but counted.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(data: bytes, file_name: str, *, max_rows: int, max_columns: int = 60) -> Table:
    """Return the first sheet of an XLSX or a CSV (`;`, `,` or tabs; UTF-8 with or without mark, UTF-16, Latin-1).

    Cells lose spaces at their ends; a number comes without a needless ".0", a date as 2026-12-31. Raises `TableError`.
    `file_name` decides nothing but what a person meant where the bytes do not tell. `max_rows` leaves the header out.
    """
    if len(data) > MAX_BYTES:
        raise TableError("too_large", str(MAX_BYTES))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError("old_excel")
    if data.startswith(b"PK"):
        numbered = _xlsx_rows(data, max_rows, max_columns)
    elif file_name.lower().endswith((".xlsx", ".xls", ".ods", ".pdf", ".docx")):
        raise TableError("not_a_table")
    else:
        numbered = _csv_rows(data)
    return _table(numbered, max_rows, max_columns)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV that a Finnish Excel opens as it is: UTF-8 with its mark, semicolons. Formulas get a `'` before."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([_neutral(cell) for cell in row] for row in (header, *rows))
    return target.getvalue().encode("utf-8-sig", errors="replace")


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[str]], sheet: str = "1") -> bytes:
    """Return a workbook with one sheet of text cells, header in bold and kept in sight.

    Raises `TableError("long_cell")` where a text is longer than a cell can hold.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": _BIRTHDAY})
        page = book.add_worksheet(sheet[:31])
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@", "text_wrap": True})
        page.freeze_panes(1, 0)
        page.set_column(0, max(len(header) - 1, 0), 24, text)
        for number, row in enumerate((header, *rows)):
            for column, cell in enumerate(row):
                if page.write_string(number, column, _NOT_TEXT.sub("", cell), text if number else bold):
                    raise TableError("long_cell", str(number + 1))
    return target.getvalue()


def _neutral(cell: str) -> str:
    # One apostrophe more where the text has some of its own: reading takes off one, which is ours.
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _as_it_was(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


# ---------------------------------------------------------------------- reading


def _table(numbered: Iterable[tuple[int, list[str]]], max_rows: int, max_columns: int) -> Table:
    header: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in numbered:
        while cells and not cells[-1]:
            cells.pop()
        if cells and not header:
            header = _header(cells, max_columns)
        elif cells:
            if len(cells) > max_columns:
                raise TableError("too_many_columns", str(max_columns))
            if len(cells) > len(header):
                raise TableError("header_gap", str(len(header) + 1))
            if len(rows) == max_rows:
                raise TableError("too_many_rows", str(max_rows))
            if any(len(cell) > MAX_CELL for cell in cells):
                raise TableError("long_cell", str(number))
            rows.append((number, (*cells, *[""] * (len(header) - len(cells)))))
    if not header or not rows:
        raise TableError("empty")
    return Table(header, tuple(rows))


def _header(cells: list[str], max_columns: int) -> tuple[str, ...]:
    if len(cells) > max_columns:
        raise TableError("too_many_columns", str(max_columns))
    for number, name in enumerate(cells, start=1):
        if not name:
            raise TableError("header_gap", str(number))
        if name in cells[: number - 1]:
            raise TableError("header_twice", name)
    return tuple(cells)


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decode(data)
    if _NOT_TEXT.search(text):
        raise TableError("not_a_table")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [_tidy(_as_it_was(cell)) for cell in cells]
    except csv.Error:  # its own words may repeat what is in the file
        raise TableError("broken", str(number + 1)) from None


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError("not_a_table")


def _separator(text: str) -> str:
    """Return what separates the columns of the first row; what stands between quotation marks does not count."""
    first = re.split(r"[\r\n]", re.sub(r'"[^"]*"', "", text).lstrip("\r\n"), maxsplit=1)[0]
    return max(_SEPARATORS, key=first.count)


def _xlsx_rows(data: bytes, max_rows: int, max_columns: int) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise TableError("too_large", str(MAX_UNPACKED))
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # One more than allowed, so that the excess is seen. What the file itself says about its size is not believed.
        sheet.reset_dimensions()
        # Empty rows in between are many where somebody coloured a column; they are read, and bounded all the same.
        rows = sheet.iter_rows(max_row=20 * max_rows + 100, max_col=max_columns + 1, values_only=True)
        for number, cells in enumerate(rows, start=1):
            yield number, [_cell_text(cell) for cell in cells]
    except TableError:
        raise
    except Exception:  # openpyxl lets through whatever its parsers raise, with parts of the file in the words
        raise TableError("broken") from None


def _cell_text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes").removesuffix(" 00:00")
        case date() | time():
            return value.isoformat()
        case _:
            return _tidy(str(value))


def _tidy(cell: str) -> str:
    """Composed characters, plain line ends, no space around: a wording must be the same as another that looks so."""
    return unicodedata.normalize("NFC", cell).replace("\r\n", "\n").replace("\u00a0", " ").strip()
