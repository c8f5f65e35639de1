"""What people wrote cannot run on the computer of who exports it."""

import csv
import io
import json

import openpyxl

from odoo import http
from odoo.tests import HttpCase, tagged

from .common_reports import ReportCase

EVIL = ['=HYPERLINK("http://evil.example","x")', "{=1+1}", "@SUM(1)", "+1", "-1", "\t=1", "http://evil.example/x"]


@tagged("post_install", "-at_install")
class TestListExport(HttpCase, ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.person("exporter", (cls.eura, "manager"))
        groups = ("base.group_allow_export", "base.group_partner_manager", "hva_feedback.hva_feedback_group_admin")
        cls.user.write({"password": "exporter-exporter", "group_ids": [(4, cls.env.ref(name).id) for name in groups]})

    def export(self, kind, model, field, records, groupby=()):
        self.authenticate("exporter", "exporter-exporter")
        data = {
            "model": model,
            "fields": [{"name": field, "label": "=1+1", "type": "char"}],
            "ids": records.ids,
            "domain": [],
            "groupby": list(groupby),
            "import_compat": False,
        }
        answer = self.url_open(f"/web/export/{kind}", data={"data": json.dumps(data), **self.token()})
        self.assertEqual(answer.status_code, 200)
        return answer.content

    def token(self):
        return {"csrf_token": http.Request.csrf_token(self)}

    def cells(self, content):
        return [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]

    def evil_services(self):
        return self.env["hva.service"].create([{"name": text, "code": f"E{n}"} for n, text in enumerate(EVIL)])

    def test_xlsx_of_ours_has_texts_only(self):
        cells = self.cells(self.export("xlsx", "hva.service", "name", self.evil_services()))
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertFalse([cell.hyperlink for cell in cells if cell.hyperlink])
        self.assertIn(EVIL[0], [cell.value for cell in cells])

    def test_grouped_xlsx_has_texts_only(self):
        content = self.export("xlsx", "hva.service", "name", self.evil_services(), groupby=["name"])
        self.assertEqual({cell.data_type for cell in self.cells(content) if cell.value is not None}, {"s"})

    def test_csv_of_ours_is_neutralised_headers_too(self):
        content = self.export("csv", "hva.service", "name", self.evil_services()).decode()
        rows = list(csv.reader(io.StringIO(content, newline="")))
        for (value,) in rows:
            self.assertFalse(value.startswith(("=", "+", "-", "@", "\t", "\r")), value)

    def test_foreign_lists_are_as_odoo_makes_them(self):
        partners = self.env["res.partner"].create([{"name": text} for text in ("=1+1", "@home", "http://a.example")])
        cells = self.cells(self.export("xlsx", "res.partner", "name", partners))
        self.assertIn("f", {cell.data_type for cell in cells})
        self.assertTrue([cell for cell in cells if cell.hyperlink])
        self.assertIn("@home", self.export("csv", "res.partner", "name", partners).decode().replace('"', "").split())

    def test_surveys_and_tickets_of_others_are_as_odoo_makes_them(self):
        self.user.group_ids = [(4, self.env.ref("survey.group_survey_manager").id)]
        survey = self.env["survey.survey"].create({"title": "=1+1"})
        ours = self.env.ref("hva_feedback.hva_question_set_base").current_survey_id
        theirs = self.cells(self.export("xlsx", "survey.survey", "title", survey))
        self.assertIn("f", {cell.data_type for cell in theirs})
        both = self.cells(self.export("xlsx", "survey.survey", "title", survey | ours))
        self.assertEqual({cell.data_type for cell in both}, {"s"}, "a file with one of ours in it runs nothing")

    def test_pivot_titles_do_not_run(self):
        self.authenticate("exporter", "exporter-exporter")
        table = {
            "title": "Feedback",
            "model": "hva.feedback.analysis",
            "measure_count": 1,
            "origin_count": 1,
            "col_group_headers": [[{"title": "=1+1", "width": 1, "height": 1}]],
            "measure_headers": [{"title": "=2+2", "is_bold": False, "width": 1, "height": 1}],
            "origin_measure_headers": [],
            "rows": [{"title": "=3+3", "indent": 0, "values": [{"value": "=4+4"}, {"value": 70.4}]}],
        }
        answer = self.url_open("/web/pivot/export_xlsx", data={"data": json.dumps(table), **self.token()})
        cells = self.cells(answer.content)
        self.assertNotIn("f", {cell.data_type for cell in cells})
        self.assertIn(70.4, [cell.value for cell in cells])
