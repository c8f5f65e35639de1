import random

from odoo.tests import tagged

from odoo.addons.hva_sms.gateways.base import InboundMessage

from .common import SmsCase
from .test_no_path import rank_correlation

NUMBER = "+358457300000"
PERSON_SIDE = (
    "hva_visit",
    "hva_invitation",
    "hva_quarantine",
    "hva_opt_out",
    "hva_delivery_report",
    "hva_inbound_message",
    "hva_conversation_stranger",
)
ASKED, ANSWERING = 30, 20


@tagged("post_install", "-at_install")
class TestTextModeNoPath(SmsCase):
    """After the night nobody with the whole database can tell which number gave which answer (decision 0067).

    The truth is known here, for each person's words name the person.
    """

    def setUp(self):
        super().setUp()
        self.heard = 0
        self.gateway.write({"kind": "kannel", "url": "http://127.0.0.1:1/", "sender_id": NUMBER, "is_simulator": True})
        self.gateway.action_new_gate()
        self.env.user.group_ids += self.env.ref("hva_feedback.hva_feedback_group_admin")
        self.gateway._confirm_free("Contract 2026-114")
        self.rule.write({"gateway_id": self.gateway.id, "answer_mode": "text"})
        self.invite(ASKED)
        self.dispatch()
        self.phones_answering = random.Random(67).sample([msg.to for msg in self.fake.sent], ANSWERING)
        for place, number in enumerate(self.phones_answering):
            self.say(number, str(place % 11))
            self.say(number, f"person {place} said this")
            self.travel(minutes=7)
        self.dispatch()

    def say(self, number, text):
        self.heard += 1
        self.env["hva.conversation"]._hear(self.gateway, number, InboundMessage(number, text, str(self.heard)))

    def night(self):
        """Let the first night come; return {place in the order of writing: answer}."""
        self.travel("2026-11-04 00:30")
        self.env["hva.conversation"]._cron_end()
        answers = self.env["survey.user_input"].search([("hva_answer_mode", "=", "text")])
        return {int(answer.hva_text.split()[1]): answer for answer in answers}

    def rows(self, table):
        self.env.flush_all()
        self.env.cr.execute(f'SELECT t::text FROM "{table}" t')
        return {row for (row,) in self.env.cr.fetchall()}

    def test_storing_touches_no_row_of_the_persons_side_and_forgets_the_conversations(self):
        before = {table: self.rows(table) for table in PERSON_SIDE}
        self.assertEqual(len(self.night()), ANSWERING)
        self.assertEqual({table: self.rows(table) for table in PERSON_SIDE}, before)
        keys = [self.env["hva.person.key"]._hmac("phone", number) for number in self.phones_answering]
        self.assertFalse(self.env["hva.conversation"].search([("hmac", "in", keys)]))

    def test_the_order_of_answers_is_neither_that_of_writing_nor_that_of_asking(self):
        answers = self.night()
        written = [(place, answer.id) for place, answer in answers.items()]
        self.assertLess(abs(rank_correlation(written)), 0.8, "chance is below this but once in 60 000 times")
        asked = sorted(self.phones_answering)  # numbers were invited in this order
        pairs = [(asked.index(self.phones_answering[place]), answer.id) for place, answer in answers.items()]
        self.assertLess(abs(rank_correlation(pairs)), 0.8)

    def test_what_went_back_tells_no_unit_and_no_answer_tells_its_time(self):
        turns = self.env["hva.invitation"].search([("kind", "=", "conversation")])
        self.assertEqual((len(turns), turns.unit_id), (2 * ANSWERING, self.county))
        answers = self.env["survey.user_input"].union(*self.night().values())
        self.assertEqual(answers.hva_unit_id, self.clinic)
        times = {answer.create_date.time().isoformat() for answer in answers}
        self.assertEqual(times | {answer.end_datetime.time().isoformat() for answer in answers}, {"00:00:00"})
        self.assertFalse(any(answers.mapped("hva_age_band")))
