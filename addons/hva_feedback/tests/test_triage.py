from datetime import datetime

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .case_story import CaseStory

DANGER = "En jaksa elää enää."
COMPLAINT = "Aion tehdä tästä kantelun."
BILL = "Laskussa on virhe."
FRIDAY_EVENING = "2026-12-04 19:30:00"  # 21.30 on the wall; Monday after it is open, Tuesday is no holiday either
INDEPENDENCE_EVE = "2027-12-03 11:00:00"  # a Friday; Monday is Independence Day


@tagged("post_install", "-at_install")
class TestTriage(CaseStory):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quality = cls._person("quality", cls.clinic)
        cls.admin = new_test_user(cls.env, login="triage_admin", groups="hva_feedback.hva_feedback_group_admin")

    def flagged(self, text, unit=None, **feedback):
        answer = self.give(unit, text=text, **feedback)
        self.route()
        return answer

    def check(self, answer, person, **said):
        action = answer.with_user(person).action_hva_check_triage()
        with Form(self.env["hva.triage.check"].with_user(person).with_context(**action["context"])) as dialog:
            for name, value in said.items():
                dialog[name] = value
        dialog.record.action_confirm()

    # ------------------------------------------------------------------ flags

    def test_words_flag_a_feedback_with_the_gravest_subject(self):
        answer = self.flagged(f"{BILL} {DANGER}")
        self.assertEqual((answer.hva_triage, answer.hva_triage_check), ("danger", "to_check"))
        self.assertEqual(set(answer.hva_triage_word_ids.subject_id.mapped("code")), {"danger", "billing"})

    def test_ordinary_words_flag_nothing(self):
        answer = self.flagged("Lasku oli selkeä.")
        self.assertFalse(answer.hva_triage)
        self.assertFalse(answer.hva_triage_check)

    def test_danger_complaint_objection_and_incident_are_always_a_case(self):
        for text, reason in (
            (DANGER, "triage_danger"),
            (COMPLAINT, "triage_complaint"),
            ("Haluan tehdä muistutuksen hoidosta.", "triage_objection"),
            ("Sain väärän lääkkeen.", "triage_safety_incident"),
        ):
            answer = self.flagged(text, kind="thanks", nps=10)
            with self.subTest(reason):
                self.assertEqual((answer.hva_routing, answer.hva_routing_reason), ("case", reason))
                self.assertEqual(self.case_of(answer).hva_routing_reason, reason)

    def test_a_bill_is_flagged_and_no_case(self):
        answer = self.flagged(BILL)
        self.assertEqual((answer.hva_triage, answer.hva_routing), ("billing", "none"))

    def test_a_flagged_case_is_as_urgent_as_its_flag(self):
        case = self.case_of(self.flagged(DANGER, kind="criticism"))
        self.assertEqual(case.priority, "3")
        self.assertEqual(case.hva_triage_badge, "danger")
        self.assertEqual(case._hva_activities().summary, "Look at this feedback at once")

    def test_words_are_searched_in_every_language(self):
        self.assertEqual(self.flagged("I want to die").hva_triage, "danger")
        self.assertEqual(self.flagged("Jag vill göra ett klagomål").hva_triage, "complaint")

    def test_an_archived_word_flags_nothing_and_a_new_one_does(self):
        word = self.env["hva.triage.word"].search([("text", "=", "kantelu*")]).with_user(self.admin)
        word.active = False
        self.assertNotEqual(self.flagged("Kanteluni on tässä").hva_triage, "complaint")
        word.copy({"text": "papukaij*", "active": True})
        self.assertEqual(self.flagged("Papukaijani").hva_triage, "complaint")

    def test_a_word_that_cannot_be_looked_for_is_refused(self):
        for text in ("*", "kan*telu", "  "):
            with self.subTest(text), self.assertRaises(ValidationError):
                self.env["hva.triage.word"].search([], limit=1).copy({"text": text})

    def test_what_must_be_looked_at_cannot_be_switched_off(self):
        danger = self.env.ref("hva_feedback.hva_triage_subject_danger").with_user(self.admin)
        with self.assertRaises(ValidationError):
            danger.makes_case = False

    # ------------------------------------------------------------------ the clock

    def test_danger_runs_through_the_night_and_the_weekend(self):
        with freeze_time(FRIDAY_EVENING):
            case = self.case_of(self.flagged(DANGER))
            self.assertEqual(case.hva_deadline_at, datetime(2026, 12, 4, 21, 30))

    def test_working_hours_wait_for_the_weekend_and_a_holiday(self):
        with freeze_time(INDEPENDENCE_EVE):  # 13.00 on the wall
            case = self.case_of(self.flagged("Sain väärän lääkkeen."))
        # four hours are left of Friday until five; the other four come on Tuesday, from eight
        self.assertEqual(case.hva_deadline_at, datetime(2027, 12, 7, 10, 0))
        self.assertEqual(case.hva_clock, "hours")

    def test_working_hours_of_a_text_message_answer_begin_when_its_day_has_ended(self):
        due = set()
        for moment in ("2026-12-01 06:00:00", "2026-12-01 13:30:00", "2026-12-01 20:00:00"):
            with freeze_time(moment):
                answer = self.flagged("Sain väärän lääkkeen.", source="link", channel="sms")
                due.add(self.case_of(answer).hva_deadline_at)
        self.assertEqual(due, {datetime(2026, 12, 2, 14, 0)})

    def test_a_bill_with_a_contact_wish_keeps_the_deadline_of_its_rule(self):
        with freeze_time("2026-12-01 08:00:00"):
            case = self.case_of(self.flagged(BILL, phone="+358401234567"))
            plain = self.make_case(text="Kiitos", phone="+358401234568")
        self.assertEqual(case.hva_deadline_at, plain.hva_deadline_at)
        self.assertEqual(case.hva_routing_reason, "contact_wanted")

    def test_a_reopened_case_has_the_clock_of_its_flag_again(self):
        with freeze_time("2026-12-01 08:00:00"):
            case = self.case_of(self.flagged(DANGER)).with_user(self.handler)
            case.action_hva_take()
            case._hva_move("closed", outcome="explained", reason="Called")
        with freeze_time("2026-12-05 10:00:00"):  # a Saturday
            case._hva_move("reopened", reason="Wrote again")
        self.assertEqual(case.hva_deadline_at, datetime(2026, 12, 5, 12, 0))

    def test_the_sooner_of_the_two_deadlines_holds(self):
        rule = self.env.ref("hva_feedback.hva_routing_rule_criticism")
        rule.write({"deadline_by": "days", "deadline_days": 1})
        with freeze_time("2026-12-01 08:00:00"):
            case = self.case_of(self.flagged(COMPLAINT, kind="criticism"))
            plain = self.make_case(kind="criticism")
        self.assertEqual(case.hva_deadline_at, plain.hva_deadline_at)

    def test_the_clock_of_a_text_message_answer_does_not_tell_its_time(self):
        due = set()
        for moment in ("2026-12-01 06:00:00", "2026-12-01 19:00:00"):
            with freeze_time(moment):
                due.add(self.case_of(self.flagged(DANGER, source="link", channel="sms")).hva_deadline_at)
        self.assertEqual(due, {datetime(2026, 12, 1, 22, 0)}, "the end of the day, whenever it came")

    # ------------------------------------------------------------------ the check

    def test_a_handler_confirms_and_the_trail_says_who_and_why(self):
        answer = self.flagged(COMPLAINT)
        with freeze_time("2026-12-02 10:00:00"):
            self.check(answer, self.handler, check="confirmed", reason="Written to the authority too")
        self.assertEqual((answer.hva_triage_check, answer.hva_triage_checker_id), ("confirmed", self.handler))
        self.assertEqual(answer.hva_triage_checked_on, fields.Date.to_date("2026-12-02"))
        row = self.env["hva.audit"].search([("action", "=", "triage_checked")], limit=1)
        self.assertEqual(
            (row.user_id, row.res_id, row.reason), (self.handler, answer.id, "Written to the authority too")
        )
        self.assertEqual(row.details, {"words": "complaint", "check": "confirmed", "subject": "complaint"})

    def test_a_false_alarm_takes_the_badge_away_and_is_counted_on_the_word(self):
        answer = self.flagged(BILL)
        word = answer.hva_triage_word_ids
        self.check(answer, self.quality, check="false_alarm", reason="Praise for a mended bill")
        self.assertFalse(answer.hva_triage_badge)
        self.assertEqual((word.found_count, word.confirmed_count, word.false_count), (1, 0, 1))

    def test_a_person_corrects_what_it_is_about(self):
        answer = self.flagged(BILL)
        self.check(answer, self.handler, check="confirmed", subject="objection")
        self.assertEqual(answer.hva_triage, "objection")
        self.assertEqual(self.case_of(answer).hva_routing_reason, "triage_objection", "a case, as none was made before")

    def test_a_person_flags_what_no_word_found(self):
        answer = self.flagged("Naapuri tulee kirveen kanssa", kind="thanks")
        self.check(answer, self.handler, check="confirmed", subject="danger", reason="Called the police")
        self.assertEqual(answer.hva_triage_badge, "danger")
        self.assertEqual(self.case_of(answer).priority, "3")

    def test_the_case_leads_to_the_same_check(self):
        answer = self.flagged(COMPLAINT)
        action = self.case_of(answer).with_user(self.handler).action_hva_check_triage()
        self.assertEqual(action["context"], {"default_answer_id": answer.id})

    def test_routing_again_leaves_a_checked_flag_alone(self):
        answer = self.flagged(COMPLAINT)
        self.check(answer, self.handler, check="false_alarm")
        answer.hva_routing = "pending"
        self.route()
        self.assertEqual(answer.hva_triage_check, "false_alarm")
        self.assertEqual(answer.hva_routing_reason, "no_rule")

    # ------------------------------------------------------------------ rights

    def test_the_queue_begins_with_the_gravest(self):
        texts = (BILL, DANGER, COMPLAINT, "Haluan tehdä muistutuksen hoidosta.", "Sain väärän lääkkeen.")
        answers = self.env["survey.user_input"].union(*(self.flagged(text) for text in texts))
        order = self.env.ref("hva_feedback.hva_triage_queue_view_list").arch.split('default_order="')[1].split('"')[0]
        queue = self.env["survey.user_input"].with_user(self.handler).search([("id", "in", answers.ids)], order=order)
        self.assertEqual(queue.mapped("hva_triage"), ["danger", "safety_incident", "complaint", "objection", "billing"])

    def test_the_queue_is_for_the_units_own_people(self):
        mine, other = self.flagged(BILL), self.flagged(BILL, self.dental)
        domain = [("hva_triage_check", "=", "to_check")]
        for person, seen in ((self.handler, mine), (self.dental_handler, other), (self.manager, mine | other)):
            self.assertEqual(self.env["survey.user_input"].with_user(person).search(domain), seen)

    def test_who_only_reads_and_who_is_elsewhere_checks_nothing(self):
        answer = self.flagged(BILL)
        for person in (self.viewer, self.dental_handler):
            with self.subTest(person.login), self.assertRaises(AccessError):
                answer.with_user(person)._hva_check_triage("false_alarm")
        self.assertEqual(answer.hva_triage_check, "to_check")

    def test_nobody_writes_a_flag_by_hand(self):
        answer = self.flagged(BILL)
        for person in (self.handler, self.manager, self.admin):
            with self.assertRaises(AccessError):
                answer.with_user(person).write({"hva_triage_check": "false_alarm"})
