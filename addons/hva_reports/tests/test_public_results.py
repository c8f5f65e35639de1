"""What everybody sees of a county: four weeks at a time, counted once, small numbers left out for good."""

import csv
import io
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.hva_feedback.tests import html_rules

from .common_reports import ReportCase

PATH = "/p/tulokset"


@tagged("post_install", "-at_install")
class TestPublicResults(ReportCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.person("public_admin", (cls.county, "manager"))
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.give(cls.eura, "2026-10-05", nps=10, count=30, statements={"ST1": 5})
        cls.give(cls.pori, "2026-10-06", nps=3, count=10, statements={"ST1": 2})
        cls.give(cls.eura, "2026-09-10", nps=9, count=4)

    def open_page(self, **more):
        setting = self.env["hva.publish.setting"].with_user(self.admin).create({"is_public": True, **more})
        setting.action_save()
        self.env.flush_all()

    def latest(self):
        return self.url_open(f"{PATH}.json").json()["periods"][0]

    def test_nothing_is_shown_before_an_administrator_opens_it(self):
        for path in (PATH, f"{PATH}.json", f"{PATH}.csv"):
            self.assertEqual(self.url_open(path).status_code, 404)
        with self.assertRaises(AccessError):
            self.env["hva.publish.setting"].with_user(self.person("public_nobody", (self.eura, "manager"))).create({})

    def test_a_county_behind_the_question_mark_is_ignored_whatever_it_says(self):
        self.open_page()
        page = self.url_open(f"{PATH}?lang=en").text
        for code in ("2", "-1", "abc", "\N{GRINNING FACE}", "9" * 30):
            with self.subTest(code=code):
                self.assertEqual(self.url_open(PATH, params={"code": code, "lang": "en"}).text, page)
                for path in (f"{PATH}.json", f"{PATH}.csv"):
                    self.assertEqual(self.url_open(path, params={"code": code}).status_code, 200)
        self.assertEqual(self.url_open(f"{PATH}/{'9' * 30}").status_code, 404)

    def test_page_and_files_say_the_same(self):
        self.open_page()
        page = self.url_open(f"{PATH}?lang=en")
        self.assertEqual(page.status_code, 200)
        self.assertFalse(page.cookies)
        self.assertEqual(page.headers["Cache-Control"], "public, max-age=3600")
        self.assertIn("Net Promoter Score: 50", page.text)
        self.assertIn("40 people answered", page.text)
        shown = self.latest()
        self.assertEqual((shown["nps"]["value"], shown["nps"]["n"]), (50, 40))
        for path in (f"{PATH}.json", f"{PATH}.csv"):
            headers = self.url_open(path).headers
            self.assertEqual(headers["Access-Control-Allow-Origin"], "*")
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertNotIn("Set-Cookie", headers)
        [agree] = [row for row in shown["statements"] if row["item"] == "ST1" and row["service"] == "All services"]
        self.assertEqual((agree["share"], agree["n"]), (0.75, 40))
        rows = list(csv.DictReader(io.StringIO(self.url_open(f"{PATH}.csv").text)))
        [score] = [row for row in rows if row["measure"] == "NPS" and row["start"] == shown["start"] and row["value"]]
        self.assertEqual((float(score["value"]), int(score["n"])), (50, 40))

    def test_small_numbers_are_not_even_stored(self):
        self.open_page()
        periods = {one.start_on: one.content for one in self.env["hva.published"].search([])}
        few = [content for content in periods.values() if content["nps"] and "hidden" in content["nps"]]
        self.assertEqual([content["nps"] for content in few], [{"hidden": "small"}])  # four people in September
        self.assertIn("Not shown: too few people answered", self.url_open(f"{PATH}?lang=en").text)

    def test_what_was_published_stays_as_it_was_first_counted(self):
        self.open_page()
        before = self.latest()
        self.give(self.eura, "2026-10-07", nps=0, count=5)
        self.env["hva.published"]._publish_due()
        self.env.flush_all()
        self.assertEqual(self.latest(), before)

    def test_few_people_between_four_weeks_and_a_month_are_not_found(self):
        """October less the four weeks from the 5th are three people of its first days."""
        self.give(self.eura, "2026-10-02", nps=0, count=3)
        self.open_page()
        self.assertEqual(self.latest()["nps"], {"hidden": "small"})
        self.assertTrue([row for row in self.latest()["statements"] if "n" in row], "statements are not told by month")

    def test_a_score_waits_for_the_last_days_of_its_month(self):
        for day in ("2026-11-10", "2026-11-30"):
            self.give(self.eura, day, nps=10, count=20)
        self.give(self.pori, "2026-12-28", nps=3, count=20)
        with freeze_time("2026-12-30 10:00:00"):
            self.open_page()  # 30 November to 27 December; of December, four days are to come
            self.assertEqual(self.latest()["start"], "2026-11-30", "a day of twenty, and twenty already after it")
            self.env["hva.published"].search([("start_on", "=", "2026-11-30")]).unlink()
            self.person("pori", (self.pori, "manager"))
            self.env["hva.published"]._publish_due()
            self.env.flush_all()
            self.assertEqual(self.latest()["start"], "2026-11-02", "her twenty away there is nobody yet after it")
        with freeze_time("2027-01-04 10:00:00"):
            self.env["hva.published"]._publish_due()
            self.env.flush_all()
            self.assertEqual(self.latest()["start"], "2026-11-30", "and nobody came")

    def test_weeks_that_are_not_over_are_not_published(self):
        self.open_page()
        newest = max(self.env["hva.published"].search([]).mapped("end_on"))
        self.assertLess(newest, date(2026, 11, 22))
        self.assertFalse(self.env["hva.published"]._publish_due())

    def test_named_websites_may_show_it(self):
        self.open_page(hosts="https://www.county.example")
        policy = self.url_open(PATH).headers["Content-Security-Policy"]
        self.assertIn("frame-ancestors https://www.county.example", policy)

    def test_the_page_is_sound_in_each_language(self):
        self.open_page()
        for lang in ("fi", "sv", "en"):
            with self.subTest(lang=lang):
                self.assertEqual(html_rules.faults(self.url_open(f"{PATH}?lang={lang}").text), [])

    def test_changes_are_told_as_they_were_approved(self):
        self.open_page()
        self.assertIn("No changes have been published yet.", self.url_open(f"{PATH}?lang=en").text)
        improvement = self.env["hva.improvement"].with_user(self.admin).create({
            "name": "Queues", "unit_id": self.eura.id, "decision": "Open earlier.", "responsible_id": self.admin.id,
            "due_on": "2026-12-01",
        })  # fmt: skip
        improvement.action_decide()
        improvement.action_done()
        texts = {"lang_code": "fi", "heard": "Jonotus on pitkä.", "did": "Avasimme aamulinjan."}
        improvement.write({"effect": "not_measured", "text_ids": [Command.create(texts)]})
        self.env.flush_all()
        self.assertNotIn(texts["did"], self.url_open(PATH).text, "not before it was approved")
        improvement.with_user(self.person("public_quality", (self.county, "quality"))).action_publish()
        self.env.flush_all()
        page = self.url_open(f"{PATH}?lang=en").text
        for words in (texts["heard"], texts["did"]):
            self.assertIn(f'<dd lang="fi">{words}</dd>', page)

    def test_an_unknown_county_is_not_found(self):
        self.open_page()
        page = self.url_open(f"{PATH}/999999")
        self.assertEqual(page.status_code, 404, page.text[:600])
