from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .case_story import CANARY, CaseStory

LOGGER = "odoo.addons.hva_feedback.models.survey_user_input_routing"


@tagged("post_install", "-at_install")
class TestRoutingIntoCases(CaseStory):
    def _routed(self, **feedback):
        answer = self.give(**feedback)
        self.route()
        return answer.hva_routing, answer.hva_routing_reason

    def test_every_answer_gets_a_decision_with_a_reason(self):
        table = [
            ({"nps": 0, "text": "huono"}, ("case", "low_score")),
            ({"nps": 0}, ("none", "no_rule")),
            ({"nps": 6, "text": "meh"}, ("case", "low_score")),
            ({"nps": 7, "text": "ok"}, ("none", "no_rule")),
            ({"text": "vain tekstiä"}, ("none", "no_rule")),
            ({"kind": "criticism"}, ("case", "criticism")),
            ({"kind": "thanks", "nps": 10, "text": "kiitos"}, ("none", "no_rule")),
            ({"kind": "criticism", "nps": 0, "text": "x", "phone": "+358401234567"}, ("case", "contact_wanted")),
        ]
        for feedback, expected in table:
            with self.subTest(**feedback):
                self.assertEqual(self._routed(**feedback), expected)

    def test_one_run_makes_the_case_on_the_responsible_unit(self):
        self.clinic.responsible_unit_id = self.area
        case = self.make_case(kind="criticism")
        self.assertRecordValues(
            case,
            [
                {
                    "hva_is_case": True,
                    "hva_state": "new",
                    "hva_unit_id": self.clinic.id,
                    "hva_responsible_unit_id": self.area.id,
                    "hva_routing_reason": "criticism",
                    "team_id": False,
                    "user_id": False,
                    "partner_id": False,
                }
            ],
        )
        self.assertTrue(case.hva_deadline_at)
        self.assertEqual(case.stage_id.hva_state, "new")
        self.assertTrue(case.number.startswith("P"))

    def test_running_twice_makes_one_case(self):
        answer = self.give(kind="criticism")
        self.route()
        answer.hva_routing = "pending"  # as if the first run had been lost after making the case
        self.route()
        self.assertEqual(len(self.case_of(answer)), 1)
        self.assertEqual(answer.hva_routing, "case")

    def test_batches_are_bounded_and_the_rest_is_reported(self):
        for _each in range(5):
            self.give(nps=9)
        self.assertEqual(self.route(limit=3), (3, 2))
        self.assertEqual(self.route(limit=3), (2, 0))

    def test_a_poison_row_stands_alone_and_is_tried_again(self):
        good, poison, other = self.give(kind="criticism"), self.give(kind="criticism"), self.give(nps=9)
        tickets = type(self.env["helpdesk.ticket"])
        original = tickets._prepare_hva_case

        def prepare(ticket, answer, *facts):
            if answer.id == poison.id:
                raise RuntimeError(CANARY)
            return original(ticket, answer, *facts)

        with patch.object(tickets, "_prepare_hva_case", prepare), self.assertLogs(LOGGER, "ERROR") as log:
            self.route()
        self.assertNotIn(CANARY, "".join(log.output), "the log tells the id and the kind of error only")
        self.assertEqual((poison.hva_routing, poison.hva_routing_reason), ("pending", "error"))
        self.assertEqual((good.hva_routing, other.hva_routing), ("case", "none"))
        self.route()
        self.assertEqual(poison.hva_routing, "pending", "not again within the hour")
        with freeze_time(fields.Datetime.now() + timedelta(hours=2)):
            self.route()
        self.assertEqual(poison.hva_routing, "case", "a mended setting heals it without anybody")

    def test_a_batch_costs_little_for_each_further_answer(self):
        def queries(count):
            for _each in range(count):
                self.give(kind="criticism")
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.route()
            return self.cr.sql_log_count - before

        queries(1)  # warms the caches
        few, many = queries(2), queries(12)
        self.assertLess((many - few) / 10, 45, "mostly the mail of the to-do, 28 of Odoo's own")

    def test_the_first_rule_wins_in_the_dragged_order(self):
        rules = self.env["hva.routing.rule"]
        quiet = rules.create(
            {"name": "Not from terminals", "code": "not_kiosk", "sequence": 1, "channel": "kiosk", "makes_case": False}
        )
        self.assertEqual(self._routed(kind="criticism", channel="kiosk"), ("none", "not_kiosk"))
        quiet.sequence = 99
        self.assertEqual(self._routed(kind="criticism", channel="kiosk"), ("case", "criticism"))

    def test_the_nearest_and_least_busy_handler_is_asked(self):
        first = self.make_case(kind="criticism")
        second = self.make_case(kind="criticism")
        asked = (first | second).activity_ids.user_id
        self.assertEqual(asked, self.handler | self.second_handler)

    def test_a_manager_up_the_tree_is_asked_when_there_is_no_handler(self):
        self.env["hva.unit.access"].search([("unit_id", "=", self.clinic.id)]).unlink()
        case = self.make_case(kind="criticism")
        self.assertEqual(case.hva_responsible_unit_id, self.clinic)
        self.assertEqual(case.activity_ids.user_id, self.manager)

    def test_the_area_owner_gets_the_case_when_nobody_works_there(self):
        self.env["hva.unit.access"].search([("role", "=", "manager")]).include_children = False
        self.env["hva.unit.access"].search([("unit_id", "=", self.clinic.id)]).unlink()
        case = self.make_case(kind="criticism")
        self.assertEqual(case.hva_responsible_unit_id, self.area)
        self.assertEqual(case.hva_unit_id, self.clinic, "the result stays on the unit visited")
        self.assertEqual(case.activity_ids.user_id, self.manager)

    def test_an_archived_handler_is_never_asked(self):
        self.handler.active = False
        self.second_handler.active = False
        case = self.make_case(kind="criticism")
        self.assertEqual(case.activity_ids.user_id, self.manager)

    def test_nobody_at_all_still_makes_the_case_and_an_administrator_is_asked(self):
        self.env["hva.unit.access"].search([]).unlink()
        admin = new_test_user(self.env, login="the_admin", groups="hva_feedback.hva_feedback_group_admin")
        case = self.make_case(kind="criticism")
        self.assertTrue(case.hva_is_unowned)
        self.assertEqual(case.activity_ids.user_id, admin, "before Odoo's own account")

    def test_a_rule_says_in_words_what_it_does(self):
        rule = self.env.ref("hva_feedback.hva_routing_rule_low_score")
        rule.write({"deadline_by": "days", "deadline_days": 10})
        self.assertEqual(rule.description, "score 0–6, with open feedback → a case, handled in 10 working days")

    @mute_logger("odoo.sql_db")
    def test_codes_of_rules_are_small_letters_and_not_ours(self):
        for code in ("no_rule", "error", "Has Spaces", "ä"):
            with self.subTest(code=code), self.assertRaises(ValidationError):
                self.env["hva.routing.rule"].create({"name": "x", "code": code})

    def test_kinds_can_be_written_as_codes(self):
        rule = self.env["hva.routing.rule"].create({"name": "x", "code": "both", "kinds": "criticism, question"})
        self.assertTrue(rule.is_criticism and rule.is_question and not rule.is_thanks)
        with self.assertRaises(ValidationError):
            rule.kinds = "complaint"
