"""Figures and files of other units by the doors of the web client: what a manager of one unit gets of another's."""

import json

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.hva_feedback.tests.doors import call, worked

from .common_reports import ReportCase

PASSWORD = "knock-knock-knock"


@tagged("post_install", "-at_install")
class TestReportDoors(HttpCase, ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.eura, "manager"))
        cls.olli = cls.person("olli", (cls.pori, "manager"))
        cls.plain = cls.person("plain")
        for user in (cls.anna, cls.olli, cls.plain):
            user.write({"password": PASSWORD, "group_ids": [(4, cls.env.ref("base.group_allow_export").id)]})
        cls.give(cls.eura, "2026-10-05", nps=9, count=3)
        cls.schedule.action_send_now("2026-10-01")
        cls.env["hva.report.run"]._build_due()
        cls.run_of_anna = cls.env["hva.report.run"].search([("user_id", "=", cls.anna.id)])

    def doors(self):
        """Return door -> whether it gave the figures or the file of Eura's manager."""
        domain = [["unit_id", "=", self.eura.id]]
        analysis, run, file = "hva.feedback.analysis", self.run_of_anna, self.run_of_anna.attachment_id
        order = {
            "model": analysis, "fields": [{"name": "day", "label": "x", "type": "date"}], "ids": False,
            "domain": domain, "groupby": [], "import_compat": False,
        }  # fmt: skip
        form = {"data": json.dumps(order), "csrf_token": http.Request.csrf_token(self)}
        return {
            "read": self.some(call(self, analysis, "search_read", domain, ["day"])),
            "group": self.some(call(self, analysis, "formatted_read_group", domain, ["channel"], ["__count"])),
            "sets": self.some(call(self, analysis, "formatted_read_grouping_sets", domain, [["channel"]], ["__count"])),
            "export": "2026-10-05" in self.url_open("/web/export/csv", data=form).text,
            "facts": self.some(call(self, "hva.fact", "search_read", domain, ["day"])),
            "months": self.some(call(self, "hva.fact.month", "search_read", domain, ["month"])),
            "run": worked(call(self, "hva.report.run", "read", run.ids, ["start_on"])),
            "file": self.url_open(f"/web/content/{file.id}").status_code == 200,
        }

    def some(self, reply):
        rows = json.loads(reply).get("result") if worked(reply) else []
        return any(rows)

    @mute_logger("odoo.http", "odoo.addons.web.controllers.export", "odoo.addons.base.models.ir_model")
    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.orm.models")
    def test_own_units_and_nothing_else(self):
        own = dict.fromkeys(("read", "group", "sets", "export", "run", "file"), True) | {
            "facts": False,
            "months": False,
        }
        nothing = dict.fromkeys(own, False)
        for user, expected in ((self.anna, own), (self.olli, nothing), (self.plain, nothing)):
            with self.subTest(user=user.login):
                self.authenticate(user.login, PASSWORD)
                self.assertEqual(self.doors(), expected)

    @mute_logger("odoo.http")
    def test_what_was_never_offered_is_refused_in_words(self):
        self.authenticate(self.anna.login, PASSWORD)
        for model, method, *args in (
            ("hva.query", "query", [self.eura.id]),
            ("hva.query", "query", {"unit": -1, "metrics": {"nps": 1}}),
            ("hva.dashboard", "load_view", {"unit": str(2**70)}),
            ("hva.dashboard", "find_units", ["Eura"]),
            ("hva.adoption", "load_view", {"days": "1e9"}),
            ("hva.adoption", "export_table", {}, ["xlsx"]),
            ("hva.report.schedule", "action_send_now", self.schedule.ids, {}),
        ):
            with self.subTest(model=model, args=args):
                error = json.loads(call(self, model, method, *args))["error"]["data"]
                self.assertIn(error["name"], ("odoo.exceptions.UserError", "odoo.exceptions.AccessError"))
        self.assertEqual(json.loads(call(self, "hva.dashboard", "find_units", "\0"))["result"][0]["label"], "Eura")
        refused = json.loads(call(self, "hva.report.definition", "query", self.definition.ids))["error"]["data"]
        self.assertEqual(refused["name"], "odoo.exceptions.AccessError")  # for Python alone: no JSON comes out of it
