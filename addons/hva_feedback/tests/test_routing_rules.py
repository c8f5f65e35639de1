from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .case_story import CaseStory


@tagged("post_install", "-at_install")
class TestRoutingRules(CaseStory):
    """What a rule can ask for, and where its cases go."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hva.routing.rule"].search([]).active = False
        cls.admin = new_test_user(cls.env, login="rules_admin", groups="hva_feedback.hva_feedback_group_admin")

    def rule(self, code="tried", **vals):
        return self.env["hva.routing.rule"].with_user(self.admin).create({"name": code, "code": code, **vals})

    def routed(self, *args, topics=None, **feedback):
        answer = self.give(*args, **feedback)
        if topics:
            answer.sudo().hva_topic_ids = topics
        self.route()
        return answer.hva_routing_reason

    def test_words_are_looked_for_in_the_open_feedback(self):
        self.rule("queue", words="jono*\nei päässyt")
        self.assertEqual(self.routed(text="Jonossa meni tunti."), "queue")
        self.assertEqual(self.routed(text="Lapsi EI  PÄÄSSYT sisään"), "queue")
        self.assertEqual(self.routed(text="Odotin tunnin."), "no_rule")
        self.assertEqual(self.routed(nps=0), "no_rule")

    def test_a_star_inside_a_word_or_alone_is_refused(self):
        for number, words in enumerate(("jo*no", "*", "?")):
            with self.subTest(words=words), self.assertRaises(ValidationError):
                self.rule(f"wrong_{number}", words=words)

    def test_any_of_the_topics_counts_and_an_archived_one_still_does(self):
        waiting, food, other = self.env["hva.topic"].create([{"name": n} for n in ("Waiting", "Food", "Other")])
        rule = self.rule("topics", topic_ids=[Command.set((waiting | food).ids)])
        self.assertEqual(self.routed(nps=9, topics=food | other), "topics")
        self.assertEqual(self.routed(nps=9, topics=other), "no_rule")
        (waiting | food).active = False
        self.env.invalidate_all()
        self.assertEqual(self.routed(nps=9, topics=food), "topics")
        self.assertEqual(self.routed(nps=9), "no_rule", "a rule does not lose its condition with the topic")
        self.assertIn("about Food / Waiting", rule.description)

    def test_a_rule_for_a_unit_holds_for_what_is_under_it(self):
        room = self._unit("Room", parent_id=self.clinic.id)
        self.rule("clinic", unit_id=self.clinic.id)
        self.assertEqual([self.routed(unit, nps=9) for unit in (room, self.clinic)], ["clinic"] * 2)
        self.assertEqual([self.routed(unit, nps=9) for unit in (self.area, self.dental)], ["no_rule"] * 2)

    def test_the_rule_may_name_the_unit_that_handles_the_case(self):
        self.rule("registry", responsible_unit_id=self.dental.id)
        answer = self.give(self.clinic, nps=3)
        self.route()
        case = self.case_of(answer)
        self.assertEqual(case.hva_unit_id, self.clinic)
        self.assertEqual(case.hva_responsible_unit_id, self.dental)
        self.assertEqual(case.activity_ids.user_id, self.dental_handler)

    def test_a_named_unit_that_has_merged_or_has_nobody_passes_the_case_on(self):
        empty = self._unit("Empty", parent_id=self.area.id)
        rule = self.rule("registry", responsible_unit_id=empty.id)
        with_manager = self.env["hva.unit.access"].search([("user_id", "=", self.manager.id)])
        with_manager.include_children = False
        self.assertEqual(self.case_after(nps=3).hva_responsible_unit_id, self.area, "the owner of its area")
        empty.merged_into_id = self.dental
        self.assertEqual(self.case_after(nps=3).hva_responsible_unit_id, self.dental)
        self.assertIn("no longer in use", rule.problem)

    def case_after(self, **feedback):
        answer = self.give(**feedback)
        self.route()
        return self.case_of(answer)

    def test_a_deadline_in_hours_runs_through_the_night(self):
        self.rule(deadline_by="hours", deadline_hours=4)
        with freeze_time("2026-12-04 15:00:00"):  # a Friday, 17 in Finland; the sixth is a holiday
            self.assertEqual(self.case_after(nps=3).hva_deadline_at, datetime(2026, 12, 4, 19))

    def test_a_deadline_in_hours_does_not_tell_when_an_answer_without_time_was_given(self):
        rule = self.rule(deadline_by="hours", deadline_hours=4)
        due = set()
        for clock in ("08:10", "13:50"):
            with freeze_time(f"2026-12-03 {clock}:00"):
                due.add(self.case_after(nps=3, source="link", channel="sms").hva_deadline_at)
        self.assertEqual(due, {datetime(2026, 12, 3, 22)}, "the end of the day in Finland")
        rule.deadline_hours = 36
        with freeze_time("2026-12-03 13:50:00"):
            late = self.case_after(nps=3, source="link", channel="sms").hva_deadline_at
        self.assertEqual(late, datetime(2026, 12, 4, 10), "twelve hours more than a day")

    def test_working_days_are_counted_unless_the_rule_says_otherwise(self):
        self.rule(deadline_days=1)
        with freeze_time("2026-11-27 10:00:00"):
            due = self.case_after(nps=3).hva_deadline_at
        self.assertEqual(due.date(), date(2026, 11, 30), "Monday after Friday")

    def test_a_rule_says_in_words_all_it_asks(self):
        rule = self.rule(
            is_criticism=True, words="a\nb\nc\nd\ne", unit_id=self.area.id, responsible_unit_id=self.dental.id,
            deadline_by="hours", deadline_hours=4,
        )  # fmt: skip
        self.assertEqual(
            rule.description,
            "criticism, says “a” / “b” / “c” / “d” / …, under Area → a case, handled in 4 hours, by Dental",
        )

    def test_a_rule_below_a_wider_one_says_that_it_decides_nothing(self):
        wide = self.rule("wide", sequence=1, is_criticism=True, is_question=True)
        narrow = self.rule("narrow", sequence=2, is_criticism=True, unit_id=self.clinic.id)
        self.assertIn("“wide” above", narrow.problem)
        self.assertFalse(wide.problem)
        narrow.sequence = 0
        self.env.invalidate_all()
        self.assertFalse(narrow.problem)

    def test_two_counties_do_not_meet_in_a_rule(self):
        there = self.env["res.company"].create({"name": "Other county"})
        abroad = self._unit("Abroad", company_id=there.id)
        with self.assertRaises(ValidationError):
            self.rule(unit_id=self.clinic.id, responsible_unit_id=abroad.id)
        self.rule("there", responsible_unit_id=abroad.id)
        self.assertEqual(self.routed(self.clinic, nps=3), "no_rule")

    def test_the_button_shows_what_the_rule_would_decide(self):
        self.rule("first", sequence=1, words="jono*")
        mine = self.rule("mine", sequence=2, is_criticism=True)
        decided = self.give(kind="criticism", text="Kylmä kahvi")
        self.give(kind="criticism", text="Jonotin")
        self.give(kind="thanks")
        action = mine.action_try()
        self.assertEqual(action["domain"], [("id", "in", decided.ids)])
        self.assertIn("decides 1 of 3 feedbacks of the last 90 days and matches 2", action["name"])
        self.assertEqual(decided.hva_routing, "pending", "nothing is written")

    def test_deciding_costs_as_many_queries_for_sixty_answers_as_for_two(self):
        self.rule("never", words="jono*", is_question=True, unit_id=self.dental.id)

        def queries(count):
            units = (self.clinic, self.dental, self.area)
            answers = self.env["survey.user_input"].union(
                *(self.give(units[n % 3], nps=9, text="Hyvä") for n in range(count))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            answers.sudo()._hva_decide_routing()
            return self.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(3), queries(60))

    def test_finding_who_is_responsible_costs_the_same_for_three_units_and_for_forty(self):
        def queries(count):
            units = self.env["hva.unit"].union(
                *(self._unit(f"Unit {count} {n}", parent_id=self.clinic.id) for n in range(count))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["helpdesk.ticket"]._hva_places(units)
            return self.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(3), queries(40))
