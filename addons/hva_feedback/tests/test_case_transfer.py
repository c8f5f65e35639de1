from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .case_story import CANARY, CaseStory

PHONE = "+358401234567"


@tagged("post_install", "-at_install")
class TestCaseTransfer(CaseStory):
    def setUp(self):
        super().setUp()
        self.case = self.make_case(kind="criticism", text=CANARY, phone=PHONE)

    def _transfer(self, case, unit, reason="It was at the dentist's", by=None):
        """Transfer as the user does: the button, the dialog, its button."""
        action = case.with_user(by or self.handler).action_hva_transfer()
        wizard = self.env["hva.case.transfer"].with_user(by or self.handler).with_context(**action["context"])
        wizard.create({"unit_id": unit.id, "reason": reason}).action_confirm()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_the_case_goes_the_result_stays_and_the_new_units_people_are_asked(self):
        self.case.with_user(self.handler).action_hva_take()
        deadline = self.case.hva_deadline_at
        self._transfer(self.case, self.dental)
        self.assertRecordValues(
            self.case,
            [
                {
                    "hva_responsible_unit_id": self.dental.id,
                    "hva_unit_id": self.clinic.id,
                    "hva_state": "new",
                    "user_id": False,
                    "hva_deadline_at": deadline,
                }
            ],
        )
        self.assertEqual(self.case.hva_answer_id.hva_unit_id, self.clinic)
        self.assertEqual(self.case.stage_id.hva_state, "new")
        self.assertEqual(self.case.activity_ids.user_id, self.dental_handler)

    def test_the_first_unit_sees_how_it_ends_and_no_longer_the_contact_details(self):
        self._transfer(self.case, self.dental)
        case = self.case.with_user(self.handler)
        self.assertFalse(case.hva_contact_phone)
        with self.assertRaises(AccessError):
            case.action_hva_take()
        transfer = self.env["hva.transfer"].with_user(self.handler).search([("is_from_us", "=", True)])
        self.assertRecordValues(
            transfer,
            [
                {
                    "number": self.case.number,
                    "from_unit_id": self.clinic.id,
                    "to_unit_id": self.dental.id,
                    "user_id": self.handler.id,
                    "reason": "It was at the dentist's",
                    "hva_state": "new",
                    "ending": "there",
                }
            ],
        )
        theirs = self.case.with_user(self.dental_handler)
        self.assertTrue(theirs.hva_contact_phone)
        theirs.action_hva_take()
        theirs._hva_move("closed", outcome="corrected", reason=f"Called {PHONE}")
        self.env.invalidate_all()
        seen = transfer.read(["hva_state", "hva_outcome", "ending", "hva_closed_at"])[0]
        self.assertEqual((seen["hva_state"], seen["hva_outcome"], seen["ending"]), ("closed", "corrected", "closed"))
        self.assertTrue(seen["hva_closed_at"])

    def test_a_unit_that_never_saw_the_visit_still_sees_where_the_case_went(self):
        """The clinic handled another unit's case: when it goes on, only the transfer is left to see."""
        third = self._unit("Laboratory", parent_id=self.area.id)
        self._person("handler", third, login="lab_handler")
        self.dental.responsible_unit_id = self.clinic
        case = self.make_case(self.dental, kind="criticism", text=CANARY, phone=PHONE)
        self._transfer(case, third)
        self.assertFalse(case.with_user(self.handler).has_access("read"))
        transfer = self.env["hva.transfer"].with_user(self.handler).search([("hva_state", "!=", "closed")])
        self.assertEqual(transfer.number, case.number)
        self.assertFalse(transfer.can_open)
        shown = str(transfer.web_read({name: {} for name in transfer.fields_get()}))
        for secret in (CANARY, PHONE, PHONE[4:], "Testi Antaja"):
            self.assertNotIn(secret, shown)
        with self.assertRaises(AccessError):
            case.with_user(self.handler).read(["hva_text"])

    def test_who_does_not_handle_the_case_does_not_transfer_it(self):
        for stranger in (self.viewer, self.dental_handler):
            with self.subTest(stranger=stranger.login), self.assertRaises(AccessError):
                self.case.with_user(stranger)._hva_transfer(self.dental, "because")
        self.assertEqual(self.case.hva_responsible_unit_id, self.clinic)

    def test_refusals_say_why_in_words(self):
        empty = self._unit("Ghost", parent_id=self.area.id)
        merged = self._unit("Old dental", parent_id=self.area.id, merged_into_id=self.dental.id)
        ended = self._unit("Ended", parent_id=self.area.id, valid_to="2020-01-01", cases_to_id=self.dental.id)
        self.env["hva.unit.access"].search([("user_id", "=", self.manager.id)]).include_children = False
        case = self.case.with_user(self.handler)
        refusals = [
            (empty, "because", "Nobody handles cases at Ghost"),
            (merged, "because", "goes on in Dental"),
            (ended, "because", "goes on in Dental"),
            (self.clinic, "because", "already handles this case"),
            (self.dental, "  ", "Give a reason"),
        ]
        for unit, reason, words in refusals:
            with self.subTest(unit=unit.name), self.assertRaisesRegex(UserError, words):
                case._hva_transfer(unit, reason)
        case.action_hva_take()
        case._hva_move("closed", outcome="explained")
        with self.assertRaisesRegex(UserError, "cannot be transferred"):
            case._hva_transfer(self.dental, "because")
        self.assertFalse(case.hva_transfer_ids)

    def test_the_dialog_says_before_the_press_what_would_be_refused(self):
        empty = self._unit("Ghost", parent_id=self.area.id)
        self.env["hva.unit.access"].search([("user_id", "=", self.manager.id)]).include_children = False
        self.dental.responsible_unit_id = False
        wizard = self.env["hva.case.transfer"].with_user(self.handler)
        refused = wizard.create({"ticket_ids": self.case.ids, "unit_id": empty.id, "reason": "x"})
        self.assertIn("Nobody handles cases at Ghost", refused.refusal)
        fine = wizard.create({"ticket_ids": self.case.ids, "unit_id": self.dental.id, "reason": "x"})
        self.assertFalse(fine.refusal or fine.handled_by or fine.was_there_count)

    def test_any_unit_of_the_county_is_found_by_name(self):
        found = self.env["hva.unit"].with_user(self.handler).with_context(hva_any_unit=True).name_search("Dent")
        self.assertIn(self.dental.id, dict(found))

    def test_it_goes_to_whoever_handles_the_cases_of_the_chosen_unit(self):
        desk = self._unit("Desk", parent_id=self.dental.id, responsible_unit_id=self.dental.id)
        self._transfer(self.case, desk)
        self.assertEqual(self.case.hva_responsible_unit_id, self.dental)

    def test_it_may_come_back_and_everybody_sees_that_it_goes_round(self):
        self._transfer(self.case, self.dental)
        wizard = self.env["hva.case.transfer"].with_user(self.dental_handler)
        back = wizard.create({"ticket_ids": self.case.ids, "unit_id": self.clinic.id, "reason": "Not ours"})
        self.assertEqual(back.was_there_count, 1)
        self.assertFalse(self.case.hva_has_come_back)
        back.action_confirm()
        self.env.invalidate_all()
        self.assertEqual(self.case.hva_responsible_unit_id, self.clinic)
        self.assertTrue(self.case.hva_has_come_back)
        self.assertEqual(self.case.hva_transfer_ids.sorted("id").mapped("ending"), ["returned", "there"])

    def test_many_at_once_all_or_none(self):
        other = self.make_case(kind="criticism")
        self._transfer(self.case | other, self.dental)
        self.assertEqual((self.case | other).hva_responsible_unit_id, self.dental)
        self.assertEqual(len(self.env["hva.transfer"].search([("ticket_id", "in", (self.case | other).ids)])), 2)
        third = self.make_case(kind="criticism").with_user(self.handler)
        with self.assertRaises(AccessError):
            (third | other.with_user(self.handler))._hva_transfer(self.dental, "because")
        self.assertEqual(third.hva_responsible_unit_id, self.clinic)

    def test_history_audit_and_discussion_say_who_from_where_to_where_and_why(self):
        self._transfer(self.case, self.dental, "Wrong door")
        event = self.case.hva_event_ids[:1]
        self.assertEqual((event.user_id, event.kind, event.reason), (self.handler, "transfer", "Wrong door"))
        self.assertIn("Clinic → Dental", event.what)
        row = self.env["hva.audit"].search([("action", "=", "case_transfer"), ("res_id", "=", self.case.id)])
        self.assertEqual((row.user_id, row.reason), (self.handler, "Wrong door"))
        self.assertEqual(row.details, {"from": "Clinic", "to": "Dental"})
        self.assertIn("Wrong door", "".join(self.case.message_ids.mapped("body")))

    def test_a_case_that_waits_goes_with_the_days_it_waited(self):
        with freeze_time("2026-11-09 08:00:00"):
            case = self.make_case(phone=PHONE)
            case.with_user(self.handler).action_hva_take()
            case.with_user(self.handler).action_hva_wait()
            before = case.hva_deadline_at
        with freeze_time("2026-11-11 08:00:00"):
            self._transfer(case, self.dental)
        self.assertEqual(case.hva_deadline_at, before + timedelta(days=2))
        self.assertEqual((case.hva_state, case.hva_waiting_since), ("new", False))

    def test_neither_transfers_nor_history_are_changed_by_hand(self):
        self._transfer(self.case, self.dental)
        for records in (self.case.hva_transfer_ids, self.case.hva_event_ids):
            with self.subTest(model=records._name):
                for user in (self.manager, self.env.user):
                    theirs = records.with_user(user)
                    with self.assertRaises(UserError):
                        theirs.write({"reason": "Nicer words"})
                    with self.assertRaises(UserError):
                        theirs.unlink()

    def test_many_cost_no_more_questions_to_the_database_for_each(self):
        """What is asked about the two units is asked once; what is written is written together."""
        for _each in range(9):
            self.case |= self.make_case(kind="criticism")
        few, many = self.case[:2].with_user(self.handler), self.case[2:].with_user(self.handler)
        self.env.flush_all()
        self.assertEqual(self._asked_about(few), self._asked_about(many))

    def _asked_about(self, cases):
        """Return how many questions to the database the refusals of a transfer cost."""
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        cases._hva_transfer_refusal(self.dental, self.dental, "because")
        return self.env.cr.sql_log_count - before
