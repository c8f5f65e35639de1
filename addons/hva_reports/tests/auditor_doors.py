"""What the auditor reads beside the query and the page for everybody: lists, files, mails, walls, the lake."""

import csv
import io
import json
import os
import re
import tempfile
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import duckdb
import openpyxl
from lxml import html

from odoo import http

from .auditor import CLASSES
from .auditor_story import CHANNELS, MONTHS, AuditorStory

LISTS = (
    ("hva.feedback.analysis", "unit_id"), ("survey.user_input", "hva_unit_id"),
    ("survey.user_input.line", "user_input_id.hva_unit_id"), ("helpdesk.ticket", "hva_responsible_unit_id"),
    ("hva.fact", "unit_id"), ("hva.fact.month", "unit_id"), ("hva.fact.closed", "unit_id"),
    ("hva.invitation", "unit_id"), ("hva.visit.outcome", "unit_id"), ("hva.campaign", "unit_id"),
    ("hva.collector", "unit_id"), ("hva.wall.month", "unit_id"),
)  # fmt: skip
NAMES = {"Web form": "web", "Text message": "sms", "Feedback terminal": "kiosk"}
CODED = ("channel", "hva_channel", "hva_state", "state", "outcome")  # what a panel beside a list may count by
SILENT = (  # figures of the page of results that others' units have no value in
    "statements", "own_statements", "languages", "ages", "services", "modes", "kinds", "topics", "handling", "asked",
    "not_asked",
)  # fmt: skip
WHOLE = 0.5  # what rounding to a whole number may hide
CSV, XLSX = "/web/export/csv", "/web/export/xlsx"


