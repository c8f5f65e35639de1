"""The results of one targeted survey from its counts."""

from hva_reports.tools.campaign_results import Asked, results

SCORE = Asked(1, "Would you recommend it?", [(str(step), str(step)) for step in range(11)], is_nps=True)
SEVERAL = Asked(2, "Which of these?", [("7", "Morning"), ("8", "Evening")], is_several=True)


def test_a_score_counts_zero_as_an_answer():
    [result] = results([SCORE], {1: {"0": 2, "10": 6, "8": 2}}, {1: 10})
    assert result.score.value == 40
    assert result.score.n == 10
    assert [line.count for line in result.lines][:2] == [2, 0]


def test_shares_of_several_choices_are_of_people():
    [result] = results([SEVERAL], {2: {"7": 4, "8": 2}}, {2: 4})
    assert [(line.label, line.count, line.share) for line in result.lines] == [("Morning", 4, 1.0), ("Evening", 2, 0.5)]
    assert result.score is None


def test_nobody_has_answered():
    found = results([SCORE, SEVERAL], {}, {})
    assert [(one.n, one.score) for one in found] == [(0, None), (0, None)]
    assert all(line.share == 0 for one in found for line in one.lines)
