"""What is summed at night answers sooner, and never anything else than a plain count of the facts."""

from collections import Counter
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tools import SQL

from ..models import hva_fact_settled
from ..tools.periods import Span
from .common_reports import ReportCase
from .histories import few

DAYS = ("2023-12-31", "2024-01-01", "2024-06-15", "2024-12-31", "2025-01-01", "2025-12-31", "2026-02-01", "2026-11-10")
# dimension -> (column of the fact, values)
VALUES = {
    "channel": ("channel", ("web", "sms")),
    "contact_mode": ("contact_mode", ("visit", "call", None)),
    "respondent_group": ("respondent_group", ("customer", None)),
    "age_band": ("age_band", ("18_29", None)),
    "kind": ("kind", ("thanks", None)),
    "language": ("lang_code", ("fi", "sv")),
    "assisted": ("assisted_by", ("staff", None)),
}
UNITS = ("eura", "huittinen", "pori")
NAMES = ("answers", "promoters", "item_st1_5")

number = st.integers(0, 40)
act = st.one_of(
    st.tuples(st.just("give"), st.sampled_from(UNITS), st.sampled_from(DAYS), st.integers(0, 10)),
    st.tuples(st.just("change"), number, st.sampled_from(sorted(VALUES)), st.integers(0, 2)),
    st.tuples(st.just("move"), number, st.sampled_from(UNITS)),
    st.tuples(st.just("erase"), number),
    st.tuples(st.just("minute")),
    st.tuples(st.just("night")),
)
spans = st.tuples(st.sampled_from(DAYS), st.sampled_from((*DAYS, "2027-01-01")))
question = st.tuples(
    spans,
    st.lists(st.sampled_from(sorted(VALUES)), max_size=2, unique=True),  # by
    st.sampled_from((None, *sorted(VALUES))),  # filtered by
    st.sampled_from((None, "year", "quarter")),
)


