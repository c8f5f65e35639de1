"""How a feedback is stored, whatever channel it came by: the values, the day without a time, and the hook."""

from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..tools.entry import ContactDetails, Entry, Submission
from .page_story import PageWorld

EVENING = "2026-03-10 22:30:15"  # already the 11th in Finland


@tagged("post_install", "-at_install")
class TestAnswerStore(PageWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_page_world()

    def submission(self, source="collector", **vals):
        entry = Entry(self.survey.id, self.clinic.id, "sms" if source == "link" else "qr", source, self.collector.id)
        return Submission(entry=entry, **{"values": {self.question("NPS").id: 3}, **vals})

    def store(self, *submissions, **options):
        answers = self.env["survey.user_input"]._hva_store(list(submissions) or [self.submission()], **options)
        self.env.flush_all()
        self.env.invalidate_all()
        return answers

    @freeze_time(EVENING)
    def test_an_open_way_in_keeps_the_time_and_the_local_day(self):
        answer = self.store()
        self.assertEqual(answer.hva_given_on, date(2026, 3, 11))
        self.assertEqual(answer.hva_given_at, datetime(2026, 3, 10, 22, 30, 15))
        self.assertEqual(answer.end_datetime, answer.hva_given_at)

    @freeze_time(EVENING)
    def test_a_personal_link_keeps_the_day_and_no_time_anywhere(self):
        text = {self.question("OPEN").id: "sanat"}
        answer = self.store(self.submission("link", values=text, contact=ContactDetails(phone="+358401234567")))
        self.assertEqual((answer.hva_given_on, answer.hva_given_at), (date(2026, 3, 11), False))
        self.assertEqual(self._times(answer), {datetime(2026, 3, 11)})

    def test_a_later_write_brings_no_time_back(self):
        answer = self.store(self.submission("link"))
        answer.write({"hva_routing_reason": "no_rule"})
        answer.user_input_line_ids.write({"hva_item_code": "NPS"})
        self.env.flush_all()
        self.assertEqual(len(self._times(answer)), 1)
        open_answer = self.store()
        self.assertIn(open_answer.hva_given_at, self._times(open_answer))

    def _times(self, answer):
        """Every point in time that the tables of this answer hold."""
        self.env.flush_all()
        times = set()
        for table, column in (
            ("survey_user_input", "id"),
            ("survey_user_input_line", "user_input_id"),
            ("hva_contact", "answer_id"),
        ):
            self.env.cr.execute(f"SELECT * FROM {table} WHERE {column} = %s", [answer.id])  # pylint: disable=sql-injection
            times |= {value for row in self.env.cr.fetchall() for value in row if isinstance(value, datetime)}
        return times

    def test_many_are_stored_at_once_in_their_order(self):
        contact = ContactDetails(name="Maija", email="m@example.fi")
        submissions = [
            self.submission(values={self.question("NPS").id: score}, contact=contact if score == 4 else None)
            for score in range(11)
        ]
        answers = self.store(*submissions)
        self.assertEqual(answers.mapped("hva_nps"), list(range(11)))
        self.assertEqual(answers.filtered("hva_contact_id"), answers[4])
        self.assertEqual(answers[4].hva_contact_id.email, "m@example.fi")

    def test_what_the_form_does_not_offer_is_never_stored(self):
        other = self.option("ST2", 5)
        wrong = (
            self.submission(values={self.question("NPS").id: 11}),
            self.submission(values={self.question("NPS").id: "5"}),
            self.submission(values={self.question("ST1").id: int(other)}),
            self.submission(values={0: 1}),
            self.submission(kind="complaint"),
            self.submission(mark="made_up"),
        )
        for submission in wrong:
            with self.assertRaises(ValueError):
                self.env["survey.user_input"]._hva_store([submission])

    @freeze_time(EVENING)
    def test_a_device_says_when_it_was_given_and_that_is_its_day(self):
        waited = datetime(2026, 3, 8, 21, 59)  # 23.59 in Finland
        answer = self.store(self.submission("device", given_at=waited))
        self.assertEqual((answer.hva_given_at, answer.hva_given_on), (waited, date(2026, 3, 8)))
        self.assertEqual(answer.end_datetime, waited)

    @freeze_time(EVENING)
    def test_nobody_else_says_when_and_nobody_says_tomorrow(self):
        moment = datetime(2026, 3, 8, 12)
        for source in ("collector", "link"):
            with self.assertRaises(ValueError):
                self.store(self.submission(source, given_at=moment))
        with self.assertRaises(ValueError):
            self.store(self.submission("device", given_at=datetime(2026, 3, 10, 22, 30, 16)))

    def test_only_an_import_says_the_day(self):
        old = self.submission(given_on=date(2025, 1, 31))
        with self.assertRaises(ValueError):
            self.store(old)
        answer = self.store(old, is_import=True)
        self.assertEqual((answer.hva_given_on, answer.hva_given_at), (date(2025, 1, 31), False))

    def test_open_text_is_masked_whatever_the_channel(self):
        answer = self.store(self.submission(values={self.question("FREE").id: "hetuni 010190-123M"}))
        self.assertEqual(answer.hva_text, "hetuni [henkilötunnus]")

    def test_the_hook_is_called_once_with_all_answers(self):
        called = []
        with patch.object(
            type(self.env["survey.user_input"]), "_hva_after_done", lambda model, answers: called.append(len(answers))
        ):
            self.store(self.submission(), self.submission())
        self.assertEqual(called, [2])

    def test_answers_wait_for_routing(self):
        self.assertEqual(self.store().hva_routing, "pending")

    def test_the_job_is_woken_when_somebody_asks_for_contact(self):
        job = self.env.ref("hva_feedback.ir_cron_hva_route_answers")
        with patch.object(type(job), "_trigger", autospec=True) as trigger:
            self.store()
            trigger.assert_not_called()
            self.store(self.submission(contact=ContactDetails(phone="+358401234567")))
            trigger.assert_called_once()

    def test_a_feedback_has_always_a_unit(self):
        vals = {"survey_id": self.survey.id, "state": "done", "predefined_question_ids": []}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["survey.user_input"].create(vals)

    def test_search_in_open_text(self):
        answer = self.store(self.submission(values={self.question("OPEN").id: "Papukaijakahvila oli auki"}))
        found = self.env["survey.user_input"].search([("hva_text", "ilike", "papukaijakahvila")])
        self.assertEqual(found, answer)

    def test_the_group_of_the_score(self):
        answers = self.store(
            *(self.submission(values={self.question("NPS").id: score}) for score in (0, 6, 7, 8, 9)),
            self.submission(values={self.question("OPEN").id: "x"}),
        )
        self.assertEqual(
            answers.mapped("hva_nps_group"), ["detractor", "detractor", "passive", "passive", "promoter", False]
        )


@tagged("post_install", "-at_install")
class TestForeignAnswers(TransactionCase):
    """Odoo's own surveys go on as if we were not there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env["survey.survey"].create(
            {"title": "Foreign", "question_and_page_ids": [(0, 0, {"title": "How?", "question_type": "scale"})]}
        )
        cls.user = new_test_user(cls.env, login="survey_person", groups="base.group_user,survey.group_survey_user")

    def test_its_answers_are_done_without_our_hook_and_keep_their_times(self):
        answer = self.survey._create_answer(user=self.user)
        with patch.object(type(answer), "_hva_after_done", side_effect=AssertionError):
            answer._save_lines(self.survey.question_ids, "5")
            answer._mark_done()
        self.env.flush_all()
        self.assertEqual(answer.state, "done")
        self.assertFalse(answer.hva_is_feedback or answer.hva_routing or answer.hva_unit_id)
        self.assertGreater(answer.create_date, fields.Datetime.to_datetime("2020-01-01"))
        self.assertEqual(answer.user_input_line_ids.create_date, answer.create_date)
        self.assertTrue(answer.message_ids, "Odoo's own log message")

    def test_a_scored_survey_is_still_scored(self):
        self.survey.scoring_type = "scoring_with_answers"
        question = self.env["survey.question"].create(
            {
                "title": "Right?",
                "survey_id": self.survey.id,
                "question_type": "simple_choice",
                "suggested_answer_ids": [(0, 0, {"value": "Yes", "is_correct": True, "answer_score": 10})],
            }
        )
        answer = self.survey._create_answer(user=self.user)
        answer._save_lines(question, str(question.suggested_answer_ids.id))
        answer._mark_done()
        self.assertEqual((answer.scoring_total, answer.scoring_success), (10, True))
