"""Replying to a giver by mail: template, preview, sending, history, and what is told to whom."""

import email
import email.policy
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .case_story import CANARY, CaseStory

ADDRESS = "antaja@example.fi"
WORDS = "Lämmin kiitos, korjasimme asian."


@tagged("post_install", "-at_install")
class TestReplyMail(CaseStory):
    def setUp(self):
        super().setUp()
        self.county.write({"name": "Testilän hyvinvointialue", "email": "palaute@testila.example"})
        self.case = self.make_case(kind="criticism", text=f"Hei {CANARY}", email=ADDRESS, lang_code="sv")
        self.case = self.case.with_user(self.handler)

    def dialog(self, case=None, user=None):
        case = (case or self.case).with_user(user or self.handler)
        action = case.action_hva_reply()
        return Form(self.env[action["res_model"]].with_user(user or self.handler).with_context(**action["context"]))

    def mails(self):
        return self.env["mail.mail"].search([("email_to", "=", ADDRESS)])

    def reply(self, body=WORDS, **given):
        with self.dialog() as form:
            form.body = body
            for name, value in given.items():
                form[name] = value
        return form.record

    def test_a_template_begins_in_the_language_of_the_feedback(self):
        form = self.dialog()
        self.assertEqual((form.channel, form.lang_code), ("mail", "sv"))
        template = self.env.ref("hva_feedback.hva_reply_template_answer")
        form.template_id = template
        self.assertIn("tack för din respons", form.body)
        self.assertIn("Testilän hyvinvointialue", form.body)
        self.assertNotIn("{", form.body)
        self.assertEqual(form.subject, "Svar på din respons")
        form.lang_code = "en"
        self.assertIn("thank you for the feedback", form.body, "the language is the handler's to change")

    def test_the_preview_is_what_leaves(self):
        form = self.dialog()
        form.body = "Rad <1>\nRad 2\n\nStycke & slut"
        shown = form.preview
        self.assertEqual(
            (form.receiver, form.sender), ("a•••@example.fi", '"Testilän hyvinvointialue" <palaute@testila.example>')
        )
        self.assertIn("Rad &lt;1&gt;", shown)
        form.save().action_send()
        mail = self.mails()
        self.assertEqual(mail.body_html, shown)
        self.assertRegex(shown, ' lang="[a-z]{2}"', "a screen reader reads it aloud in its language")
        self.assertEqual((mail.email_from, mail.subject), (form.sender, form.subject))
        self.assertTrue(mail.auto_delete)
        self.assertFalse(mail.model or mail.res_id, "the mail is tied to no document")

    def test_one_press_sends_and_the_case_is_answered(self):
        self.assertEqual(self.case.hva_state, "new")
        self.reply().action_send_answered()
        self.assertEqual(
            (self.case.hva_state, self.case.user_id), ("answered", self.handler), "it was taken on the way"
        )
        self.assertRecordValues(
            self.case.hva_message_ids,
            [{"direction": "out", "channel": "mail", "body": WORDS, "user_id": self.handler.id, "state": "queued"}],
        )

    def test_sending_alone_leaves_the_state(self):
        self.case.action_hva_take()
        self.case.action_hva_wait()
        self.reply().action_send()
        self.assertEqual(self.case.hva_state, "waiting")

    def test_the_history_says_who_and_how_and_nothing_of_the_words(self):
        self.reply().action_send()
        self.env.flush_all()
        notes = self.case.sudo().message_ids
        said = notes.filtered(lambda note: "Replied to the giver by e-mail" in (note.body or ""))
        self.assertEqual(said.author_id, self.handler.partner_id)
        self.assertFalse(said.notification_ids)
        for table, column in (
            ("mail_message", "body"),
            ("mail_tracking_value", "new_value_text"),
            ("mail_activity", "note"),
        ):
            self.cr.execute(f"SELECT 1 FROM {table} WHERE {column} LIKE %s AND id IS NOT NULL", [f"%{WORDS}%"])
            found = self.cr.fetchall()
            self.assertEqual(len(found), 0, f"{table} keeps the words")

    def test_the_mail_goes_out_and_nothing_of_it_stays_in_the_queue(self):
        self.reply().action_send()
        sent = []
        servers = type(self.env["ir.mail_server"])
        with (
            patch.object(servers, "_disable_send", lambda self: False),
            patch.object(
                servers, "send_email", lambda self, message, **kwargs: sent.append(message) or message["Message-Id"]
            ),
            patch.object(servers, "_connect__", lambda self, *args, **kwargs: None),
        ):
            self.mails().send()
        [message] = sent
        text = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
        self.assertIn(WORDS, text.get_body(("plain",)).get_content())
        self.assertIn(WORDS, text.get_body(("html",)).get_content())
        self.assertNotIn(CANARY, message.as_string())
        self.assertFalse(self.mails())
        self.assertEqual(self.case.hva_message_ids.state, "sent")

    def test_a_mail_that_does_not_leave_is_told_to_whoever_wrote_it(self):
        self.reply().action_send()
        self.mails()._postprocess_sent_message([], [], failure_type="mail_smtp", failure_reason="x")
        message = self.case.hva_message_ids
        self.assertEqual((message.state, message.note), ("failed", "The mail server did not take it"))
        self.assertIn("A reply did not arrive: look at it", self.case.sudo().activity_ids.mapped("summary"))
        self.assertFalse(self.mails(), "the words stay with the case alone")
        message.with_user(self.handler).action_send_again()
        self.case.invalidate_recordset(["hva_message_ids"])
        self.assertEqual(self.case.hva_message_ids.mapped("state"), ["queued", "failed"])
        self.assertEqual(len(self.mails()), 1)

    def test_words_of_the_giver_identity_codes_and_open_braces_do_not_leave(self):
        case = self.make_case(kind="criticism", text="Odotin kaksi tuntia ja kukaan ei kertonut.", email=ADDRESS)
        for body in (
            "Kirjoitit: odotin kaksi tuntia ja kukaan ei kertonut",
            "Tunnus 131052-308T",
            "Terveisin {handler}",
        ):
            with self.subTest(body), self.assertRaises(UserError):
                case.with_user(self.handler)._hva_reply("mail", "fi", "Vastaus", body)
        self.assertFalse(self.mails())
        self.assertEqual(case.hva_state, "new")

    def test_templates_name_only_what_is_on_the_list(self):
        template = self.env.ref("hva_feedback.hva_reply_template_answer")
        with self.assertRaisesRegex(ValidationError, "cannot name {text}"):
            template.text_ids[0].body = "You wrote: {text}"

    def test_nobody_is_offered_a_channel_that_the_giver_did_not_leave(self):
        with self.assertRaises(UserError):
            self.make_case(kind="criticism", text=CANARY).with_user(self.handler).action_hva_reply()
        with self.assertRaises(UserError):
            self.case._hva_reply("code", "sv", "", WORDS)

    def test_only_who_handles_the_case_replies_and_reads_replies(self):
        self.reply().action_send()
        for stranger in (self.viewer, self.dental_handler):
            with self.subTest(stranger.login):
                case = self.case.with_user(stranger)
                with self.assertRaises(AccessError):
                    case._hva_reply("mail", "sv", "Svar", WORDS)
                with self.assertRaises(AccessError):
                    case.hva_message_ids.read(["body"])
        message = self.case.hva_message_ids
        self.assertEqual(message.with_user(self.second_handler).body, WORDS, "colleagues read it")
        self.assertFalse(self.env["hva.case.message"].with_user(self.dental_handler).search([]))
        with self.assertRaises(AccessError):
            message.with_user(self.handler).write({"body": "Other"})

    def test_a_closed_case_is_opened_first(self):
        self.case.action_hva_take()
        self.case._hva_move("closed", outcome="explained")
        self.assertFalse(self.case.hva_can_reply)
        with self.assertRaises(UserError):
            self.case._hva_reply("mail", "sv", "Svar", WORDS)

    def test_replies_go_with_the_words_and_with_the_feedback(self):
        for forget in ("_hva_forget_text", "_hva_forget_all"):
            with self.subTest(forget):
                case = self.make_case(kind="criticism", text=CANARY, email=ADDRESS)
                message = case.with_user(self.handler)._hva_reply("mail", "fi", "Vastaus", WORDS)
                self.assertTrue(self.mails())
                getattr(case.hva_answer_id, forget)()
                self.assertFalse(message.exists() or self.mails(), "nor is a mail left in the queue")

    def test_a_code_and_its_messages_end_with_the_words_of_the_feedback(self):
        answer = self.give(nps=9)
        follow, messages = self.env["hva.follow.up"], self.env["hva.case.message"]
        follow.create({"code_hash": "x", "answer_id": answer.id})
        messages._receive_by_code(answer, "fi", "Vielä yksi asia")
        self.env["helpdesk.ticket"].search([("hva_answer_id", "=", answer.id)])._hva_move("in_handling")
        rule = self.env["hva.retention"].search([("code", "=", "text")])
        later = self.env["hva.clock"]._today() + timedelta(days=1)
        self.assertNotIn(answer, self.env["survey.user_input"].search(rule._due_text(later)[1]), "its case is open")
        self.case_of(answer)._hva_move("closed", outcome="explained")
        self.env.flush_all()
        self.assertIn(answer, self.env["survey.user_input"].search(rule._due_text(later)[1]))
        rule._erase_text(answer)
        for model in (follow, messages):
            self.assertFalse(model.search([("answer_id", "=", answer.id)]))
        self.assertTrue(answer.exists())
