"""Reports go out at local time, once per person and period, and the mail queue never makes one anew."""

import hashlib
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common_reports import ReportCase

RUN = "odoo.addons.hva_reports.models.hva_report_build"


@tagged("post_install", "-at_install")
class TestReportSchedule(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.eura, "manager"))
        cls.pia = cls.person("pia", (cls.county, "quality"))
        cls.hanna = cls.person("hanna", (cls.eura, "handler"))
        cls.schedule.write({"day_of_month": 3, "hour": 7, "minute": 0})

    def runs(self):
        return self.env["hva.report.run"].search([])

    def at(self, instant):
        with freeze_time(instant):
            self.env["hva.report.schedule"]._tick()
        return self.runs()

    def test_the_hour_is_the_local_one_in_winter_and_summer(self):
        self.assertEqual(self.schedule.next_due_at, datetime(2026, 12, 3, 5, 0))
        with freeze_time("2027-03-10 12:00:00"):
            self.schedule.write({"day_of_month": 31})
            self.assertEqual(self.schedule.next_due_at, datetime(2027, 3, 31, 4, 0))

    def test_nothing_goes_out_before_its_time_and_all_of_it_once_after(self):
        self.assertFalse(self.at("2026-12-03 04:55:00"))
        runs = self.at("2026-12-03 05:01:00")
        self.assertEqual(runs.user_id, self.anna + self.pia)
        self.assertEqual({str(run.start_on) for run in runs}, {"2026-11-01"})
        self.assertEqual(self.at("2026-12-03 05:06:00"), runs)
        self.assertEqual(self.schedule.next_due_at, datetime(2027, 1, 3, 5, 0))

    def test_a_server_that_slept_sends_each_missed_month_once(self):
        runs = self.at("2027-02-20 12:00:00")
        months = sorted(str(run.start_on) for run in runs if run.user_id == self.anna)
        self.assertEqual(months, ["2026-11-01", "2026-12-01", "2027-01-01"])

    def test_the_nights_when_the_clocks_move_send_each_report_once(self):
        for kind, first, local in (
            ("week", "2027-03-27 23:00", "2027-03-28 01:00"),  # 03:30 is not on the clock: the moment of the jump
            ("month", "2027-10-30 23:00", "2027-10-31 00:30"),  # 03:30 comes twice: the first time
        ):
            with self.subTest(kind=kind):
                at = datetime.fromisoformat(first)
                with freeze_time(at):
                    self.schedule.write({"kind": kind, "weekday": "7", "day_of_month": 31, "hour": 3, "minute": 30})
                    self.assertEqual(self.schedule.next_due_at, datetime.fromisoformat(local))
                before = self.runs()
                for minutes in range(0, 4 * 60, 10):
                    self.at(at + timedelta(minutes=minutes))
                new = self.runs() - before
                self.assertEqual(new.user_id, self.anna + self.pia)
                self.assertEqual(len(new), 2)

    def test_a_weekly_and_a_quarterly_report_come_after_their_periods(self):
        self.schedule.write({"kind": "week", "weekday": "1"})
        self.assertEqual(self.schedule.next_due_at, datetime(2026, 11, 30, 5, 0))
        runs = self.at("2026-12-07 06:00:00")  # the server slept for a week
        mine = runs.filtered(lambda run: run.user_id == self.anna)
        self.assertEqual(sorted(str(run.start_on) for run in mine), ["2026-11-23", "2026-11-30"])
        self.assertEqual(set(mine.mapped("period_label")), {"Week 48/2026", "Week 49/2026"})
        self.schedule.kind = "quarter"
        self.assertEqual(self.schedule.next_due_at, datetime(2027, 1, 3, 5, 0))
        self.assertEqual(str(self.schedule.period_to_send), "2026-07-01")

    @mute_logger("odoo.sql_db")
    def test_a_time_that_is_none_is_refused_when_it_is_stored_and_not_while_it_is_typed(self):
        for field, value in (("hour", 24), ("minute", 60), ("day_of_month", 0)):
            with self.subTest(field=field), self.assertRaises(CheckViolation), self.env.cr.savepoint():
                form = Form(self.schedule)
                form[field] = value
                self.assertFalse(form.next_due_at)
                form.save()

    def test_a_period_is_chosen_by_a_day_that_feedback_can_be_of(self):
        for day in ("x", "2026-99-99", 5, True, ["2026-10-01"], "0001-01-01", "9999-12-31", "2026-11-01"):
            with self.subTest(day=day), self.assertRaises(UserError):
                self.schedule.action_send_now(day)
        self.assertFalse(self.runs())

    def test_a_week_is_said_in_subject_file_and_mail(self):
        self.give(self.eura, "2026-11-18", nps=9, count=3)
        self.schedule.kind = "week"
        self.schedule.action_send_now("2026-11-18")
        self.env["hva.report.run"]._build_due()
        run = self.runs().filtered(lambda run: run.user_id == self.anna)
        self.assertEqual(run.mail_id.subject, "Customer feedback, Week 47/2026")
        self.assertEqual(run.attachment_id.name, "Customer feedback 2026-W47.xlsx")
        self.assertIn("Week 47/2026", run.mail_id.body_html)
        self.assertEqual(run.answer_count, 3)

    def test_a_person_named_besides_the_roles_gets_the_own_units(self):
        self.schedule.also_user_ids = self.hanna + self.person("outsider")
        self.schedule.action_send_now("2026-10-01")
        self.assertEqual(self.runs().user_id, self.anna + self.pia + self.hanna)  # an outsider has no units to report

    def test_a_test_goes_to_whoever_asks_and_counts_for_nobody(self):
        keeper = self.person("keeper", (self.county, "manager"))
        keeper.group_ids += self.env.ref("hva_feedback.hva_feedback_group_admin")
        schedule = self.schedule.with_user(keeper)
        schedule.period_to_send = "2026-10-01"
        for _time in range(2):
            schedule.action_send_test()
        self.env["hva.report.run"]._build_due()
        self.assertEqual((self.runs().user_id, self.runs().mapped("is_test")), (keeper, [True, True]))
        self.assertEqual(self.schedule.run_count, 0)
        self.schedule.action_send_now("2026-10-01")
        self.assertIn(keeper, self.runs().filtered(lambda run: not run.is_test).user_id)

    def test_the_action_menu_sends_the_last_period_of_each(self):
        action = self.env.ref("hva_reports.hva_report_send_now_action")
        other = self.schedule.copy({"kind": "quarter"})
        schedules = self.schedule + other
        action.with_context(active_model=schedules._name, active_ids=schedules.ids).run()
        found = {(run.schedule_id, str(run.start_on)) for run in self.runs()}
        self.assertEqual(found, {(self.schedule, "2026-10-01"), (other, "2026-07-01")})

    def test_one_run_per_person_and_period_even_when_queued_twice(self):
        self.schedule.action_send_now("2026-10-15")
        answer = self.schedule.action_send_now("2026-10-01")
        self.assertEqual(len(self.runs()), 2)
        self.assertEqual(answer["params"]["type"], "warning")

    def test_a_second_builder_finds_nothing_to_build(self):
        self.schedule.action_send_now("2026-10-01")
        self.env["hva.report.run"]._build_due()
        mails = self.runs().mail_id
        self.assertEqual(self.env["hva.report.run"]._build_due(), 0)
        self.assertEqual((len(mails), self.runs().mail_id), (2, mails))

    def test_the_stored_file_is_the_one_that_was_hashed_and_mailed(self):
        self.schedule.action_send_now("2026-10-01")
        self.env["hva.report.run"]._build_due()
        run = self.runs()[0]
        self.assertEqual(run.sha256, hashlib.sha256(run.attachment_id.raw).hexdigest())
        self.assertEqual(run.mail_id.attachment_ids, run.attachment_id)

    def test_the_queue_sends_it_and_the_run_knows(self):
        self.schedule.action_send_now("2026-10-01")
        self.env["hva.report.run"]._build_due()
        with self.mail_server() as server:
            self.runs().mail_id.send()
        self.assertEqual({run.state for run in self.runs()}, {"sent"})
        self.assertEqual(server.call_count, 2)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_a_mail_server_that_refuses_makes_nothing_anew(self):
        self.schedule.action_send_now("2026-10-01")
        self.env["hva.report.run"]._build_due()
        before = [(run.sha256, run.attachment_id) for run in self.runs()]
        with self.mail_server(ValueError("no")):
            self.runs().mail_id.send()
        self.assertEqual({(run.state, run.reason) for run in self.runs()}, {("failed", "not_sent")})
        self.runs().action_try_again()
        self.assertEqual({mail.state for mail in self.runs().mail_id}, {"outgoing"})
        with self.mail_server():
            self.runs().mail_id.send()
        self.assertEqual({(run.state, run.reason) for run in self.runs()}, {("sent", False)})
        self.assertEqual([(run.sha256, run.attachment_id) for run in self.runs()], before)

    def mail_server(self, error=None):
        """Stand in for the SMTP connection; what is under test ends where Odoo hands the mail over."""
        server = type(self.env["ir.mail_server"])
        self.startPatcher(patch.object(server, "_connect__", return_value=None))
        self.startPatcher(patch.object(server, "_disable_send", return_value=False))
        return patch.object(server, "send_email", side_effect=error, return_value="<id>")

    def test_somebody_without_an_address_is_counted_and_not_mailed(self):
        self.anna.partner_id.email = False
        self.schedule.action_send_now("2026-10-01")
        self.env["hva.report.run"]._build_due()
        run = self.runs().filtered(lambda run: run.user_id == self.anna)
        self.assertEqual((run.state, run.reason, run.mail_id.id), ("failed", "no_address", False))

    def test_who_left_before_it_was_made_gets_none(self):
        lasse, tero = self.person("lasse", (self.eura, "manager")), self.person("tero", (self.eura, "manager"))
        self.schedule.action_send_now("2026-10-01")
        lasse.active = False
        self.env["hva.unit.access"].search([("user_id", "=", tero.id)]).unlink()
        self.env["hva.report.run"]._build_due()
        states = {run.user_id: (run.state, run.reason) for run in self.runs()}
        self.assertEqual((states[lasse], states[tero]), (("failed", "not_for"),) * 2)
        self.assertEqual(states[self.anna], ("queued", False))
        self.assertNotIn("lasse", str(self.env["mail.mail"].search([]).mapped("email_to")))

    @mute_logger(RUN)
    def test_a_report_that_cannot_be_made_does_not_stop_the_others(self):
        self.schedule.action_send_now("2026-10-01")
        definition = type(self.definition)
        whole = definition.query

        def query(records, span=None):
            if records.env.user == self.anna:
                raise ValueError("broken")
            return whole(records, span)

        with patch.object(definition, "query", query):
            for _turn in range(3):
                self.env["hva.report.run"]._build_due()
        states = {run.user_id: (run.state, run.reason) for run in self.runs()}
        self.assertEqual(states, {self.anna: ("failed", "not_made"), self.pia: ("queued", False)})
        self.assertFalse(self.runs().filtered(lambda run: run.user_id == self.anna).attachment_id)

    @mute_logger(RUN)
    def test_a_mail_that_cannot_be_stored_does_not_stop_the_others(self):
        self.schedule.action_send_now("2026-10-01")
        runs = type(self.runs())
        whole = runs._prepare_mail_values

        def prepare(records, values, body, attachment):
            if values["email_to"] == self.anna.email_formatted:
                raise ValueError("broken")
            return whole(records, values, body, attachment)

        with patch.object(runs, "_prepare_mail_values", prepare):
            self.assertEqual(self.env["hva.report.run"]._build_due(), 2)
        states = {run.user_id: (run.state, run.attempts) for run in self.runs()}
        self.assertEqual(states, {self.anna: ("due", 1), self.pia: ("queued", 0)})
        self.assertEqual(self.env["ir.attachment"].search_count([("res_model", "=", "hva.report.run")]), 1)
        self.env["hva.report.run"]._build_due()
        self.assertEqual(set(self.runs().mapped("state")), {"queued"})

    def test_a_county_may_change_the_words_of_the_mail(self):
        template = self.env.ref("hva_reports.hva_report_mail_template")
        template.with_context(lang="en_US").write(
            {
                "subject": "{{ object.user_id.name }}: {{ object.period_label }}",
                "body_html": "<div><t t-out=\"ctx.get('hva_report_body')\"/><p>Best wishes</p></div>",
            }
        )
        self.schedule.action_send_now("2026-10-01")
        self.env["hva.report.run"]._build_due()
        mail = self.runs().filtered(lambda run: run.user_id == self.anna).mail_id
        self.assertEqual(mail.subject, "Anna: October 2026")
        self.assertIn("Best wishes", mail.body_html)
        self.assertIn("No feedback yet", mail.body_html)

    def test_a_unit_without_feedback_is_told_so(self):
        self.schedule.action_send_now("2026-10-01")
        self.env["hva.report.run"]._build_due()
        self.assertIn("No feedback yet", self.runs()[0].mail_id.body_html)

    def test_each_reader_opens_the_own_file_and_nobody_elses(self):
        self.schedule.action_send_now("2026-10-01")
        self.env["hva.report.run"]._build_due()
        by_user = {run.user_id: run for run in self.runs()}
        mine = self.env["hva.report.run"].with_user(self.anna).search([])
        self.assertEqual(mine, by_user[self.anna])
        attachments = self.env["ir.attachment"].with_user(self.anna)
        self.assertTrue(attachments.browse(by_user[self.anna].attachment_id.id).has_access("read"))
        self.assertFalse(attachments.browse(by_user[self.pia].attachment_id.id).has_access("read"))
        self.assertFalse(by_user[self.anna].with_user(self.anna).has_access("write"))

    def test_a_month_that_is_not_over_cannot_be_sent(self):
        for day in ("2026-11-01", "2027-01-01"):
            with self.subTest(day=day), self.assertRaises(UserError):
                self.schedule.action_send_now(day)
        self.schedule.action_send_now("2026-10-31")

    def test_only_who_keeps_the_schedule_sends(self):
        for person in (self.anna, self.pia, self.hanna):
            with self.subTest(person=person.login), self.assertRaises(AccessError):
                self.schedule.with_user(person).action_send_now("2026-10-01")
        self.assertFalse(self.runs())
