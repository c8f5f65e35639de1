"""Rolled up: how much is discussed, how many meetings are held, what is changed, for units below the reader."""

from odoo.tests import TransactionCase, tagged

from .improvement_story import ImprovementWorld

MEASURES = ["feedback_count:sum", "discussed:avg", "meeting_count:sum", "open_count:sum", "done_count:sum"]


@tagged("post_install", "-at_install")
class TestPractice(ImprovementWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        for unit, count, discussed in ((cls.clinic, 4, 3), (cls.dental, 1, 0)):
            answers = [cls.give(unit, kind="thanks", text="Kiitos") for _number in range(count)]
            for answer in answers[:discussed]:
                answer.with_user(cls.manager).action_hva_mark_discussed()
        cls.give(cls.clinic, nps=9)
        cls.env["hva.meeting"].create({"unit_id": cls.clinic.id}).action_hold()
        cls.env["hva.meeting"].create({"unit_id": cls.clinic.id})

    def rows(self, by, user=None):
        practice = self.env["hva.practice"].with_user(user or self.manager)
        rows = practice._read_group([], [by], MEASURES)
        return {row[0].name: row[1:] for row in rows}

    def test_shares_are_of_feedback_with_words_and_true_on_every_level(self):
        self.improve()
        self.decide(self.improve()).action_done()
        rows = self.rows("unit_id")
        self.assertEqual(rows["Clinic"], (7, 50.0, 1, 1, 1))
        self.assertEqual(rows["Dental"], (1, 0.0, 0, 0, 0))
        [(total, share, *_rest)] = self.rows("area_id").values()
        self.assertEqual((total, round(share, 2)), (8, round(100 * 3 / 7, 2)), "not the average of averages")

    def test_each_sees_the_units_below_and_no_others(self):
        self.assertEqual(set(self.rows("unit_id", self.handler)), {"Clinic"})
        self.assertEqual(set(self.rows("unit_id", self.manager)), {"Clinic", "Dental"})

    def test_two_units_and_forty_cost_the_same(self):
        self._queries()  # what is asked once in a process
        few = self._queries()
        for number in range(40):
            self.give(self._unit(f"Unit {number}", parent_id=self.area.id), kind="thanks", text="Kiitos")
        self.assertEqual(self._queries(), few)

    def _queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["hva.practice"].with_user(self.manager).formatted_read_group([], ["area_id"], MEASURES)
        return self.env.cr.sql_log_count - before
