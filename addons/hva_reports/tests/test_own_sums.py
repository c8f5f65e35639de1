"""Own items and topics are summed by month; whoever asks never meets a difference between the sums and the facts."""

from datetime import date

from odoo.tests import tagged

from odoo.addons.hva_reports.tools.periods import Span

from .common_own import answer_own, make_own_set
from .common_reports import OCTOBER, ReportCase


@tagged("post_install", "-at_install")
class TestOwnSums(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = make_own_set(cls.env)._publish()
        cls.question = cls.own.question_ids.filtered(lambda question: question.hva_item_id.code == "OWN1")
        cls.sums = cls.env["hva.fact.item.month"]
        cls.first = cls.say(cls.eura, 3, "2026-10-05", OWN1=5)
        cls.say(cls.eura, 2, "2026-10-06", OWN1=0, channel="sms")
        cls.say(cls.pori, 1, "2026-09-30", OWN1=2)
        cls.env["hva.fact.month"]._rebuild_dirty()

    @classmethod
    def say(cls, unit, count, day, **values):
        return answer_own(cls.own, unit, date.fromisoformat(day), count, **values)

    def counts(self, span=OCTOBER, **filters):
        rows = self.sums._counted((self.eura + self.pori).ids, span, filters)
        self.assertLessEqual({row["survey_id"] for row in rows}, set(self.own.ids))
        return {row["value"]: row["count"] for row in rows if row["question_id"] == self.question.id}

    def double(self):
        """Spoil the sums, so that it shows who reads them."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE hva_fact_item_month SET step_0 = step_0 * 10, step_5 = step_5 * 10")

    def test_whole_months_are_read_from_sums_and_the_rest_from_facts(self):
        self.assertEqual(self.counts(), {5: 3, 0: 2})
        self.double()
        self.assertEqual(self.counts(), {5: 30, 0: 20})
        self.assertEqual(self.counts(language=["fi"]), {5: 30, 0: 20})
        self.assertEqual(self.counts(language=["sv"]), {})
        self.assertEqual(self.counts(channel=["sms"]), {0: 2})
        self.assertEqual(self.counts(Span(date(2026, 9, 30), date(2026, 11, 1))), {5: 30, 0: 20, 2: 1})
        self.assertEqual(self.counts(Span(date(2026, 10, 6), date(2026, 10, 20))), {0: 2})

    def test_what_changed_a_moment_ago_is_counted_from_the_facts(self):
        self.double()
        self.say(self.pori, 1, "2026-10-09", OWN1=4)
        self.assertEqual(self.counts(), {5: 30, 0: 20, 4: 1}, "one unit alone is counted anew")
        self.first[0].unlink()
        self.assertEqual(self.counts(), {5: 2, 0: 2, 4: 1})
        self.env["hva.fact.month"]._rebuild_dirty()
        self.assertEqual(self.counts(), {5: 2, 0: 2, 4: 1})

    def test_when_all_is_erased_no_sum_is_left(self):
        self.env["survey.user_input"].search([("survey_id", "=", self.own.id)]).unlink()
        self.env["hva.fact.month"]._rebuild_dirty()
        self.assertFalse(self.sums.search([]))

    def test_values_above_ten_have_rows_of_their_own(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE hva_fact_item SET value = 27 WHERE value = 5")
        self.env["hva.fact.month"]._rebuild()
        self.assertEqual(self.counts(), {27: 3, 0: 2})
        self.assertEqual(self.sums.search([("tier", "=", 2)]).mapped("step_5"), [3])

    def topics(self, span=OCTOBER, **filters):
        return self.env["hva.fact.topic.month"]._counted((self.eura + self.pori).ids, span, filters)

    def test_topics_too_are_read_from_sums_and_counted_anew_when_somebody_chose_others(self):
        staff, waiting = self.env["hva.topic"].create([{"name": "Staff"}, {"name": "Waiting"}])
        self.first.hva_topic_ids = staff
        self.assertEqual(self.topics(), {0: 3, staff.id: 3})
        self.env["hva.fact.month"]._rebuild_dirty()
        self.env.cr.execute("UPDATE hva_fact_topic_month SET answers = answers * 10")
        self.assertEqual(self.topics(), {0: 30, staff.id: 30})
        self.assertEqual(self.topics(channel=["web"]), {0: 3, staff.id: 3})
        self.assertEqual(self.topics(Span(date(2026, 9, 30), date(2026, 11, 1))), {0: 30, staff.id: 30})
        self.first[0].hva_topic_ids += waiting
        self.first[1].hva_topic_ids -= staff
        self.assertEqual(self.topics(), {0: 2, staff.id: 2, waiting.id: 1})
        self.env["hva.fact.month"]._rebuild_dirty()
        self.assertEqual(self.topics(), {0: 2, staff.id: 2, waiting.id: 1})
        self.first.unlink()
        self.env["hva.fact.month"]._rebuild_dirty()
        self.assertEqual(self.topics(), {})
