from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .case_story import CANARY, CaseStory


@tagged("post_install", "-at_install")
class TestUnrouted(CaseStory):
    """No feedback lies where nobody looks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, login="the_admin", groups="hva_feedback.hva_feedback_group_admin", lang="en_US"
        )

    def broken(self):
        """Give a feedback whose routing fails."""
        answer = self.give(kind="criticism", text=CANARY)

        def fail(*_args):
            raise RuntimeError(CANARY)

        logger = "odoo.addons.hva_feedback.models.survey_user_input_routing"
        with patch.object(type(self.env["helpdesk.ticket"]), "_prepare_hva_case", fail), mute_logger(logger):
            self.route()
        self.env["survey.user_input"].sudo()._hva_look_after_unrouted(10)
        return answer

    def queue(self, user):
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_unrouted_action")
        domain = [("hva_is_feedback", "=", True), ("hva_is_unrouted", "=", True)]
        self.assertEqual(action["domain"], str(domain))
        return self.env["survey.user_input"].with_user(user).search(domain).sudo()

    def test_what_could_not_be_routed_is_with_the_owner_of_the_area(self):
        answer = self.broken()
        self.assertEqual(answer.hva_unrouted_owner_id, self.manager)
        self.assertEqual(self.queue(self.manager), answer)
        self.assertEqual(self.queue(self.admin), answer)
        self.assertFalse(self.queue(self.dental_handler))
        told = self.env["mail.message"].search([("partner_ids", "in", self.manager.partner_id.ids)], limit=1)
        self.assertIn("could not be routed", told.subject)
        self.assertNotIn(CANARY, told.body)

    def test_it_goes_to_an_administrator_when_the_area_has_nobody_or_the_person_leaves(self):
        answer = self.broken()
        self.manager.active = False
        self.env["survey.user_input"].sudo()._hva_look_after_unrouted(10)
        self.assertEqual(answer.hva_unrouted_owner_id, self.admin)

    def test_trying_again_routes_it_and_empties_the_queue(self):
        answer = self.broken()
        with self.assertRaises(AccessError):
            answer.with_user(self.viewer).action_hva_route_now()
        answer.with_user(self.manager).action_hva_route_now()
        self.route()
        self.assertEqual((answer.hva_routing, answer.hva_unrouted_owner_id.id), ("case", False))
        self.assertFalse(self.queue(self.admin))

    def test_a_case_whose_unit_has_nobody_waits_in_the_queue(self):
        self.env["hva.unit.access"].search([]).unlink()
        case = self.make_case(kind="criticism")
        answer = case.hva_answer_id
        self.assertEqual(self.queue(self.admin), answer)
        self.assertEqual(answer.hva_unrouted_user_id, self.admin)
        self.assertIn("Nobody handles the cases of Clinic", answer.hva_unrouted_reason)
        self._person("handler", self.clinic, login="newcomer")
        tickets = self.env["helpdesk.ticket"].sudo()
        tickets._hva_left_alone(10)._hva_release()
        self.env.invalidate_all()
        self.assertFalse(self.queue(self.admin))
