from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from odoo.addons.mail.tests.common import MailCommon

from .case_story import CaseWorld

GUARD = "hva_feedback.guard_foreign_tickets"


@tagged("post_install", "-at_install")
class TestForeignTickets(CaseWorld, MailCommon, TransactionCase):
    """Tickets of somebody else's helpdesk live as if our addon were not there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = new_test_user(cls.env, "foreign_agent", "helpdesk_mgmt.group_helpdesk_user")
        cls.team = cls.env["helpdesk.ticket.team"].create({"name": "IT", "user_ids": [(4, cls.agent.id)]})
        cls.tickets = cls.env["helpdesk.ticket"].with_user(cls.agent)
        cls.new = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")

    def _foreign(self, **vals):
        return self.tickets.create({"name": "Printer", "description": "Broken", "user_id": False, **vals})

    def test_a_new_ticket_begins_in_helpdesks_first_stage(self):
        self.assertEqual(self._foreign().stage_id, self.new)
        self.assertEqual(self._foreign(team_id=self.team.id).stage_id, self.new)

    def test_our_stages_are_in_no_list_of_stages(self):
        ours = self.env["helpdesk.ticket.stage"].with_context(active_test=False).search([("hva_state", "!=", False)])
        self.assertEqual(len(ours), 6)
        self.assertFalse(ours & self.team._get_applicable_stages())
        self.assertFalse(ours & self.env["helpdesk.ticket.team"]._get_applicable_stages())
        stages = self.env["helpdesk.ticket.stage"]
        self.assertFalse(ours & self.tickets._read_group_stage_ids(stages, []))
        self.assertFalse(ours & stages.search([]))
        self._foreign(team_id=self.team.id)
        groups = self.tickets.web_read_group([("team_id", "=", self.team.id)], ["stage_id"], ["__count"])["groups"]
        self.assertFalse(set(ours.ids) & {group["stage_id"][0] for group in groups if group["stage_id"]})

    def test_taking_changing_team_and_closing_work_as_before(self):
        ticket = self._foreign()
        ticket.assign_to_me()
        self.assertEqual((ticket.user_id, ticket.team_id), (self.agent, self.team), "helpdesk sets the taker's team")
        ticket.team_id = self.env["helpdesk.ticket.team"].create({"name": "Other"})
        self.assertFalse(ticket.user_id, "helpdesk drops a handler who is not in the new team")
        ticket.write({"stage_id": self.done.id, "name": "Renamed"})
        self.assertTrue(ticket.closed and ticket.closed_date)
        self.assertEqual(ticket.copy().stage_id, self.new)

    def test_mail_makes_and_updates_tickets_as_before(self):
        ticket = self.env["helpdesk.ticket"].message_new(
            {"subject": "By mail", "body": "Hello", "from": "a@example.org", "author_id": False, "to": "", "cc": ""}
        )
        self.assertEqual((ticket.name, ticket.stage_id, ticket.hva_is_case), ("By mail", self.new, False))
        customer = self.env["res.partner"].create({"name": "Customer", "email": "c@example.org"})
        ticket.message_subscribe(partner_ids=customer.ids)
        self.assertIn(customer, ticket.message_partner_ids)
        self.assertTrue(ticket.message_post(body="Reply", message_type="email"))
        self.assertTrue(ticket._portal_ensure_token())

    def test_numbers_of_tickets_have_no_gaps_from_cases(self):
        self.make_world()
        before = int(self._foreign().number.removeprefix("HT"))
        self.make_case(kind="criticism")
        self.assertEqual(int(self._foreign().number.removeprefix("HT")), before + 1)

    def test_helpdesk_people_do_not_see_cases(self):
        self.make_world()
        case = self.make_case(kind="criticism")
        self.assertNotIn(case, self.tickets.search([]))
        boss = new_test_user(self.env, "foreign_boss", "helpdesk_mgmt.group_helpdesk_manager")
        self.assertNotIn(case, self.tickets.with_user(boss).search([]))

    def test_our_stages_change_only_by_our_administrator_and_only_in_looks(self):
        stage = self.env.ref("hva_feedback.helpdesk_stage_new")
        public = self.env.ref("base.public_user")
        boss = new_test_user(self.env, "stage_boss", "helpdesk_mgmt.group_helpdesk_manager")
        admin = new_test_user(
            self.env, "stage_admin", "helpdesk_mgmt.group_helpdesk_manager,hva_feedback.hva_feedback_group_admin"
        )
        for user, values in [(public, {"name": "x"}), (boss, {"name": "x"}), (admin, {"active": True})]:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                stage.with_user(user).write(values)
        with self.assertRaises(AccessError):
            stage.with_user(boss).unlink()
        stage.with_user(admin).write({"name": "Fresh"})
        self.new.with_user(boss).write({"name": "Brand new"})

    def test_visitors_write_foreign_stages_only_until_the_county_closes_the_door(self):
        public = self.env.ref("base.public_user")
        self.new.with_user(public).write({"name": "As shipped"})
        self.env["ir.config_parameter"].set_param(GUARD, "True")
        with self.assertRaises(AccessError):
            self.new.with_user(public).write({"name": "Not any more"})


@tagged("post_install", "-at_install")
class TestPortalClosing(CaseWorld, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.customer = new_test_user(cls.env, "case_portal", "base.group_portal", password="case_portal_pw")
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        values = {"description": "Broken", "user_id": False}
        cls.own = cls.env["helpdesk.ticket"].create({"name": "Own", "partner_id": cls.customer.partner_id.id, **values})
        cls.others = cls.env["helpdesk.ticket"].create({"name": "Others", **values})

    def setUp(self):
        super().setUp()
        self.case = self.make_case(kind="criticism")
        self.authenticate("case_portal", "case_portal_pw")

    def _close(self, ticket, method="GET"):
        query = {"ticket_id": ticket.id, "stage_id": self.done.id}
        if method == "GET":
            link = f"/ticket/close?ticket_id={query['ticket_id']}&stage_id={query['stage_id']}"
            response = self.url_open(link, allow_redirects=False)
        else:
            data = {**query, "csrf_token": http.Request.csrf_token(self)}
            response = self.url_open("/ticket/close", data=data, allow_redirects=False)
        ticket.invalidate_recordset()
        return response.status_code

    def test_a_case_is_never_closed_or_shown_by_the_portal(self):
        for method in ("GET", "POST"):
            self.assertEqual(self._close(self.case, method), 404)
        self.assertEqual(self.case.hva_state, "new")
        page = self.url_open(f"/my/ticket/{self.case.id}", allow_redirects=False)
        self.assertEqual(page.status_code, 303)
        self.assertNotIn(self.case.number, self.url_open("/my/tickets").text)

    def test_foreign_tickets_close_as_before_while_the_guard_is_off(self):
        self.assertIn("Own", self.url_open(f"/my/ticket/{self.own.id}").text)
        self.assertEqual(self._close(self.own), 302)
        self.assertTrue(self.own.closed)

    def test_with_the_guard_only_a_post_of_a_reader_closes(self):
        self.env["ir.config_parameter"].sudo().set_param(GUARD, "True")
        # Helpdesk 19.0.1.3.2 loses its own buttons on the way into the side bar, so the form is read from the template.
        template = self.env.ref("helpdesk_mgmt.portal_helpdesk_ticket_page").sudo().get_combined_arch()
        self.assertIn("'POST' if hva_close_by_post else 'GET'", template)
        self.assertEqual(self._close(self.own), 405)
        self.assertFalse(self.own.closed)
        self.assertEqual(self._close(self.others, "POST"), 404)
        self.assertFalse(self.others.closed)
        self.assertEqual(self._close(self.own, "POST"), 302)
        self.assertTrue(self.own.closed)
