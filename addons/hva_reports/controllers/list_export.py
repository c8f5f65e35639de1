"""Exports of our lists and pivots cannot carry live formulas.

Odoo writes a text that begins with "=" as a formula into XLSX, headers too, and its CSV lets "@", TAB, CR and headers
pass. What people write to us would run on the reader's computer. So where a record of ours is in the file:

- XLSX: such a text is written as a text. The value stays the same, it just does not run. No text becomes a link either.
- CSV: cells and headers are neutralised with an apostrophe, as Odoo does for "=", "+" and "-".

Every other file is as Odoo makes it: somebody may count on it, and it may be read back by an import.
"""

import json

from werkzeug.datastructures import FileStorage

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.hva_feedback.tools.our_records import OURS
from odoo.addons.web.controllers.export import CSVExport, ExcelExport, ExportXlsxWriter, GroupExportXlsxWriter
from odoo.addons.web.controllers.pivot import TableExporter

from .wording_guard import check_wordings

FORMULA = ("=", "{=")  # what xlsxwriter turns into a formula
LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")  # what a spreadsheet may run when it opens a CSV (OWASP)
NOT_BY_ODOO = ("@", "\t", "\r", "\n", "\0")  # of these, what Odoo's own CSV lets pass


def _is_ours():
    """Is a record of ours among those that the current request exports?"""
    order = json.loads(request.params["data"])
    model = order["model"]
    if model not in OURS:
        return model.startswith("hva.")
    asked = Domain("id", "in", order["ids"]) if order.get("ids") else Domain(order.get("domain") or [])
    records = request.env[model].with_context(active_test=False)
    return bool(records.search_count(asked & Domain([OURS[model]]), limit=1))


class _TextStaysText:
    """Writer whose sheet takes texts as texts. The handler answers None where xlsxwriter is to go on as always."""

    def __init__(self, fields, columns_headers, row_count):
        super().__init__(fields, columns_headers, row_count)
        if _is_ours():
            self.worksheet.add_write_handler(str, _write_text)


def _write_text(sheet, row, column, value, style=None):
    return sheet.write_string(row, column, value, style) if value else None


class _Writer(_TextStaysText, ExportXlsxWriter):
    pass


class _GroupWriter(_TextStaysText, GroupExportXlsxWriter):
    pass


class ListXlsxExport(ExcelExport):
    def from_data(self, fields, columns_headers, rows):
        check_wordings(request.env, json.loads(request.params["data"]))
        # as in Odoo, with our writer: it names its own class, so there is nothing to extend but the whole method
        with _Writer(fields, columns_headers, len(rows)) as writer:
            for row_index, row in enumerate(rows):
                for cell_index, cell_value in enumerate(row):
                    writer.write_cell(row_index + 1, cell_index, cell_value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        check_wordings(request.env, json.loads(request.params["data"]))
        with _GroupWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for group_name, group in groups.children.items():
                row, column = writer.write_group(row, column, group_name, group)
        return writer.value


class ListCsvExport(CSVExport):
    def from_data(self, fields, columns_headers, rows):
        check_wordings(request.env, json.loads(request.params["data"]))
        if _is_ours():
            columns_headers = [_quoted(header, LEADS) for header in columns_headers]
            rows = [[_quoted(value, NOT_BY_ODOO) for value in row] for row in rows]
        return super().from_data(fields, columns_headers, rows)


class PivotExport(TableExporter):
    @http.route()
    def export_xlsx(self, data, **kw):
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        # whose records a pivot counts is not in it, so the models that hold ours are all treated alike
        is_ours = table["model"].startswith("hva.") or table["model"] in OURS
        return super().export_xlsx(json.dumps(_spaced(table) if is_ours else table), **kw)


def _quoted(value, leads):
    return f"'{value}" if isinstance(value, str) and value.startswith(leads) else value


def _spaced(value):
    """Return the pivot's data with a space before texts that would be formulas: its writer cannot be handed in."""
    if isinstance(value, dict):
        return {key: _spaced(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_spaced(part) for part in value]
    return f" {value}" if isinstance(value, str) and value.startswith(FORMULA) else value
