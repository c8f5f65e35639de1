from odoo.tests import tagged

from .case_story import CANARY, CaseStory


@tagged("post_install", "-at_install")
class TestCaseLanguages(CaseStory):
    """What a case stores is in the county's language, what a mail says is in its receiver's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("fi_FI", "sv_SE", "en_US"):
            cls.env["res.lang"]._activate_lang(code)
        cls.county.partner_id.lang = "fi_FI"
        cls.handler.lang = "sv_SE"
        cls.second_handler.lang = "en_US"

    def _mail_to(self, user):
        return self.env["mail.message"].search(
            [("model", "=", "helpdesk.ticket"), ("notified_partner_ids", "in", user.partner_id.ids)], limit=1
        )

    def test_a_case_of_a_finnish_county_is_named_in_finnish(self):
        case = self.make_case(kind="criticism", text=CANARY)
        self.assertEqual(case.name, "Moite: Clinic")
        self.assertIn("Palaute luetaan", case.description)

    def test_a_case_of_a_swedish_county_is_named_in_swedish(self):
        self.county.partner_id.lang = "sv_SE"
        self.assertEqual(self.make_case(kind="criticism", text=CANARY).name, "Kritik: Clinic")

    def test_a_feedback_without_a_kind_is_named_in_the_countys_language_too(self):
        self.assertEqual(self.make_case(phone="+358401234567", nps=9).name, "Palaute: Clinic")

    def test_the_to_do_and_its_mail_are_in_the_handlers_language(self):
        case = self.make_case(kind="criticism", text=CANARY)
        case.with_user(self.handler).action_hva_take()
        activity = case.sudo().activity_ids
        for user, summary, due, button in (
            (self.handler, "Behandla kritiken", "Tidsfrist", "Öppna ärendet"),
            (self.second_handler, "Handle the criticism", "Deadline", "Open the case"),
        ):
            case.with_context(lang="fi_FI").sudo().activity_ids.unlink()
            case.with_user(self.manager).with_context(lang="fi_FI").write({"user_id": user.id})
            activity = case.with_context(lang="fi_FI")._hva_schedule_activities()
            self.assertEqual(activity.summary, summary)
            message = self._mail_to(user)
            self.assertEqual(message.subject, f"{summary}: {case.display_name}")
            self.assertIn(due, message.body)
            mail = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
            self.assertIn(button, mail.body_html)

    def test_a_new_handler_is_told_in_the_handlers_language(self):
        case = self.make_case(kind="criticism", text=CANARY).with_user(self.manager).with_context(lang="fi_FI")
        case.write({"user_id": self.handler.id})
        self.assertIn("Du är nu handläggare", self._mail_to(self.handler).subject)
        case.write({"user_id": self.second_handler.id})
        self.assertIn("You are now the handler", self._mail_to(self.second_handler).subject)

    def test_a_foreign_ticket_is_told_of_as_helpdesk_does(self):
        ticket = self.env["helpdesk.ticket"].create({"name": "Printer", "description": "<p>x</p>"})
        ticket.activity_schedule("mail.mail_activity_data_todo", user_id=self.handler.id, summary="Look")
        self.assertIn("Printer", self._mail_to(self.handler).subject)
        self.assertNotIn("respons", self._mail_to(self.handler).body)
