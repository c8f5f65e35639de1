from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .case_story import CaseStory


@tagged("post_install", "-at_install")
class TestCaseRelease(CaseStory):
    """People leave; what they had goes on with somebody who may handle it."""

    def taken(self, user=None, unit=None):
        case = self.make_case(unit, kind="criticism")
        case.with_user(user or self.handler).action_hva_take()
        return case

    def release(self):
        """Run the job as Odoo would, without the commit that a test cannot make. Return what it reported."""
        reports = []
        cron = type(self.env["ir.cron"])
        self.patch(cron, "_commit_progress", lambda _self, done=0, *, remaining=0: reports.append((done, remaining)))
        self.env["helpdesk.ticket"]._cron_hva_release()
        self.env.invalidate_all()
        return reports[-1]

    def history(self, case):
        return " ".join(case.message_ids.mapped("body"))

    def test_archiving_a_person_passes_the_cases_on_at_once(self):
        taken = self.taken()
        asked = self.make_case(kind="criticism")
        asked.activity_ids.user_id = self.handler
        self.handler.with_user(self.env.ref("base.user_admin")).action_archive()
        self.assertEqual(taken.user_id, self.second_handler)
        self.assertEqual(taken.hva_state, "in_handling")
        self.assertEqual((taken | asked).activity_ids.user_id, self.second_handler)
        self.assertIn(f"{self.handler.name} no longer handles the cases of Clinic", self.history(taken))
        self.assertIn(f"{self.second_handler.name} is asked now", self.history(asked))

    def test_a_lost_unit_is_seen_by_the_job(self):
        case = self.taken()
        self.env["hva.unit.access"].search([("user_id", "=", self.handler.id)]).unlink()
        self.assertEqual(self.release(), (1, 0))
        self.assertEqual(case.user_id, self.second_handler)
        self.assertEqual(case.activity_ids.user_id, self.second_handler)
        self.assertEqual(self.release(), (0, 0), "nothing is left to do")

    def test_an_access_that_ends_by_its_date_passes_the_cases_on_in_the_night(self):
        self.env["hva.unit.access"].search([("user_id", "=", self.handler.id)]).valid_to = "2026-12-01"
        with freeze_time("2026-12-01 12:00:00"):
            case = self.taken()
            self.assertEqual(self.release(), (0, 0))
        with freeze_time("2026-12-01 22:05:00"):  # past midnight in Finland
            self.env["hva.unit.access"]._cron_rebuild_reach()
            self.assertEqual(self.release(), (1, 0))
        self.assertEqual(case.user_id, self.second_handler)

    def test_a_reader_left_of_a_handler_keeps_no_case(self):
        case = self.taken()
        self.env["hva.unit.access"].search([("user_id", "=", self.handler.id)]).role = "viewer"
        self.release()
        self.assertEqual(case.user_id, self.second_handler)

    def test_a_unit_that_lost_its_last_handler_gives_its_cases_to_the_owner_of_the_area(self):
        self.env["hva.unit.access"].search([("user_id", "=", self.manager.id)]).include_children = False
        case = self.taken()
        self.env["hva.unit.access"].search([("unit_id", "=", self.clinic.id)]).unlink()
        self.release()
        self.assertEqual(case.hva_responsible_unit_id, self.area)
        self.assertEqual(case.activity_ids.user_id, self.manager)
        self.assertIn("Nobody handles the cases of Clinic any more", self.history(case))

    def test_an_administrator_keeps_what_nobody_handles_until_somebody_comes(self):
        admin = new_test_user(self.env, login="the_admin", groups="hva_feedback.hva_feedback_group_admin")
        case = self.taken()
        self.env["hva.unit.access"].search([]).unlink()
        self.release()
        self.assertEqual((case.user_id, case.hva_is_unowned), (admin, True))
        self.assertEqual(self.release(), (0, 0), "it is with somebody")
        waiting = self.make_case(kind="criticism")
        self.assertEqual(waiting.activity_ids.user_id, admin)
        newcomer = self._person("handler", self.clinic, login="newcomer")
        self.release()
        self.assertEqual(waiting.activity_ids.user_id, newcomer)
        self.assertFalse(waiting.hva_is_unowned)
        self.assertEqual(case.user_id, admin, "what the administrator took stays where it is")

    def test_closed_cases_stay_with_who_closed_them(self):
        case = self.taken()
        case._hva_move("closed", outcome="explained")
        self.handler.active = False
        self.release()
        self.assertEqual(case.user_id, self.handler)

    def test_foreign_tickets_and_people_are_left_alone(self):
        stranger = new_test_user(self.env, login="stranger", groups="helpdesk_mgmt.group_helpdesk_user")
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "Printer", "description": "Broken", "user_id": stranger.id}
        )
        stranger.active = False
        self.release()
        self.assertEqual(ticket.user_id, stranger)

    def test_a_deputy_takes_over_from_who_leaves_while_away(self):
        third = self._person("handler", self.clinic, login="third")
        case = self.taken()
        self.env["hva.absence"].create(
            {
                "user_id": self.second_handler.id,
                "deputy_id": third.id,
                "date_from": self.env["hva.clock"]._today(),
                "date_to": self.env["hva.clock"]._today(),
            }
        )
        self.handler.active = False
        self.assertEqual(case.user_id, third)

    def test_looking_costs_the_same_for_two_cases_and_for_twenty(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["helpdesk.ticket"].sudo()._hva_left_alone(50)
            return self.cr.sql_log_count - before

        self.taken()
        few = queries()
        for _number in range(10):
            self.taken()
        self.assertLessEqual(queries(), few)

    def test_a_change_of_access_wakes_the_job(self):
        job = self.env.ref("hva_feedback.ir_cron_hva_release_cases")
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search_count([("cron_id", "=", job.id)])
        self.env["hva.unit.access"].search([("user_id", "=", self.handler.id)]).unlink()
        self.assertGreater(triggers.search_count([("cron_id", "=", job.id)]), before)

    def test_a_role_taken_without_the_group_is_not_enough(self):
        case = self.taken()
        self.handler.group_ids = [Command.set([self.env.ref("base.group_user").id])]
        self.env["hva.unit.access"].search([("user_id", "=", self.handler.id)]).unlink()
        self.release()
        self.assertEqual(case.user_id, self.second_handler)
