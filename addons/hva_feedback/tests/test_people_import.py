import base64

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from ..tools.table_file import write_csv
from .unit_story import UnitWorld

HEADER = ("Sähköposti", "Nimi", "Yksikkö", "Rooli", "Alkaen", "Päättyy")


@tagged("post_install", "-at_install")
class TestPeopleImport(UnitWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.admin = cls.person("people_admin")
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.anna = cls.person("anna@example.fi", "handler", cls.clinic)

    def preview(self, *rows, header=HEADER):
        wizard = self.env["hva.people.import"].with_user(self.admin).create(
            {"file": base64.b64encode(write_csv(header, rows)), "file_name": "people.csv"}
        )  # fmt: skip
        wizard.action_preview()
        return wizard

    def test_new_people_come_with_their_role_and_without_a_mail(self):
        mails = self.env["mail.mail"].search([])
        wizard = self.preview(
            ("bo@example.fi", "Bo Berg", "Clinic", "käsittelijä", "", ""),
            ("bo@example.fi", "Bo Berg", "Dental", "esihenkilö", "1.1.2027", "31.12.2027"),
            ("nobody", "", "Nowhere", "boss", "", ""),
        )
        self.assertEqual(wizard.row_ids.mapped("kind"), ["error", "new_person", "new_access"])
        self.assertIn("Nowhere", wizard.row_ids[0].problems)
        self.assertEqual(wizard.error_count, 1)
        self.assertFalse(self.env["res.users"].search([("login", "=", "bo@example.fi")]), "a dry run")
        wizard.action_import()
        bo = self.env["res.users"].search([("login", "=", "bo@example.fi")])
        self.assertEqual((bo.name, bo.email, bo.share), ("Bo Berg", "bo@example.fi", False))
        self.assertEqual(self.sees(bo), self.clinic)
        self.assertFalse(bo.has_group("hva_feedback.hva_feedback_group_admin") or bo.has_group("base.group_system"))
        self.assertEqual(bo.hva_access_ids.mapped("role"), ["handler", "manager"])
        self.assertFalse(self.env["mail.mail"].search([]) - mails)
        self.assertFalse(wizard.file)
        acts = self.env["hva.audit"].search([("user_id", "=", self.admin.id)]).mapped("action")
        self.assertEqual(sorted(set(acts)), ["access_given", "person_made"])

    @freeze_time("2026-11-27 08:00:00")
    def test_what_is_there_is_known_and_its_days_change(self):
        wizard = self.preview(
            ("ANNA@example.fi", "", "Clinic", "Handler", "", ""),
            ("anna@example.fi", "", "Dental", "Reader", "", ""),
        )
        self.assertEqual(wizard.row_ids.mapped("kind"), ["same", "new_access"])
        wizard.action_import()
        wizard = self.preview(("anna@example.fi", "", "Clinic", "Handler", "", "31.12.2026"))
        self.assertEqual(wizard.row_ids.kind, "changed")
        wizard.action_import()
        self.assertEqual(str(self.anna.hva_access_ids.filtered(lambda a: a.role == "handler").valid_to), "2026-12-31")

    def test_a_preview_that_is_no_longer_true_stops(self):
        wizard = self.preview(("anna@example.fi", "", "Dental", "Reader", "", ""))
        self.access(self.anna, self.dental, "viewer")
        with self.assertRaises(UserError):
            wizard.action_import()

    def test_a_file_without_the_columns_and_one_that_is_no_table(self):
        for header, text in ((("Name", "Unit"), "e-mail"), (HEADER, "can be taken")):
            with self.subTest(header=header), self.assertRaisesRegex(UserError, text):
                self.preview(("x", "y", *[""] * (len(header) - 2)), header=header).action_import()

    def test_administrators_alone(self):
        manager = self.person("people_manager", "manager", self.health)
        for model in ("hva.people.import", "hva.leaver"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(manager).create({})

    # ------------------------------------------------------------------ leavers

    def test_who_leaves_reaches_nothing_from_now_on(self):
        bo = self.person("bo@example.fi", "manager", self.health)
        self.access(bo, self.clinic, "handler", valid_from="2099-01-01")
        leaving = self.env["hva.leaver"].with_user(self.admin).create({
            "file": base64.b64encode(write_csv(("email",), [("Bo@example.fi",), ("nobody@example.fi",)])),
            "file_name": "leavers.csv", "archive_users": True,
        })  # fmt: skip
        leaving.action_read()
        self.assertEqual((leaving.user_ids, leaving.unknown), (bo, "nobody@example.fi"))
        self.assertEqual(leaving.access_count, 2)
        leaving.action_end()
        self.assertFalse(self.env["hva.unit.reach"].search([("user_id", "=", bo.id)]))
        self.assertFalse(bo.active)
        acts = self.env["hva.audit"].search([("user_id", "=", self.admin.id)]).mapped("action")
        self.assertEqual(sorted(set(acts)), ["access_changed", "person_archived"])

    def test_nobody_lets_oneself_or_a_system_administrator_go(self):
        for user in (self.admin, self.env.ref("base.user_admin")):
            leaving = self.env["hva.leaver"].with_user(self.admin).create(
                {"user_ids": user.ids, "archive_users": True}
            )  # fmt: skip
            with self.assertRaises(UserError):
                leaving.action_end()
            self.assertTrue(user.active)
