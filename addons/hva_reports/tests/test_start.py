from odoo.tests import TransactionCase, new_test_user, tagged

STARTS = {
    "viewer": "hva_feedback.hva_ticket_action",
    "handler": "hva_feedback.hva_ticket_action",
    "manager": "hva_feedback.hva_ticket_action",
    "quality": "hva_reports.hva_dashboard_action",
    "admin": "hva_feedback.hva_ticket_action",
    "technical": "hva_sms.hva_invitation_action",
}


@tagged("post_install", "-at_install")
class TestStart(TransactionCase):
    """The menu "Feedback" opens where the work of each role begins. Here, where all three addons are installed."""

    def test_each_role_starts_where_its_work_begins(self):
        menu = self.env.ref("hva_feedback.hva_menu_root")
        for role, xmlid in STARTS.items():
            user = new_test_user(self.env, f"start-{role}", f"base.group_user,hva_feedback.hva_feedback_group_{role}")
            with self.subTest(role=role):
                opened = menu.action.with_user(user).run()
                self.assertEqual(opened["id"], self.env.ref(xmlid).id)
