"""Whatever happened to the feedback, a question gets what a plain count over the raw answers gives."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged

from .common_own import answer_own, make_own_set
from .common_reports import ReportCase
from .histories import few

CHANNELS = ("web", "sms", "kiosk")
DAYS = ("2026-08-31", "2026-09-01", "2026-09-17", "2026-09-30", "2026-10-01", "2026-10-31")
PLACES = ("eura", "huittinen", "pori")

place = st.sampled_from(PLACES)
act = st.one_of(
    st.tuples(st.just("give"), place, st.sampled_from(DAYS), st.sampled_from(CHANNELS), st.integers(-1, 10)),
    st.tuples(st.just("own"), place, st.sampled_from(DAYS), st.integers(0, 5)),
    st.tuples(st.just("correct"), st.integers(0, 30), place),
    st.tuples(st.just("erase"), st.integers(0, 30)),
    st.tuples(st.just("leave_out"), st.integers(0, 30)),
    st.tuples(st.just("merge"), place, place),
    st.tuples(st.just("sum"), st.integers(1, 4)),
)


@tagged("post_install", "-at_install")
class TestQueryEqualsCounting(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.person("boss")
        cls.boss.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.own = make_own_set(cls.env)._publish()

    def test_after_any_history(self):
        @few
        @given(st.lists(act, min_size=12, max_size=32), st.sampled_from(DAYS), st.sampled_from(DAYS))
        def check(history, one_day, other_day):
            with self.env.cr.savepoint() as savepoint:
                self.live(history)
                self.compare(min(one_day, other_day), max(one_day, other_day))
                savepoint.rollback()
            self.env.invalidate_all()

        check()

    def live(self, history):
        answers = []
        for kind, *rest in history:
            if kind == "give":
                name, day, channel, score = rest
                nps = None if score < 0 else score
                statements = {"ST1": score % 6} if score >= 0 else None
                answers.append(self.give(getattr(self, name), day, channel, nps=nps, statements=statements))
            elif kind == "own":
                name, day, value = rest
                answers.append(answer_own(self.own, getattr(self, name), date.fromisoformat(day), OWN1=value))
            elif kind == "sum":
                self.env["hva.fact.month"]._rebuild_dirty(limit=rest[0])
            elif kind == "merge":
                self.merge(*(getattr(self, name) for name in rest))
            elif answers:
                self.change(kind, answers, *rest)
        return answers

    def merge(self, gone, stays):
        if gone != stays and not gone.merged_into_id and not stays.merged_into_id and not gone.merged_from_ids:
            gone.write({"merged_into_id": stays.id, "active": False})

    def change(self, kind, answers, number, place_name=None):
        one = answers[number % len(answers)]
        if kind == "correct":
            one.write({"hva_unit_id": getattr(self, place_name).id})
        elif kind == "erase":
            answers.remove(one)
            one.unlink()
        else:
            one.hva_mark = "burst"
            one._hva_set_left_out(not one.hva_is_left_out, "Chance")

    def compare(self, start, end):
        """By unit and by channel, against the raw answers read one by one."""
        counted = {"leaf": Counter(), "channel": Counter()}
        scores = {"leaf": {}, "channel": {}}
        raw = self.env["survey.user_input"].search([
            ("hva_is_feedback", "=", True), ("state", "=", "done"), ("hva_is_left_out", "=", False),
            ("hva_given_on", ">=", start), ("hva_given_on", "<=", end),
            ("survey_id", "in", (self.survey + self.own).ids),
        ])  # fmt: skip
        for answer in raw:
            unit = answer.hva_unit_id
            while unit.merged_into_id:
                unit = unit.merged_into_id
            keys = {"leaf": str(unit.id), "channel": answer.hva_channel}
            for group, key in keys.items():
                counted[group][key] += 1
                if answer.hva_has_nps:
                    scores[group].setdefault(key, []).append(answer.hva_nps)
        for group, expected in counted.items():
            answer = self.ask(start, end, group)
            rows = {row["key"]: row["cells"] for row in answer["rows"] if row["cells"]["answers"]["value"]}
            self.assertEqual({key: cells["answers"]["value"] for key, cells in rows.items()}, dict(expected))
            for key, cells in rows.items():
                given_scores = scores[group].get(key, [])
                up, down = sum(score >= 9 for score in given_scores), sum(score <= 6 for score in given_scores)
                n = len(given_scores)
                self.assertEqual((cells["promoters"]["value"], cells["detractors"]["value"]), (up, down))
                self.assertEqual(cells["nps"]["value"], 100 * (up - down) / n if n else None)
            self.assertEqual(answer["totals"]["cells"]["answers"]["value"], len(raw))
        self.compare_own(start, end, raw)

    def compare_own(self, start, end, raw):
        """The own statement, against its raw lines."""
        said = [line.hva_value for line in raw.user_input_line_ids if line.question_id.hva_item_id.code == "OWN1"]
        stand = [value for value in said if value]
        answer = self.ask(start, end, "own_statement", ["stand", "agree", "mean", *(f"v{v}" for v in range(6))])
        cells = {row["key"]: row["cells"] for row in answer["rows"]}.get("OWN1")
        self.assertEqual(bool(cells), bool(said))
        if cells:
            self.assertEqual([cells[f"v{v}"]["value"] for v in range(6)], [said.count(v) for v in range(6)])
            self.assertEqual(cells["stand"]["value"], len(stand))
        if stand:
            self.assertEqual(cells["agree"]["value"], sum(value >= 4 for value in stand) / len(stand))
            self.assertAlmostEqual(cells["mean"]["value"], sum(stand) / len(stand))

    def ask(self, start, end, group, metrics=("answers", "nps", "promoters", "detractors")):
        asked = {
            "period": {"kind": "own", "start": start, "end": end},
            "group": group,
            "metrics": list(metrics),
        }
        return self.env["hva.query"].with_user(self.boss).query(asked)
