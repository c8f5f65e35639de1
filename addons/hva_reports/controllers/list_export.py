"""Exports of lists and pivots cannot carry live formulas.

Odoo writes a text that begins with "=" as a formula into XLSX, headers too, and its CSV lets "@", TAB, CR and headers
pass. What people write to us would run on the reader's computer. So:

- XLSX, every model of this Odoo: such a text is written as a text. The value stays the same, it just does not run.
- XLSX, our models: no text becomes a link either.
- CSV, our models: cells and headers are neutralised with an apostrophe, as Odoo does for "=", "+" and "-". Other
  models' CSV stays as Odoo makes it, because it is read back by imports.
"""

import json

from werkzeug.datastructures import FileStorage

from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.export import CSVExport, ExcelExport, ExportXlsxWriter, GroupExportXlsxWriter
from odoo.addons.web.controllers.pivot import TableExporter

FORMULA = ("=", "{=")  # what xlsxwriter turns into a formula
LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")  # what a spreadsheet may run when it opens a CSV (OWASP)
NOT_BY_ODOO = ("@", "\t", "\r", "\n", "\0")  # of these, what Odoo's own CSV lets pass
OURS = {"survey.user_input", "survey.user_input.line", "helpdesk.ticket"}


def _is_ours():
    """Is the model exported by the current request one that holds feedback?"""
    model = json.loads(request.params["data"])["model"]
    return model.startswith("hva.") or model in OURS


class _TextStaysText:
    """Writer whose sheet takes texts as texts. The handler answers None where xlsxwriter is to go on as always."""

    def __init__(self, fields, columns_headers, row_count):
        super().__init__(fields, columns_headers, row_count)
        ours = _is_ours()

        def write_text(sheet, row, column, value, style=None):
            if value and (ours or value.startswith(FORMULA)):
                return sheet.write_string(row, column, value, style)
            return None

        self.worksheet.add_write_handler(str, write_text)


class _Writer(_TextStaysText, ExportXlsxWriter):
    pass


class _GroupWriter(_TextStaysText, GroupExportXlsxWriter):
    pass


class ListXlsxExport(ExcelExport):
    def from_data(self, fields, columns_headers, rows):
        # as in Odoo, with our writer: it names its own class, so there is nothing to extend but the whole method
        with _Writer(fields, columns_headers, len(rows)) as writer:
            for row_index, row in enumerate(rows):
                for cell_index, cell_value in enumerate(row):
                    writer.write_cell(row_index + 1, cell_index, cell_value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        with _GroupWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for group_name, group in groups.children.items():
                row, column = writer.write_group(row, column, group_name, group)
        return writer.value


class ListCsvExport(CSVExport):
    def from_data(self, fields, columns_headers, rows):
        if _is_ours():
            columns_headers = [_quoted(header, LEADS) for header in columns_headers]
            rows = [[_quoted(value, NOT_BY_ODOO) for value in row] for row in rows]
        return super().from_data(fields, columns_headers, rows)


class PivotExport(TableExporter):
    @http.route()
    def export_xlsx(self, data, **kw):
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        return super().export_xlsx(json.dumps(_spaced(table)), **kw)


def _quoted(value, leads):
    return f"'{value}" if isinstance(value, str) and value.startswith(leads) else value


def _spaced(value):
    """Return the pivot's data with a space before texts that would be formulas: its writer cannot be handed in."""
    if isinstance(value, dict):
        return {key: _spaced(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_spaced(part) for part in value]
    return f" {value}" if isinstance(value, str) and value.startswith(FORMULA) else value
