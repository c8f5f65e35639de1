"""Sums of months are kept twice, fine and coarse; whoever asks never meets a difference."""

from odoo.tests import tagged
from odoo.tools import SQL

from .common_reports import OCTOBER, ReportCase


@tagged("post_install", "-at_install")
class TestCoarseSums(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.months = cls.env["hva.fact.month"]
        cls.give(cls.eura, "2026-10-05", channel="sms", nps=10, statements={"ST1": 5}, count=3)
        cls.give(cls.eura, "2026-10-06", channel="web", nps=2, statements={"ST1": 0})
        cls.late = cls.give(cls.pori, "2026-09-06", channel="web", text="Hello")
        cls.months._rebuild_dirty()

    def rows(self, query, *args):
        return self.env.execute_query(SQL(query, *args))

    def ask(self, by=(), names=("answers", "promoters", "item_st1_5", "item_st1_0")):
        units = dict.fromkeys((self.eura + self.pori).ids, 0)
        found = self.months._summed(units, OCTOBER, names, by)
        return {row[by[0]] if by else "": tuple(row[name] for name in names) for row in found}

    def test_whole_and_channel_add_up_the_fine_rows(self):
        self.give(self.eura, "2026-10-07", channel="kiosk", nps=9)
        self.late.unlink()
        self.months._rebuild_dirty()
        fine = "SELECT unit_id, month, %s, SUM(answers), SUM(promoters), SUM(item_st1_5) FROM hva_fact_month {}"
        coarse = "SELECT unit_id, month, channel, answers, promoters, item_st1_5 FROM hva_fact_slice WHERE sliced_by = "
        self.assertEqual(
            set(self.rows(fine.format("GROUP BY 1, 2, 3"), SQL("channel"))), set(self.rows(coarse + "'channel'"))
        )
        self.assertEqual(set(self.rows(fine.format("GROUP BY 1, 2"), "")), set(self.rows(coarse + "''")))

    def test_a_question_of_whole_months_reads_the_coarsest_rows_that_know_it(self):
        self.env.cr.execute("UPDATE hva_fact_slice SET answers = 70 WHERE sliced_by = ''")
        self.env.cr.execute("UPDATE hva_fact_slice SET answers = 7 WHERE sliced_by = 'channel'")
        self.assertEqual(self.ask(), {"": (70, 3, 3, 1)})
        self.assertEqual(self.ask(["channel"]), {"sms": (7, 3, 3, 0), "web": (7, 0, 0, 1)})
        self.assertEqual(self.ask(["language"]), {"fi": (4, 3, 3, 1)})

    def test_a_month_that_changed_a_moment_ago_is_counted_anew(self):
        self.give(self.eura, "2026-10-07", channel="sms", nps=9)
        self.assertEqual(self.ask(), {"": (5, 4, 3, 1)})
        self.assertEqual(self.ask(["channel"]), {"sms": (4, 4, 3, 0), "web": (1, 0, 0, 1)})

    def test_rows_that_stay_the_same_are_not_written_again(self):
        places = "SELECT ctid::text FROM {} WHERE unit_id = %s AND channel = %s"
        tables = ("hva_fact_month", "hva_fact_slice")
        untouched = [self.rows(places.format(table), self.eura.id, "sms") for table in tables]
        self.give(self.eura, "2026-10-07", channel="web", nps=9)
        self.months._rebuild_dirty()
        self.assertEqual([self.rows(places.format(table), self.eura.id, "sms") for table in tables], untouched)
        self.assertEqual(self.ask(["channel"])["web"], (2, 1, 0, 1))

    def test_a_burst_is_summed_in_eight_statements_whatever_units_it_reached(self):
        for unit in (self.eura, self.huittinen, self.pori):
            self.give(unit, "2026-10-07", nps=9, count=5)
        self.env.flush_all()
        with self.assertQueryCount(8):
            self.months._rebuild_dirty()
        self.assertFalse(self.env["hva.fact.dirty"].search_count([]))
        with self.assertQueryCount(1):
            self.ask()
