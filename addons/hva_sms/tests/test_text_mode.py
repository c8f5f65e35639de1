from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.hva_sms.gateways.kannel import KannelGateway
from odoo.addons.hva_sms.models.hva_sms_gateway_inbound import DOOR_IN

from .common import FakeGateway, SmsCase

NUMBER = "+358457300000"
PAPER = "Contract 2026-114"
TEMPLATE = '{"source": "A paper", "fields": {"to": "{to}", "text": "{text}"}, "success": {"status": [200]}}'


class TalkingGateway(FakeGateway):
    """Sends as the fake does, and brings messages as Kannel does."""

    def parse_message(self, call):
        return KannelGateway.parse_message(self, call)


@tagged("post_install", "-at_install")
class TestTextMode(SmsCase, HttpCase):
    """People answer by text message: from the question to the stored answer, through the door that Kannel posts to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, "talk-admin", "base.group_user,hva_feedback.hva_feedback_group_admin", lang="en_US"
        )
        cls.gateway.write({"kind": "kannel", "url": "http://127.0.0.1:1/", "sender_id": NUMBER, "is_simulator": True})
        cls.gateway.action_new_gate()
        cls.rule.gateway_id = cls.gateway
        cls.fake = TalkingGateway()
        cls.startClassPatcher(patch.object(type(cls.gateway), "_get_adapter", lambda self: cls.fake))

    def start_text_mode(self):
        self.confirm()
        self.rule.answer_mode = "text"

    def confirm(self):
        wizard = self.env["hva.sms.free"].with_user(self.admin)
        wizard.create({"gateway_id": self.gateway.id, "paper": PAPER}).action_confirm()

    def ask(self, count=1, **changes):
        """Invite people in text mode and send; return the messages."""
        self.invite(count, **changes)
        self.fake.sent.clear()
        self.dispatch()
        return list(self.fake.sent)

    def write(self, number, text, ref=None, code=None):
        """Let a phone write: Kannel posts it to our door. Return the texts that went back to it."""
        self.count = getattr(self, "count", 0) + 1
        before = len(self.fake.sent)
        address = f"{DOOR_IN}{code or self.gateway.gate_code}?id={ref or f'message-{self.count}'}"
        headers = {"X-Kannel-From": number, "Content-Type": 'text/plain; charset="UTF-16BE"'}
        reply = self.url_open(address, data=text.encode("utf-16-be", "surrogatepass") or b"\0 ", headers=headers)
        self.assertEqual((reply.status_code, reply.text), (200, ""))
        self.env.invalidate_all()
        self.dispatch()
        self.assertEqual({msg.to for msg in self.fake.sent[before:]} - {number}, set())
        return [msg.text for msg in self.fake.sent[before:]]

    def end(self, moment="2026-11-05 02:30"):
        """Let the nights pass; return the new answers."""
        answers = self.env["survey.user_input"]
        before = answers.search([("hva_is_feedback", "=", True)])
        self.travel(moment)
        self.env["hva.conversation"]._cron_end()
        self.assertFalse(self.env["hva.conversation"].search([]))
        return answers.search([("hva_is_feedback", "=", True)]) - before

    def told_about(self, number):
        """Return what a person is told who asks what is known of the number."""
        request = self.env["hva.person.request"].with_user(self.admin).create({"registry_ref": "1/2026"})
        self.env["hva.person.find"].with_user(self.admin).create({"request_id": request.id, "term": number})
        return request.found_elsewhere or ""

    def said(self, code, lang_code="fi"):
        """Return the beginning of a text of ours, up to its first placeholder."""
        texts = self.env["hva.conversation.text"]
        return texts.search([("code", "=", code), ("lang_code", "=", lang_code)]).body.split("{")[0]

    # -- before it starts ---------------------------------------------------------------------------------------------

    def test_it_starts_only_with_a_number_that_can_be_answered_free_of_charge_by_a_named_paper(self):
        rule = self.rule.with_user(self.admin)
        with self.assertRaisesRegex(ValidationError, "Nobody has confirmed"):
            rule.answer_mode = "text"
        wizard = self.env["hva.sms.free"].with_user(self.admin).create({"gateway_id": self.gateway.id, "paper": " "})
        with self.assertRaises(UserError):
            wizard.action_confirm()
        self.confirm()
        rule.answer_mode = "text"
        self.assertEqual((self.gateway.free_by_id, self.gateway.free_paper), (self.admin, PAPER))
        row = self.env["hva.audit"].search([("action", "=", "sms_free")], limit=1)
        self.assertEqual((row.user_id, row.res_id, row.reason), (self.admin, self.gateway.id, PAPER))

    def test_a_sender_with_letters_or_a_gateway_that_brings_nothing_is_refused_with_the_reason(self):
        self.start_text_mode()
        for changes, reason in (
            ({"sender_id": "County"}, "has letters"),
            ({"kind": "link", "account": "1"}, r"not supported here\. .*Kannel.*Twilio"),
            ({"kind": "http", "template": TEMPLATE}, r"not supported here\. .*Kannel.*Twilio"),
            ({"kind": "dry_run"}, "not supported"),
            ({"active": False}, "archived"),
            ({"sender_id": "+358457300001"}, "Nobody has confirmed"),
        ):
            gateway = self.gateway.with_context(lang="en_US")
            with self.assertRaisesRegex(ValidationError, reason), self.env.cr.savepoint():
                gateway.write(changes)
        self.rule.answer_mode = "link"
        self.gateway.sender_id = "+358457300001"
        self.assertFalse(self.gateway.free_on, "a confirmation is of one number")

    def test_only_an_administrator_confirms(self):
        technical = new_test_user(
            self.env, "talk-technical", "base.group_user,hva_feedback.hva_feedback_group_technical", lang="en_US"
        )
        with self.assertRaises(AccessError):
            self.gateway.with_user(technical)._confirm_free(PAPER)
        with self.assertRaises(AccessError):
            self.env["hva.sms.free"].with_user(technical).create({"gateway_id": self.gateway.id, "paper": PAPER})

    # -- the conversation ---------------------------------------------------------------------------------------------

    def test_a_number_and_words_become_an_answer_about_the_unit_visited_without_a_way_back(self):
        self.start_text_mode()
        [question] = self.ask(language="sv", contact_type="home")
        self.assertEqual(question.sender, NUMBER)
        self.assertIn("rekommendera", question.text)
        self.assertNotIn("/p/", question.text)
        self.assertFalse(self.env["hva.feedback.link"].search([]), "nobody gets a link")
        [follow] = self.write(question.to, "9!")
        self.assertTrue(follow.startswith(self.said("follow", "sv")))
        [thanks] = self.write(question.to, "Läkaren lyssnade. Ring 040 123 4567, 131052-308T")
        self.assertEqual(thanks, self.said("thanks", "sv"))
        talk = self.env["hva.conversation"].search([])
        self.assertIn("being collected", self.told_about(question.to))
        self.assertNotIn("131052", talk.words)
        self.assertNotIn("4567", talk.words)
        answer = self.end("2026-11-04 00:30")  # 02:30 here, the first night after the words
        self.assertEqual(
            (answer.hva_unit_id, answer.hva_channel, answer.hva_contact_mode, answer.hva_lang_code, answer.hva_nps),
            (self.clinic, "sms", "home", "sv", 9),
        )
        self.assertIn("Läkaren lyssnade", answer.hva_text)
        self.assertEqual(answer.hva_answer_mode, "text")
        self.assertEqual(answer.hva_routing, "pending", "the hook after an answer was called")
        # day without time, no creator's trace, nothing that names number or conversation
        self.assertEqual((answer.hva_given_on, answer.hva_given_at), (self.day(3), False))
        self.assertEqual(answer.create_date, datetime(2026, 11, 3))
        self.assertFalse(
            answer.hva_not_asked and set(answer.user_input_line_ids.question_id.ids) & set(answer.hva_not_asked)
        )
        columns = "SELECT row_to_json(a)::text FROM survey_user_input a WHERE id = %s"
        self.env.cr.execute(columns, [answer.id])
        self.assertNotIn(self.env["hva.person.key"]._hmac("phone", question.to), self.env.cr.fetchone()[0])

    def test_nought_is_an_answer_and_so_is_a_number_without_words(self):
        self.start_text_mode()
        for number, said in zip((msg.to for msg in self.ask(2)), ("0", "kymmenen"), strict=True):
            self.assertEqual(len(self.write(number, said)), 1)
        self.assertFalse(self.env["survey.user_input"].search([("hva_unit_id", "=", self.clinic.id)]))
        answers = self.end()  # the second night: nobody has written any words
        self.assertEqual(sorted(answers.mapped("hva_nps")), [0, 10])
        self.assertTrue(all(answers.mapped("hva_has_nps")) and not any(answers.mapped("hva_has_text")))
        self.assertEqual(set(answers.mapped("hva_given_on")), {self.day(3)})

    def test_who_does_not_reply_leaves_nothing(self):
        self.start_text_mode()
        self.ask()
        self.assertTrue(self.env["hva.conversation"].search([]))
        self.assertFalse(self.end())

    def test_stop_is_kept_by_hash_confirmed_once_and_ends_it(self):
        self.start_text_mode()
        first, second = (msg.to for msg in self.ask(2))
        self.assertEqual(self.write(first, "Seis!"), [self.said("stopped")])
        self.assertEqual(self.write(first, "SEIS"), [])
        self.assertEqual(self.write(first, "9"), [], "whoever refused hears nothing more")
        self.write(second, "3")
        self.assertEqual(self.write(second, "STOP"), [self.said("stopped")])
        keys = [self.env["hva.person.key"]._hmac("phone", number) for number in (first, second)]
        self.assertEqual(self.env["hva.opt.out"]._known(keys), set(keys))
        self.assertEqual(self.end().mapped("hva_nps"), [3], "what was answered before stays an answer")

    def test_stop_works_at_night_from_numbers_never_asked_and_with_a_word_of_the_county(self):
        self.params.set_param("hva_sms.stop_words", "bisset, Heivet")
        self.travel("2026-11-03 23:10")
        self.assertEqual(self.write("+358405550900", "STOPP"), [self.said("stopped", "sv")])
        self.assertEqual(self.write("+358405550901", "heivet"), [self.said("stopped")])

    def test_an_odd_reply_is_answered_once_in_the_language_of_the_visit(self):
        self.start_text_mode()
        [question] = self.ask(language="en")
        self.assertEqual(self.write(question.to, "who is this?"), [self.said("unclear", "en")])
        self.assertEqual(self.write(question.to, "\U0001f644"), [])
        self.assertEqual(len(self.write(question.to, "7")), 1)

    def test_strangers_and_latecomers_get_one_polite_answer_and_machines_none(self):
        self.start_text_mode()
        [question] = self.ask()
        self.end()
        closed = [self.said("closed")]
        self.assertEqual(self.write(question.to, "10"), closed, "too late")
        self.assertEqual(self.write(question.to, "10!"), [])
        self.assertEqual(self.write("+358405550900", "Moi"), closed)
        for machine in ("16123", "Posti", "+35891234567"):
            self.assertEqual(self.write(machine, "Moi"), [])
        with patch("odoo.addons.hva_sms.models.hva_conversation_stranger.MOST_IN_A_DAY", 2):
            self.assertEqual(self.write("+358405550901", "Moi"), [], "no more than so many a day")
        self.travel(days=31)
        self.env["hva.conversation"]._cron_end()
        self.assertEqual(self.write(question.to, "Moi"), closed)

    def test_a_message_brought_twice_counts_once_and_forged_ones_change_nothing(self):
        self.start_text_mode()
        [question] = self.ask()
        self.assertEqual(self.write(question.to, "8", code="x" * 22), [])
        self.assertEqual(len(self.write(question.to, "8", ref="one")), 1)
        self.assertEqual(self.write(question.to, "8", ref="one"), [])
        self.assertEqual(self.write(question.to, "\ud83d", ref="two"), [], "half a character is no fault")
        self.assertEqual(self.end().mapped("hva_nps"), [8])

    def test_turns_are_no_invitations_leave_at_once_and_tell_no_unit(self):
        self.start_text_mode()
        [question] = self.ask()
        self.travel("2026-11-03 21:10")  # 23:10 here
        self.assertEqual(len(self.write(question.to, "5")), 1)
        outbox = self.env["hva.invitation"].search([]).grouped("kind")
        self.assertEqual((len(outbox["survey"]), outbox["survey"].answer_mode), (1, "text"))
        self.assertEqual(outbox["conversation"].unit_id, self.county)
        self.assertEqual((question.sender, self.fake.sent[-1].validity_minutes), (NUMBER, 60))
        spare = self.gateway.copy({"sender_id": "Spare", "kind": "dry_run", "sequence": 1})
        self.gateway.write({"fallback_id": spare.id, "failure_count": 5})
        domain = spare._get_share(spare)
        self.assertFalse(outbox["conversation"].filtered_domain(domain) | outbox["survey"].filtered_domain(domain))

    def test_a_set_without_a_number_is_not_asked_by_text_message(self):
        self.start_text_mode()
        with patch.object(type(self.env["hva.conversation"]), "_get_questions", lambda self, form: (None, None)):
            self.assertEqual(self.reasons([self.row("e1")]), {"e1": "no_content"})

    def day(self, day):
        return datetime(2026, 11, day).date()
