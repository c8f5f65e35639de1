from unittest.mock import patch

from odoo.tests import tagged

from .common import PHONE, SmsCase


@tagged("post_install", "-at_install")
class TestVisitReasons(SmsCase):
    """Each reason through the door of the patient system: file in, result file and visit out."""

    def assert_reason(self, reason, result="accepted", code="", **changes):
        visit = self.take_in([self.row("e1", **changes)])["e1"]
        self.assertEqual(self.results("batch")["e1"], (result, code))
        self.assertEqual((visit.state, visit.reason), ("evaluated", reason))
        self.assertFalse(visit.phone)
        if reason != "invited":
            self.assertFalse(self.env["hva.invitation"].search([("visit_ids", "in", visit.ids)]))
        return visit

    def test_eligible_visit_is_invited(self):
        visit = self.assert_reason("invited")
        self.assertEqual(visit.invitation_id.state, "due")
        self.assertEqual(str(visit.invitation_id.due_at), "2026-11-03 08:00:00", "next working day, 10:00 in Helsinki")

    def test_plain_reasons_are_told_in_the_result_file(self):
        for number, (reason, changes) in enumerate(
            {
                "not_finished": {"status": "no_show"},
                "no_consent": {"sms_consent": "false"},
                "deceased": {"deceased": "true"},
                "survey_opt_out": {"survey_opt_out": "true"},
                "no_phone": {"phone": None},
                "ambiguous_phone": {"phone_ambiguous": "true"},
                "not_mobile": {"phone": "09 310 1691"},
                "bad_phone": {"phone": "040l234567"},
            }.items()
        ):
            with self.subTest(reason):
                rows = [self.row(f"e{number}", **changes)]
                visit = self.take_in(rows, name=f"plain-{number}")[f"e{number}"]
                self.assertEqual(self.results(f"plain-{number}")[f"e{number}"], ("skipped", reason))
                self.assertEqual(visit.reason, reason)
                self.assertFalse(visit.phone or visit.phone_hmac or visit.client_hmac or visit.age_years)

    def test_missing_consent_is_no_consent(self):
        self.assert_reason("no_consent", "skipped", "no_consent", sms_consent=None)

    def test_non_disclosure_leaves_a_count_and_nothing_else(self):
        for value in ("true", None):
            with self.subTest(value):
                name = f"nd-{value}"
                self.assertFalse(self.take_in([self.row("e1", non_disclosure=value)], name=name))
                self.assertEqual(self.results(name)["e1"], ("skipped", "non_disclosure"))
                batch = self.env["hva.visit.batch"].search([("name", "=", name)])
                self.assertEqual(batch.non_disclosure_count, 1)

    def test_under_age(self):
        self.assert_reason("under_age", age_years=17)

    def test_foreign_number_is_sent_to_only_where_the_rule_allows(self):
        self.assert_reason("foreign_blocked", phone="+46701234567")
        self.rule.region_policy = "NORDIC"
        self.assertEqual(self.reasons([self.row("e2", phone="+46701234567")], "nordic"), {"e2": "invited"})

    def test_too_old(self):
        self.assert_reason("too_old", visit_end="2026-10-25T13:00:00+02:00")

    def test_paused_unit(self):
        self.rule.copy({"unit_id": self.clinic.id, "is_paused": True})
        self.assert_reason("unit_paused")

    def test_excluded_service(self):
        self.rule.excluded_service_ids = self.service
        self.assert_reason("excluded_service", service_code=self.service.code)

    def test_no_rule(self):
        self.rule.action_archive()
        self.assert_reason("no_rule")

    def test_not_in_sample(self):
        self.rule.sample_percent = 0
        self.assert_reason("not_in_sample")

    def test_opted_out(self):
        self.env["hva.opt.out"]._add(self.env["hva.person.key"]._hmac("phone", "+358401234567"))
        self.assert_reason("opted_out", phone="040 123 4567")

    def test_last_unit_of_the_day_is_asked_about(self):
        rows = [
            self.row("morning", visit_end="2026-11-02T09:00:00+02:00"),
            self.row("noon", visit_end="2026-11-02T12:00:00+02:00", unit_oid=self.ward.oid, phone="0401234567"),
        ]
        self.assertEqual(self.reasons(rows), {"morning": "not_last_visit", "noon": "invited"})

    def test_client_key_joins_visits_with_different_numbers(self):
        key = "c" * 40
        rows = [
            self.row("morning", visit_end="2026-11-02T09:00:00+02:00", client_key=key),
            self.row("noon", visit_end="2026-11-02T12:00:00+02:00", client_key=key, phone="0405550001"),
        ]
        self.assertEqual(self.reasons(rows), {"morning": "not_last_visit", "noon": "invited"})

    def test_of_a_care_event_the_last_part_is_asked_about_on_whichever_day(self):
        event = {"service_event_id": "care-1"}
        rows = [
            self.row("sunday", visit_end="2026-11-01T12:00:00+02:00", **event),
            self.row("monday", **event),
            self.row("other", visit_end="2026-11-01T12:00:00+02:00", phone="0405550001", **event),
        ]
        visits = self.take_in(rows[:1] + rows[2:], "first") | self.take_in(rows[1:2], "second")
        self.assertEqual(
            {name: visit.reason for name, visit in visits.items()},
            {"sunday": "not_last_visit", "other": "invited", "monday": "invited"},
        )
        self.travel(hours=100)
        self.env["hva.visit"]._erase()
        self.assertFalse(visits["sunday"].care_event_hmac)

    def test_later_visit_in_a_later_file_takes_the_place_of_the_earlier_one(self):
        morning = self.take_in([self.row("morning", visit_end="2026-11-02T09:00:00+02:00")], "first")["morning"]
        self.assertEqual(morning.reason, "invited")
        noon = self.take_in([self.row("noon", visit_end="2026-11-02T12:00:00+02:00")], "second")["noon"]
        self.assertEqual((morning.reason, noon.reason), ("not_last_visit", "invited"))
        self.assertFalse(morning.invitation_id)
        self.travel("2026-11-03 08:05")
        self.dispatch()
        self.assertEqual(len(self.fake.sent), 1)

    def test_later_visit_after_the_message_went_is_not_asked_about(self):
        self.rule.is_next_working_day = False
        self.take_in([self.row("morning", visit_end="2026-11-02T09:00:00+02:00")], "first")
        self.dispatch()
        self.assertEqual(len(self.fake.sent), 1)
        noon = self.take_in([self.row("noon", visit_end="2026-11-02T12:00:00+02:00")], "second")["noon"]
        self.assertEqual(noon.reason, "quarantine")

    def test_visit_that_cannot_be_decided_holds_up_no_other(self):
        evaluate = type(self.env["hva.visit"])._evaluate

        def stumble(visits):
            if any(visit.age_years == 44 for visit in visits):
                raise ValueError(f"something with {PHONE}")
            evaluate(visits)

        rows = [self.row(f"e{number}", phone=phone) for number, phone in enumerate(self.phones(3))]
        rows[1]["age_years"] = 44
        with patch.object(type(self.env["hva.visit"]), "_evaluate", stumble), self.assertLogs("odoo", "ERROR") as logs:
            visits = self.take_in(rows)
        self.assertEqual([visit.state for visit in visits.values()], ["evaluated", "new", "evaluated"])
        self.assertNotIn(PHONE[4:], "\n".join(logs.output))
        self.env["hva.visit"]._cron_evaluate()
        self.assertEqual(visits["e1"].reason, "invited")

    def test_visit_nobody_could_decide_is_forgotten_in_the_end(self):
        self.drop("stuck", [self.row("e1")])
        visit = self.visits("e1")["e1"]
        self.travel(days=31)
        self.env["hva.invitation"]._cron_erase()
        self.assertEqual(visit.reason, "too_old")
        self.assertFalse(visit.phone or visit.phone_hmac)

    def test_quarantine_holds_across_files_and_ends(self):
        self.assertEqual(self.reasons([self.row("e1")], "monday"), {"e1": "invited"})
        self.travel("2026-11-04 12:00")
        later = self.row("e2", visit_end="2026-11-04T10:00:00+02:00")
        self.assertEqual(self.reasons([later], "wednesday"), {"e2": "quarantine"})
        self.travel("2026-12-07 12:00")
        much_later = self.row("e3", visit_end="2026-12-07T10:00:00+02:00")
        self.assertEqual(self.reasons([much_later], "december"), {"e3": "invited"})

    def test_two_days_in_one_file_ask_about_the_latest(self):
        rows = [self.row("saturday", visit_end="2026-10-31T10:00:00+02:00"), self.row("monday")]
        self.assertEqual(self.reasons(rows), {"saturday": "quarantine", "monday": "invited"})

    def test_queries_do_not_grow_with_the_number_of_visits(self):
        counts = {}
        for count in (40, 80):
            numbers = self.phones(count, first=count)
            self.drop(f"many-{count}", [self.row(number, phone=number) for number in numbers])
            before = self.env.cr.sql_log_count
            self.env["hva.visit"]._cron_evaluate()
            counts[count] = self.env.cr.sql_log_count - before
        self.assertLess(abs(counts[80] - counts[40]), 20, counts)

    def test_nearest_rule_valid_on_the_day_wins(self):
        self.rule.copy({"unit_id": self.county.id, "min_age": 50})
        self.rule.copy({"unit_id": self.clinic.id, "min_age": 18, "valid_to": "2026-11-01"})
        rows = [
            self.row("monday", phone="0405550001"),
            self.row("sunday", phone="0405550002", visit_end="2026-11-01T10:00:00+02:00"),
        ]
        self.assertEqual(self.reasons(rows), {"monday": "under_age", "sunday": "invited"})
