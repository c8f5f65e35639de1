"""When a terminal's answers were given, which are looked at with care, and which terminals need somebody to look."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command

from .device_story import DeviceCase

NOON = "2026-03-11 10:00:00"  # 12.00 in Finland, a Wednesday
MINUTE, DAY = 60_000, 24 * 3_600_000


class TestDeviceMarks(DeviceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.env["resource.calendar"].create(
            {
                "name": "Lobby",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create({"name": "Open", "dayofweek": str(day), "hour_from": 8, "hour_to": 16})
                    for day in range(5)
                ],
            }
        )

    def given(self, *before, **changes):
        """Send an answer for each of these: given so many milliseconds before now. Return the answers."""
        rows = [self.answer(nps=number % 11, **changes) for number in range(len(before))]
        for row, milliseconds in zip(rows, before, strict=True):
            row["given"] -= milliseconds
        receipts = self.receipts(self.send(*rows))
        self.assertEqual(receipts, [("accepted", None)] * len(rows))
        return self.answers()[-len(rows) :]

    def open_page_days_ago(self, days=30):
        with freeze_time(datetime.fromisoformat(NOON) - timedelta(days=days)):
            self.open_page()

    # ------------------------------------------------------------------ time

    @freeze_time(NOON)
    def test_answers_of_days_without_a_network_are_of_the_day_and_minute_they_were_given(self):
        self.open_page_days_ago()
        answers = self.given(3 * DAY, DAY + 15 * 60 * MINUTE, 0)
        self.assertEqual(
            answers.mapped("hva_given_at"),
            [datetime(2026, 3, 8, 10), datetime(2026, 3, 9, 19), datetime(2026, 3, 11, 10)],
        )
        self.assertEqual(answers.mapped("hva_given_on"), [date(2026, 3, 8), date(2026, 3, 9), date(2026, 3, 11)])
        self.assertEqual(answers.mapped("hva_mark"), [False] * 3)

    @freeze_time(NOON)
    def test_a_clock_of_another_century_loses_no_answer(self):
        self.open_page_days_ago()
        for sent in (0, 4_100_000_000_000):  # 1970, 2099
            response = self.send(self.answer(given=sent), sent=sent)
            self.assertEqual(self.receipts(response), [("accepted", None)])
            self.assertEqual((self.device.state, self.answers()[-1].hva_mark), ("clock", "clock_wrong"))
        self.assertEqual(self.answers().mapped("hva_given_at"), [datetime(2026, 3, 11, 10)] * 2)
        response = self.send(self.answer(), sent=999_999_999_999_999)  # no calendar has this year
        self.assertEqual((response.status_code, response.json()), (400, {"error": "unreadable"}))

    @freeze_time(NOON)
    def test_a_wrong_clock_is_taken_off_and_told(self):
        self.open_page_days_ago()
        ahead = 400 * DAY
        row = self.answer(given=self.now_ms() + ahead - DAY, skew=-ahead)
        self.assertEqual(self.receipts(self.send(row, sent=self.now_ms() + ahead)), [("accepted", None)])
        answer = self.answers()
        self.assertEqual((answer.hva_given_at, answer.hva_mark), (datetime(2026, 3, 10, 10), "clock_wrong"))
        self.assertEqual((self.device.state, self.device.skew_seconds), ("clock", -400 * 86400))
        self.send()
        self.assertEqual(self.device.state, "ok", "somebody has set it right")

    @freeze_time(NOON)
    def test_no_answer_is_older_than_its_questions_or_younger_than_its_arrival(self):
        self.open_page_days_ago(2)
        answers = self.given(5 * DAY, -DAY)
        self.assertEqual(answers.mapped("hva_given_at"), [datetime(2026, 3, 9, 10), datetime(2026, 3, 11, 10)])
        self.assertEqual(answers.mapped("hva_mark"), ["clock_wrong"] * 2)

    # ------------------------------------------------------------------ marks, and nothing is dropped

    @freeze_time(NOON)
    def test_a_child_at_the_terminal_is_marked_and_kept(self):
        self.open_page_days_ago()
        answers = self.given(*(5000 * number for number in (20, 3, 2, 1, 0)))
        self.assertEqual(answers.mapped("hva_mark"), [False, "burst", "burst", "burst", "burst"])

    @freeze_time(NOON)
    def test_the_same_again_in_the_next_message_is_marked_too(self):
        self.open_page_days_ago()
        for milliseconds in (12_000, 6_000, 0):
            last = self.given(milliseconds)
        self.assertEqual(last.hva_mark, "burst")
        self.assertEqual(len(self.answers()), 3)

    @freeze_time(NOON)
    def test_answers_outside_opening_hours_are_marked(self):
        self.device.calendar_id = self.office
        self.open_page_days_ago()
        answers = self.given(0, 5 * 60 * MINUTE, 3 * DAY)
        self.assertEqual(answers.mapped("hva_mark"), [False, "outside_hours", "outside_hours"])

    # ------------------------------------------------------------------ silence

    def test_a_terminal_is_silent_after_two_hours_of_opening_time(self):
        self.device.calendar_id = self.office
        with freeze_time("2026-03-11 13:30:00"):  # 15.30, half an hour before closing
            self.open_page()
        for moment, state in (
            ("2026-03-12 05:30:00", "ok"),
            ("2026-03-12 07:29:00", "ok"),
            ("2026-03-12 07:31:00", "silent"),
        ):
            with freeze_time(moment):
                self.env["hva.device"]._cron_find_silent()
                self.assertEqual(self.device.state, state, moment)
        with freeze_time("2026-03-12 07:40:00"):
            self.env.flush_all()
            self.send()
            self.assertEqual(self.device.state, "ok")
        self.device.action_revoke()
        with freeze_time("2026-03-20 12:00:00"):
            self.env["hva.device"]._cron_find_silent()
            self.assertEqual(self.device.state, "revoked", "nobody waits for it")
