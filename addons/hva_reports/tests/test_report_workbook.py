"""The workbook is read back: charts are charts, numbers are numbers, and what people wrote stays text."""

import io

import openpyxl
from openpyxl.chart import BarChart, LineChart

from odoo.tests import tagged

from ..report.render_xlsx import render_workbook
from .common_reports import OCTOBER, ReportCase

DANGEROUS = [
    "=1+1",
    "+358 on my mind",
    "-5 for effort",
    "@everybody",
    '=HYPERLINK("http://x.example")',
    "http://x.example",
]
SHEETS = {
    "en_US": ["Summary", "Units", "Channels", "Statements", "Open feedback", "About the numbers"],
    "sv_SE": ["Sammandrag", "Enheter", "Responskanaler", "Påståenden", "Öppen respons", "Om siffrorna"],
}
COUNTED = {"NPS answers (n)", "NPS", "95 % interval, lower end", "Promoters (9–10)", "Feedback"}


@tagged("post_install", "-at_install")
class TestReportWorkbook(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("sv_SE")
        cls.eura.name = "=Eura+1"
        cls.anna = cls.person("anna", (cls.health, "manager"))
        for number, text in enumerate(DANGEROUS):
            cls.give(cls.eura, f"2026-10-{number + 1:02}", nps=10 - number, text=text, statements={"ST1": 4})
        cls.give(cls.eura, "2026-09-05", "sms", nps=9, count=4)

    def read(self, lang="en_US", definition=None):
        mine = (definition or self.definition).with_user(self.anna).with_context(lang=lang)
        content = render_workbook(mine.env, mine.query(OCTOBER), mine.name)
        return openpyxl.load_workbook(io.BytesIO(content))

    def cells(self, book):
        return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]

    def test_what_people_wrote_stays_text(self):
        book = self.read()
        self.assertFalse([cell.value for cell in self.cells(book) if cell.data_type == "f"])
        texts = [row[4] for row in book["Open feedback"].iter_rows(min_row=2)]
        self.assertEqual({cell.value for cell in texts}, set(DANGEROUS))
        self.assertEqual({cell.data_type for cell in texts}, {"s"})
        self.assertFalse([cell.value for cell in texts if cell.hyperlink])
        self.assertEqual(book["Units"]["A2"].value, "=Eura+1")

    def test_numbers_are_numbers_with_a_format(self):
        book = self.read()
        sheet = book["Units"]
        heads = [cell.value for cell in sheet[1]]
        found = {head: cell for head, cell in zip(heads, sheet[2], strict=True) if head in COUNTED}
        self.assertEqual(set(found), COUNTED)
        self.assertEqual({cell.data_type for cell in found.values()}, {"n"})
        self.assertEqual({cell.number_format for cell in found.values()}, {"#,##0"})
        self.assertEqual(found["NPS answers (n)"].value, 6)
        share = book["Statements"]["D2"]
        self.assertEqual((share.value, share.number_format), (1, "0 %"))
        day = book["Open feedback"]["A2"]
        self.assertTrue(day.is_date)

    def test_charts_are_native_and_drawn_from_the_tables(self):
        book = self.read()
        charts = book["Summary"]._charts
        self.assertEqual([type(chart) for chart in charts], [LineChart, BarChart])
        line = charts[0].series[0]
        sheet_name, area = line.val.numRef.f.split("!")
        values = [cell.value for (cell,) in book[sheet_name.strip("'")][area.replace("$", "")]]
        self.assertEqual(len(values), 13)
        self.assertEqual(values[-2], 100)
        self.assertEqual(values[:-2], [None] * 11, "a month without feedback is a gap and not a zero")

    def test_tables_can_be_read_on_any_screen(self):
        book = self.read()
        for name in ("Units", "Channels", "Statements"):
            self.assertEqual(book[name].freeze_panes, "B2")
            self.assertGreaterEqual(book[name].column_dimensions["A"].width, 40)
        self.assertEqual(book["Open feedback"].freeze_panes, "A2")
        self.assertGreaterEqual(book["Open feedback"].column_dimensions["E"].width, 80)
        for sheet in book:
            self.assertEqual(sheet.page_setup.orientation, "landscape")
            self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)

    def test_sheets_are_called_in_the_readers_language(self):
        for lang, names in SHEETS.items():
            with self.subTest(lang=lang):
                self.assertEqual(self.read(lang).sheetnames, names)

    def test_the_only_link_is_the_one_to_the_page_of_results(self):
        links = [cell.hyperlink.target for cell in self.cells(self.read()) if cell.hyperlink]
        [link] = links
        self.assertIn(f"/odoo/hva-results?unit={self.health.id}&period=month&on=2026-10-01", link)

    def test_targets_stand_beside_the_scores(self):
        self.env["hva.target"].create({"year": 2026, "metric": "nps", "value": 52.5, "unit_id": self.eura.id})
        book = self.read()
        heads = [cell.value for cell in book["Units"][1]]
        row = dict(zip(heads, [cell.value for cell in book["Units"][2]], strict=True))
        self.assertEqual((row["Target"], row["Target met?"]), (52.5, "Cannot tell"))
        about = {row[0].value for row in book["About the numbers"].iter_rows()}
        self.assertIn("Target", about)
        other = self.env["hva.report.definition"].create({"name": "Other", "unit_ids": [(4, self.huittinen.id)]})
        plain = self.read(definition=other)
        self.assertNotIn("Target", [cell.value for cell in plain["Units"][1]])

    def test_a_hidden_figure_is_words_and_nothing_is_behind_them(self):
        wide = self.env["hva.report.definition"].create({"name": "Wide", "unit_ids": [(4, self.county.id)]})
        self.give(self.pori, "2026-10-05", nps=3, count=7)
        self.env["hva.fact.closed"]._close_due()
        book = self.read(definition=wide)
        rows = {row[0].value: [cell.value for cell in row[1:]] for row in book["Units"].iter_rows(min_row=2)}
        self.assertEqual({type(value) for value in rows["Pori"][1:8]}, {str}, "seven people: words, and no figure")
        texts = [cell.value for cell in self.cells(book)]
        self.assertIn("Some figures are hidden so that nobody's answer can be told.", texts)
