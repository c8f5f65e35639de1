"""A handler's reply by text message: through the same outbox as invitations, without what is theirs alone."""

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.hva_feedback.tools.entry import ContactDetails, Entry, Submission
from odoo.addons.hva_sms.gateways.base import SendResult

from .common import PHONE, SmsCase

WORDS = "Kiitos, asia on korjattu. Terveisin Klinikka"


@tagged("post_install", "-at_install")
class TestReplySms(SmsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env.ref("hva_feedback.hva_question_set_base").current_survey_id
        cls.handler = new_test_user(
            cls.env, login="sms_handler", groups="base.group_user", email="h@example.org", lang="en_US"
        )
        cls.env["hva.unit.access"].create({"user_id": cls.handler.id, "unit_id": cls.clinic.id, "role": "handler"})

    def make_case(self, phone=PHONE, email=None):
        entry = Entry(survey_id=self.survey.id, unit_id=self.clinic.id, channel="web", source="collector", source_id=1)
        contact = ContactDetails(name="Antaja", phone=phone, email=email)
        answer = self.env["survey.user_input"]._hva_store(
            [Submission(entry=entry, values={}, kind="question", contact=contact)]
        )
        answer._hva_route()
        return answer.hva_case_ids.with_user(self.handler)

    def reply(self, case=None, body=WORDS):
        return (case or self.make_case())._hva_reply("sms", "fi", "", body).sudo()

    def test_it_leaves_at_once_by_the_same_outbox_and_ends_with_its_delivery(self):
        message = self.reply()
        invitation = message.invitation_id
        self.assertEqual((invitation.kind, invitation.state, invitation.phone), ("reply", "due", PHONE))
        self.dispatch()
        [sent] = self.fake.sent
        self.assertEqual((sent.to, sent.text, sent.sender), (PHONE, WORDS, "County"))
        self.assertNotIn("/p/", sent.text, "no survey link")
        self.assertEqual(sent.validity_minutes, 360, "from 14:00 to 20:00")
        self.assertEqual((message.state, invitation.state), ("sent", "submitted"))
        self.report(sent, "delivered")
        self.apply_reports()
        self.assertEqual((message.state, invitation.state), ("delivered", "delivered"))
        self.assertFalse(invitation.phone or invitation.text, "erased like those of an invitation")
        self.assertEqual(message.body, WORDS, "the words stay with the case")
        self.dispatch()
        self.assertEqual(len(self.fake.sent), 1)

    def test_in_the_evening_it_waits_for_the_morning_also_of_a_sunday(self):
        self.travel("2026-11-07 19:00")  # Saturday, 21:00 in Helsinki
        message = self.reply()
        self.dispatch()
        self.assertEqual((self.fake.sent, message.state), ([], "queued"))
        self.travel("2026-11-08 06:01")
        self.dispatch()
        self.assertEqual(len(self.fake.sent), 1)

    def test_it_is_put_off_when_the_window_closed_before_it_was_claimed(self):
        message = self.reply()
        self.travel("2026-11-02 18:30")
        self.dispatch()
        self.assertEqual(self.fake.sent, [])
        self.assertEqual(str(message.invitation_id.due_at), "2026-11-03 06:00:00")

    def test_an_opt_out_from_surveys_does_not_stop_it_and_nobody_rests_by_it(self):
        key = self.env["hva.person.key"]._hmac("phone", PHONE)
        self.env["hva.opt.out"].create({"hmac": key, "added_on": "2026-01-01"})
        self.reply()
        self.dispatch()
        self.assertEqual(self.fake.numbers, [PHONE])
        self.assertFalse(self.env["hva.quarantine"].search([]))

    def test_a_reply_that_fails_is_told_to_whoever_wrote_it(self):
        self.fake.replies = [SendResult("refused", "bad_number")]
        message = self.reply()
        self.dispatch()
        self.assertEqual((message.state, message.note), ("failed", "The gateway does not take the number"))
        todos = message.case_id.activity_ids.filtered(lambda todo: "did not arrive" in todo.summary)
        self.assertEqual(todos.user_id, self.handler)

    def test_what_is_uncertain_is_not_sent_again_and_is_told(self):
        self.fake.replies = [SendResult("unknown", "read_timeout")]
        message = self.reply()
        self.dispatch()
        self.travel(minutes=30)
        self.dispatch()
        self.assertEqual((len(self.fake.sent), message.state), (1, "unknown"))
        self.assertIn("did not arrive", " ".join(message.case_id.activity_ids.mapped("summary")))

    def test_the_kill_switch_stops_it_too(self):
        self.params.set_param("hva_sms.kill_switch", "1")
        self.reply()
        self.dispatch()
        self.assertEqual(self.fake.sent, [])

    def test_the_dialog_shows_what_leaves_and_what_it_costs(self):
        case = self.make_case(email="antaja@example.fi")
        self.assertEqual(case._hva_reply_channels(), ["mail", "sms"])
        action = case.action_hva_reply()
        form = Form(self.env[action["res_model"]].with_user(self.handler).with_context(**action["context"]))
        form.channel = "sms"
        form.body = "Kiitos – “hyvä”"
        self.assertEqual(form.sender, "County")
        self.assertNotIn("1234567", form.receiver)
        self.assertIn("Kiitos - &#34;hyvä&#34;", form.preview, "as it is sent: plain dashes and quotes")
        self.assertIn("GSM-7", form.facts)
        form.body = "Giitu, buorre beaivi š"
        self.assertIn("Unicode): š", form.facts)
        form.body = "x" * 161
        self.assertIn("Messages: 2", form.facts)
        form.save().action_send()
        self.assertEqual(case.hva_message_ids.channel, "sms")
        self.dispatch()
        self.assertEqual(self.fake.sent[0].text, "x" * 161)

    def test_who_cannot_get_a_text_message_is_not_offered_one(self):
        for phone in ("+35891234567", None):
            case = self.make_case(phone=phone, email="a@example.fi")
            self.assertEqual(case._hva_reply_channels(), ["mail"])
        self.gateway.active = False
        self.assertEqual(self.make_case(email="a@example.fi")._hva_reply_channels(), ["mail"])

    def test_a_text_that_takes_too_many_messages_is_refused(self):
        case = self.make_case()
        with self.assertRaises(UserError):
            case._hva_reply("sms", "fi", "", "x" * 700)
        self.assertFalse(self.env["hva.invitation"].search([]))

    def test_erasing_the_words_takes_back_what_has_not_left(self):
        message = self.reply()
        message.answer_id._hva_forget_text()
        self.assertFalse(message.exists())
        self.dispatch()
        self.assertEqual(self.fake.sent, [])

    def test_no_handler_reads_the_outbox(self):
        message = self.reply()
        self.assertFalse(message.invitation_id.with_user(self.handler).has_access("read"))
        self.assertNotIn("invitation_id", message.with_user(self.handler).fields_get())
