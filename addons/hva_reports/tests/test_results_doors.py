"""Which role gets in at which door of the results: `door_matrix.csv` says it, and everybody knocks over HTTP."""

import csv
from collections import defaultdict

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import file_open

from odoo.addons.hva_feedback.tests.doors import call, worked
from odoo.addons.hva_feedback.tests.rights_story import RightsWorld

PASSWORD = "knock-knock-knock"


def reads(model):
    return lambda knocker: worked(call(knocker, model, "search_read", [], ["id"]))


def makes(model, **vals):
    return lambda knocker: worked(call(knocker, model, "web_save", [], vals, specification={}))


DOORS = {
    "ask results": lambda k: worked(call(k, "hva.query", "query", {})),
    "open the page of results": lambda k: worked(call(k, "hva.dashboard", "load_view", {})),
    "other counties beside them": lambda k: worked(call(k, "hva.dashboard", "load_others", {})),
    "find a unit there": lambda k: worked(call(k, "hva.dashboard", "find_units", "")),
    "analyse feedback": lambda k: worked(
        call(k, "hva.feedback.analysis", "formatted_read_group", [], ["channel"], ["__count"])
    ),
    "see how units stand to a target": lambda k: worked(call(k, "hva.target", "action_show_standing", k.target.ids)),
    "set a target": lambda k: makes("hva.target", metric="nps", year=2027, value=10, unit_id=k.clinic.id)(k),
    "read sent reports": reads("hva.report.run"),
    "preview a report": lambda k: k.url_open(
        f"/hva/report/{k.schedule.id}/preview", allow_redirects=False
    ).status_code == 200,
    "send reports now": lambda k: worked(call(k, "hva.report.schedule", "action_send_last", k.schedule.ids)),
    "read published periods": reads("hva.published"),
    "open the results to everybody": makes("hva.publish.setting", is_public=True),
    "read closed months": reads("hva.fact.closed"),
    "read figures of walls": reads("hva.wall.month"),
    "read facts": reads("hva.fact"),
    "read monthly sums": reads("hva.fact.month"),
    "read how many were asked": reads("hva.fact.asked"),
    "store figures of other counties": makes(
        "hva.county.figure", county="Next door", metric="nps", value=1, start_on="2026-01-01", end_on="2026-01-31",
        source="Their website",
    ),
    "open adoption": lambda k: worked(call(k, "hva.adoption", "load_view", {})),
    "save the table of adoption": lambda k: worked(call(k, "hva.adoption", "export_table", {}, "csv")),
    "read exports to the data lake": reads("hva.export"),
    "read what was exported": reads("hva.export.file"),
    "read how far an export is": reads("hva.export.mark"),
    "read the page for everybody": lambda k: k.url_open("/p/tulokset").status_code == 200,
    "read the file for everybody": lambda k: k.url_open("/p/tulokset.json").status_code == 200,
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestResultsDoors(RightsWorld, HttpCase):
    """A door that the table lacks, or that opens wider or less than it says, fails."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.make_people()
        for role, user in cls.people.items():
            if role != "public":
                user.password = PASSWORD
        cls.schedule = cls.env.ref("hva_reports.hva_report_schedule_monthly")
        cls.target = cls.env["hva.target"].create(
            {"metric": "nps", "year": 2026, "value": 10, "unit_id": cls.clinic.id}
        )
        cls.env.company.hva_is_results_public = True

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule", "odoo.orm.models")
    def test_every_door_opens_to_whom_the_table_says_and_to_nobody_else(self):
        with file_open("hva_reports/tests/door_matrix.csv") as file:
            table = {row.pop("door"): row for row in csv.DictReader(file)}
        self.assertEqual(set(table), set(DOORS))
        wrong = defaultdict(list)
        for role, user in self.people.items():
            self.authenticate(None if role == "public" else user.login, PASSWORD)
            for door, opens in table.items():
                with self.env.cr.savepoint() as savepoint:
                    opened = DOORS[door](self)
                    savepoint.rollback()
                    self.env.invalidate_all()
                if opened != (opens[role] == "yes"):
                    wrong[door].append(f"{role} {'gets in' if opened else 'stays out'}")
        self.assertEqual(dict(wrong), {})
