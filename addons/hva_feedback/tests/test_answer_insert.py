"""An answer put into its tables directly is the answer that Odoo's create would make, and others keep their word."""

from unittest.mock import patch

from odoo import api
from odoo.tests import TransactionCase, tagged

from ..tools.entry import ContactDetails, Entry, Submission
from .page_story import PageWorld

# What differs between any two answers, and the creator, who is nobody here and the public user there.
OWN = {"id", "access_token", "hva_nonce", "create_uid", "write_uid", "create_date", "write_date", "user_input_id"}


@tagged("post_install", "-at_install")
class TestAnswerInsert(PageWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_page_world()
        cls.answers = cls.env["survey.user_input"]
        cls.topics = cls.env["hva.topic"].create([{"name": "Waiting"}, {"name": "Food"}])

    def submission(self, source="collector", nonce=None):
        entry = Entry(self.survey.id, self.clinic.id, "qr", source, self.collector.id, collector_id=self.collector.id)
        return Submission(
            entry=entry,
            values={
                self.question("NPS").id: 0,
                self.question("ST1").id: self.question("ST1").options[0].id,
                self.question("OPEN").id: "Words",
            },
            nonce=nonce,
            kind="thanks",
            topic_ids=tuple(self.topics.ids),
            contact=ContactDetails(name="Maija", phone="+358401234567"),
        )

    def store(self, *submissions):
        stored = self.answers._hva_store(list(submissions))
        self.env.flush_all()
        self.env.invalidate_all()
        return stored

    def by_odoo(self):
        """Let every create go Odoo's way."""
        return patch.object(type(self.answers), "_hva_is_plain", lambda _self: False)

    def test_nobody_else_has_a_word_in_it(self):
        self.assertTrue(self.answers._hva_is_plain())

    def test_the_rows_are_those_of_odoos_create(self):
        for source in ("collector", "link"):
            with self.subTest(source=source):
                mine = self.store(self.submission(source))
                with self.by_odoo():
                    theirs = self.store(self.submission(source))
                self.assertEqual(self._rows(mine), self._rows(theirs))
                self.assertEqual(mine.hva_topic_ids, self.topics)
                self.assertEqual(len(mine.user_input_line_ids), 3)

    def test_no_time_is_left_on_an_answer_of_a_personal_link(self):
        answer = self.store(self.submission("link"))
        for record in (answer, *answer.user_input_line_ids):
            self.assertEqual({record.create_date.time(), record.write_date.time()}, {record.create_date.min.time()})
            self.assertEqual(record.create_date.date(), answer.hva_given_on)

    def test_nobody_is_its_creator(self):
        answer = self.store(self.submission())
        lines = answer.user_input_line_ids
        self.assertFalse(answer.create_uid | answer.write_uid | lines.create_uid | lines.write_uid)

    def test_many_keep_their_own_lines(self):
        stored = self.store(*(self.submission(nonce=f"{number:022d}") for number in range(5)))
        self.assertEqual(stored.mapped("hva_nonce"), [f"{number:022d}" for number in range(5)])
        self.assertEqual([len(answer.user_input_line_ids) for answer in stored], [3] * 5)

    def test_lists_that_were_read_before_show_it(self):
        self.assertFalse(self.survey.user_input_ids)
        answer = self.answers._hva_store([self.submission()])
        self.assertEqual(self.survey.user_input_ids, answer)
        self.assertTrue(answer.user_input_line_ids)

    def test_an_addon_that_extends_create_is_called(self):
        for name in ("survey.user_input", "survey.user_input.line"):
            with self.subTest(model=name):
                seen = []
                create = type(self.env[name]).create

                @api.model_create_multi
                def noting(records, vals_list, seen=seen, create=create):
                    seen.extend(vals_list)
                    return create(records, vals_list)

                noting.__module__ = "odoo.addons.base_automation.models.base_automation"
                self.patch(type(self.env[name]), "create", noting)
                self.assertFalse(self.answers._hva_is_plain())
                stored = self.store(self.submission())
                self.assertTrue(seen)
                self.assertEqual(len(stored.user_input_line_ids), 3)

    def test_a_default_that_somebody_set_is_used(self):
        self.env["ir.default"].set("survey.user_input", "nickname", "Guest")
        self.assertEqual(self.store(self.submission()).nickname, "Guest")

    def _rows(self, answer):
        """The answer and its lines as the tables have them, without what is each row's own."""
        rows = []
        for table, column in (("survey_user_input", "id"), ("survey_user_input_line", "user_input_id")):
            self.env.cr.execute(  # pylint: disable=sql-injection
                f"SELECT * FROM {table} WHERE {column} = %s ORDER BY id", [answer.id]
            )
            rows += [{key: row[key] for key in row if key not in OWN} for row in self.env.cr.dictfetchall()]
        for row in rows:  # moments of two answers, given one after the other
            for key in ("start_datetime", "end_datetime", "hva_given_at"):
                if row.get(key):
                    row[key] = row[key].date()
        return rows
