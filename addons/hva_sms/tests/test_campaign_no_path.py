from odoo.tests import tagged

from odoo.addons.hva_feedback.tools.codes import hash_code
from odoo.addons.hva_feedback.tools.entry import Submission

from .common_pool import PoolCase

PERSON_SIDE = ("hva_pool_member", "hva_pool_mail", "hva_campaign_target", "hva_invitation", "hva_quarantine")
ANSWER_SIDE = ("survey_user_input", "survey_user_input_line", "hva_feedback_link")
ASKED, ANSWERED = 30, 12


@tagged("post_install", "-at_install")
class TestCampaignNoPath(PoolCase):
    """With the whole database in hand nobody can tell which resident gave which answer (decision 0069).

    30 residents get a mail with a link and 12 answer; the test knows the truth from the mails it saw.
    """

    def setUp(self):
        super().setUp()
        for number in range(ASKED):
            self.join(f"path{number}.pool@example.fi", lang="sv" if number % 3 else "fi")
        self.campaign = self.env["hva.campaign"].create(
            {
                "name": "Path",
                "unit_id": self.clinic.id,
                "set_id": self.env.ref("hva_feedback.hva_question_set_base").id,
                "opens_on": "2026-11-02",
                "closes_on": "2026-11-20",
                "has_mail": True,
            }
        )
        self.campaign.action_start()
        self.send_mails()
        self.codes = [mail.get_body(("plain",)).get_content().partition("/p/")[2][:22] for mail in self.mailed]

    def answer(self):
        answers = self.env["survey.user_input"]
        for code in self.codes[3 : 3 + ANSWERED]:
            entry = self.env["hva.collector"]._hva_resolve_code(code)
            self.assertTrue(self.env["hva.collector"]._hva_consume(entry))
            self.travel(minutes=7)
            answers |= answers._hva_store([Submission(entry=entry, values={})])
        self.env.flush_all()
        return answers

    def values(self, tables):
        """Return every long value of the tables' text columns."""
        self.env.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns WHERE table_name = ANY(%s)
                  AND table_schema = 'public' AND data_type IN ('character varying', 'text', 'jsonb')""",
            [list(tables)],
        )
        found = set()
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(f'SELECT DISTINCT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL')
            found |= {value for (value,) in self.env.cr.fetchall() if len(value) > 15}
        return found

    def test_no_foreign_key_and_no_value_joins_the_two_sides(self):
        self.env.cr.execute(
            """SELECT source.relname, target.relname FROM pg_constraint
                 JOIN pg_class source ON source.oid = conrelid JOIN pg_class target ON target.oid = confrelid
                WHERE contype = 'f'"""
        )
        for source, target in self.env.cr.fetchall():
            sides = {source in PERSON_SIDE, target in PERSON_SIDE}, {source in ANSWER_SIDE, target in ANSWER_SIDE}
            self.assertFalse(True in sides[0] and True in sides[1], f"{source} -> {target}")
        self.assertTrue(self.answer())
        self.assertFalse(self.values(PERSON_SIDE) & self.values(ANSWER_SIDE))

    def test_links_are_born_shuffled_in_one_transaction(self):
        links = self.env["hva.feedback.link"].search([("collector_id", "!=", False)], order="id")
        self.env.cr.execute("SELECT xmin::text, count(*) FROM hva_feedback_link GROUP BY 1")
        self.assertTrue(all(count >= 20 for _xmin, count in self.env.cr.fetchall()))
        by_hash = {link.code_hash: number for number, link in enumerate(links)}
        born = [by_hash[hash_code(code)] for code in self.codes]
        self.assertNotEqual(born, sorted(born))
        self.assertEqual(len(links), ASKED)

    def test_answering_touches_no_row_of_the_persons_side(self):
        def rows(table):
            self.env.cr.execute(f'SELECT t::text FROM "{table}" t')
            return {row for (row,) in self.env.cr.fetchall()}

        self.env.flush_all()
        before = {table: rows(table) for table in PERSON_SIDE}
        self.answer()
        self.assertEqual({table: rows(table) for table in PERSON_SIDE}, before)

    def test_an_answer_keeps_its_day_and_no_time(self):
        answers = self.answer()
        self.assertFalse(any(answers.mapped("hva_given_at")))
        self.assertEqual(len(set(answers.mapped("create_date"))), 1)
