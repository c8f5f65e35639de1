"""How soon cases are handled, on the page for everybody: only where the county wants it, of all cases, counted once."""

import csv
import io

from odoo.tests import HttpCase, tagged

from odoo.addons.hva_feedback.tests import html_rules
from odoo.addons.hva_feedback.tools.routing import Rule

from .common_reports import ReportCase

PATH = "/p/tulokset"


@tagged("post_install", "-at_install")
class TestPublicPromise(ReportCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.person("promise_admin", (cls.county, "manager"))
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.give(cls.eura, "2026-10-05", nps=10, count=30)
        cls.county.calendar_id = cls.env["resource.calendar"].create({"name": "Weekdays", "attendance_ids": [
            (0, 0, {"name": str(day), "dayofweek": str(day), "hour_from": 8, "hour_to": 16}) for day in range(5)
        ]})  # fmt: skip

    def cases(self, count, closed=0, day="2026-09-14"):
        """Open cases that were taken two working hours after the morning; the first `closed` of them closed at ten."""
        answers = self.give(self.eura, day, nps=1, count=count)
        found = self.env["helpdesk.ticket"]._hva_open(
            {answer: Rule(rule_id=False, reason="low_score") for answer in answers}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET hva_clock_on = %s, hva_taken_at = %s, hva_closed_at = NULL WHERE id = ANY(%s)",
            [day, f"{day} 07:00:00", found.ids],
        )
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET hva_closed_at = %s WHERE id = ANY(%s)", [f"{day} 07:30:00", found.ids[:closed]]
        )
        self.env.invalidate_all()

    def open_page(self, **more):
        values = {"is_public": True, "is_promise_public": True, **more}
        self.env["hva.publish.setting"].with_user(self.admin).create(values).action_save()
        self.env.flush_all()

    def latest(self):
        return self.url_open(f"{PATH}.json").json()["periods"][0]

    def test_it_is_not_told_before_the_county_wants_it(self):
        self.cases(12, closed=12)
        self.open_page(is_promise_public=False)
        self.assertNotIn("handling", self.latest())
        self.assertNotIn("How soon we answer", self.url_open(f"{PATH}?lang=en").text)
        self.open_page()
        self.assertEqual(self.latest()["handling"]["cases"], 12, "the periods that are there tell it too")
        self.open_page(is_promise_public=False)
        self.assertNotIn("handling", self.latest(), "and closing it hides it")
        acts = self.env["hva.audit"].search([("action", "=", "results_published"), ("user_id", "=", self.admin.id)])
        self.assertEqual(len(acts), 3, "opened, told, not told")

    def test_page_and_files_say_the_same_of_all_cases(self):
        self.cases(12, closed=8)
        self.open_page()
        told = self.latest()["handling"]
        self.assertEqual((told["start"], told["end"]), ("2026-09-07", "2026-10-04"), "the four weeks before the latest")
        self.assertEqual((told["take"], told["close"]), ({"median": 2, "p90": 2}, {"median": 2.5, "p90": None}))
        page = self.url_open(f"{PATH}?lang=en").text
        self.assertIn("half within 2 hours, nine of ten within 2 hours", page)
        self.assertIn("half within 2.5 hours, less than nine of ten so far", page)
        self.assertIn("12 cases", page)
        rows = list(csv.DictReader(io.StringIO(self.url_open(f"{PATH}.csv").text)))
        found = {
            row["measure"]: row["value"] for row in rows if row["start"] == told["start"] and "hours" in row["measure"]
        }
        expected = {
            "take_hours_median": "2.0",
            "take_hours_p90": "2.0",
            "close_hours_median": "2.5",
            "close_hours_p90": "",
        }
        self.assertEqual(found, expected)

    def test_it_stays_as_it_was_first_counted(self):
        self.cases(12, closed=12)
        self.open_page()
        before = self.latest()["handling"]
        self.cases(20)
        self.env["hva.published"]._publish_due()
        self.env.flush_all()
        self.assertEqual(self.latest()["handling"], before)

    def test_few_cases_are_not_told_of(self):
        self.cases(9, closed=9)
        self.open_page()
        self.assertEqual(set(self.latest()["handling"]), {"start", "end", "hidden"})
        self.assertIn("Too few cases began", self.url_open(f"{PATH}?lang=en").text)

    def test_the_page_is_sound_in_each_language(self):
        self.cases(12, closed=8)
        self.open_page()
        for lang in ("fi", "sv", "en"):
            with self.subTest(lang=lang):
                self.assertEqual(html_rules.faults(self.url_open(f"{PATH}?lang={lang}").text), [])
