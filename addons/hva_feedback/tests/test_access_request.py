from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from .unit_story import UnitWorld


@tagged("post_install", "-at_install")
class TestAccessRequest(UnitWorld, TransactionCase):
    """A manager asks, an administrator decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.manager = cls.person("ask_manager", "manager", cls.health)
        cls.manager.email = "ask_manager@example.org"
        cls.other_manager = cls.person("ask_other", "manager", cls.social)
        cls.anna = cls.person("ask_anna")
        cls.admin = cls.person("ask_admin")
        cls.admin.write({
            "email": "ask_admin@example.org",
            "group_ids": [(4, cls.env.ref("hva_feedback.hva_feedback_group_admin").id)],
        })  # fmt: skip

    def ask(self, user=None, **vals):
        values = {"user_id": self.anna.id, "unit_id": self.clinic.id, "role": "handler", "reason": "Begins on Monday"}
        return self.env["hva.access.request"].with_user(user or self.manager).create(values | vals)

    def test_accepting_gives_the_access(self):
        request = self.ask()
        self.assertFalse(self.env["hva.unit.reach"].search([("user_id", "=", self.anna.id)]))
        request.with_user(self.admin).action_accept()
        self.assertEqual(self.sees(self.anna), self.clinic)
        self.assertEqual((request.state, request.decided_by_id), ("accepted", self.admin))
        acts = self.env["hva.audit"].search([("action", "=like", "access_%")], order="id").mapped("action")
        self.assertEqual(acts[-3:], ["access_asked", "access_given", "access_decided"])

    def test_a_new_person_is_made_when_accepted(self):
        request = self.ask(user_id=False, login="New.One@example.fi", name="New One")
        self.assertFalse(self.env["res.users"].search([("login", "=", "new.one@example.fi")]))
        request.with_user(self.admin).action_accept()
        self.assertEqual(request.user_id.login, "new.one@example.fi")
        self.assertEqual(self.sees(request.user_id), self.clinic)

    def test_ending_access(self):
        self.access(self.anna, self.clinic)
        self.ask(wish="end").with_user(self.admin).action_accept()
        self.assertFalse(self.env["hva.unit.reach"].search([("user_id", "=", self.anna.id)]))

    def test_refusing_needs_a_reason(self):
        request = self.ask().with_user(self.admin)
        with self.assertRaises(UserError):
            request.action_refuse()
        request.answer = "Ask the other unit"
        request.action_refuse()
        self.assertEqual(request.state, "refused")
        with self.assertRaises(UserError):
            request.action_accept()
        with self.assertRaises(UserError):
            request.with_user(self.manager).reason = "Please"

    def test_mails_say_that_there_is_something_and_nothing_else(self):
        self.env["mail.mail"].search([]).unlink()
        request = self.ask().with_user(self.admin)
        request.action_accept()
        self.env.flush_all()
        mails = self.env["mail.mail"].search([])
        self.assertEqual(
            {mail.recipient_ids for mail in mails} >= {self.admin.partner_id, self.manager.partner_id}, True
        )
        text = " ".join(f"{mail.subject} {mail.body_html}" for mail in mails)
        for word in (self.anna.name, "Begins on Monday", "Clinic"):
            self.assertNotIn(word, text)

    def test_a_manager_asks_for_own_units_and_decides_nothing(self):
        with self.assertRaises(AccessError):
            self.ask(self.other_manager)
        request = self.ask()
        with self.assertRaises(AccessError):
            request.action_accept()
        with self.assertRaises(AccessError):
            request.write({"answer": "Yes"})
        self.assertFalse(self.env["hva.access.request"].with_user(self.other_manager).search([]))
        for vals in ({"state": "accepted"}, {"decided_by_id": self.admin.id}, {"requester_id": self.admin.id}):
            with self.assertRaises(AccessError):
                request.write(vals)
        forged = self.ask(state="accepted", requester_id=self.admin.id)
        self.assertEqual((forged.state, forged.requester_id), ("open", self.manager))

    def test_what_was_read_is_what_is_accepted(self):
        """Nobody slips another role or unit under the administrator's hand between the look and the click."""
        request = self.ask()
        for vals in ({"role": "manager"}, {"unit_id": self.health.id}, {"user_id": self.manager.id}, {"reason": "X"}):
            for person in (self.manager, self.admin):
                with self.assertRaises(UserError):
                    request.with_user(person).write(vals)
        request.unlink()
        self.assertEqual(self.ask(role="viewer").role, "viewer")

    def test_a_person_must_be_said(self):
        with self.assertRaises(UserError):
            self.ask(user_id=False)
        with self.assertRaises(UserError):
            self.ask(user_id=False, login="x@example.fi", name="X", wish="end")
