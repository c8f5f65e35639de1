"""A workbook as a page: its cells read back, for a picture on machines that have no spreadsheet program."""

import html
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

STYLE = "body{font:14px sans-serif;margin:1rem}table{border-collapse:collapse}td{border:1px solid #ccc;padding:2px 8px}"
MOST_ROWS = 24


def to_page(workbook: Path, page: Path) -> Path:
    """Write the first rows of each sheet as HTML. Charts are not drawn; how many there are is told."""
    book = load_workbook(workbook)
    body = "".join(_sheet(sheet) for sheet in book.worksheets[:4])
    head = f'<meta charset="utf-8"><title>{html.escape(workbook.name)}</title><style>{STYLE}</style>'
    page.write_text(f'<!DOCTYPE html><html lang="fi"><head>{head}</head><body>{body}</body></html>')
    return page


def _sheet(sheet: Worksheet) -> str:
    rows = "".join(_row(row) for row in sheet.iter_rows(max_row=MOST_ROWS, values_only=True))
    charts = len(sheet._charts)  # openpyxl reads charts but offers no public list of them
    return f"<h2>{html.escape(sheet.title)}</h2><table>{rows}</table>" + (f"<p>{charts} chart(s)</p>" if charts else "")


def _row(cells: tuple[object, ...]) -> str:
    return "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in cells) + "</tr>"


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return html.escape(f"{cell:.1f}" if isinstance(cell, float) else str(cell))