@tagged("post_install", "-at_install")
class TestNightSums(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.months, cls.settled = cls.env["hva.fact.month"], cls.env["hva.fact.settled"]
        cls.env["survey.user_input"].search([("hva_is_feedback", "=", True)]).unlink()

    def rows(self, query, *args):
        return self.env.execute_query(SQL(query, *args))

    def minute(self):
        while self.months._rebuild_dirty():
            pass

    def night(self):
        self.minute()
        while self.settled._settle():
            pass

    def test_whatever_happened_a_question_gets_the_plain_count(self):
        @few
        @given(st.lists(act, min_size=15, max_size=40), st.lists(question, min_size=8, max_size=8))
        def check(history, questions):
            with self.env.cr.savepoint() as savepoint:
                for kind, *rest in history:
                    getattr(self, f"do_{kind}")(*rest)
                for asked in questions:
                    self.compare(*asked)
                savepoint.rollback()
            self.env.invalidate_all()

        check()

    # ------------------------------------------------------------------ what happens

    def do_give(self, unit, day, score):
        self.give(getattr(self, unit), day, nps=score, statements={"ST1": score % 6})

    def do_change(self, which, name, value):
        column, values = VALUES[name]
        self.on_fact(which, SQL("UPDATE hva_fact SET %s = %s", SQL.identifier(column), values[value % len(values)]))

    def do_move(self, which, unit):
        self.on_fact(which, SQL("UPDATE hva_fact SET unit_id = %s", getattr(self, unit).id))

    def do_erase(self, which):
        self.on_fact(which, SQL("DELETE FROM hva_fact"))

    def on_fact(self, which, statement):
        self.env.flush_all()
        facts = [fact for (fact,) in self.rows("SELECT id FROM hva_fact ORDER BY id")]
        if facts:
            self.env.cr.execute(SQL("%s WHERE id = %s", statement, facts[which % len(facts)]))

    def do_minute(self):
        self.months._rebuild_dirty()

    def do_night(self):
        self.settled._settle()  # of one year: the others wait

    # ------------------------------------------------------------------ what is asked

    def compare(self, days, by, filtered, step):
        start, end = sorted(map(date.fromisoformat, days))
        span = Span(start, end) if start < end else Span(start, date(2027, 1, 1))
        filters = {filtered: [self.known(filtered, VALUES[filtered][1][0])]} if filtered else {}
        keys = {self.eura.id: 1, self.huittinen.id: 1, self.pori.id: 2}
        found = {}
        for row in self.months._summed(keys, span, NAMES, by, filters, step):
            head = (row["key"], *(row[name] for name in by), *([row["step"]] if step else []))
            found[head] = tuple(row[name] for name in NAMES)
        self.assertEqual(found, self.counted(keys, span, by, filters, step))

    def counted(self, keys, span, by, filters, step):
        self.env.flush_all()
        columns = [column for column, _values in VALUES.values()]
        found = {}
        for unit, day, nps, st1, *values in self.rows(
            "SELECT unit_id, day, nps, item_st1, %s FROM hva_fact", SQL(", ").join(map(SQL.identifier, columns))
        ):
            value = {name: self.known(name, one) for name, one in zip(VALUES, values, strict=True)}
            if not span.start <= day < span.end or any(value[name] not in wanted for name, wanted in filters.items()):
                continue
            starts = {"year": date(day.year, 1, 1), "quarter": date(day.year, (day.month - 1) // 3 * 3 + 1, 1)}
            head = (keys[unit], *(value[name] for name in by), *([starts[step]] if step else []))
            count = found.setdefault(head, Counter())
            count.update(answers=1, promoters=int(nps >= 9), item_st1_5=int(st1 == 5))
        return {head: tuple(count[name] for name in NAMES) for head, count in found.items()}

    @staticmethod
    def known(name, value):
        """Return a fact's value as sums tell it: nothing is "", and of assistance only whether there was any."""
        return int(value is not None) if name == "assisted" else value or ""

    # ------------------------------------------------------------------ what is read, what is kept

    def year(self, year, by=("contact_mode",), **how):
        span = Span(date(year, 1, 1), date(year + 1, 1, 1))
        return [
            (row["answers"], row["promoters"])
            for row in self.months._summed(dict.fromkeys(self.county.ids + self.eura.ids, 0), span, NAMES, by, **how)
        ]

    def give_two_years(self):
        self.give(self.eura, "2025-05-05", nps=10, count=3)
        self.give(self.eura, "2026-05-05", nps=10, count=2)
        self.night()

    def test_years_that_are_over_are_read_as_years_and_the_running_one_by_month(self):
        self.give_two_years()
        self.env.cr.execute("UPDATE hva_fact_settled SET answers = 70 WHERE months = 12")
        self.env.cr.execute("UPDATE hva_fact_settled SET answers = 7 WHERE months = 1")
        self.assertEqual(self.year(2025), [(70, 3)])
        self.assertEqual(self.year(2025, by=()), [(70, 3)])
        self.assertEqual(self.year(2026), [(7, 2)])
        with freeze_time("2027-01-01"):
            self.assertEqual(self.year(2026), [(70, 2)])

    def test_the_running_month_is_read_by_day_for_it_is_behind_by_noon(self):
        self.give(self.eura, "2026-11-05", nps=10, count=2)
        self.give_two_years()
        self.env.cr.execute("UPDATE hva_fact_settled SET answers = 7")
        self.assertEqual(self.year(2026), [(9, 4)])

    def test_what_changes_by_day_is_counted_until_the_night(self):
        self.give_two_years()
        self.give(self.eura, "2025-06-05", nps=0)
        self.give(self.eura, "2026-06-05", nps=0)
        for moment in ("before it is summed", "summed"):
            with self.subTest(moment):
                self.assertEqual((self.year(2025), self.year(2026)), ([(4, 3)], [(3, 2)]))
                self.minute()
        self.night()
        self.env.cr.execute("DELETE FROM hva_fact")
        self.env.cr.execute(
            "DELETE FROM hva_fact_dirty"
        )  # nobody knows that the facts are gone: the night's sums stand
        self.assertEqual((self.year(2025), self.year(2026)), ([(4, 3)], [(3, 2)]))

    def test_a_question_is_one_statement_with_and_without_marks(self):
        self.give_two_years()
        for marks in (0, 1):
            self.env.flush_all()
            with self.subTest(marks=marks), self.assertQueryCount(1):
                self.year(2025)
            self.give(self.eura, "2025-06-05", nps=0)

    def test_the_night_takes_a_year_at_a_time_and_says_when_it_is_done(self):
        self.give(self.eura, "2025-05-05", count=2)
        self.give(self.eura, "2026-05-05")
        self.minute()
        reports = []
        self.patch(
            type(self.env["ir.cron"]),
            "_commit_progress",
            lambda _cron, done, *, remaining: reports.append((done, remaining)),
        )
        for _call in range(3):
            self.settled._cron_settle()
        self.assertEqual(reports, [(1, 1), (1, 0), (0, 0)])

    def test_a_year_of_many_units_goes_in_parts(self):
        self.give_two_years()
        for unit in (self.eura, self.huittinen, self.pori):
            self.give(unit, "2025-06-05")
            self.give(unit, "2025-07-05")
        self.minute()
        with patch.object(hva_fact_settled, "UNITS_AT_ONCE", 2):
            self.assertEqual([self.settled._settle() for _part in range(3)], [4, 2, 0])
        self.env.cr.execute("DELETE FROM hva_fact")
        self.env.cr.execute("DELETE FROM hva_fact_dirty")
        self.assertEqual(self.year(2025), [(5, 3)])

    def test_summing_everything_anew_begins_the_nights_anew(self):
        self.give_two_years()
        self.env.cr.execute("UPDATE hva_fact_settled SET answers = 99")
        self.months._rebuild()
        self.assertEqual((self.year(2025), self.year(2026)), ([(3, 3)], [(2, 2)]))
        self.night()
        self.assertEqual((self.year(2025), self.year(2026)), ([(3, 3)], [(2, 2)]))

    def test_nobody_reads_the_sums_but_through_questions(self):
        manager = self.person("manager", (self.eura, "manager"))
        for model in ("hva.fact.settled", "hva.fact.unsettled"):
            self.assertFalse(self.env[model].with_user(manager).has_access("read"), model)
