import json

from odoo import http
from odoo.tests import HttpCase, tagged

from .case_story import CANARY, CaseWorld


@tagged("post_install", "-at_install")
class TestExportTrail(CaseWorld, HttpCase):
    """Who takes feedback out in a file leaves a row: who, what, by which search, how much."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.manager.write({
            "password": "exporter-exporter",
            "group_ids": [(4, cls.env.ref("base.group_allow_export").id)],
        })  # fmt: skip
        cls.give(kind="criticism", text=CANARY)
        cls.give(kind="thanks", nps=9)

    def export(self, kind, model, names, **order):
        self.authenticate(self.manager.login, "exporter-exporter")
        data = {
            "model": model,
            "fields": [{"name": name, "label": name, "type": "char"} for name in names],
            "ids": False, "domain": [], "groupby": [], "import_compat": False, **order,
        }  # fmt: skip
        form = {"data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)}
        response = self.url_open(f"/web/export/{kind}", data=form)
        self.assertEqual(response.status_code, 200)
        return self.env["hva.audit"].search([("action", "=", "export")])

    def test_a_list_with_its_search(self):
        domain = [
            ("hva_is_feedback", "=", True),
            "|",
            ("hva_kind", "=", "criticism"),
            ("hva_text", "ilike", "Virtanen"),
        ]
        row = self.export("csv", "survey.user_input", ["hva_unit_id", "hva_text"], domain=domain)
        self.assertEqual((row.user_id, row.model, row.res_id), (self.manager, "survey.user_input", 0))
        self.assertEqual(row.details["rows"], 1)
        self.assertEqual(row.details["fields"], "hva_unit_id, hva_text")
        self.assertIn("hva_kind = criticism", row.details["filter"])
        self.assertNotIn("Virtanen", row.details["filter"])

    def test_a_grouped_workbook_is_one_row(self):
        row = self.export(
            "xlsx", "survey.user_input", ["hva_kind"], domain=[("hva_is_feedback", "=", True)], groupby=["hva_kind"]
        )
        self.assertEqual(row.details["rows"], 2)

    def test_chosen_rows_have_no_search(self):
        answers = self.env["survey.user_input"].search([("hva_is_feedback", "=", True)])
        row = self.export("csv", "survey.user_input", ["hva_kind"], ids=answers.ids)
        self.assertEqual(row.details, {"rows": 2, "fields": "hva_kind"})

    def test_the_same_by_rpc(self):
        answers = self.env["survey.user_input"].search([("hva_is_feedback", "=", True)])
        self.authenticate(self.manager.login, "exporter-exporter")
        self.make_jsonrpc_request(
            "/web/dataset/call_kw/survey.user_input/export_data",
            {"model": "survey.user_input", "method": "export_data", "args": [answers.ids, ["hva_text"]], "kwargs": {}},
        )
        self.assertEqual(self.env["hva.audit"].search([("action", "=", "export")]).user_id, self.manager)

    def test_a_pivot(self):
        self.authenticate(self.manager.login, "exporter-exporter")
        table = {
            "model": "helpdesk.ticket", "title": "Cases", "col_group_headers": [], "measure_headers": [],
            "origin_headers": [], "rows": [{"title": "Total", "indent": 0, "values": []}], "measure_count": 1,
            "origin_count": 1,
        }  # fmt: skip
        form = {"data": json.dumps(table), "csrf_token": http.Request.csrf_token(self)}
        self.assertEqual(self.url_open("/web/pivot/export_xlsx", data=form).status_code, 200)
        self.assertEqual(self.env["hva.audit"].search([("action", "=", "export")]).details["rows"], 1)

    def test_lists_of_others_leave_none(self):
        self.assertFalse(self.export("csv", "res.partner", ["name"], domain=[("id", "=", self.manager.partner_id.id)]))
