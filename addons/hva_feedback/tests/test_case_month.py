from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .case_story import CANARY, CaseStory

HELSINKI = ZoneInfo("Europe/Helsinki")
PHONE = "+358401234567"
HOURS_OF_RUNS = (5, 9, 18)


@tagged("post_install", "-at_install")
class TestCaseMonth(CaseStory):
    """A clinic's December, day by day: who is told what on which day, and nobody twice.

    Over the clinic stands the area, over the area the county. Independence Day is a Sunday, Christmas Eve a Thursday,
    New Year's Day a Friday, Epiphany a Wednesday.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top = cls._unit("County", is_area_owner=True)
        cls.area.parent_id = cls.top
        cls.open_office()
        cls.top.calendar_id = cls.area.calendar_id
        cls.head_nurse = cls._person("manager", cls.clinic, login="head_nurse")
        cls.director = cls._person("manager", cls.top, login="director")

    def setUp(self):
        super().setUp()
        self.env["res.users"].search([("login", "like", "case_")]).lang = "en_US"
        self.seen_notices = self.env["hva.escalation"].search([])
        self.seen_mails = self.env["mail.mail"].search([])
        self.diary = []
        self.names = {}

    def _walk(self, first, last, acts):
        """Live through the days: the job runs three times a day, acts happen at 11 on the wall."""
        day = first
        while day <= last:
            for hour in HOURS_OF_RUNS:
                if hour == 9:
                    self._at(day, 8, self._escalate)
                    self._at(day, 11, acts.get(day, lambda: None))
                self._at(day, hour, self._escalate)
            day += timedelta(days=1)

    def _at(self, day, hour, act):
        moment = datetime.combine(day, time(hour), HELSINKI).astimezone(ZoneInfo("UTC"))
        with freeze_time(moment.replace(tzinfo=None)):
            act()
            self._note(day)

    def _escalate(self):
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda cron, *args, **kwargs: 60.0)
        self.env["helpdesk.ticket"]._cron_hva_escalate()
        self.env.flush_all()
        self.env.invalidate_all()

    def _note(self, day):
        """Write into the diary who was told what since the last look."""
        new = self.env["hva.escalation"].search([]) - self.seen_notices
        self.seen_notices |= new
        for notice in new.sorted("id"):
            login = (notice.user_id.login or "nobody").removeprefix("case_")
            self.diary.append((day.isoformat(), self.names[notice.ticket_id.id], notice.step_id.moment, login))

    def _arrive(self, name, **feedback):
        def act():
            case = self.make_case(**(feedback or {"phone": PHONE, "text": CANARY}))
            self.names[case.id] = name
            setattr(self, name, case.with_user(self.handler))

        return act

    def test_a_month_day_by_day(self):
        def december(day):
            return date(2026, 12, day)

        acts = {
            # contact in seven working days: 11 December
            december(2): self._arrive("forgotten"),
            # taken and asked on 4.12., the customer answers on 17.12. (nine working days): deadline 14.12. -> 29.12.
            december(3): self._arrive("waits"),
            december(4): lambda: (self.waits.action_hva_take(), self.waits.action_hva_wait()),
            december(17): lambda: self.waits.action_hva_take(),
            # answered in time: nobody is told anything
            december(7): self._arrive("quick"),
            december(9): lambda: (self.quick.action_hva_take(), self.quick.action_hva_answered()),
            december(30): lambda: self.forgotten.with_user(self.head_nurse).action_hva_take(),
            december(31): lambda: self.forgotten.with_user(self.head_nurse)._hva_move("closed", outcome="explained"),
        }
        self._walk(december(1), date(2027, 1, 8), acts)
        self.assertEqual(
            self.diary,
            [
                ("2026-12-09", "forgotten", "before", "handler"),
                ("2026-12-11", "forgotten", "after", "head_nurse"),
                ("2026-12-18", "forgotten", "after", "manager"),
                ("2026-12-23", "waits", "before", "handler"),
                ("2026-12-29", "forgotten", "after", "director"),
                ("2026-12-29", "waits", "after", "head_nurse"),
                ("2027-01-07", "waits", "after", "manager"),
            ],
        )
        self.assertFalse(self.forgotten.sudo().activity_ids, "nothing is left to do about a closed case")
        kinds = self.waits.sudo().activity_ids.mapped("summary")
        self.assertEqual(
            sorted(set(kinds)), ["Contact the person who gave feedback", "The case is late", "The deadline is near"]
        )
        mails = self.env["mail.mail"].search([("model", "=", "hva.escalation")]) - self.seen_mails
        self.assertEqual(len(mails), len(self.diary), "one mail each")
        for mail in mails:
            for secret in (CANARY, PHONE, PHONE[4:], "Testi Antaja", "Clinic", "Contact"):
                self.assertNotIn(secret, mail.subject + mail.body_html)
            self.assertRegex(mail.subject, r"P\d+")
            self.assertIn("/mail/view?model=helpdesk.ticket", mail.body_html)
        self.assertEqual(mails.mapped("email_to")[0].count("@"), 1)

    def test_running_again_and_again_tells_nobody_twice(self):
        with freeze_time("2026-12-02 09:00:00"):
            self._arrive("case")()
        with freeze_time("2026-12-14 09:00:00"):
            for _each in range(3):
                self._escalate()
        self.assertEqual(len(self.case.sudo().hva_escalation_ids), 1)
        self.assertEqual(self.case.sudo().activity_ids.user_id, self.handler | self.head_nurse)

    def test_who_waits_for_the_customer_for_long_is_asked_about_it(self):
        with freeze_time("2026-12-02 09:00:00"):
            self._arrive("case")()
            self.case.action_hva_take()
            self.case.action_hva_wait()
        for moment, count in (("2026-12-15 21:00:00", 0), ("2026-12-16 06:30:00", 1), ("2027-02-01 09:00:00", 1)):
            with freeze_time(moment):
                self._escalate()
            self.assertEqual(len(self.case.sudo().hva_escalation_ids), count, moment)
        self.assertEqual(self.case.sudo().hva_escalation_ids.user_id, self.handler)

    def test_a_case_that_goes_to_another_unit_late_is_told_to_its_people(self):
        dentist = self._person("manager", self.dental, login="dentist")
        with freeze_time("2026-12-02 09:00:00"):
            self._arrive("case")()
        with freeze_time("2026-12-14 09:00:00"):
            self._escalate()
            self.case._hva_transfer(self.dental, "It was at the dentist's")
        with freeze_time("2026-12-14 10:00:00"):
            self._escalate()
        told = self.case.sudo().hva_escalation_ids.sorted("id").mapped("user_id.login")
        self.assertEqual(told, ["case_head_nurse", dentist.login])
        self.assertEqual(self.case.sudo().activity_ids.user_id, self.dental_handler | dentist, "the first unit is done")

    @mute_logger("odoo.addons.hva_feedback.models.hva_escalation")
    def test_somebody_without_an_address_stops_nobody(self):
        second = new_test_user(self.env, login="case_no_mail", groups="base.group_user", email=False)
        second.partner_id.email = False
        self.env["hva.unit.access"].create({"user_id": second.id, "unit_id": self.clinic.id, "role": "manager"})
        with freeze_time("2026-12-02 09:00:00"):
            self._arrive("case")()
        with freeze_time("2026-12-14 09:00:00"):
            self._escalate()
        notices = self.case.sudo().hva_escalation_ids
        self.assertEqual(
            {notice.user_id: notice.mail_problem for notice in notices}, {second: "no_address", self.head_nurse: False}
        )
        with freeze_time("2026-12-02 09:00:00"):
            self._arrive("next_case")()
        self.patch(type(self.env["hva.escalation"]), "_get_case_link", lambda notice: 1 / 0)
        with freeze_time("2026-12-14 09:00:00"):
            self._escalate()
        notices = self.next_case.sudo().hva_escalation_ids
        self.assertEqual(set(notices.mapped("mail_problem")), {"no_address", "not_made"})
        self.assertIn(self.head_nurse, self.next_case.sudo().activity_ids.user_id, "the to-do is there all the same")

    @mute_logger("odoo.addons.hva_feedback.models.helpdesk_ticket_escalate")
    def test_one_case_that_cannot_be_looked_at_holds_up_no_other(self):
        with freeze_time("2026-12-02 09:00:00"):
            self._arrive("bad")()
            self._arrive("good", kind="criticism")()
        real = type(self.bad)._prepare_hva_clock_facts

        def facts(case):
            if case.id == self.bad.id:
                raise ValueError("broken")
            return real(case)

        self.patch(type(self.bad), "_prepare_hva_clock_facts", facts)
        with freeze_time("2027-01-04 09:00:00"):
            self._escalate()
            self.assertFalse(self.bad.sudo().hva_escalation_ids)
            self.assertTrue(self.good.sudo().hva_escalation_ids)
            self.assertEqual(self.bad.sudo().hva_escalate_at, datetime(2027, 1, 4, 10, 0))

    def test_an_administrator_changes_the_steps(self):
        admin = new_test_user(
            self.env, login="case_admin", groups="base.group_user,hva_feedback.hva_feedback_group_admin"
        )
        with freeze_time("2026-12-02 09:00:00"):
            self._arrive("case")()
            self._escalate()
        steps = self.env["hva.escalation.step"].with_user(admin)
        with freeze_time("2026-12-03 09:00:00"):
            steps.search([("moment", "=", "before")]).days = 5
            self._escalate()
        self.assertFalse(self.case.sudo().hva_escalation_ids)
        with freeze_time("2026-12-04 09:00:00"):
            self._escalate()
        self.assertEqual(self.case.sudo().hva_escalation_ids.user_id, self.handler)
