from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestWhyNotAsked(SmsCase):
    """Managers and admins see how many were asked and why the others were not, as counts; admins why a rule holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "base.group_user,hva_feedback.hva_feedback_group_"
        cls.admin = new_test_user(cls.env, "why-admin", f"{group}admin", lang="en_US")
        cls.manager = new_test_user(cls.env, "why-manager", "base.group_user", lang="en_US")
        cls.env["hva.unit.access"].create({"user_id": cls.manager.id, "unit_id": cls.clinic.id, "role": "manager"})
        cls.handler = new_test_user(cls.env, "why-handler", f"{group}handler")

    def come(self):
        rows = [
            self.row("asked", phone="0405550001"),
            self.row("young", phone="0405550002", age_years=17),
            self.row("younger", phone="0405550003", age_years=7),
            self.row("no", phone="0405550004", sms_consent="false"),
            self.row("ward", phone="0405550005", unit_oid=self.ward.oid),
        ]
        self.take_in(rows)
        self.env.flush_all()

    def counts(self, user):
        groups = (
            self.env["hva.visit.outcome"]
            .with_user(user)
            .formatted_read_group(
                [("unit_id", "in", (self.clinic | self.ward).ids)],
                ["unit_id", "month:month", "reason"],
                ["visit_count:sum"],
            )
        )
        return {
            (group["unit_id"][1].rpartition(" / ")[2], group["reason"]): group["visit_count:sum"] for group in groups
        }

    def test_manager_counts_own_units_and_reads_no_visit(self):
        self.come()
        self.assertEqual(
            self.counts(self.manager),
            {("Clinic", "invited"): 1, ("Clinic", "under_age"): 2, ("Clinic", "no_consent"): 1},
        )
        with self.assertRaises(AccessError):
            self.env["hva.visit"].with_user(self.manager).search([])

    def test_admin_counts_every_unit(self):
        self.come()
        self.assertEqual(self.counts(self.admin)["Ward", "invited"], 1)

    def test_handler_counts_nothing(self):
        with self.assertRaises(AccessError):
            self.counts(self.handler)

    def test_non_disclosure_is_not_told_from_missing_consent(self):
        self.come()
        self.take_in([self.row("asked", revision=2, phone="0405550001", non_disclosure="true")], "later")
        self.assertEqual(self.visits("asked")["asked"].reason, "non_disclosure")
        self.env.flush_all()
        self.assertEqual(self.counts(self.manager)["Clinic", "no_consent"], 2)

    def test_menus_are_where_each_works(self):
        menus = {
            user: self.env["ir.ui.menu"].with_user(user)._visible_menu_ids() for user in (self.manager, self.admin)
        }
        self.assertIn(self.env.ref("hva_sms.hva_visit_outcome_menu").id, menus[self.manager])
        self.assertNotIn(self.env.ref("hva_feedback.hva_menu_sms").id, menus[self.manager])
        self.assertIn(self.env.ref("hva_sms.hva_visit_outcome_sms_menu").id, menus[self.admin])

    def test_admin_is_told_which_rule_applies_and_why_not_the_others(self):
        clinic = self.rule.copy({"name": "Clinic", "unit_id": self.clinic.id, "excluded_service_ids": [(5, 0, 0)]})
        over = self.rule.copy({"name": "Old", "unit_id": self.clinic.id, "valid_to": "2026-11-01"})
        calls = self.rule.copy({"name": "Calls", "asks_about": "call"})
        self.rule.excluded_service_ids = self.service
        with Form(self.env["hva.contact.rule.lookup"].with_user(self.admin)) as lookup:
            lookup.unit_id = self.clinic
            self.assertEqual(lookup.rule_id, clinic)
            self.assertFalse(lookup.left_out)
            lookup.service_id = self.service
            self.assertTrue(lookup.left_out)
            record = lookup.save()
        told = {line.rule_id: line.verdict for line in record.line_ids}
        self.assertEqual(told, {clinic: "applies", over: "over", self.rule: "farther", calls: "other_kind"})
        self.assertEqual(self.rule.with_user(self.admin).nearer_rule_ids, clinic | over)
