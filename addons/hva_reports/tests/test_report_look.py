"""The monthly mail begins with the county: its logo, or its name on its colour."""

from lxml import html

from odoo.tests import tagged

from ..report.render_html import render_mail
from .common_reports import ReportCase


@tagged("post_install", "-at_install")
class TestReportLook(ReportCase):
    def mail(self):
        manager = self.person("maija_look", (self.eura, "manager"))
        env = self.definition.with_user(manager).with_context(lang="en_US").env
        return html.fromstring(str(render_mail(env, self.query(manager), "R")))

    def test_the_countys_name_stands_on_its_colour(self):
        self.env.company.name = "Testilä & co"
        self.env["hva.look"].create({"company_id": self.env.company.id, "main_color": "#7a1f5c"})
        mail = self.mail()
        [head] = mail.xpath("//div[contains(@style, 'background:#7a1f5c')]")
        self.assertEqual(head.text_content().strip(), "Testilä & co")
        self.assertIn("color:#ffffff", head.get("style"))
        self.assertFalse(mail.xpath("//img"))
