"""A feedback leaves a fact behind, and the fact follows it for ever."""

import random
from datetime import date

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.hva_feedback.tests.common_sets import make_set
from odoo.addons.hva_feedback.tools.entry import Entry, Submission

from ..tools.periods import Span
from .common_reports import ReportCase


@tagged("post_install", "-at_install")
class TestFacts(ReportCase):
    def fact(self, answer, *columns):
        names = SQL(", ").join(map(SQL.identifier, columns))
        rows = self.env.execute_query(SQL("SELECT %s FROM hva_fact WHERE answer_id = %s", names, answer.id))
        return rows[0] if rows else None

    def test_a_score_of_zero_is_a_score_and_no_score_is_none(self):
        zero, empty = self.give(self.eura, "2026-10-05", nps=0), self.give(self.eura, "2026-10-05", text="Hello")
        self.assertEqual(self.fact(zero, "nps"), (0,))
        self.assertEqual(self.fact(empty, "nps"), (None,))

    def test_asked_skipped_not_applying_and_not_asked_differ(self):
        answer = self.give(self.eura, "2026-10-05", nps=9, statements={"ST1": 5, "ST2": 0})
        self.assertEqual(self.fact(answer, "item_st1", "item_st2", "item_st3", "item_lang"), (5, 0, -1, None))

    def test_the_fact_has_the_coarse_facts_of_the_answer(self):
        answer = self.give(self.pori, "2026-10-31", channel="kiosk", nps=7)
        self.assertEqual(
            self.fact(answer, "unit_id", "day", "channel", "lang_code", "survey_id"),
            (self.pori.id, answer.hva_given_on, "kiosk", "fi", self.survey.id),
        )

    def test_an_own_question_is_kept_beside_the_national_columns(self):
        item = self.env["hva.question.item"].create({"code": "OWN1", "kind": "own", "scale": "likert5_na"})
        texts = {"title": "Oma väittämä", **{f"label_{n}": str(n) for n in range(6)}}
        self.env["hva.question.text"].create(
            [
                {"item_id": item.id, "lang_code": "fi", "part": part, "text": text, "source": "project"}
                for part, text in texts.items()
            ]
        )
        own_set = make_set(self.env, "NPS", "OWN1")
        own_set._publish()
        survey = own_set.current_survey_id
        question = survey.question_ids.filtered(lambda question: question.hva_item_id == item)
        option = question.suggested_answer_ids.filtered(lambda option: option.hva_value == 4)
        entry = Entry(survey_id=survey.id, unit_id=self.eura.id, channel="web", source="collector", source_id=0)
        answer = self.env["survey.user_input"]._hva_store([Submission(entry=entry, values={question.id: option.id})])
        self.assertEqual(self.own_items(answer), [(question, item, 4)])
        self.env["hva.fact"]._rebuild(answer)
        self.assertEqual(self.own_items(answer), [(question, item, 4)])

    def own_items(self, answer):
        rows = self.env["hva.fact.item"].search([("fact_id.answer_id", "=", answer.id)])
        return [(row.question_id, row.item_id, row.value) for row in rows]

    def test_a_corrected_unit_moves_the_result(self):
        answer = self.give(self.eura, "2026-10-05", nps=9)
        self.env["hva.fact.month"]._rebuild_dirty()
        answer.write({"hva_unit_id": self.pori.id})
        self.assertEqual(self.fact(answer, "unit_id"), (self.pori.id,))
        self.assertEqual(self.dirty(), {(self.eura.id, "2026-10-01"), (self.pori.id, "2026-10-01")})

    def test_a_unit_corrected_by_its_manager_moves_the_sums_of_the_month(self):
        answer = self.give(self.eura, "2026-10-05", nps=9)
        self.env["hva.fact.month"]._rebuild_dirty()
        manager = self.person("eura", (self.eura, "manager"))
        wizard = self.env["hva.unit.correct"].with_user(manager)
        wizard.create({"answer_id": answer.id, "unit_id": self.pori.id, "reason": "Wrong poster"}).action_confirm()
        self.assertEqual(self.dirty(), {(self.eura.id, "2026-10-01"), (self.pori.id, "2026-10-01")})
        self.env["hva.fact.month"]._rebuild_dirty()
        months = self.env["hva.fact.month"].search([("unit_id", "in", (self.eura + self.pori).ids)])
        self.assertEqual([(month.unit_id, month.promoters) for month in months], [(self.pori, 1)])

    def test_an_erased_answer_takes_its_fact_along_also_by_plain_sql(self):
        by_orm, by_sql = self.give(self.eura, "2026-10-05", nps=9), self.give(self.pori, "2026-09-05", nps=9)
        self.env["hva.fact.month"]._rebuild_dirty()
        by_orm.unlink()
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM survey_user_input_line WHERE user_input_id = %s", [by_sql.id])
        self.env.cr.execute("DELETE FROM hva_contact WHERE answer_id = %s", [by_sql.id])
        self.env.cr.execute("DELETE FROM survey_user_input WHERE id = %s", [by_sql.id])
        self.assertFalse(self.fact(by_orm, "id") or self.fact(by_sql, "id"))
        self.assertEqual(self.dirty(), {(self.eura.id, "2026-10-01"), (self.pori.id, "2026-09-01")})

    def test_marked_answers_that_are_left_out_are_in_no_figure_and_come_back_as_they_were(self):
        item = self.give(self.eura, "2026-10-05", nps=9, statements={"ST1": 5}, count=4)
        burst = self.give(self.eura, "2026-10-06", nps=0, text="Same words", statements={"ST1": 1}, count=40)
        burst.write({"hva_mark": "burst"})
        manager = self.person("eura", (self.eura, "manager"))
        self.env["hva.fact.month"]._rebuild_dirty()
        facts = self.facts()
        before = self.query(manager)
        for turn in range(2):
            burst.with_user(manager)._hva_set_left_out(True, "One child at the terminal")
            if turn:
                self.env["hva.fact.month"]._rebuild_dirty()
            report = self.query(manager)
            self.assertEqual((report.answers, report.headline.n, report.headline.value), (4, 4, 100))
            self.assertEqual(report.statements["item_st1"]["mean"].value, 5)
            self.assertEqual((report.comment_count, len(self.facts())), (0, len(item)))
            burst.with_user(manager)._hva_set_left_out(False, "They were forty")
            self.assertEqual(self.query(manager).headline, before.headline)
        self.assertEqual(self.facts(), facts)
        while self.env["hva.fact.month"]._rebuild_dirty():
            pass
        kept = self.rollup()
        self.env["hva.fact.month"]._rebuild()
        self.assertEqual(kept, self.rollup())

    def test_a_test_entry_and_a_foreign_answer_have_no_fact(self):
        answer = self.give(self.eura, "2026-10-05", nps=9)
        answer.write({"test_entry": True})
        self.assertIsNone(self.fact(answer, "id"))
        foreign = self.env["survey.survey"].create({"title": "Lunch", "survey_type": "survey"})._create_answer()
        foreign._mark_done()
        self.assertIsNone(self.fact(foreign, "id"))

    def dirty(self):
        rows = self.env.execute_query(SQL("SELECT DISTINCT unit_id, month::text FROM hva_fact_dirty"))
        return set(rows)

    def rollup(self):
        columns = [name for name in self.env["hva.fact.month"]._fields if name not in ("id", "display_name")]
        names = SQL(", ").join(map(SQL.identifier, columns))
        return sorted(self.env.execute_query(SQL("SELECT %s FROM hva_fact_month", names)), key=repr)

    def facts(self):
        columns = [
            name
            for name, field in self.env["hva.fact"]._fields.items()
            if field.store and field.column_type and name != "id"
        ]
        names = SQL(", ").join(map(SQL.identifier, columns))
        return sorted(self.env.execute_query(SQL("SELECT %s FROM hva_fact", names)), key=repr)

    def test_rollup_equals_facts_after_any_history(self):
        chance = random.Random(20261123)
        units, alive = [self.eura, self.huittinen, self.pori], self.env["survey.user_input"]
        for _turn in range(120):
            act = chance.choice(["give", "give", "give", "delete", "correct", "leave_out", "sum"])
            if act == "give":
                alive += self.give(
                    chance.choice(units),
                    f"2026-{chance.choice(['09', '10'])}-{chance.randint(1, 30):02}",
                    chance.choice(["web", "sms", "qr"]),
                    nps=chance.choice([None, *range(11)]),
                    statements={"ST1": chance.randint(0, 5)} if chance.random() < 0.5 else None,
                )
            elif act == "delete" and alive:
                one = chance.choice(alive)
                alive -= one
                one.unlink()
            elif act == "correct" and alive:
                chance.choice(alive).write({"hva_unit_id": chance.choice(units).id})
            elif act == "leave_out" and alive:
                one = chance.choice(alive)
                one.hva_mark = "burst"
                one._hva_set_left_out(not one.hva_is_left_out, "Chance")
            elif act == "sum":
                self.env["hva.fact.month"]._rebuild_dirty(limit=chance.randint(1, 5))
        while self.env["hva.fact.month"]._rebuild_dirty():
            pass
        kept = self.rollup()
        self.env["hva.fact.month"]._rebuild()
        self.assertEqual(kept, self.rollup())
        facts = self.facts()
        self.env.cr.execute("DELETE FROM hva_fact")
        self.env["hva.fact"]._rebuild()
        self.assertEqual(facts, self.facts())
        self.assertEqual(len(facts), len(alive.filtered(lambda one: not one.hva_is_left_out)))

    def test_sums_are_true_before_the_rollup_has_caught_up(self):
        self.give(self.eura, "2026-10-05", nps=10, count=3)
        self.env["hva.fact.month"]._rebuild_dirty()
        self.give(self.eura, "2026-10-06", nps=0)
        user = self.person("anna", (self.eura, "manager"))
        self.assertEqual(self.query(user).counts.n, 4)

    def test_edge_days_are_counted_once(self):
        for day in ("2026-08-31", "2026-09-14", "2026-09-15", "2026-10-20", "2026-11-02", "2026-11-03"):
            self.give(self.eura, day, nps=10)
        self.env["hva.fact.month"]._rebuild_dirty()
        user = self.person("anna", (self.eura, "manager"))
        span = Span(date(2026, 9, 15), date(2026, 11, 3))
        self.assertEqual(self.query(user, span).counts.n, self.count([self.eura], span)[0])
        self.assertEqual(self.query(user, span).counts.n, 3)

    def test_storing_a_fact_costs_two_statements_for_any_number_of_answers(self):
        self.env.cr.flush()  # as the commit after setting up: new units empty the caches then
        answers = self.give(self.eura, "2026-10-05", nps=10, count=20)
        self.env.flush_all()
        with self.assertQueryCount(2):
            self.env["hva.fact"]._rebuild(answers)
        with self.assertQueryCount(1):  # nobody waits for what a set of national items does not have
            self.env["hva.fact"]._add(answers)

    def test_a_fact_is_added_as_a_rebuild_would_write_it(self):
        answers = self.give(self.eura, "2026-10-05", nps=9, count=3)
        added = self.columns(answers)
        self.env["hva.fact"].search([("answer_id", "in", answers.ids)]).unlink()
        self.env["hva.fact"]._rebuild(answers)
        self.assertEqual(self.columns(answers), added)

    def columns(self, answers):
        self.env.cr.execute("SELECT * FROM hva_fact WHERE answer_id IN %s ORDER BY answer_id", [tuple(answers.ids)])
        columns = [column.name for column in self.env.cr.description]
        rows = [dict(zip(columns, row, strict=True)) for row in self.env.cr.fetchall()]
        return [{name: value for name, value in row.items() if name != "id"} for row in rows]
