"""From feedback to a change: who makes, decides, does and approves an improvement, and what it needs at each step."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, TransactionCase, tagged

from .improvement_story import PUBLIC, ImprovementWorld


@tagged("post_install", "-at_install")
@freeze_time("2026-11-27 10:00:00")
class TestImprovements(ImprovementWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()

    def test_a_manager_takes_it_from_draft_to_published(self):
        improvement = self.decide(self.improve())
        self.assertEqual((improvement.state, improvement.decided_on), ("decided", date(2026, 11, 27)))
        improvement.action_done()
        self.assertEqual(improvement.done_on, date(2026, 11, 27))
        improvement.write({"effect": "none", "text_ids": [Command.create(PUBLIC)]})
        improvement.action_publish()
        self.assertEqual((improvement.state, improvement.published_by_id), ("published", self.manager))

    def test_a_decision_needs_what_who_and_when(self):
        with self.assertRaises(UserError) as refused:
            self.improve().action_decide()
        for sentence in ("what was decided", "who is responsible", "by when"):
            self.assertIn(sentence, str(refused.exception))

    def test_a_handler_proposes_but_does_not_decide(self):
        improvement = self.improve(
            user=self.handler, responsible_id=self.handler.id, decision="Signs", due_on="2026-12-10"
        )
        with self.assertRaises(AccessError):
            improvement.action_decide()
        with self.assertRaises(AccessError):
            self.improve(user=self.viewer)
        improvement.with_user(self.manager).action_decide()
        self.assertEqual(improvement.state, "decided")

    def test_who_is_responsible_says_that_it_is_done_and_a_colleague_does_not(self):
        improvement = self.decide(self.improve())
        with self.assertRaises(AccessError):
            improvement.with_user(self.second_handler).action_done()
        improvement.with_user(self.handler).action_done()
        improvement.with_user(self.handler).effect = "seen"
        self.assertEqual((improvement.state, improvement.effect), ("done", "seen"))

    def test_only_who_handles_feedback_of_the_unit_can_be_responsible(self):
        for person in (self.viewer, self.dental_handler, self.quality):
            with self.subTest(person=person.login), self.assertRaises(ValidationError):
                self.improve(responsible_id=person.id)

    def test_quality_approves_and_writes_nothing(self):
        improvement = self.ready().with_user(self.quality)
        with self.assertRaises(AccessError):
            improvement.effect = "seen"
        improvement.action_publish()
        self.assertEqual(improvement.published_by_id, self.quality)
        with self.assertRaises(AccessError):
            self.ready().with_user(self.handler).action_publish()

    def test_approval_refuses_a_text_that_may_name_somebody(self):
        improvement = self.ready(did="Soita 040 123 4567")
        self.assertIn("phone number", improvement.text_ids.problem_text)
        with self.assertRaisesRegex(UserError, "phone number"):
            improvement.action_publish()
        improvement.text_ids.did = "Asiakas [henkilötunnus] sai opasteen."
        with self.assertRaisesRegex(UserError, "masked"):
            improvement.action_publish()
        improvement.text_ids.did = "Opasteet ovat paikallaan."
        improvement.action_publish()

    def test_approval_refuses_a_customers_own_words(self):
        words = "Odotin kaksi tuntia käytävällä eikä kukaan kertonut mitä tapahtuu"
        improvement = self.improve(self.give(kind="criticism", text=words), text_ids=[Command.create(PUBLIC)])
        improvement.text_ids.heard = f"Kuulimme: {words.lower()}."
        self.decide(improvement).action_done()
        improvement.effect = "not_measured"
        with self.assertRaisesRegex(UserError, "own words"):
            improvement.action_publish()

    def test_an_effect_is_said_even_when_there_is_none(self):
        improvement = self.ready()
        improvement.effect = False
        with self.assertRaisesRegex(UserError, "Not measured"):
            improvement.action_publish()

    def test_what_the_public_reads_stays_as_approved(self):
        improvement = self.ready()
        improvement.action_publish()
        for change in (
            lambda: improvement.text_ids.write({"did": "Other"}),
            lambda: improvement.text_ids.unlink(),
            lambda: improvement.write({"text_ids": [Command.create({**PUBLIC, "lang_code": "en"})]}),
            lambda: improvement.write({"effect": "seen"}),
            lambda: improvement.write({"unit_id": self.dental.id}),
        ):
            with self.assertRaises(UserError):
                change()
        self._confirm(improvement.action_back(), "A better word was found")
        improvement.text_ids.did = "Other"
        self.assertEqual((improvement.state, improvement.state_reason), ("done", "A better word was found"))

    def test_withdrawing_asks_why_and_can_be_taken_up_again(self):
        improvement = self.decide(self.improve())
        self._confirm(improvement.action_withdraw(), "No money this year")
        self.assertEqual(improvement.state, "withdrawn")
        improvement.action_to_draft()
        self.assertEqual((improvement.state, improvement.state_reason), ("draft", False))

    def _confirm(self, action, reason):
        form = Form(self.env[action["res_model"]].with_user(self.manager).with_context(**action["context"]))
        form.reason = reason
        form.save().action_confirm()

    def test_nobody_writes_the_state_by_hand(self):
        improvement = self.improve()
        with self.assertRaises(AccessError):
            improvement.write({"state": "published"})
        with self.assertRaises(AccessError):
            self.improve(state="done")
        sly = self.env["hva.improvement"].with_user(self.manager).with_context(default_state="published")
        self.assertEqual(sly.create({"name": "Sly", "unit_id": self.clinic.id}).state, "draft")

    def test_feedback_out_of_reach_cannot_be_linked(self):
        elsewhere = self.give(self.dental, kind="criticism", text="Elsewhere")
        with self.assertRaises(AccessError):
            self.improve(elsewhere, user=self.handler)

    def test_it_stays_with_units_of_its_manager(self):
        manager = self._person("manager", self.clinic, login="clinic_manager")
        improvement = self.improve(user=manager)
        with self.assertRaises(AccessError):
            improvement.unit_id = self.dental

    def test_each_step_is_on_the_audit_trail(self):
        improvement = self.decide(self.improve())
        rows = self.env["hva.audit"].search([("action", "=", "improvement_move"), ("res_id", "=", improvement.id)])
        self.assertEqual((rows.user_id, rows.details, rows.unit_id), (self.manager, {"to": "decided"}, self.clinic))

    def test_the_public_hears_what_was_approved_and_nothing_else(self):
        improvement = self.ready()
        improvements = self.env["hva.improvement"]
        self.assertFalse(improvements._hva_public(self.area, "fi"))
        improvement.action_publish()
        [shown] = improvements._hva_public(self.area, "fi")
        self.assertEqual((shown["heard"], shown["did"]), (PUBLIC["heard"], PUBLIC["did"]))
        self.assertEqual((shown["unit"], shown["done_on"]), ("Clinic", date(2026, 11, 27)))
        self.assertFalse(improvements._hva_public(self.dental, "fi"))

    def test_a_language_without_a_text_hears_it_in_another_and_is_told_which(self):
        self.ready().action_publish()
        [shown] = self.env["hva.improvement"]._hva_public(self.clinic, "en")
        self.assertEqual((shown["lang_code"], shown["did"]), ("fi", PUBLIC["did"]))

    def test_an_effect_without_words_of_its_own_is_told_plainly(self):
        self.ready(lang_code="en", heard="Signs were missing.", did="There are signs.").action_publish()
        [shown] = self.env["hva.improvement"]._hva_public(self.clinic, "en")
        self.assertEqual(shown["effect"], "We have not measured the effect.")

    def test_the_giver_can_be_told_that_it_led_to_a_change(self):
        answer = self.give(kind="criticism", text="Signs")
        other = self.give(kind="criticism", text="Noise")
        improvement = self.decide(self.improve(answer))
        improvements = self.env["hva.improvement"]
        self.assertFalse(improvements._hva_changed(answer | other))
        improvement.action_done()
        self.assertEqual(improvements._hva_changed(answer | other), answer)
