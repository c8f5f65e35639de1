from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .case_story import CaseStory


@tagged("post_install", "-at_install")
class TestRoutingRehearsal(CaseStory):
    """An administrator tries rules on what people have said before, and nothing happens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(cls.env, login="rehearsing", groups="hva_feedback.hva_feedback_group_admin")
        cls.low_score = cls.env.ref("hva_feedback.hva_routing_rule_low_score").with_user(cls.admin)

    def rehearse(self, user=None, **vals):
        rehearsal = self.env["hva.routing.rehearsal"].with_user(user or self.admin).create(vals)
        rehearsal.action_rehearse()
        return rehearsal

    def changes(self, rehearsal):
        return {(change.before, change.after): change.count for change in rehearsal.change_ids}

    def past(self):
        """Four feedbacks that the rules have decided."""
        low = self.give(nps=5, text="meh")
        lowest = self.give(nps=1, text="huono")
        criticism = self.give(self.dental, kind="criticism")
        quiet = self.give(nps=10)
        self.route()
        return low, lowest, criticism, quiet

    def test_the_present_rules_would_decide_as_they_did(self):
        self.past()
        rehearsal = self.rehearse()
        self.assertEqual((rehearsal.total, rehearsal.cases_before, rehearsal.cases_after), (4, 3, 3))
        self.assertFalse(rehearsal.change_ids)
        self.assertEqual(rehearsal.summary, "Of 4 feedbacks 3 would become cases; 3 did.")

    def test_a_draft_of_a_change_is_tried_and_then_taken_into_use(self):
        low, _lowest, _criticism, _quiet = self.past()
        draft = self.env["hva.routing.rule"].browse(self.low_score.action_draft_change()["res_id"])
        draft = draft.with_user(self.admin)
        draft.nps_max = 3
        self.assertEqual(self.low_score.nps_max, 6)
        rehearsal = self.rehearse()
        self.assertEqual((rehearsal.cases_before, rehearsal.cases_after), (3, 2))
        wanted = ("Case: Low score with open feedback", "No case: No rule asks for a case")
        self.assertEqual(self.changes(rehearsal), {wanted: 1})
        examples = rehearsal.change_ids.action_examples()
        self.assertEqual(self.env["survey.user_input"].with_user(self.admin).search(examples["domain"]).sudo(), low)
        self.assertEqual(self.rehearse(with_drafts=False).cases_after, 3)
        draft.action_take_into_use()
        self.assertEqual((self.low_score.nps_max, self.low_score.code), (3, "low_score"))
        self.assertFalse(draft.exists())

    def test_nothing_is_written_on_feedback_or_cases(self):
        self.past()
        waiting = self.give(kind="criticism")
        self.env["hva.routing.rule"].create({"name": "All", "code": "all", "sequence": 1, "is_draft": True})
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        before = tickets.search_count([])
        rehearsal = self.rehearse()
        self.assertEqual(rehearsal.cases_after, 5)
        self.assertIn(("Not decided yet", "Case: All"), self.changes(rehearsal))
        self.assertEqual((tickets.search_count([]), waiting.hva_routing), (before, "pending"))

    def test_a_draft_decides_nothing_until_it_is_taken_into_use(self):
        draft = self.env["hva.routing.rule"].create({"name": "All", "code": "all", "sequence": 1, "is_draft": True})
        answer = self.give(kind="criticism")
        self.route()
        self.assertEqual(answer.hva_routing_reason, "criticism")
        draft.action_take_into_use()
        answer = self.give(kind="criticism")
        self.route()
        self.assertEqual(answer.hva_routing_reason, "all")

    def test_the_cases_are_counted_by_responsible_unit(self):
        self.past()
        self.env["hva.routing.rule"].create(
            {"name": "All", "code": "all", "sequence": 1, "is_draft": True, "responsible_unit_id": self.dental.id}
        )
        counts = {line.unit_id: (line.before, line.after) for line in self.rehearse().place_ids}
        self.assertEqual(counts, {self.dental: (1, 4), self.clinic: (2, 0)})

    def test_rules_can_be_left_out(self):
        self.past()
        rehearsal = self.rehearse(without_rule_ids=[Command.set(self.low_score.ids)])
        self.assertEqual(rehearsal.cases_after, 1)

    def test_only_the_chosen_days_and_units_are_looked_at(self):
        self.past()
        self.assertEqual(self.rehearse(unit_ids=[Command.set(self.dental.ids)]).total, 1)
        self.assertEqual(self.rehearse(unit_ids=[Command.set(self.area.ids)]).total, 4)
        self.assertEqual(self.rehearse(date_from="2020-01-01", date_to="2020-12-31").total, 0)
        with self.assertRaises(UserError):
            self.rehearse(date_from="2021-01-01", date_to="2020-12-31")

    def test_a_flag_of_triage_makes_its_case_whatever_the_rules(self):
        answer = self.give(nps=9)
        self.route()
        answer.sudo().write({"hva_triage": "danger", "hva_triage_check": "to_check"})
        rehearsal = self.rehearse()
        self.assertEqual((rehearsal.cases_before, rehearsal.cases_after), (0, 1))
        answer.sudo().hva_triage_check = "false_alarm"
        self.assertEqual(self.rehearse().cases_after, 0)

    def test_another_county_is_not_looked_at(self):
        there = self.env["res.company"].create({"name": "Other county"})
        self.give(self._unit("Abroad", company_id=there.id), nps=3, text="Abroad")
        self.assertEqual(self.rehearse().total, 0)

    def test_only_administrators_rehearse(self):
        for user in (self.manager, self.handler):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rehearse(user)

    def test_it_costs_as_many_queries_for_sixty_feedbacks_as_for_three(self):
        def queries(count):
            for number in range(count):
                self.give((self.clinic, self.dental, self.area)[number % 3], kind="criticism")
            rehearsal = self.env["hva.routing.rehearsal"].with_user(self.admin).create({})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rehearsal.action_rehearse()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(3)
        self.assertEqual(queries(3), queries(60))