class AuditorDoors(AuditorStory):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.walls = {}
        for unit in cls.county + cls.health + cls.social + cls.huittinen + cls.rauma:
            wall = cls.env["hva.wall"].create({"name": unit.name, "unit_id": unit.id, "lang_code": "en"})
            cls.walls[unit] = wall.action_make()["context"]["default_url"].rpartition("/")[2]
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.lake = Path(place.name) / "lake" / "v2"
        cls.startClassPatcher(patch.dict(os.environ, {"HVA_PERSON_KEY": "a key of the lake, long enough to be one"}))
        cls.env["ir.config_parameter"].set_param("hva_reports.lake_dir", place.name)
        order = {"name": "Lake", "code": "lake", "rhythm": "none", "formats": "both", "has_answers": False}
        cls.lake_export = cls.env["hva.export"].create({**order, "has_sums": True})

    def close(self):
        super().close()
        self.env["hva.fact.closed"]._cron_close()  # walls
        self.env.flush_all()

    def month_of(self, start):
        return start, (start + timedelta(days=31)).replace(day=1)

    # ------------------------------------------------------------------ lists and their files

    def read_lists(self, own):
        """Knock at the doors of lists, groups, pivots and files; return those that gave anything of others' units."""
        strange = [unit for unit in self.units.ids if unit not in own]
        found = []
        for model, field in LISTS:
            domain = [[field, "in", strange]]
            by = "id" if "." in field else field
            coded = next((name for name in CODED if name in self.env[model]._fields), by)
            doors = {
                "count": self.ask(model, "search_count", domain),
                "rows": self.ask(model, "search_read", domain, ["id"]),
                "names": self.ask(model, "name_search", "", domain),
                "list": (self.ask(model, "web_search_read", domain, specification={}) or {}).get("length"),
                "group": self.counted(self.ask(model, "formatted_read_group", domain, [], ["__count"])),
                "groups": (self.ask(model, "web_read_group", domain, [by], ["__count"]) or {}).get("groups"),
                "pivot": self.ask(model, "formatted_read_grouping_sets", domain, [[by]], ["__count"])
                not in (None, [[]]),
                "panel": self.panel(model, coded, domain),
                "csv": self.export(CSV, model, domain),
                "grouped xlsx": self.export(XLSX, model, domain, [by]),
            }
            found += [(model, door) for door, gave in doors.items() if gave]
        return found

    def counted(self, groups):
        return any(group["__count"] for group in groups or ())

    def panel(self, model, field, domain):
        """Return what the panel beside a list counts."""
        asked = {"search_domain": domain, "enable_counters": True}
        found = self.ask(model, "search_panel_select_range", field, **asked) or {}
        return [value for value in found.get("values", ()) if value.get("__count")]

    def export(self, path, model, domain, groupby=(), fields=("id",)):
        """Return the rows of an exported list under its heading, as texts."""
        order = {
            "model": model, "fields": [{"name": name, "label": name, "type": "char"} for name in fields], "ids": False,
            "domain": domain, "groupby": list(groupby), "import_compat": False,
        }  # fmt: skip
        form = {"data": json.dumps(order), "csrf_token": http.Request.csrf_token(self)}
        answer = self.url_open(path, data=form)
        if answer.status_code != 200:
            return []
        if path == CSV:
            return list(csv.reader(io.StringIO(answer.text)))[1:]
        rows = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2)
        return [row for row in ([str(cell.value or "") for cell in each] for each in rows) if any(row)]

    # ------------------------------------------------------------------ pages

    def read_silent_pages(self, own):
        """Return what pages tell of others' units beside the table of units, the channels and the run chart."""
        found = []
        names = [unit.name for unit in self.units if unit.id not in own and unit.name not in ("County", "Health")]
        for unit in (self.county, self.huittinen, self.rauma):
            strange = not set(self.below(unit.id)) <= own
            view = {"unit": str(unit.id), "period": "month", "on": "2026-10-01"}
            page = self.ask("hva.dashboard", "load_view", view)
            for figure in page["figures"]:
                if strange and figure["key"] in SILENT:
                    rows = figure.get("table", {}).get("rows", ())
                    found += [(unit.name, figure["key"], r["label"]) for r in rows if any_value(r["cells"])]
            comments = page["comments"] or {"rows": [], "action": {"domain": [["hva_has_text", "=", True]]}}
            found += [row["facts"] for row in comments["rows"] if any(name in row["facts"] for name in names)]
            found += self.read_comments(comments["action"]["domain"], names)
            others = self.ask("hva.dashboard", "load_others", view)
            found += [("others", name) for name in names if strange and name in json.dumps(others or {})]
            if strange:
                adoption = self.ask("hva.adoption", "load_view", {"unit": str(unit.id)})
                figures = [one["table"]["rows"] for one in (adoption or {}).get("figures", ()) if "table" in one]
                told = [row["label"] for rows in figures for row in rows if any_value(row["cells"])]
                found += [("adoption", name) for name in told if name in names]
        return found

    def read_comments(self, domain, names):
        """Export the open feedback that the page leads to; return the rows of others."""
        fields = ("hva_unit_id/name", "hva_text", "hva_nps")
        rows = self.export(CSV, "survey.user_input", domain, fields=fields)
        rows += self.export(XLSX, "survey.user_input", domain, ["hva_unit_id", "hva_nps"], fields=fields)
        return [("export", row) for row in rows if any(name in cell for cell in row for name in names)]

    # ------------------------------------------------------------------ mails, walls, the lake

    def read_mail(self, user, month, scores, own):
        """Read the mail of the month as it leaves: its tables of units and channels, and what stands around them."""
        run = self.env["hva.report.run"].search([("user_id", "=", user.id), ("start_on", "=", month)])
        body = html.fromstring(run.mail_id.body_html)
        start, end = self.month_of(month)
        for table in body.xpath("//table[caption]"):
            for row in table.xpath(".//tbody/tr"):
                [label], text = row.xpath("./th/text()"), " ".join(row.xpath("./td//text()"))
                strong = row.xpath("./td/strong/text()")
                units = [unit.id for unit in self.units if unit.name == label] or self.units.ids
                is_told = len(units) == 1 or label in {*NAMES, "The whole county"}
                if not strong or set(units) <= own or not is_told:
                    continue
                cells = {"nps": whole(strong[0])}
                if n := re.search(r"n = ([\d  ,]+)", text):
                    cells["n"] = whole(n[1])
                channels = (NAMES[label],) if label in NAMES else CHANNELS
                self.write_cells(scores, self.places(units, start, end, channels), cells, (label, text), WHOLE)
        around = run.mail_id.subject + " ".join(body.xpath("//text()[not(ancestor::table)]"))
        names = [unit.name for unit in self.units if unit.id not in own and unit != self.county]
        return [name for name in names if name in around]

    def read_walls(self, scores, month):
        """Read every wall as who passes by."""
        start, end = self.month_of(month)
        for unit, code in self.walls.items():
            page = html.fromstring(self.url_open(f"/p/wall/{code}?lang=en").content)
            cells = {}
            for item in page.xpath("//ul[@class='figures']/li"):
                cells["n" if "people gave" in item.text_content() else "nps"] = whole(item.xpath("./strong/text()")[0])
            self.write_cells(scores, self.places(self.below(unit.id), start, end), cells, unit.name, WHOLE)

    def deliver_lake(self):
        self.lake_export.action_export_now()
        self.env["hva.export"]._cron_export()
        self.assertEqual(self.lake_export.run_ids[:1].state, "done")

    def read_lake(self, scores):
        """Read the lake's sums, CSV and Parquet. Rows of single answers are personal data for few (0079)."""
        manifest = json.loads((self.lake / "manifest.json").read_text())
        files = {one["format"]: [] for one in manifest["files"]}
        for one in manifest["files"]:
            files[one["format"]] += [str(self.lake / one["path"])] if one["table"] == "sums" else []
        self.assertNotIn("answers", {one["table"] for one in manifest["files"]})
        with duckdb.connect() as duck:
            columns = "month, place, unit_id, channel, n, promoters, passives, detractors, nps"
            read = {
                kind: duck.sql(f"SELECT {columns} FROM read_{kind}({paths!r}) ORDER BY ALL").fetchall()
                for kind, paths in files.items()
            }
        self.assertEqual(read["csv"], read["parquet"])
        for month, place, unit, channel, n, *counts, score in read["csv"]:
            start, end = self.month_of(month)
            units = {"unit": [unit], "branch": self.below(unit or 0)}.get(place, self.units.ids)
            cells = dict(zip(("n", *CLASSES, "nps"), (n, *counts, score), strict=True))
            shown = {name: value for name, value in cells.items() if value is not None}
            where = self.places(units, start, end, (channel,) if place == "channel" else CHANNELS)
            self.write_cells(scores, where if start in MONTHS else [], shown if start in MONTHS else {}, place, 1e-6)


def any_value(cells):
    return any(cell.get("value") is not None for cell in cells)


def whole(text):
    """Return the whole number that a text shows."""
    return int(re.sub(r"[^\d\-−]", "", text).replace("−", "-"))
