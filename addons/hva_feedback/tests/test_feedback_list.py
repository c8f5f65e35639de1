"""A feedback sent through the page is on the list of its unit's people, with its words first, and on nobody else's."""

from lxml import etree

from odoo.tests import new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .page_story import PageCase


@tagged("post_install", "-at_install")
class TestFeedbackList(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env["hva.unit"].create({"name": "Elsewhere", "level_id": cls.level.id})
        cls.handler = cls.person("list_handler", cls.clinic)
        cls.stranger = cls.person("list_stranger", cls.elsewhere)

    @classmethod
    def person(cls, login, unit, role="handler"):
        user = new_test_user(cls.env, login=login, groups="base.group_user")
        cls.env["hva.unit.access"].create({"user_id": user.id, "unit_id": unit.id, "role": role})
        return user

    def listed(self, user):
        """Read the list as the browser does: every column of the view, in the action's domain."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_answer_action")
        answers = self.env["survey.user_input"].with_user(user)
        view_id = self.env.ref("hva_feedback.hva_answer_view_list").id
        arch = etree.fromstring(answers.get_view(view_id, "list")["arch"])
        columns = {name: {} for name in arch.xpath("//field/@name")}
        self.assertEqual(next(iter(columns)), "hva_excerpt")
        return answers.web_search_read(safe_eval(action["domain"]), columns)["records"]

    def test_the_unit_reads_it_and_others_do_not(self):
        self.assertSent(self.send(NPS="0", OPEN="Odotin kauan", kind="criticism"))
        [row] = self.listed(self.handler)
        self.assertEqual((row["hva_excerpt"], row["hva_nps"], row["hva_kind"]), ("Odotin kauan", 0, "criticism"))
        self.assertEqual(self.listed(self.stranger), [])
        self.assertTrue(self.answers().with_user(self.handler).display_name.startswith("Clinic of the tests "))

    def test_the_form_shows_the_answers_and_no_way_to_change_them(self):
        self.assertSent(self.send(NPS="8", ST1=self.option("ST1", 5)))
        answer = self.answers().with_user(self.handler)
        view_id = self.env.ref("hva_feedback.hva_answer_view_form").id
        arch = etree.fromstring(answer.get_view(view_id, "form")["arch"])
        self.assertEqual((arch.get("create"), arch.get("edit"), arch.get("delete")), ("0", "0", "0"))
        lines = answer.user_input_line_ids.mapped(lambda line: (line.question_id.title, line.display_name))
        self.assertEqual(len(lines), 2)
        self.assertFalse(answer.has_access("write"))
        viewer = self.person("list_viewer", self.clinic, role="viewer")
        arch = etree.fromstring(self.env["survey.user_input"].with_user(viewer).get_view(view_id, "form")["arch"])
        self.assertFalse(arch.xpath("//field[@name='hva_contact_ids']"))

    def test_ten_feedbacks_are_listed_with_as_many_queries_as_two(self):
        def count(number):
            for _each in range(number):
                self.assertSent(self.send(NPS="5", OPEN="sanoja"))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.listed(self.handler)
            return self.env.cr.sql_log_count - before

        count(1)
        few = count(2)
        self.assertLessEqual(count(10), few)

    def test_ways_in_are_those_of_own_units(self):
        ways = self.env["hva.collector"]
        self.assertIn(self.collector, ways.with_user(self.handler).search([]))
        self.assertNotIn(self.collector, ways.with_user(self.stranger).search([]))
        self.assertFalse(self.collector.with_user(self.handler).has_access("write"))
        manager = self.person("list_manager", self.clinic, role="manager")
        made = ways.with_user(manager).create({"name": "Desk", "unit_id": self.clinic.id})
        self.assertTrue(made.code)
        self.assertIn("<svg", made.qr_svg)
        self.assertEqual(made.answer_count, 0)
