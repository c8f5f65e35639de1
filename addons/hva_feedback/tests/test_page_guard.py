"""Too much at once: marked before anything is refused, never a puzzle, and nothing that was typed is lost."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..tools import throttle
from ..tools.entry import Entry
from .page_story import PageCase, statements

GUARD_LOG = "odoo.addons.hva_feedback.controllers.page_guard"


@tagged("post_install", "-at_install")
class TestPageGuard(PageCase):
    def limits(self, **values):
        for name, value in values.items():
            self.patch(throttle, name, value)

    def counted(self):
        return self.env["hva.throttle"].search([])

    def test_much_from_one_network_is_taken_and_marked(self):
        self.limits(SENT_SOFT=2)
        for _number in range(3):
            self.assertSent(self.send(NPS="8"))
        # the reader of this page was quick, too: that mark was there first
        self.assertEqual(self.answers().mapped("hva_mark"), ["too_fast", "too_fast", "too_fast"])
        with freeze_time(fields.Datetime.subtract(fields.Datetime.now(), minutes=1)):
            nonce = self.nonce()
        self.assertSent(self.send(nonce, NPS="8"))
        self.assertEqual(self.answers()[-1].hva_mark, "burst_network")
        marked = self.env["survey.user_input"].search([("hva_mark", "!=", False), ("hva_unit_id", "=", self.clinic.id)])
        self.assertEqual(marked, self.answers(), "the filter 'Look with care' shows them")

    def test_very_much_is_refused_with_all_that_was_typed_and_taken_later(self):
        self.limits(SENT_HARD=1)
        self.assertSent(self.send(NPS="8"))
        response = self.send(NPS="8", FREE="Kept words", lang="en")
        self.assertEqual(response.status_code, 429)
        self.assertEqual(response.headers["Retry-After"], "60")
        self.assertIn("Kept words", response.text)
        self.assertIn("frame-ancestors", response.headers["Content-Security-Policy"])
        self.assertEqual(len(self.answers()), 1)
        later = fields.Datetime.now() + throttle.SENT_WITHIN + timedelta(seconds=1)
        with freeze_time(later):
            self.assertSent(self.send(NPS="8", FREE="Kept words"))

    def test_looking_counts_nothing(self):
        for _number in range(3):
            self.read_page()
        self.assertFalse(self.counted())

    def test_codes_that_lead_nowhere_are_slowed_down_and_those_that_work_are_not(self):
        self.limits(MISSED_NETWORK=3)
        with self.assertLogs(GUARD_LOG, "WARNING") as logs:
            statuses = [self.url_open(f"/p/{'x' * 21}{number}").status_code for number in range(5)]
        self.assertEqual(statuses, [404, 404, 404, 429, 429])
        self.assertEqual(len(logs.output), 1, "one alarm, and no address in it")
        self.assertNotIn("127.0.0", logs.output[0])
        self.assertEqual(self.url_open(f"/p/{'x' * 22}").headers["Retry-After"], "60")
        self.read_page()
        self.assertSent(self.send(NPS="8"))
        with freeze_time(fields.Datetime.now() + timedelta(seconds=61)):
            self.assertEqual(self.url_open(f"/p/{'x' * 22}").status_code, 404)

    def test_a_page_drawn_from_a_replica_asks_no_table_that_is_not_there_and_fills_none(self):
        self.limits(MISSED_NETWORK=3)
        table = type(self.env["hva.throttle"])
        self.patch(table, "_is_on_replica", lambda counts: counts.env.cr.readonly)
        hashed = table._hash

        def refused(counts, what):
            self.assertFalse(counts.env.cr.readonly)
            return hashed(counts, what)

        self.patch(table, "_hash", refused)
        statuses = [self.url_open(f"/p/{'x' * 21}{number}").status_code for number in range(6)]
        self.assertEqual(statuses, [404] * 6)
        self.assertEqual(len(self.counted()), 2 * 3)

    def test_a_sent_form_with_an_unknown_code_counts_too(self):
        self.limits(MISSED_NETWORK=1)
        data = {"nonce": "x", "lang": "fi"}
        statuses = [self.url_open(f"/p/{'y' * 22}", data=data).status_code for _number in range(2)]
        self.assertEqual(statuses, [404, 429])

    def test_a_personal_link_takes_ten_tries_at_once_and_its_answer_leaves_no_trace(self):
        code = "L" * 22
        entry = Entry(self.survey.id, self.clinic.id, "sms", "link", 77)
        collectors = type(self.env["hva.collector"])
        self.patch(collectors, "_hva_resolve_code", lambda _self, asked: entry if asked == code else None)
        self.patch(collectors, "_hva_consume", lambda _self, _entry: True)
        with freeze_time(fields.Datetime.now()) as clock:
            nonce = self.nonce(self.read_page(f"/p/{code}"))
            statuses = [self.send(nonce, url=f"/p/{code}", NPS="99").status_code for _number in range(12)]
            self.assertEqual(statuses, [422] * 10 + [429] * 2)
            clock.tick(timedelta(seconds=6))
            before = len(self.counted())
            self.assertSent(self.send(nonce, url=f"/p/{code}", NPS="9"))
            self.assertEqual(len(self.counted()), before)

    def test_no_address_is_stored_and_soon_nothing(self):
        with patch.object(throttle, "network_of", return_value="192.0.2.0/24"):
            self.send(NPS="8")
        [row] = self.counted()
        self.assertRegex(row.key_hash, r"^[0-9a-f]{32}$")
        counts = self.env["hva.throttle"]
        today = counts._hash("the same")
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.assertNotEqual(counts._hash("the same"), today)
            counts._cron_forget()
            self.assertFalse(self.counted())
            self.assertEqual(len(self.env["hva.throttle.key"].search([])), 1, "yesterday's secret is forgotten")

    def test_much_more_than_usual_about_one_unit_is_marked_by_the_job(self):
        self.limits(UNIT_LEAST=3)
        with freeze_time(fields.Datetime.now()) as clock:
            nonces = [self.nonce() for _number in range(4)]
            clock.tick(timedelta(seconds=10))
            for nonce in nonces[:2]:
                self.assertSent(self.send(nonce, NPS="8"))
            self.answers()._hva_route()
            self.assertFalse(any(self.answers().mapped("hva_mark")))
            for nonce in nonces[2:]:
                self.assertSent(self.send(nonce, NPS="8"))
            self.answers()[2:]._hva_route()
            self.assertEqual(self.answers().mapped("hva_mark"), [False, False, "burst_unit", "burst_unit"])
            self.assertEqual(self.answers().mapped("state"), ["done"] * 4)

    def test_the_tables_are_not_in_the_write_ahead_log(self):
        self.env.cr.execute("SELECT relpersistence FROM pg_class WHERE relname IN ('hva_throttle', 'hva_throttle_key')")
        self.assertEqual(self.env.cr.fetchall(), [("u",), ("u",)])

    def test_it_takes_one_statement_of_a_sent_form(self):
        self.send(NPS="9")
        nonce = self.nonce()
        with statements() as seen:
            self.assertSent(self.send(nonce, NPS="9"))
        self.assertEqual(len([text for text in seen if "hva_throttle" in text]), 1)
