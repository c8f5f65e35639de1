"""Managers make, see and revoke the staff links of their units; everything they do there is in the audit trail."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..tools.codes import hash_code
from .unit_story import UnitWorld


@tagged("post_install", "-at_install")
class TestStaffLink(UnitWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.manager = cls.person("link_manager", "manager", cls.clinic)
        cls.handler = cls.person("link_handler", "handler", cls.clinic)
        cls.stranger = cls.person("link_stranger", "manager", cls.dental)
        cls.admin = new_test_user(cls.env, login="link_admin", groups="hva_feedback.hva_feedback_group_admin")

    def make(self, user=None, **vals):
        links = self.env["hva.staff.link"].with_user(user or self.manager)
        return links.create({"name": "Reception", "unit_id": self.clinic.id, **vals})

    def code_of(self, action):
        return action["context"]["default_url"].rpartition("/p/staff/")[2]

    def acts(self, link):
        return self.env["hva.audit"].search([("model", "=", link._name), ("res_id", "=", link.id)], order="id")

    def test_the_address_is_shown_once_and_only_its_hash_is_kept(self):
        link = self.make()
        self.assertEqual(link.validity, "none")
        code = self.code_of(link.action_make())
        self.assertEqual(len(code), 22)
        self.assertEqual(link.sudo().code_hash, hash_code(code))
        self.assertEqual((link.validity, link.made_by_id), ("open", self.manager))
        self.env.flush_all()
        columns = self.env["hva.staff.link.show"]._fields
        self.assertFalse([name for name in ("url", "qr_png") if columns[name].store], "the dialog has no column for it")

    def test_making_it_anew_ends_the_old_address(self):
        link = self.make()
        old, new = self.code_of(link.action_make()), self.code_of(link.action_make())
        self.assertIsNone(link._hva_resolve(old))
        self.assertEqual(link._hva_resolve(new), link)

    def test_a_link_lasts_a_year_and_says_when_to_renew_it(self):
        with freeze_time("2026-11-02 10:00:00"):
            link = self.make()
            link.action_make()
            self.assertEqual((link.expires_on, link.remind_on), (date(2027, 11, 2), date(2027, 10, 3)))
        with freeze_time("2027-10-10 10:00:00"):
            link.invalidate_recordset()
            self.assertEqual(link.validity, "ending")
        with freeze_time("2027-11-03 10:00:00"):
            link.invalidate_recordset()
            self.assertEqual(link.validity, "expired")
            link.action_make()
            self.assertEqual((link.validity, link.expires_on), ("open", date(2028, 11, 3)))

    def test_a_link_without_a_last_day_is_refused(self):
        with self.assertRaises(ValidationError):
            self.make(expires_on=False)

    def test_everything_done_with_it_is_in_the_audit_trail(self):
        link = self.make()
        link.action_make()
        link.action_make()
        link.expires_on += timedelta(days=30)
        link.new_pin = "4071"
        link.action_revoke()
        link.action_revoke()
        self.assertEqual(
            self.acts(link).mapped("action"),
            ["staff_link_make", "staff_link_make", "staff_link_extend", "staff_link_pin", "staff_link_revoke"],
        )
        self.assertEqual(set(self.acts(link).mapped("user_id")), {self.manager})
        self.assertEqual(link.validity, "revoked")

    def test_managers_keep_the_links_of_their_units_and_no_others(self):
        link = self.make()
        link.action_make()
        self.assertTrue(link.with_user(self.admin).has_access("write"))
        for user in (self.handler, self.stranger):
            with self.subTest(user.login):
                theirs = link.with_user(user)
                self.assertFalse(theirs.has_access("read"))
                for action in ("action_make", "action_revoke", "action_remove_pin"):
                    with self.assertRaises(AccessError):
                        getattr(theirs, action)()
                with self.assertRaises(AccessError):
                    self.make(user)
        with self.assertRaises(AccessError):
            self.make(unit_id=self.dental.id)
        with self.assertRaises(AccessError):
            link.unlink()

    def test_nobody_writes_a_hash_by_hand(self):
        link = self.make()
        for field in ("code_hash", "pin_hash", "wrong_tries"):
            with self.subTest(field), self.assertRaises(AccessError):
                link.with_user(self.admin).write({field: "1"})

    def test_a_link_that_was_given_out_stays_with_its_unit(self):
        link = self.make(self.admin)
        link.unit_id = self.dental
        link.action_make()
        with self.assertRaises(UserError):
            link.unit_id = self.clinic
