"""Figures on a wall screen: of a closed month, counted once, hidden where few answered, also by subtraction."""

from freezegun import freeze_time

from odoo.tests import tagged

from .common_reports import ReportCase

# NOW is Monday 23 November 2026: the last closed month is October.
DAY = "2026-10-10"


@tagged("post_install", "-at_install")
class TestWallFigures(ReportCase):
    def wall(self, unit):
        wall = self.env["hva.wall"].create({"name": "Lobby", "unit_id": unit.id})
        wall.action_make()
        return wall

    def figures(self, wall):
        self.env["hva.fact.closed"]._cron_close()
        return dict(wall._hva_wall_figures(wall))

    def test_enough_answers_are_shown_with_their_score(self):
        self.give(self.eura, DAY, nps=10, count=10)
        self.give(self.eura, DAY, nps=3, count=5)
        self.give(self.eura, DAY, text="Only words", count=3)
        self.assertEqual(self.figures(self.wall(self.eura)), {"answers": 15, "nps": 33})

    def test_few_answers_show_nothing(self):
        self.give(self.eura, DAY, nps=10, count=9)
        self.assertEqual(self.figures(self.wall(self.eura)), {})

    def test_a_score_that_tells_how_everybody_answered_is_not_shown(self):
        self.give(self.eura, DAY, nps=10, count=20)
        self.assertEqual(self.figures(self.wall(self.eura)), {"answers": 20})

    def test_only_the_last_whole_month_counts(self):
        self.give(self.eura, "2026-11-10", nps=10, count=20)
        self.give(self.eura, "2026-09-25", nps=10, count=20)
        self.assertEqual(self.figures(self.wall(self.eura)), {})

    def test_a_part_is_silent_where_others_are_left_by_subtraction(self):
        self.give(self.eura, DAY, nps=10, count=12)
        self.give(self.eura, DAY, nps=2, count=5)
        self.give(self.huittinen, DAY, nps=9, count=4)
        branch, part = self.wall(self.health), self.wall(self.eura)
        self.assertEqual(self.figures(branch)["answers"], 21)
        self.assertEqual(self.figures(part), {}, "21 less 17 are the 4 of Huittinen")

    def test_who_reads_a_part_does_not_find_the_rest_on_the_wall_of_the_whole(self):
        self.person("anna", (self.eura, "manager"))
        self.give(self.eura, DAY, nps=10, count=12)
        self.give(self.huittinen, DAY, nps=9, count=4)
        self.assertEqual(self.figures(self.wall(self.health)), {}, "Anna takes her 12 away")

    def test_late_feedback_and_a_correction_change_nothing(self):
        answers = self.give(self.eura, DAY, nps=10, count=12) + self.give(self.eura, DAY, nps=2, count=5)
        wall = self.wall(self.eura)
        before = self.figures(wall)
        self.assertEqual(before["answers"], 17)
        self.give(self.eura, DAY, nps=2)
        answers[0].write({"hva_unit_id": self.pori.id})
        self.assertEqual(self.figures(wall), before)
        other = self.wall(self.health)
        self.assertEqual(self.figures(other), before, "a screen hung up later has the month as it was counted")
        self.give(self.eura, "2026-11-25", nps=2, count=10)
        with freeze_time("2026-12-02 10:00:00"):
            self.assertEqual(dict(wall._hva_wall_figures(wall)), before, "November is not closed yet")
        with freeze_time("2026-12-04 10:00:00"):
            self.assertEqual(self.figures(wall), {"answers": 10})
