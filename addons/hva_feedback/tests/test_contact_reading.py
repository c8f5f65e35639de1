from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .case_story import CANARY, CaseStory

PHONE = "+358401234567"


@tagged("post_install", "-at_install")
class TestContactReading(CaseStory):
    """Nobody sees how to reach a giver without leaving a row that says who, when and what for."""

    def setUp(self):
        super().setUp()
        self.case = self.make_case(kind="criticism", text=CANARY, phone=PHONE)
        self.contact = self.case.hva_contact_id

    def rows(self):
        return self.env["hva.audit"].search([("action", "=", "contact_read")])

    def show(self, user, **vals):
        """Press the button on the case and answer the dialog, as the web client does."""
        action = self.case.with_user(user).action_hva_show_contact()
        wizard = self.env["hva.contact.show"].with_user(user).with_context(**action["context"]).create(vals)
        return wizard.action_show()

    def test_screens_show_the_details_masked(self):
        case = self.case.with_user(self.handler)
        self.assertEqual(case.hva_contact_phone, "040 ••• ••67")
        self.assertEqual(case.hva_contact_name, "T••• A•••")
        [row] = self.contact.with_user(self.handler).read(["masked_phone", "masked_name"])
        self.assertEqual(row["masked_phone"], "040 ••• ••67")
        self.assertFalse(self.rows())

    def test_each_reading_is_one_row_with_its_purpose(self):
        shown = self.show(self.handler)["context"]
        self.assertEqual((shown["default_phone"], shown["default_name"]), (PHONE, "Testi Antaja"))
        row = self.rows()
        self.assertEqual((row.user_id, row.model, row.res_id), (self.handler, "helpdesk.ticket", self.case.id))
        self.assertEqual((row.details, row.unit_id), ({"purpose": "reply"}, self.clinic))
        self.show(self.handler, purpose="official")
        self.assertEqual(len(self.rows()), 2)

    def test_the_dialog_shows_them_and_stores_nothing(self):
        action = self.show(self.handler)
        self.assertEqual(action["views"][0][0], self.env.ref("hva_feedback.hva_contact_show_view_card").id)
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(t)::text FROM hva_contact_show t")
        self.assertNotIn(PHONE[4:], str(self.env.cr.fetchall()))
        card = self.env["hva.contact.show"].with_user(self.handler).with_context(**action["context"])
        self.assertEqual(card.default_get(["phone"])["phone"], PHONE)

    def test_something_else_is_said_in_words_and_the_words_hold_no_number(self):
        with self.assertRaises(UserError):
            self.show(self.handler, purpose="other")
        self.show(self.handler, purpose="other", note=f"Mother asked, {PHONE}")
        self.assertNotIn(PHONE, self.rows().reason)
        self.assertIn("Mother asked", self.rows().reason)

    def test_no_door_of_the_orm_gives_a_detail(self):
        contacts = self.env["hva.contact"].with_user(self.handler)
        contact = self.contact.with_user(self.handler)
        self.handler.group_ids += self.env.ref("base.group_allow_export")
        doors = {
            "read": lambda: contact.read(["phone"]),
            "web_read": lambda: contact.web_read({"email": {}}),
            "search": lambda: contacts.search([("phone", "=like", "+35840%")]),
            "path": lambda: contact.env["helpdesk.ticket"].search([("hva_contact_id.phone", "like", "40")]),
            "group": lambda: contacts._read_group([], ["name"], ["__count"]),
            "formatted": lambda: contacts.formatted_read_group([], ["phone"], ["__count"]),
            "order": lambda: contacts.search([], order="phone"),
            "export": lambda: contact.export_data(["phone"]),
            "attribute": lambda: contact.phone,
        }
        for name, knock in doors.items():
            with self.subTest(door=name), self.assertRaises(AccessError):
                knock()
        self.assertNotIn("phone", contact.read()[0])
        self.assertNotIn("phone", contacts.fields_get())
        self.assertFalse(contacts.fields_get(["masked_phone"])["masked_phone"]["searchable"])

    def test_who_does_not_handle_the_case_is_refused(self):
        admin = self._person("viewer", self.dental, login="contact_admin")
        admin.group_ids += self.env.ref("hva_feedback.hva_feedback_group_admin")
        for user in (self.viewer, self.dental_handler, admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.case.with_user(user).action_hva_show_contact()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                wizard = self.env["hva.contact.show"].with_user(user).create({"contact_id": self.contact.id})
                wizard.action_show()
        self.assertFalse(self.rows())
