from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .common_sets import make_set


@tagged("post_install", "-at_install")
class TestSetLock(TransactionCase):
    def setUp(self):
        super().setUp()
        self.set = make_set(self.env, "CONTACT", "FREE")
        self.draft = self.set.draft_survey_id
        self.version = self.set._publish()
        self.question = self.version.question_ids[0]
        self.option = self.question.suggested_answer_ids[0]

    def assert_refused(self, door, *args, **kwargs):
        before = self._content()
        with self.assertRaises(UserError), self.cr.savepoint():
            door(*args, **kwargs)
        self.env.invalidate_all()
        self.assertEqual(self._content(), before)

    def _content(self):
        self.env.flush_all()
        self.cr.execute(
            "SELECT s.title, s.hva_state, s.hva_texts, q.id, q.title, q.sequence, o.id, o.value, o.hva_value "
            "FROM survey_survey s JOIN survey_question q ON q.survey_id = s.id "
            "LEFT JOIN survey_question_answer o ON o.question_id = q.id WHERE s.id = %s ORDER BY q.id, o.id",
            [self.version.id],
        )
        return self.cr.fetchall()

    def test_the_survey_refuses_its_content(self):
        for vals in (
            {"title": "x"},
            {"description": "x"},
            {"active": False},
            {"survey_type": "custom"},
            {"hva_texts": {}},
            {"hva_version": 7},
            {"hva_set_id": False},
            {"hva_state": "draft"},
            {"session_state": "ready"},
        ):
            self.assert_refused(self.version.write, vals)

    def test_the_questions_refuse_every_write(self):
        self.assert_refused(self.question.write, {"title": "x"})
        self.assert_refused(self.question.write, {"sequence": 99})
        self.assert_refused(self.question.write, {"constr_mandatory": True})
        self.assert_refused(self.question.write, {"survey_id": self.draft.id})
        self.assert_refused(
            self.version.write, {"question_and_page_ids": [Command.update(self.question.id, {"title": "x"})]}
        )

    def test_the_options_refuse_every_write(self):
        self.assert_refused(self.option.write, {"value": "x"})
        self.assert_refused(self.option.write, {"hva_value": 5})
        self.assert_refused(
            self.question.write, {"suggested_answer_ids": [Command.update(self.option.id, {"value": "x"})]}
        )

    def test_nothing_is_added(self):
        self.assert_refused(self.env["survey.question"].create, {"survey_id": self.version.id, "title": "x"})
        self.assert_refused(self.env["survey.question.answer"].create, {"question_id": self.question.id, "value": "x"})
        self.assert_refused(self.draft.question_ids[0].write, {"survey_id": self.version.id})
        self.assert_refused(self.draft.question_ids[0].suggested_answer_ids[0].write, {"question_id": self.question.id})

    def test_nothing_is_removed(self):
        self.assert_refused(self.version.unlink)
        self.assert_refused(self.question.unlink)
        self.assert_refused(self.option.unlink)
        self.assert_refused(self.version.write, {"question_and_page_ids": [Command.clear()]})

    def test_a_published_set_is_archived_not_deleted(self):
        self.assert_refused(self.set.unlink)
        unpublished = make_set(self.env, "FREE")
        draft = unpublished.draft_survey_id
        unpublished.unlink()
        self.assertFalse(draft.exists())

    def test_uninstalling_keeps_the_surveys_but_opens_no_stock_door(self):
        """What the selection's ondelete does; the lock must not stand in its way."""
        surveys = self.version | self.draft
        surveys._hva_leave()
        self.assertEqual(surveys.mapped("survey_type"), ["custom", "custom"])
        self.assertFalse(any(surveys.mapped("active")))
        self.assertEqual(len(self.version.question_ids), 2)

    def test_a_refused_translation_leaves_no_trace_even_if_the_caller_swallows_it(self):
        """`update_field_translations` writes SQL before it calls write(): the lock has to look before both."""
        own = make_set(self.env, "CONTACT")
        draft = own.draft_survey_id
        draft.update({"hva_item_id": False, "title": "Own heading"})
        values = {"title": "Own question", "question_type": "simple_choice", "sequence": 90}
        options = [Command.create({"value": text, "hva_value": n}) for n, text in enumerate(("No", "Yes"))]
        draft.question_and_page_ids = [Command.create({**values, "suggested_answer_ids": options})]
        version = own._publish()
        question = version.question_ids[1]
        for record, name in ((version, "title"), (question, "title"), (question.suggested_answer_ids[0], "value")):
            before = record[name]
            try:
                record.update_field_translations(name, {"en_US": "x"})
            except UserError:
                record.invalidate_recordset()
            self.assertEqual(record[name], before)

    def test_translations_refuse_too(self):
        for record, name in ((self.version, "title"), (self.question, "title"), (self.option, "value")):
            self.assert_refused(record.update_field_translations, name, {"en_US": "x"})
            self.assert_refused(record.web_override_translations, {name: "x"})
        self.assert_refused(self.question.update_field_translations, "scale_min_label", {"en_US": "x"})

    def test_the_retired_version_stays_locked(self):
        self.set._publish()
        self.assertEqual(self.version.hva_state, "retired")
        self.assert_refused(self.question.write, {"sequence": 99})

    def test_a_version_cannot_be_made_by_hand(self):
        with self.assertRaises(UserError):
            self.env["survey.survey"].create({"title": "x", "survey_type": "hva", "hva_state": "published"})
        with self.assertRaises(UserError):
            self.version._hva_move("published")
        with self.assertRaises(UserError):
            self.env["survey.survey"].create({"title": "x"}).survey_type = "hva"
        with self.assertRaises(UserError):
            self.draft.survey_type = "custom"

    def test_one_set_has_one_version_in_use(self):
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.version.copy()._hva_core_write({"hva_set_id": self.set.id, "hva_state": "published"})
            self.env.flush_all()

    def test_what_is_not_content_may_be_written(self):
        self.version.write({"user_id": self.env.ref("base.user_admin").id, "color": 3})
        self.version.message_post(body="Agreed with the quality team")
        self.assertEqual(self.version.color, 3)

    def test_the_draft_stays_open(self):
        self.draft.question_ids[0].write({"sequence": 99})
        self.draft.question_ids[1].unlink()
        self.assertEqual(len(self.draft.question_ids), 1)
        self.assertEqual(len(self.version.question_ids), 2)

    def test_a_copy_of_a_version_is_a_draft(self):
        copy = self.version.copy()
        self.assertEqual((copy.hva_state, copy.hva_version, copy.hva_texts), ("draft", 0, False))
        copy.question_ids[0].sequence = 3
