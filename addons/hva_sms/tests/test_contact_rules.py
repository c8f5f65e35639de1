from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import PHONE, SmsCase


@tagged("post_install", "-at_install")
class TestContactRules(SmsCase):
    """Which rule a visit goes by, what a rule can leave out, and what is written down of its changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, "rule-admin", "base.group_user,hva_feedback.hva_feedback_group_admin", lang="en_US"
        )

    def test_service_of_a_unit_has_a_rule_of_its_own(self):
        self.rule.copy({"unit_id": self.clinic.id, "service_ids": [(6, 0, self.service.ids)], "min_age": 50})
        rows = [
            self.row("dental", phone="0405550001", service_code=self.service.code),
            self.row("other", phone="0405550002"),
            self.row("elsewhere", phone="0405550003", service_code=self.service.code, unit_oid=self.ward.oid),
        ]
        self.assertEqual(self.reasons(rows), {"dental": "under_age", "other": "invited", "elsewhere": "invited"})

    def test_what_the_county_leaves_out_no_unit_takes_back(self):
        self.rule.excluded_service_ids = self.service
        self.rule.copy({"unit_id": self.clinic.id, "excluded_service_ids": [(5, 0, 0)]})
        self.assertEqual(self.reasons([self.row("e1", service_code=self.service.code)]), {"e1": "excluded_service"})

    def test_mode_of_contact_left_out(self):
        self.rule.write({"is_asked_home": False, "is_asked_other": False})
        modes = ("visit", "home", "remote", "ward_discharge", "other")
        rows = [
            self.row(mode, contact_type=mode, phone=phone) for mode, phone in zip(modes, self.phones(5), strict=True)
        ]
        invited = {mode for mode, reason in self.reasons(rows).items() if reason == "invited"}
        self.assertEqual(invited, {"visit", "remote", "ward_discharge"})

    def test_call_goes_by_a_rule_for_calls_and_needs_no_age(self):
        calls = self.rule.copy({"asks_about": "call", "min_age": 50})
        self.drop("batch", [self.row("call"), self.row("visit", phone="0405550002")])
        visits = self.visits("call", "visit")
        visits["call"].write({"contact_mode": "call", "age_years": False})
        self.env["hva.visit"]._cron_evaluate()
        self.assertEqual({key: visit.reason for key, visit in visits.items()}, {"call": "invited", "visit": "invited"})
        self.assertEqual(visits["call"].invitation_id.rule_id, calls)
        self.assertEqual(visits["visit"].invitation_id.rule_id, self.rule)

    def test_call_without_a_rule_for_calls_is_not_asked_about(self):
        self.drop("batch", [self.row("call")])
        call = self.visits("call")["call"]
        call.contact_mode = "call"
        self.env["hva.visit"]._cron_evaluate()
        self.assertEqual(call.reason, "no_rule")

    def test_rule_without_a_text_has_a_reason_of_its_own(self):
        self.rule.text_ids.unlink()
        self.assertEqual(self.reasons([self.row("e1")]), {"e1": "no_content"})

    def test_day_is_full_across_deliveries(self):
        self.rule.unit_daily_cap = 2
        first = [self.row(f"a{n}", phone=phone) for n, phone in enumerate(self.phones(1))]
        self.assertEqual(self.reasons(first, "first"), {"a0": "invited"})
        second = [self.row(f"b{n}", phone=phone) for n, phone in enumerate(self.phones(2, first=5))]
        second.append(self.row("ward", phone="0405559999", unit_oid=self.ward.oid))
        self.assertEqual(sorted(self.reasons(second, "second").values()), ["daily_cap", "invited", "invited"])
        self.assertEqual(self.visits("ward")["ward"].reason, "invited", "another unit has a day of its own")

    def test_rule_has_a_day_for_all_its_units(self):
        self.rule.rule_daily_cap = 1
        rows = [self.row("clinic"), self.row("ward", phone="0405559999", unit_oid=self.ward.oid)]
        self.assertEqual(sorted(self.reasons(rows).values()), ["daily_cap", "invited"])

    def test_changes_of_a_rule_are_written_down(self):
        rule = self.rule.with_user(self.admin)
        rule.write({"min_age": 16, "excluded_service_ids": [(6, 0, self.service.ids)], "name": "The county"})
        row = self.env["hva.audit"].search([("action", "=", "contact_rule_changed")], limit=1)
        self.assertEqual((row.user_id, row.res_id), (self.admin, rule.id))
        self.assertEqual(
            row.details, {"rule": "The county", "min_age": "18 → 16", "excluded_service_ids": " → Dental care"}
        )
        text = rule.text_ids[0]
        text.body = "Hei! {link}"
        row = self.env["hva.audit"].search([("action", "=", "contact_text_changed")], limit=1)
        self.assertEqual((row.res_id, row.details["to"]), (rule.id, "Hei! {link}"))
        made = rule.copy({"name": "Another"})
        self.assertTrue(self.env["hva.audit"].search([("action", "=", "contact_rule_made"), ("res_id", "=", made.id)]))
        number = made.id
        made.unlink()
        row = self.env["hva.audit"].search([("action", "=", "contact_rule_removed")], limit=1)
        self.assertEqual((row.res_id, row.details), (number, {"rule": "Another"}))

    def test_nothing_written_when_nothing_changed(self):
        before = self.env["hva.audit"].search_count([])
        self.rule.with_user(self.admin).write({"min_age": 18, "is_paused": False})
        self.assertEqual(self.env["hva.audit"].search_count([]), before)

    def test_manager_cannot_touch_a_rule(self):
        manager = new_test_user(self.env, "rule-manager", "base.group_user,hva_feedback.hva_feedback_group_manager")
        with self.assertRaises(AccessError):
            self.rule.with_user(manager).min_age = 16

    def test_impossible_rules_are_refused(self):
        for values in ({"valid_from": "2026-12-02", "valid_to": "2026-12-01"}, {"unit_daily_cap": -1}):
            with self.subTest(values), self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                self.rule.with_user(self.admin).write(values)
                self.env.flush_all()


@tagged("post_install", "-at_install")
class TestRestTimes(SmsCase):
    """Rest is counted from the day on which the message goes, across all surveys, and ends when none goes."""

    def rest(self, number=PHONE):
        person = ("phone", self.env["hva.person.key"]._hmac("phone", number))
        return {person: str(day) for person, day in self.env["hva.quarantine"]._last_days({person}).items()}.get(person)

    def test_message_that_goes_later_begins_a_later_rest(self):
        self.take_in([self.row("e1")])
        self.assertEqual(self.rest(), "2026-12-03", "30 days from the planned Tuesday")
        self.rule.is_paused = True
        self.travel("2026-11-03 08:05")
        self.dispatch()
        self.rule.is_paused = False
        self.travel("2026-11-05 08:05")
        self.dispatch()
        self.assertEqual(len(self.fake.sent), 1)
        self.assertEqual(self.rest(), "2026-12-05", "30 days from the Thursday on which it went")

    def test_rest_of_a_message_that_never_went_ends(self):
        invitation = self.take_in([self.row("e1")])["e1"].invitation_id
        self.travel(days=8)
        self.env["hva.invitation"]._cron_erase()
        self.assertEqual(invitation.state, "expired")
        self.assertIsNone(self.rest())

    def test_message_that_was_sent_and_did_not_arrive_keeps_its_rest(self):
        self.invite()
        self.dispatch()
        self.report(self.fake.sent[0], "failed")
        self.apply_reports()
        self.assertEqual(self.rest(self.phones(1)[0]), "2026-12-03")

    def test_another_survey_has_the_same_register(self):
        hmac = self.env["hva.person.key"]._hmac
        person, mail = ("phone", hmac("phone", PHONE)), ("mail", hmac("mail", "a@example.fi"))
        day = self.env["hva.clock"]._today()
        self.env["hva.quarantine"]._start({person: day.replace(day=20), mail: day})
        self.assertEqual(self.env["hva.quarantine"]._resting({person, mail}, day.replace(day=3)), {person})
        self.assertEqual(self.reasons([self.row("e1")]), {"e1": "quarantine"})

    def test_rest_of_another_survey_survives_a_visit_that_is_taken_back(self):
        self.take_in([self.row("e1")])
        person = ("phone", self.env["hva.person.key"]._hmac("phone", PHONE))
        longer = self.env["hva.clock"]._today().replace(month=12, day=31)
        self.env["hva.quarantine"]._start({person: longer})
        self.take_in([self.row("e1", revision=2, status="entered_in_error")], "correction")
        self.assertFalse(self.env["hva.invitation"].search([]))
        self.assertEqual(self.rest(), "2026-12-31")
