"""A county with small and large units over three months, and a reader who writes down what every door shows him."""

import csv
import io
import json
import random
from datetime import date, timedelta

import openpyxl

from odoo.addons.hva_feedback.tests.doors import call
from odoo.addons.hva_feedback.tools.entry import Entry, Submission

from ..tools.published import closed_periods
from .auditor import CLASSES, Ledger
from .common_reports import ReportCase

PASSWORD = "knock-knock-knock"
FIRST_DAY, SECOND_DAY = "2026-11-23 10:00:00", "2026-12-20 10:00:00"
CHANNELS = ("web", "sms", "kiosk")
MONTHS = (date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1))
SCORES = {"promoters": 10, "passives": 8, "detractors": 2}
METRICS = ["answers", "n", "nps", "nps_adjusted", *CLASSES, "share", "text_share", "agree_st1", "cases", "sent"]
PERIODS = (
    *({"kind": "month", "day": month.isoformat()} for month in MONTHS),
    {"kind": "own", "start": "2026-09-01", "end": "2026-10-31"},
    {"kind": "own", "start": "2026-09-01", "end": "2026-11-30"},
    {"kind": "own", "start": "2026-09-02", "end": "2026-10-31"},
    {"kind": "week", "day": "2026-10-14"},
)
EARLIER, LATER = (*PERIODS[:2], *PERIODS[5:]), PERIODS[1:5]  # what is asked on the first day, and on the second
PUBLIC = [span for span in closed_periods(date(2026, 12, 20), 4) if span.end > MONTHS[0]]
EDGES = sorted(
    {*MONTHS, date(2026, 9, 2), date(2026, 12, 1)}
    | {day for span in PUBLIC for day in (span.start, span.end) if MONTHS[0] <= day <= date(2026, 12, 1)}
)
DAYS = list(zip(EDGES, EDGES[1:], strict=False))  # stretches that every period is made of
AGREEMENT = ("agree", "other")


