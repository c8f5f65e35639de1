from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .case_story import CANARY, CaseStory

PHONE = "+358401234567"


@tagged("post_install", "-at_install")
class TestCasePrivacy(CaseStory):
    def _everything_that_travels(self):
        """Return the text of every message, mail, tracked change and to-do in the database."""
        columns = {
            "mail_message": "coalesce(subject,'') || coalesce(body,'')",
            "mail_mail": "coalesce(body_html,'') || coalesce(email_to,'')",
            "mail_tracking_value": "coalesce(old_value_char,'') || coalesce(new_value_char,'') || "
            "coalesce(old_value_text,'') || coalesce(new_value_text,'')",
            "mail_activity": "coalesce(summary,'') || coalesce(note,'') || coalesce(res_name,'')",
            "helpdesk_ticket": "row_to_json(t)::text",
        }
        self.env.flush_all()
        self.cr.precommit.run()
        texts = []
        for table, expression in columns.items():
            self.cr.execute(f"SELECT {expression} FROM {table} t")  # pylint: disable=sql-injection  fixed names above
            texts += [row[0] for row in self.cr.fetchall()]
        return "\n".join(text for text in texts if text)

    def test_neither_words_nor_contact_details_leave_the_answer(self):
        case = self.make_case(kind="criticism", text=f"Hello {CANARY}", phone=PHONE).with_user(self.handler)
        case.action_hva_take()
        case.with_user(self.manager).write({"user_id": self.second_handler.id})
        case.action_hva_answered()
        case._hva_move("closed", outcome="corrected")
        travelled = self._everything_that_travels()
        self.assertIn(case.name, travelled, "the mails are there to be searched")
        for secret in (CANARY, PHONE, PHONE[4:], "Testi Antaja"):
            self.assertNotIn(secret, travelled)

    def test_the_handler_reads_the_words_and_the_contact_on_the_case(self):
        case = self.make_case(kind="criticism", nps=3, text=CANARY, phone=PHONE).with_user(self.handler)
        self.assertIn(CANARY, case.hva_text)
        self.assertIn("3", case.hva_numbers)
        self.assertEqual(case.hva_contact_phone, "040 ••• ••67")
        case.sudo().hva_answer_id.hva_lang_code = "ar"
        case.invalidate_recordset()
        self.assertEqual(case.with_context(lang="en_US").hva_lang_code, "Arabic", "by its name, not by a code")

    def test_a_viewer_of_the_unit_does_not_see_contact_details(self):
        case = self.make_case(kind="criticism", text=CANARY, phone=PHONE).with_user(self.viewer)
        self.assertTrue(case.hva_has_contact)
        self.assertFalse(case.hva_contact_phone or case.hva_contact_name or case.hva_contact_email)
        with self.assertRaises(AccessError):
            case.action_hva_take()

    def test_a_handler_of_another_unit_sees_nothing(self):
        case = self.make_case(kind="criticism", text=CANARY)
        stranger = case.with_user(self.dental_handler)
        self.assertNotIn(case, stranger.search([]))
        with self.assertRaises(AccessError):
            stranger.read(["name"])
        with self.assertRaises(AccessError):
            stranger.action_hva_take()

    def test_a_responsible_unit_elsewhere_reads_the_feedback_it_handles(self):
        self.clinic.responsible_unit_id = self.dental
        case = self.make_case(kind="criticism", text=CANARY, phone=PHONE).with_user(self.dental_handler)
        self.assertIn(CANARY, case.hva_text)
        self.assertEqual(case.hva_contact_phone, "040 ••• ••67")

    def test_following_never_widens_who_reads_a_case(self):
        case = self.make_case(kind="criticism")
        outsider = self.env["res.partner"].create({"name": "Customer", "email": "customer@example.org"})
        case.message_subscribe(partner_ids=(outsider | self.dental_handler.partner_id | self.handler.partner_id).ids)
        followers = case.message_partner_ids
        self.assertIn(self.handler.partner_id, followers)
        self.assertFalse(followers & (outsider | self.dental_handler.partner_id))

    def test_a_comment_is_mailed_only_to_those_who_may_read_the_case_now(self):
        case = self.make_case(kind="criticism")
        case.message_subscribe(partner_ids=self.second_handler.partner_id.ids)
        self.env["hva.unit.access"].search([("user_id", "=", self.second_handler.id)]).unlink()
        message = case.with_user(self.handler).message_post(
            body="What shall we do?",
            subtype_xmlid="mail.mt_comment",
            partner_ids=(self.manager | self.dental_handler).partner_id.ids,
        )
        self.assertEqual(message.sudo().notification_ids.res_partner_id, self.manager.partner_id)

    def test_mail_from_outside_is_sent_back(self):
        case = self.make_case(kind="criticism")
        note = case.with_user(self.handler).message_post(body="Who knows more?")
        before = case.message_ids
        sent = self.env["mail.mail"].search([])
        self.env["mail.thread"].message_process(
            None,
            "From: somebody@example.org\nTo: catchall@example.org\nSubject: x\nMessage-Id: <1@example.org>\n"
            f"In-Reply-To: {note.message_id}\n\n{CANARY}\n",
        )
        self.assertEqual(case.message_ids, before)
        bounce = self.env["mail.mail"].search([]) - sent
        self.assertEqual(len(bounce), 1)
        self.assertIn("take no mail", bounce.body_html)
        with self.assertRaises(UserError):
            case.message_post(body="x", message_type="email")

    def test_a_case_has_no_token_for_the_portal(self):
        case = self.make_case(kind="criticism")
        with self.assertRaises(UserError):
            case._portal_ensure_token()
        self.assertFalse(case.access_token)

    def test_the_case_of_a_personal_link_keeps_no_time_of_day(self):
        case = self.make_case(kind="criticism", source="link")
        for moment in (case.create_date, case.write_date, case.last_stage_update):
            self.assertEqual((moment.hour, moment.minute, moment.second), (0, 0, 0))
