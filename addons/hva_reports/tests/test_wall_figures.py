"""Figures on a wall screen: four whole weeks, the same all week, hidden where few answered, also by subtraction."""

from freezegun import freeze_time

from odoo.tests import tagged

from .common_reports import ReportCase

# NOW is Monday 23 November 2026: the four weeks are those from 26 October.
DAY = "2026-11-10"


@tagged("post_install", "-at_install")
class TestWallFigures(ReportCase):
    def wall(self, unit):
        wall = self.env["hva.wall"].create({"name": "Lobby", "unit_id": unit.id})
        wall.action_make()
        return wall

    def figures(self, wall):
        return dict(wall._hva_wall_figures(wall))

    def test_enough_answers_are_shown_with_their_score(self):
        self.give(self.eura, DAY, nps=10, count=8)
        self.give(self.eura, DAY, nps=3, count=4)
        self.give(self.eura, DAY, text="Only words", count=3)
        self.assertEqual(self.figures(self.wall(self.eura)), {"answers": 15, "nps": 33})

    def test_few_answers_show_nothing(self):
        self.give(self.eura, DAY, nps=10, count=9)
        self.give(self.pori, DAY, nps=10, count=9)
        self.give(self.pori, DAY, text="Only words")
        self.assertEqual(self.figures(self.wall(self.eura)), {})
        self.assertEqual(self.figures(self.wall(self.pori)), {"answers": 10})

    def test_a_score_that_tells_how_everybody_answered_is_not_shown(self):
        self.give(self.eura, DAY, nps=10, count=20)
        self.assertEqual(self.figures(self.wall(self.eura)), {"answers": 20})

    def test_only_whole_weeks_count(self):
        self.give(self.eura, "2026-11-23", nps=10, count=20)
        self.give(self.eura, "2026-10-25", nps=10, count=20)
        self.assertEqual(self.figures(self.wall(self.eura)), {})

    def test_a_branch_has_its_parts_and_is_silent_where_subtraction_would_tell(self):
        self.give(self.eura, DAY, nps=10, count=12)
        self.give(self.eura, DAY, nps=2, count=3)
        self.give(self.huittinen, DAY, nps=9, count=4)
        branch = self.wall(self.health)
        self.assertEqual(self.figures(branch)["answers"], 19)
        part = self.wall(self.eura)
        self.assertEqual(self.figures(part), {}, "19 less 15 are the 4 of Huittinen, and the 19 hang already")
        branch.action_revoke()
        self.env["hva.wall.week"]._publish()
        self.assertEqual(self.figures(part), {}, "who saw the 19 remembers them")
        with freeze_time("2026-11-30 10:00:00"):
            self.env["hva.wall.week"]._publish()
            self.assertEqual(self.figures(part)["answers"], 15)
            self.assertEqual(self.figures(branch), {"answers": 19, "nps": 68}, "its page is closed and asks for none")

    def test_late_feedback_and_a_correction_wait_for_the_next_week(self):
        answers = self.give(self.eura, DAY, nps=10, count=12) + self.give(self.eura, DAY, nps=2, count=3)
        wall = self.wall(self.eura)
        before = self.figures(wall)
        self.give(self.eura, DAY, nps=2)
        answers[0].write({"hva_unit_id": self.pori.id})
        self.env["hva.wall.week"]._publish()
        self.assertEqual(self.figures(wall), before)
        with freeze_time("2026-11-30 10:00:00"):
            self.assertEqual(self.figures(wall), before, "until the job has run")
            self.give(self.eura, "2026-11-25", nps=2)
            self.env["hva.wall.week"]._publish()
            self.assertEqual(self.figures(wall), {"answers": 16, "nps": 38})