class AuditorStory(ReportCase):
    """County > Health (Eura, Huittinen), Social (Pori, Kemi, Rauma). `given` says who answered what, where and when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        level = cls.env["hva.unit.level"].search([], limit=1)
        cls.kemi, cls.rauma = cls.env["hva.unit"].create(
            [{"name": name, "level_id": level.id, "parent_id": cls.social.id} for name in ("Kemi", "Rauma")]
        )
        cls.dental, cls.home = cls.env["hva.service"].create(
            [{"name": name, "code": name} for name in ("Dental care", "Home care")]
        )
        cls.units = cls.county + cls.health + cls.social + cls.eura + cls.huittinen + cls.pori + cls.kemi + cls.rauma
        cls.people = {
            "anna": cls.person("anna", (cls.eura, "manager")),
            "hannu": cls.person("hannu", (cls.rauma, "handler")),
            "sofia": cls.person("sofia", (cls.social, "viewer")),
            "board": cls.person("board", (cls.county, "viewer")),
            "plain": cls.person("plain"),
        }
        cls.env["hva.unit.access"].search([("user_id", "=", cls.people["board"].id)]).include_children = False
        for user in cls.people.values():
            user.write({"password": PASSWORD, "group_ids": [(4, cls.env.ref("base.group_allow_export").id)]})
        cls.scatter(random.Random(20261127))
        cls.env.company.hva_is_results_public = True

    @classmethod
    def scatter(cls, chance):
        """Give feedback of chance size, day, service and score, many of it good, in one go."""
        sizes = {
            cls.eura: (0, 3, 14), cls.huittinen: (0, 2, 4), cls.health: (1, 12), cls.pori: (40, 60),
            cls.kemi: (0, 1, 6), cls.rauma: (11, 25),
        }  # fmt: skip
        submissions = []
        for unit, some in sizes.items():
            for month in MONTHS:
                for channel in CHANNELS:
                    for _one in range(chance.choice(some)):
                        submissions.append(cls.submission(chance, unit, month, channel))
        answers = cls.env["survey.user_input"]._hva_store(submissions, is_import=True)
        for row, answer in zip(cls.given, answers, strict=True):
            row["id"] = answer.id

    @classmethod
    def submission(cls, chance, unit, month, channel):
        part = chance.choices(CLASSES, weights=(6, 2, 1))[0]
        day = month + timedelta(days=chance.randrange(28))
        service = chance.choices((cls.dental, cls.home, None), weights=(2, 1, 1) if unit == cls.eura else (1, 3, 6))[0]
        agree = chance.choice((True, True, False, None))
        goes_on = cls.rauma if unit == cls.kemi and month == MONTHS[2] else unit  # one unit when November closes
        cls.given.append(
            {"unit": goes_on.id, "day": day, "channel": channel, "part": part, "service": service and service.id,
             "agree": agree}
        )  # fmt: skip
        values = {cls.question["NPS"].id: SCORES[part]}
        if agree is not None:
            options = cls.question["ST1"].suggested_answer_ids
            values[cls.question["ST1"].id] = options.filtered(lambda one: one.hva_value == (5 if agree else 2)).id
        entry = Entry(
            survey_id=cls.survey.id, unit_id=unit.id, channel=channel, source="collector", source_id=0,
            service_id=service and service.id,
        )  # fmt: skip
        return Submission(entry=entry, values=values, given_on=day)

    def close(self):
        """Run the jobs of the night."""
        self.env["hva.fact.month"]._rebuild_dirty(limit=10**4)
        self.env["hva.fact.closed"]._close_due()
        self.env["hva.published"]._publish_due()
        self.env.flush_all()

    # ------------------------------------------------------------------ who knows what, and what is true

    def reach(self, user):
        query = self.env["hva.query"].with_user(user)
        return query._get_reach(query._get_tree()) if user else set()

    def ledgers(self, user):
        """Return (ledger of scores, ledger of the first statement by service) of a reader; None: of everybody."""
        own = self.reach(user)
        scores = Ledger([(u, days, c) for u in self.units.ids for days in DAYS for c in CHANNELS], CLASSES)
        services = (self.dental.id, self.home.id, None)
        agreement = Ledger([(u, span, s) for u in self.units.ids for span in PUBLIC for s in services], AGREEMENT)
        for unit, days, channel in {unknown.place for unknown in scores.columns if unknown.place[0] in own}:
            for part in CLASSES:
                scores.knew((unit, days, channel), part, self.truth([unit], days, (channel,), [part]))
        for place in {unknown.place for unknown in agreement.columns if unknown.place[0] in own}:
            for part in AGREEMENT:
                agreement.knew(place, part, self.truth_of_service(*place, part))
        return scores, agreement

    def truth(self, units, days, channels=CHANNELS, parts=CLASSES):
        """Count by hand what was given when the days were first counted."""
        return sum(
            row["unit"] in units and days[0] <= row["day"] < days[1] and row["channel"] in channels
            and row["part"] in parts
            for row in self.given
        )  # fmt: skip

    def truth_of_service(self, unit, span, service, part):
        return sum(
            row["unit"] == unit and span.start <= row["day"] < span.end and row["service"] == service
            and row["agree"] is (part == "agree")
            for row in self.given
        )  # fmt: skip

    def places(self, units, start, end, channels=CHANNELS):
        """Return the unknown places of `units` from one day to before another; None where these cut a stretch."""
        if start not in EDGES or end not in EDGES:
            return None
        inside = [days for days in DAYS if start <= days[0] and days[1] <= end]
        return [(unit, days, channel) for unit in units for days in inside for channel in channels]

    def below(self, unit_id):
        return [one.id for one in self.units if one.id == unit_id or f"/{unit_id}/" in f"/{one.parent_path}"]

    # ------------------------------------------------------------------ the query

    def ask(self, model, method, *args, **kwargs):
        """Call a method over HTTP as the web client does; return its result, None where it is refused."""
        return json.loads(call(self, model, method, *args, **kwargs)).get("result")

    def read_query(self, scores, periods):
        groups = ("unit", "leaf", "nps_class", "channel", "step")
        asked = [(self.county, group, {}) for group in groups] + [(self.social, "unit", {}), (self.health, "leaf", {})]
        asked += [
            (self.county, "unit", {"services": [self.dental.id]}),
            (self.huittinen, "none", {"channels": ["sms"]}),
        ]
        for unit, group, filters in asked:
            for period in periods if not filters else periods[:1]:
                definition = {"unit": unit.id, "group": group, "period": period, "metrics": METRICS, "filters": filters}
                self.write_down(scores, self.ask("hva.query", "query", definition), unit, group)
        for group in ("language", "service", "contact_mode", "respondent_group", "age_band", "assisted", "statement"):
            answer = self.ask("hva.query", "query", {"unit": self.county.id, "group": group, "period": periods[0]})
            self.assertEqual(answer["rows"], [], f"which rows of {group} there are tells too")

    def write_down(self, scores, answer, unit, group):
        first, last = (date.fromisoformat(answer["period"][name]) for name in ("start", "end"))
        totals = answer["totals"]
        for row in [*answer["rows"], totals]:
            is_total = row is totals
            cells = {code: cell["value"] for code, cell in row["cells"].items() if cell["state"] == "ok"}
            self.assertLessEqual(
                set(cells) - {"share", "answers"}, {"n", "nps", *CLASSES} if not row["is_own"] else set(cells)
            )
            if row["is_own"] or (group == "nps_class" and not is_total and not cells):
                continue
            start, end = first, last + timedelta(days=1)
            if group == "step" and not is_total:
                start = date.fromisoformat(row["key"])
                end = min((start.replace(day=28) + timedelta(days=4)).replace(day=1), end)
            units = self.units_of(unit, row, group, is_total, start)
            channels = (row["key"],) if group == "channel" and not is_total else CHANNELS
            places = self.places(units, start, end, channels)
            if group == "nps_class" and not is_total:
                scores.saw(places, [row["key"]], cells["answers"]) if "answers" in cells else None
                continue
            self.write_cells(scores, places, cells, (row, first, last))
            if (
                group == "unit"
                and not is_total
                and row["cells"]["n"]["reason"] == "small"
                and len(set(d for _u, d, _c in places))
                and totals["cells"]["n"]["state"] == "ok"
            ):
                scores.saw_somebody(places, CLASSES)
            self.assertFalse(
                {one["verdict"] for code, one in row.get("targets", {}).items() if code not in cells} - {"hidden"},
                "how a hidden figure stands to its target tells of it",
            )

    def units_of(self, unit, row, group, is_total, start):
        """Return the ids of the units that a row counted when its first month closed."""
        if is_total or group not in ("unit", "leaf"):
            return self.below(unit.id)
        if group == "unit" and row["unit"] != unit.id:
            return self.below(row["unit"])
        return [row["unit"]]

    def write_cells(self, scores, places, cells, told, slack=0.0):
        """Write down n, classes and score of `places`; the keys of `cells` are metrics."""
        cells = {code: value for code, value in cells.items() if code in ("n", "nps", *CLASSES)}
        if not cells:
            return
        self.assertTrue(places, f"a figure of other days than whole months: {told}")
        if "n" in cells:
            scores.saw(places, CLASSES, cells["n"])
        for part in set(CLASSES) & set(cells):
            scores.saw(places, [part], cells[part])
        if "nps" in cells and "n" in cells:
            scores.saw_score(places, cells["nps"], cells["n"], slack)

    # ------------------------------------------------------------------ the other doors

    def read_dashboard(self, scores, own):
        """Read the tables of the page of results: units below, channels, and their totals."""
        for unit in (self.county, self.huittinen):
            page = self.ask("hva.dashboard", "load_view", {"unit": str(unit.id), "period": "month", "on": "2026-10-01"})
            self.assertTrue(own >= set(self.below(unit.id)) or not page["headline"]["action"])
            for figure in page["figures"]:
                if figure["key"] not in ("units", "channels", "run"):
                    continue
                table = figure["table"]
                for row in [*table["rows"], *([{**table["total"], "key": "total"}] if table.get("total") else [])]:
                    self.read_drawn(scores, own, unit, figure["key"], row)

    def read_drawn(self, scores, own, unit, key, row):
        cells = dict(zip(("nps", "low", "n", "answers"), [cell["value"] for cell in row["cells"]], strict=False))
        start = date(2026, 10, 1) if key != "run" else date.fromisoformat(row["key"])
        is_unit = key == "units" and row["key"] != "total"
        units = self.below(int(row["key"])) if is_unit and int(row["key"]) != unit.id else [unit.id]
        units = units if is_unit else self.below(unit.id)
        if set(units) <= own or start not in MONTHS:
            return
        channels = (row["key"],) if key == "channels" and row["key"] != "total" else CHANNELS
        end = (start + timedelta(days=31)).replace(day=1)
        shown = {code: value for code, value in cells.items() if value is not None}
        self.write_cells(scores, self.places(units, start, end, channels), shown, row)

    def read_targets(self, own):
        """Open every target's list of standings; return the units not his own that have a value or a verdict there."""
        found = []
        for target in self.env["hva.target"].search([]):
            action = self.ask("hva.target", "action_show_standing", target.ids)
            rows = self.ask("hva.target.standing", "search_read", action["domain"], ["name", "n", "verdict"])
            names = {unit.name for unit in self.units if unit.id not in own}
            found += [row for row in rows if row["name"] in names and (row["n"] or row["verdict"] != "hidden")]
        return found

    def read_workbook(self, user, month, scores, own):
        """Fetch the workbook of the month's mail as its reader does, and write down units, channels and the whole."""
        run = self.env["hva.report.run"].search([("user_id", "=", user.id), ("start_on", "=", month)])
        book = openpyxl.load_workbook(io.BytesIO(self.url_open(f"/web/content/{run.attachment_id.id}").content))
        codes = {"Web form": "web", "Text message": "sms", "Feedback terminal": "kiosk"}
        names = {"NPS": "nps", "NPS answers (n)": "n"}
        end = (month + timedelta(days=31)).replace(day=1)
        for sheet in (book["Units"], book["Channels"]):
            head, *lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
            columns = [
                names.get(title) or next((p for p in CLASSES if (title or "").lower().startswith(p)), None)
                for title in head
            ]
            for line in lines:
                cells = {
                    name: value
                    for name, value in zip(columns, line, strict=True)
                    if name and not isinstance(value, str)
                }
                units = [unit.id for unit in self.units if unit.name == line[0]] or self.units.ids
                if not set(units) <= own and (len(units) == 1 or line[0] in {*codes, "The whole county"}):
                    places = self.places(units, month, end, (codes[line[0]],) if line[0] in codes else CHANNELS)
                    self.write_cells(scores, places, cells, line, 0.006)
        return run

    def read_public(self, scores, agreement):
        """Read the page for everybody as JSON and CSV, and write down its scores and its first statement by service."""
        periods = self.url_open("/p/tulokset.json").json()["periods"]
        services = {"Dental care": [self.dental.id], "Home care": [self.home.id]}
        for period in periods:
            span = next((one for one in PUBLIC if one.start.isoformat() == period["start"]), None)
            if span is None:
                continue
            places = self.places(self.units.ids, max(span.start, MONTHS[0]), span.end)
            if period["nps"] and "value" in period["nps"]:
                scores.saw(places, CLASSES, period["nps"]["n"])
                scores.saw_score(places, period["nps"]["value"], period["nps"]["n"])
            for row in period["statements"]:
                if row["item"] == "ST1" and "n" in row:
                    which = services.get(row["service"]) or ([None] if row["service"] != "All services" else None)
                    which = which or [self.dental.id, self.home.id, None]
                    there = [(unit, span, service) for unit in self.units.ids for service in which]
                    agreement.saw(there, ["agree"], round(row["share"] * row["n"]))
                    agreement.saw(there, AGREEMENT, row["n"])
        rows = list(csv.DictReader(io.StringIO(self.url_open("/p/tulokset.csv").text)))
        told = sum(1 for period in periods for row in period["statements"] if "n" in row)
        self.assertEqual(sum(1 for row in rows if row["n"] and row["measure"] != "NPS"), told, "the file says the same")
