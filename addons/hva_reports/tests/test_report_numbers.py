"""Two managers with overlapping units: every number of mail and workbook against a count by hand."""

import random
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools.metrics import NpsCounts, nps
from ..tools.periods import containing
from .common_reports import OCTOBER, ReportCase

SEPTEMBER = containing("month", date(2026, 9, 1))
LAST_OCTOBER = containing("month", date(2025, 10, 1))


@tagged("post_install", "-at_install")
class TestReportNumbers(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.health, "manager"))  # Health, Eura, Huittinen
        cls.bertil = cls.person("bertil", (cls.eura, "manager"), (cls.social, "quality"), lang="sv_SE")
        chance = random.Random(39)
        for _turn in range(150):
            day = chance.choice(["2025-10-17", "2026-09-01", "2026-09-30", "2026-10-01", "2026-10-15", "2026-10-31"])
            cls.give(
                chance.choice([cls.eura, cls.huittinen, cls.pori, cls.health]),
                day,
                chance.choice(["web", "sms", "kiosk"]),
                nps=chance.choice([None, 0, 3, 6, 7, 8, 9, 10, 10]),
                text=chance.choice([None, None, f"Comment {_turn}"]),
                statements={"ST1": chance.randint(0, 5), "ST7": chance.randint(0, 5)},
            )
        cls.give(cls.eura, "2026-10-02", nps=10, text="Call me: 040 123 4567")
        cls.health_units = [cls.health, cls.eura, cls.huittinen]
        cls.bertils_units = [cls.eura, cls.social, cls.pori]

    def check_row(self, row, units, **where):
        n, up, middle, down, score = self.count(units, **where)
        self.assertEqual([row[c].value for c in ("n", "promoters", "passives", "detractors")], [n, up, middle, down])
        self.assertEqual(row["nps"].value, score if score is None else self.almost(score))
        if n:
            expected = nps(NpsCounts(up, middle, down))
            self.assertAlmostEqual(row["low"].value, expected.low)
            self.assertAlmostEqual(row["high"].value, expected.high)

    def almost(self, number):
        class Almost(float):
            def __eq__(self, other):
                return abs(self - other) < 1e-9

            __hash__ = float.__hash__

        return Almost(number)

    def test_each_reader_gets_the_sums_of_own_units(self):
        for user, units in ((self.anna, self.health_units), (self.bertil, self.bertils_units)):
            report = self.query(user)
            n, up, middle, down, score = self.count(units)
            self.assertEqual((report.counts.n, report.counts.promoters, report.counts.detractors), (n, up, down))
            self.assertAlmostEqual(report.headline.value, score)
            self.assertEqual(
                report.answers,
                len([r for r in self.given if r["unit"] in units and r["day"].month == 10 and r["day"].year == 2026]),
            )
            listed = [unit for unit in units if unit != self.social]  # only a roof over others, never asked about
            self.assertEqual({row.key for row in report.units.rows}, {str(unit.id) for unit in listed})
            for unit in listed:
                self.check_row(report.units[str(unit.id)], [unit])
            self.check_row(report.units.total, units)
            for channel in report.channels.rows:
                self.check_row(channel, units, channel=channel.key)
            self.assertFalse(report.hidden.keys() - {"unclear"})

    def test_statements_leave_out_what_is_no_opinion(self):
        report = self.query(self.anna)
        values = [
            row["ST1"]
            for row in self.given
            if row["unit"] in self.health_units and OCTOBER.start <= row["day"] < OCTOBER.end and row.get("ST1", 0) > 0
        ]
        row = report.statements["item_st1"]
        self.assertEqual(row["n"].value, len(values))
        self.assertAlmostEqual(row["mean"].value, sum(values) / len(values))
        self.assertAlmostEqual(row["share"].value, len([v for v in values if v >= 4]) / len(values))
        self.assertEqual([row.key for row in report.statements.rows], ["item_st1", "item_st7"])

    def test_comparisons_are_with_the_month_before_and_last_year(self):
        report = self.query(self.anna)
        self.assertAlmostEqual(report.before.value, self.count(self.health_units, SEPTEMBER)[4])
        self.assertAlmostEqual(report.year_ago.value, self.count(self.health_units, LAST_OCTOBER)[4])
        by_month = {row.key: row["n"].value for row in report.trend.rows}
        self.assertEqual(by_month["2026-10-01"], self.count(self.health_units)[0])
        self.assertEqual(by_month["2025-10-01"], self.count(self.health_units, LAST_OCTOBER)[0])
        self.assertEqual(len(by_month), 13)

    def test_comments_are_of_own_units_and_masked(self):
        texts = {comment.text for comment in self.query(self.anna).comments}
        expected = {
            row["text"]
            for row in self.given
            if row["text"] and row["unit"] in self.health_units and OCTOBER.start <= row["day"] < OCTOBER.end
        }
        self.assertEqual(texts - {"Call me: [puhelinnumero]"}, expected - {"Call me: 040 123 4567"})
        self.assertNotIn("4567", "".join(texts))

    def test_the_workbook_says_the_same(self):
        for user, units in ((self.anna, self.health_units), (self.bertil, self.bertils_units)):
            book = self.workbook(self.sent(user))
            summary, by_unit, by_channel, statements, words, _about = book.worksheets
            n, up, middle, down, score = self.count(units)
            numbers = [row[1].value for row in summary.iter_rows(min_row=4, max_row=11)]
            self.assertEqual(numbers[1], n)
            self.assertEqual(numbers[5:], [up, middle, down])
            self.assertAlmostEqual(numbers[0], score, delta=0.01)
            rows = {row[0]: row[1:] for row in by_unit.iter_rows(min_row=2, values_only=True)}
            listed = [unit for unit in units if unit != self.social]
            self.assertEqual(len(rows), len(listed) + 1)
            for unit in listed:
                n, up, middle, down, score = self.count([unit])
                row = rows[unit.name]
                self.assertEqual(row[1:5], (n, up, middle, down))
                if n:
                    self.assertAlmostEqual(row[5], score, delta=0.01)
            rows = {row[0]: row[1:] for row in by_channel.iter_rows(min_row=2, values_only=True)}
            self.assertEqual(list(rows.values())[-1][1], self.count(units)[0])
            self.assertEqual(statements.max_row, 3)
            self.assertEqual(words.max_row - 1, len(self.query(user).comments))
            self.assertTrue(summary._charts, "the chart is a native one")

    def test_the_mail_says_the_same_in_the_readers_language(self):
        for user, units, lang in (
            (self.anna, self.health_units, 'lang="en-US"'),
            (self.bertil, self.bertils_units, 'lang="sv-SE"'),
        ):
            run = self.sent(user)
            mail = run.mail_id
            self.assertEqual((mail.email_to, mail.state), (user.email_formatted, "outgoing"))
            self.assertIn(lang, mail.body_html)
            score = f"{abs(round(self.count(units)[4]))}</strong>"
            self.assertIn(score, mail.body_html)
            self.assertIn(f"{self.count(units)[0]}", mail.body_html)
            self.assertEqual(mail.attachment_ids, run.attachment_id)
            others = {self.pori, self.huittinen} - set(units)
            for unit in others:
                self.assertNotIn(unit.name, mail.body_html)
                self.assertNotIn(unit.name, str([list(s.values) for s in self.workbook(run).worksheets]))

    def sent(self, user):
        """Send October through the schedule's button and return the run of `user`."""
        self.schedule.action_send_now("2026-10-01")
        self.env["hva.report.run"]._build_due(limit=100)
        return self.env["hva.report.run"].search([("user_id", "=", user.id)])

    def test_a_merged_unit_counts_for_the_one_that_goes_on(self):
        self.huittinen.write({"merged_into_id": self.eura.id})
        report = self.query(self.bertil)
        self.check_row(report.units[str(self.eura.id)], [self.eura, self.huittinen])
        self.assertNotIn(str(self.huittinen.id), report.units.by_key)

    def test_access_that_ended_ends_the_numbers_at_once(self):
        self.assertTrue(self.query(self.bertil).answers)
        self.env["hva.unit.access"].search([("user_id", "=", self.bertil.id)]).write({"valid_to": "2026-11-22"})
        report = self.query(self.bertil)
        self.assertEqual((report.answers, report.comments, report.units.rows), (0, (), ()))

    def test_without_the_role_there_is_no_report(self):
        stranger = self.env["res.users"].create({"name": "Stranger", "login": "stranger"})
        with self.assertRaises(AccessError):
            self.query(stranger)

    def test_queries_do_not_grow_with_units(self):
        self.query(self.anna)
        few = self.statements(self.anna)
        level = self.env["hva.unit.level"].search([], limit=1)
        units = self.env["hva.unit"].create(
            [{"name": f"Unit {n}", "level_id": level.id, "parent_id": self.health.id} for n in range(40)]
        )
        for unit in units:
            self.give(unit, "2026-10-05", nps=9)
        self.assertEqual(len(self.query(self.anna).units.rows), 43)
        self.assertLessEqual(self.statements(self.anna), few + 2)

    def statements(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.query(user)
        return self.env.cr.sql_log_count - before
