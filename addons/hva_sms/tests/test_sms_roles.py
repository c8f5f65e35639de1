from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import PHONE, SmsCase

ROLES = ("viewer", "handler", "manager", "quality", "admin", "technical")
SEEN_BY = {  # model: (who reads, who writes)
    "hva.visit.batch": ({"admin", "technical"}, set()),
    "hva.call.queue": ({"admin", "technical"}, {"admin", "technical"}),
    "hva.visit.source": ({"admin", "technical"}, {"technical"}),
    "hva.visit": ({"admin", "technical"}, set()),
    "hva.invitation": ({"admin", "technical"}, set()),
    "hva.contact.rule": ({"admin", "technical"}, {"admin"}),
    "hva.sms.text": ({"admin", "technical"}, {"admin"}),
    "hva.sms.gateway": ({"admin", "technical"}, {"technical"}),
    "hva.quarantine": ({"admin", "technical"}, set()),
    "hva.opt.out": ({"admin"}, set()),
    "hva.delivery.report": (set(), set()),
    "hva.feedback.link": (set(), set()),
}


@tagged("post_install", "-at_install")
class TestSmsRoles(SmsCase):
    """Whoever handles feedback sees nothing of the invited; whoever runs the sending sees no number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"sms-{role}", f"base.group_user,hva_feedback.hva_feedback_group_{role}")
            for role in ROLES
        }

    def test_each_role_reaches_what_it_works_with(self):
        for model, (readers, writers) in SEEN_BY.items():
            for role, user in self.users.items():
                records = self.env[model].with_user(user)
                with self.subTest(model=model, role=role):
                    self.assertEqual(records.has_access("read"), role in readers)
                    for operation in ("write", "create"):
                        self.assertEqual(records.has_access(operation), role in writers)
                    may_unlink = role in writers and model != "hva.visit.source"  # archived: its visits know its code
                    self.assertEqual(records.has_access("unlink"), may_unlink)

    def test_the_keys_of_a_gateway_go_to_no_other_address(self):
        self.gateway.write({"url": "https://sms.example.fi/send", "password": "secret"})
        gateway = self.gateway.with_user(self.users["technical"])
        gateway.write({"url": "https://sms.example.fi/send", "sender_id": "Palaute"})
        with self.assertRaises(AccessError):
            gateway.url = "https://elsewhere.example/send"
        self.gateway.password = False
        gateway.url = "https://elsewhere.example/send"

    def test_nobody_reads_numbers_texts_hashes_or_passwords(self):
        visit = self.take_in([self.row("e1")])["e1"]
        secret = {
            visit: ("phone", "phone_hmac", "client_hmac", "event_hmac", "age_years", "visit_end_at", "invitation_id"),
            visit.invitation_id: ("phone", "text", "dlr_token_hash", "due_at"),
            self.gateway: ("username", "password"),
            self.env["hva.quarantine"].search([]): ("hmac",),
        }
        for role in ("admin", "technical"):
            for record, names in secret.items():
                for name in names:
                    with self.subTest(role=role, field=name), self.assertRaises(AccessError):
                        record.with_user(self.users[role]).read([name])
                    with self.subTest(role=role, searched=name), self.assertRaises(AccessError):
                        record.with_user(self.users[role]).search([(name, "!=", False)])

    def test_export_and_search_show_no_number(self):
        visit = self.take_in([self.row("e1")])["e1"]
        admin = self.users["admin"]
        for record in (visit, visit.invitation_id):
            shown = str(record.with_user(admin).read()) + record.with_user(admin).display_name
            self.assertNotIn(PHONE[4:], shown)

    def test_screens_open_for_those_who_have_the_menus(self):
        for role in ("admin", "technical"):
            for model in ("hva.visit", "hva.visit.batch", "hva.invitation", "hva.contact.rule", "hva.sms.gateway"):
                views = self.env[model].with_user(self.users[role]).get_views([(False, "list"), (False, "search")])
                self.assertIn("arch", views["views"]["list"])
        menu = self.env.ref("hva_sms.hva_visit_menu")
        visible = {
            role: menu.id in self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            for role, user in self.users.items()
        }
        self.assertEqual({role for role, is_seen in visible.items() if is_seen}, {"admin", "technical"})
