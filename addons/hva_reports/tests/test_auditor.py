"""Nothing hidden can be worked out from all that each role is shown, over HTTP and in files, on two days."""

import itertools
import json
import random
from datetime import date

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.hva_feedback.tests.doors import call

from ..tools.suppression import Limits
from .auditor import CLASSES, Ledger
from .common_reports import ReportCase

PASSWORD = "knock-knock-knock"
CHANNELS = ("web", "sms", "kiosk")
MONTHS = ("2026-09", "2026-10", "2026-11")
METRICS = ["answers", "n", "nps", *CLASSES]
SCORES = {"promoters": 10, "passives": 8, "detractors": 2}
PERIODS = [
    *({"kind": "month", "day": f"{month}-10"} for month in MONTHS),
    {"kind": "own", "start": "2026-09-01", "end": "2026-10-31"},
    {"kind": "own", "start": "2026-09-01", "end": "2026-11-30"},
    {"kind": "own", "start": "2026-09-02", "end": "2026-10-31"},
]
FIRST_DAY, SECOND_DAY = "2026-11-23 10:00:00", "2026-12-20 10:00:00"


@tagged("post_install", "-at_install")
class TestAuditor(HttpCase, ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        level = cls.env["hva.unit.level"].search([], limit=1)
        cls.kemi, cls.rauma = cls.env["hva.unit"].create(
            [{"name": name, "level_id": level.id, "parent_id": cls.social.id} for name in ("Kemi", "Rauma")]
        )
        cls.anna = cls.person("anna", (cls.eura, "manager"))
        cls.sofia = cls.person("sofia", (cls.social, "viewer"))
        cls.plain = cls.person("plain")
        for user in (cls.anna, cls.sofia, cls.plain):
            user.password = PASSWORD
        cls.wide = cls.env["hva.report.definition"].create({"name": "County", "unit_ids": [(6, 0, cls.county.ids)]})
        cls.schedule.definition_id = cls.wide
        chance = random.Random(20261127)
        for unit, sizes in (
            (cls.eura, (0, 3, 14)), (cls.huittinen, (0, 2, 4)), (cls.health, (1, 12)), (cls.pori, (15, 30)),
            (cls.kemi, (0, 1, 6)), (cls.rauma, (11, 25)),
        ):  # fmt: skip
            for month in MONTHS:
                for channel in CHANNELS:
                    cls.scatter(chance, unit, f"{month}-{chance.randint(5, 28):02}", channel, chance.choice(sizes))

    @classmethod
    def scatter(cls, chance, unit, day, channel, count):
        """Give `count` feedbacks of chance scores, many of them good."""
        scores = chance.choices(list(SCORES.values()), weights=(6, 2, 1), k=count)
        for score in set(scores):
            cls.give(unit, day, channel, nps=score, count=scores.count(score))

    def truth(self, unit, month, parts=CLASSES, channel=None):
        """Count by hand what was given when the month closed."""
        return sum(
            row["nps"] in {SCORES[part] for part in parts}
            for row in self.closed_truth
            if row["unit"] == unit and f"{row['day']:%Y-%m}" == month and channel in (None, row["channel"])
        )

    # ------------------------------------------------------------------ what is seen

    def look(self, user, ledger):
        """Write down everything that `user` is shown today."""
        self.authenticate(user.login, PASSWORD)
        questions = {
            self.county: ("unit", "leaf", "nps_class", "channel"),
            self.health: ("unit", "nps_class"),
            self.social: ("leaf",),
            self.huittinen: ("none",),
        }
        asked_of = [(unit, group) for unit, groups in questions.items() for group in groups]
        for (unit, group), period in itertools.product(asked_of, PERIODS):
            asked = {"unit": unit.id, "group": group, "period": period, "metrics": [*METRICS, "share"]}
            reply = json.loads(call(self, "hva.query", "query", asked))
            self.write_down(ledger, reply["result"], unit, group)
        for domain in ([], [["unit_id", "=", self.huittinen.id]]):
            groups = json.loads(
                call(self, "hva.feedback.analysis", "formatted_read_group", domain, ["unit_id"], ["promoters:sum"])
            )["result"]
            reach = set(self.env["hva.query"].with_user(user)._get_my_units())
            self.assertFalse({group["unit_id"][0] for group in groups} - reach)

    def write_down(self, ledger, answer, unit, group):
        start, end = answer["period"]["start"], answer["period"]["end"]
        months = [month for month in MONTHS if start <= f"{month}-01" and f"{month}-28" <= end]
        is_whole = start.endswith("-01") and end == self.last_day(end)
        for row in [*answer["rows"], answer["totals"]]:
            is_total = row["key"] == "total"
            cells = {code: cell["value"] for code, cell in row["cells"].items() if cell["state"] == "ok"}
            if row["is_own"] or not cells:
                continue
            self.assertTrue(is_whole, f"{start} to {end} shows {cells}")
            below = self.units_of(unit, row, group, is_total)
            channels = (row["key"],) if group == "channel" and not is_total else CHANNELS
            places = [(one.id, month, channel) for one in below for month in months for channel in channels]
            if group == "nps_class" and not is_total:
                if "answers" in cells:
                    ledger.saw(places, [row["key"]], cells["answers"])
                continue
            self.count_cells(ledger, places, cells)

    def count_cells(self, ledger, places, cells):
        if "n" in cells:
            ledger.saw(places, CLASSES, cells["n"])
        for part in CLASSES:
            if part in cells:
                ledger.saw(places, [part], cells[part])
        if "nps" in cells and "n" in cells:
            ledger.saw_score(places, cells["nps"], cells["n"])

    def units_of(self, unit, row, group, is_total):
        if is_total or group in ("none", "nps_class", "channel"):
            return self.below(unit)
        named = self.env["hva.unit"].browse(row["unit"])
        return named if group == "leaf" or named == unit else self.below(named)

    def below(self, unit):
        return self.env["hva.unit"].search([("id", "child_of", unit.id)])

    def last_day(self, day):
        from calendar import monthrange

        there = date.fromisoformat(day)
        return there.replace(day=monthrange(there.year, there.month)[1]).isoformat()

    def read_workbook(self, user, month, ledger):
        """Write down the sheets of units and channels of the report that was mailed."""
        run = self.env["hva.report.run"].search([("user_id", "=", user.id), ("start_on", "=", f"{month}-01")])
        book = self.workbook(run)
        for sheet_name, is_unit in (("Units", True), ("Channels", False)):
            sheet = [[cell.value for cell in row] for row in book[sheet_name].iter_rows()]
            columns = [_column(title) for title in sheet[0]]
            for line in sheet[1:]:
                found = zip(columns, line, strict=True)
                cells = {name: value for name, value in found if name and not isinstance(value, str)}
                places = self.places_of(line[0], month, is_unit)
                reach = set(self.env["hva.query"].with_user(user)._get_my_units())
                if places and {unit for unit, *_rest in places} - reach:
                    self.count_cells(ledger, places, cells)

    def places_of(self, label, month, is_unit):
        units = self.below(self.county)
        labels = {"Web form": "web", "Text message": "sms", "Feedback terminal": "kiosk"}
        if label == "The whole county":
            return [(unit.id, month, channel) for unit in units for channel in CHANNELS]
        if is_unit:
            return [(unit.id, month, channel) for unit in units if unit.name == label for channel in CHANNELS]
        return [(unit.id, month, labels[label]) for unit in units] if label in labels else []

    # ------------------------------------------------------------------ the audit

    def close(self):
        self.env["hva.fact.month"]._rebuild_dirty(limit=10**4)
        self.env["hva.fact.closed"]._close_due()

    def audit(self, user, ledger, months):
        """Return what can be found out though it is too little to be shown: [(place, count)]."""
        limits, found = Limits(), []
        reach = set(self.env["hva.query"].with_user(user)._get_my_units())
        for unit in self.below(self.county):
            for month in months:
                places = [(unit.id, month, channel) for channel in CHANNELS]
                n = self.truth(unit, month)
                if unit.id in reach or not n:
                    continue
                if n < limits.base and ledger.tells(places, CLASSES) is not None:
                    found.append((unit.name, month, "n", n))
                for part in CLASSES:
                    count = self.truth(unit, month, [part])
                    if (
                        0 < count
                        and (n < limits.base or count < limits.cell)
                        and ledger.tells(places, [part]) is not None
                    ):
                        found.append((unit.name, month, part, count))
        return found

    @mute_logger("odoo.http")
    def test_over_two_days_and_all_doors_nothing_hidden_is_found(self):
        self.close()
        self.closed_truth = list(self.given)
        people, ledgers = (self.anna, self.sofia), {}
        for user in people:
            ledgers[user] = Ledger()
            for unit_id in self.env["hva.query"].with_user(user)._get_my_units():
                self.know(ledgers[user], unit_id, MONTHS)
            self.look(user, ledgers[user])
        self.schedule.action_send_now("2026-10-01")
        self.env["hva.report.run"]._build_due()
        # between the two days: late feedback, a corrected unit, an erased answer
        self.give(self.huittinen, "2026-10-09", "web", nps=10)
        self.give(self.rauma, "2026-10-09", "sms", nps=0, count=2)
        answers = self.env["survey.user_input"]
        ids = [row["id"] for row in self.given if row["unit"] == self.pori]
        answers.browse(ids[0]).write({"hva_unit_id": self.kemi.id})
        answers.browse(ids[1]).unlink()
        with freeze_time(SECOND_DAY):
            self.close()
            self.closed_truth = [row for row in self.given_then() if row]
            for user in people:
                self.look(user, ledgers[user])
            self.read_workbook(self.anna, "2026-10", ledgers[self.anna])
            for user in people:
                self.assertGreater(ledgers[user].count, 60, "the auditor saw figures of others")
                self.assertEqual(self.audit(user, ledgers[user], MONTHS), [])
            self.authenticate("plain", PASSWORD)
            reply = json.loads(call(self, "hva.query", "query", {"unit": self.county.id}))
            self.assertEqual(reply["error"]["data"]["name"], "odoo.exceptions.AccessError")

    def given_then(self):
        """What was there when each month closed: September and October before the changes, November after."""
        late = {(self.huittinen, "2026-10-09"), (self.rauma, "2026-10-09")}
        return [row for row in self.given if (row["unit"], row["day"].isoformat()) not in late]

    def know(self, ledger, unit_id, months):
        """The reader knows all about his own unit."""
        unit = self.env["hva.unit"].browse(unit_id)
        for month in months:
            for channel in CHANNELS:
                for part in CLASSES:
                    ledger.saw([(unit_id, month, channel)], [part], self.truth(unit, month, [part], channel))

    def test_the_auditor_finds_what_is_not_protected(self):
        """Without the rule he would find it: so that he is known to be able to."""
        self.env["ir.config_parameter"].set_param("hva_reports.suppression_base", "1")
        self.env["ir.config_parameter"].set_param("hva_reports.suppression_cell", "1")
        self.close()
        self.closed_truth = list(self.given)
        ledger = Ledger()
        self.look(self.anna, ledger)
        self.assertTrue(self.audit(self.anna, ledger, MONTHS[:2]))


def _column(title):
    """Return the metric of a column of the workbook, None for those that are not counted here."""
    names = {"NPS": "nps", "NPS answers (n)": "n"}
    return names.get(title) or next((part for part in CLASSES if (title or "").lower().startswith(part)), None)
