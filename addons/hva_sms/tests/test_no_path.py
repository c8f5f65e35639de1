import random

from odoo.tests import tagged

from odoo.addons.hva_feedback.tools.codes import hash_code
from odoo.addons.hva_feedback.tools.entry import Submission

from .common import SmsCase

PERSON_SIDE = ("hva_visit", "hva_invitation", "hva_quarantine", "hva_opt_out", "hva_delivery_report", "hva_sent_mark")
ANSWER_SIDE = ("survey_user_input", "survey_user_input_line", "hva_contact", "helpdesk_ticket")
HALFWAY = "hva_feedback_link"
INVITED, ANSWERED = 40, 25


@tagged("post_install", "-at_install")
class TestNoPath(SmsCase):
    """Nobody, with the whole database in hand, can tell which invited person gave which answer (decision 0013).

    40 people are invited and 25 answer. Then everything is tried that joins rows: keys, transaction ids, the order of
    ids, times. The test knows the truth from the messages that the fake gateway saw.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dice = random.Random(19)

    def setUp(self):
        super().setUp()
        self.invitations = self.invite(INVITED)
        self.link_by_phone = {}
        self.dispatch()
        links = self.env["hva.feedback.link"].search([])
        by_hash = {link.code_hash: link.id for link in links}
        self.messages = {msg.to: msg for msg in self.fake.sent}
        self.link_by_phone = {phone: by_hash[hash_code(self.code_of(msg))] for phone, msg in self.messages.items()}
        self.invitation_by_phone = {invitation.phone: invitation.id for invitation in self.invitations}

    def answer(self, count=ANSWERED):
        """Let people answer in a random order; return {phone: answer id}."""
        answers = {}
        for phone in self.dice.sample(sorted(self.messages), count):
            entry = self.env["hva.collector"]._hva_resolve_code(self.code_of(self.messages[phone]))
            self.assertTrue(self.env["hva.collector"]._hva_consume(entry))
            self.travel(minutes=7)
            answer = self.env["survey.user_input"]._hva_store([Submission(entry=entry, values={})])
            answers[phone] = answer.id
        return answers

    def finish(self):
        """Let all messages arrive."""
        for msg in self.fake.sent:
            self.report(msg, "delivered")
        self.apply_reports()
        self.env.flush_all()

    def columns(self, tables, types):
        self.env.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name = ANY(%s) AND data_type = ANY(%s)""",
            [list(tables), list(types)],
        )
        return self.env.cr.fetchall()

    def test_no_foreign_key_joins_the_two_sides(self):
        self.env.cr.execute(
            """SELECT source.relname, target.relname FROM pg_constraint
                 JOIN pg_class source ON source.oid = conrelid JOIN pg_class target ON target.oid = confrelid
                WHERE contype = 'f'"""
        )
        keys = set(self.env.cr.fetchall())
        left, right = {*PERSON_SIDE}, {*ANSWER_SIDE}
        for source, target in keys:
            for one, other in ((left, right), (left, {HALFWAY}), (right, {HALFWAY})):
                self.assertFalse(
                    (source in one and target in other) or (source in other and target in one), f"{source} -> {target}"
                )
        self.assertFalse({target for source, target in keys if target == HALFWAY})

    def test_no_value_is_on_both_sides(self):
        """No hash, token or code of one side is found on the other one, whatever the columns are called."""
        answers = self.answer()
        text = ("character varying", "text", "jsonb")

        def values(tables):
            found = set()
            for table, column in self.columns(tables, text):
                self.env.cr.execute(f'SELECT DISTINCT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL')
                found |= {value for (value,) in self.env.cr.fetchall() if len(value) > 15}
            return found

        self.env.flush_all()
        self.assertTrue(answers)
        self.assertFalse(values(PERSON_SIDE) & values([*ANSWER_SIDE, HALFWAY]))

    def test_links_share_their_transaction_with_at_least_twenty(self):
        """`xmin` is the id of the transaction that wrote a row; each is that of a whole batch."""
        self.env.cr.execute("SELECT xmin::text, count(*) FROM hva_feedback_link GROUP BY 1")
        self.assertTrue(all(count >= 20 for _xmin, count in self.env.cr.fetchall()))

    def test_using_a_link_leaves_no_row_with_the_transaction_of_the_answer(self):
        """Answering touches no row but the answer's own: nothing of the person's side is written, no link updated."""
        self.env.flush_all()
        self.env.cr.execute("SELECT max(xmin::text::bigint) FROM hva_feedback_link")
        [before] = self.env.cr.fetchone()
        tables = {table: self.rows(table) for table in (*PERSON_SIDE, HALFWAY)}
        used = len(self.answer())
        self.env.flush_all()
        for table in PERSON_SIDE:
            self.assertEqual(self.rows(table), tables[table], table)
        self.assertEqual(len(tables[HALFWAY]) - len(self.rows(HALFWAY)), used)
        self.assertLessEqual(self.rows(HALFWAY), tables[HALFWAY])
        self.env.cr.execute("SELECT max(xmin::text::bigint) FROM hva_feedback_link")
        self.assertLessEqual(self.env.cr.fetchone()[0], before)

    def rows(self, table):
        self.env.cr.execute(f'SELECT t::text FROM "{table}" t')
        return {row for (row,) in self.env.cr.fetchall()}

    def test_order_of_ids_tells_nothing(self):
        """The link ids of 40 people are no better guess than chance: neither equal in rank nor correlated."""
        pairs = [(self.invitation_by_phone[phone], self.link_by_phone[phone]) for phone in self.messages]
        self.assertLess(abs(rank_correlation(pairs)), 0.7, "chance is below this but once in 80 000 times")
        hits = sum(left == right for left, right in zip(ranks(pairs, 0), ranks(pairs, 1), strict=True))
        self.assertLess(hits, 10, "one hit is expected by chance")

    def test_order_of_rest_times_tells_nothing(self):
        hmac = self.env["hva.person.key"]._hmac
        rest = {row.hmac: row.id for row in self.env["hva.quarantine"].search([])}
        pairs = [(self.invitation_by_phone[phone], rest[hmac("phone", phone)]) for phone in self.messages]
        self.assertLess(abs(rank_correlation(pairs)), 0.7)

    def test_no_time_on_either_side_is_finer_than_a_day(self):
        answers = self.answer()
        self.finish()
        times = ("timestamp without time zone", "timestamp with time zone", "time without time zone")
        for table, column in self.columns(
            ("hva_invitation", "hva_visit", HALFWAY, "hva_quarantine", "hva_opt_out", "hva_sent_mark"), times
        ):
            self.env.cr.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}" IS NOT NULL')
            self.assertFalse(self.env.cr.fetchone()[0], f"{table}.{column}")
        for table, key in (("survey_user_input", "id"), ("survey_user_input_line", "user_input_id")):
            for _table, column in self.columns((table,), times):
                self.env.cr.execute(
                    f'SELECT count(*) FROM "{table}" WHERE "{key}" = ANY(%s) AND "{column}"::time != \'00:00\'',
                    [list(answers.values())],
                )
                self.assertFalse(self.env.cr.fetchone()[0], f"{table}.{column}")

    def test_coarse_facts_leave_every_answer_with_all_invited(self):
        """Joining by all that both sides know leaves each answer with as many people as were invited there."""
        answers = self.answer()
        self.finish()
        for answer in self.env["survey.user_input"].browse(answers.values()):
            same = self.invitations.filtered(lambda invitation, answer=answer: invitation.unit_id == answer.hva_unit_id)
            self.assertEqual(len(same), INVITED)


def ranks(pairs, side):
    order = sorted(pair[side] for pair in pairs)
    return [order.index(pair[side]) for pair in pairs]


def rank_correlation(pairs):
    """Spearman's rho of distinct values."""
    count = len(pairs)
    distance = sum((left - right) ** 2 for left, right in zip(ranks(pairs, 0), ranks(pairs, 1), strict=True))
    return 1 - 6 * distance / (count * (count**2 - 1))
