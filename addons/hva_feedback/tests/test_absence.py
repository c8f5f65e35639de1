from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged, users
from odoo.tools import format_date

from .case_story import CaseStory

MONDAY = "2026-11-30 08:00:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestAbsence(CaseStory):
    """The handler is away, and whoever stands in is asked."""

    def away(self, user=None, deputy=None, first="2026-11-30", last="2026-12-04", **vals):
        user = user or self.handler
        return (
            self.env["hva.absence"]
            .with_user(user)
            .create(
                {
                    "user_id": user.id,
                    "deputy_id": deputy and deputy.id,
                    "date_from": first,
                    "date_to": last,
                    **vals,
                }
            )
        )

    def last_day(self):
        return format_date(self.env(context={"lang": self.manager.lang}), date(2026, 12, 4))

    def asked(self, unit=None):
        return self.make_case(unit, kind="criticism").activity_ids.user_id

    def only(self, *users):
        """Let only these handle the clinic, placed there."""
        accesses = self.env["hva.unit.access"].search([("unit_id", "=", self.clinic.id), ("role", "=", "handler")])
        accesses.filtered(lambda access: access.user_id not in users).unlink()

    def test_new_cases_go_to_the_deputy_from_the_first_day_to_the_last(self):
        self.only(self.handler)
        self.away(deputy=self.manager, first="2026-12-01", last="2026-12-02")
        self.assertEqual(self.asked(), self.handler)
        for day, expected in (("01", self.manager), ("02", self.manager), ("03", self.handler)):
            with self.subTest(day=day), freeze_time(f"2026-12-{day} 08:00:00"):
                self.assertEqual(self.asked(), expected)

    def test_a_form_that_is_not_saved_tells_nothing_of_others_units(self):
        values = {
            "user_id": self.manager.id,
            "deputy_id": self.viewer.id,
            "date_from": "2026-12-01",
            "date_to": "2026-12-02",
        }
        for person, knows in ((self.handler, False), (self.manager, True)):
            form = self.env["hva.absence"].with_user(person).new(values)
            with self.subTest(person.login):
                self.assertEqual((bool(form.problem), bool(form.deputy_choice_ids)), (knows, knows))

    def test_the_to_do_says_for_whom_and_until_when(self):
        self.only(self.handler)
        self.away(deputy=self.manager)
        note = self.make_case(kind="criticism").activity_ids.note
        self.assertIn(self.handler.name, note)
        self.assertIn(self.last_day(), note)

    def test_a_deputy_without_the_unit_is_passed_over(self):
        absence = self.away(deputy=self.dental_handler)
        self.assertEqual(self.asked() | self.asked(), self.second_handler)
        self.assertIn("does not handle the cases of Clinic", absence.problem)

    def test_without_anybody_else_the_person_is_asked_all_the_same(self):
        self.only(self.handler)
        self.env["hva.unit.access"].search([("user_id", "=", self.manager.id)]).include_children = False
        absence = self.away()
        self.assertEqual(self.asked(), self.handler)
        self.assertIn("No deputy", absence.problem)

    def test_a_deputy_may_be_named_for_one_branch_only(self):
        self.env["hva.unit.access"].create({"user_id": self.handler.id, "unit_id": self.dental.id, "role": "handler"})
        self.env["hva.unit.access"].search([("user_id", "=", self.dental_handler.id)]).unlink()
        self.only(self.handler)
        self.away(deputy=self.manager, unit_id=self.clinic.id)
        self.assertEqual(self.asked(self.clinic), self.manager)
        self.assertEqual(self.asked(self.dental), self.handler)

    def test_what_was_there_before_stays_and_the_deputy_finds_it(self):
        self.only(self.handler)
        case = self.make_case(kind="criticism")
        taken = self.make_case(kind="criticism")
        taken.with_user(self.handler).action_hva_take()
        absence = self.away(deputy=self.second_handler)
        self.env["hva.unit.access"].create(
            {"user_id": self.second_handler.id, "unit_id": self.clinic.id, "role": "handler"}
        )
        tickets = self.env["helpdesk.ticket"].with_user(self.second_handler)
        self.assertEqual(tickets.search([("hva_is_stood_in", "=", True)]).sudo(), (case | taken).sorted())
        self.assertTrue(case.with_user(self.second_handler).hva_is_stood_in)
        self.assertEqual(case.activity_ids.user_id, self.handler)
        self.assertFalse(tickets.with_user(self.manager).search([("hva_is_stood_in", "=", True)]))
        absence.unit_id = self.dental
        self.assertFalse(tickets.search([("hva_is_stood_in", "=", True)]))
        absence.unit_id = False
        with freeze_time("2026-12-05 08:00:00"):
            self.env.invalidate_all()
            self.assertFalse(tickets.search([("hva_is_stood_in", "=", True)]), "it ends by itself")

    def test_the_deputy_is_told_and_no_case_is_named(self):
        absence = self.away(deputy=self.second_handler)
        message = self.env["mail.message"].search([("partner_ids", "in", self.second_handler.partner_id.ids)], limit=1)
        self.assertIn(self.handler.name, message.subject)
        self.assertIn(self.last_day(), message.body)
        absence.with_user(self.handler).deputy_id = self.manager
        self.assertTrue(self.env["mail.message"].search([("partner_ids", "in", self.manager.partner_id.ids)], limit=1))

    def test_dates_and_deputies_that_make_no_sense_are_refused(self):
        self.away(deputy=self.second_handler)
        for wrong in (
            {"first": "2026-12-20", "last": "2026-12-19"},
            {"first": "2026-12-20", "last": "2026-12-20", "deputy": self.handler},
            {"first": "2026-12-04", "last": "2026-12-20"},
        ):
            with self.subTest(**wrong), self.assertRaises(ValidationError):
                self.away(**wrong)

    @users("case_handler")
    def test_the_form_offers_those_who_handle_the_same_units(self):
        form = Form(self.env["hva.absence"])
        offered = form.deputy_choice_ids[:]
        self.assertEqual(offered.sudo(), (self.second_handler | self.manager).sudo())

    def test_a_manager_writes_for_the_own_people_and_nobody_for_those_above(self):
        absences = self.env["hva.absence"]
        days = {"date_from": "2026-12-10", "date_to": "2026-12-11"}
        absences.with_user(self.manager).create({"user_id": self.handler.id, **days})
        for user, person in ((self.handler, self.second_handler), (self.handler, self.manager)):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                absences.with_user(user).create({"user_id": person.id, **days})
        clinic_manager = self._person("manager", self.clinic, login="clinic_manager")
        with self.assertRaises(AccessError):
            absences.with_user(clinic_manager).create({"user_id": self.manager.id, **days})
        self.assertFalse(absences.with_user(self.second_handler).search([]), "no business of the others'")

    def test_the_deputy_reads_and_changes_nothing(self):
        absence = self.away(deputy=self.second_handler).with_user(self.second_handler)
        self.assertEqual(absence.date_to.day, 4)
        with self.assertRaises(AccessError):
            absence.deputy_id = False

    def test_who_was_away_is_forgotten_after_a_year(self):
        old = self.away(first="2026-12-01", last="2026-12-04")
        for day, there in (("2027-12-04", True), ("2027-12-05", False)):
            with freeze_time(f"{day} 08:00:00"):
                self.env["hva.absence"]._gc_past()
            self.assertEqual(bool(old.exists()), there, day)

    def test_the_deputy_is_also_asked_about_a_reply_that_did_not_arrive(self):
        self.only(self.handler)
        case = self.make_case(kind="criticism")
        self.away(deputy=self.manager)
        before = case.activity_ids
        case._hva_ask_about_reply(self.env["res.users"])
        self.assertEqual((case.activity_ids - before).user_id, self.manager)
