"""What is taken of what a giver says about the feedback itself."""

import pytest

from hva_feedback.tools.about_feedback import ASPECTS, About, AboutValues, check_about, default_asks
from hva_feedback.tools.codes_tables import CHANNELS

EVERYTHING = About(asks=frozenset(ASPECTS), topics=((1, "Waiting"), (2, "Information")))


def test_everything_offered_is_taken():
    posted = {"kind": ["thanks"], "topics": ["2", "1"], "group": ["resident"], "assisted": ["staff"]}
    expected = AboutValues(kind="thanks", topic_ids=(1, 2), respondent_group="resident", assisted_by="staff")
    assert check_about(EVERYTHING, posted) == (expected, ())


def test_nothing_said_is_nothing_and_no_help_is_nothing_too():
    assert check_about(EVERYTHING, {}) == (AboutValues(), ())
    assert check_about(EVERYTHING, {"assisted": ["nobody"], "kind": [""], "topics": [""]}) == (AboutValues(), ())


@pytest.mark.parametrize(
    "posted",
    [
        {"kind": ["complaint"]}, {"kind": ["thanks", "question"]}, {"group": ["child"]}, {"assisted": ["relatives"]},
        {"topics": ["3"]}, {"topics": ["1", "x"]}, {"topics": ["01"]}, {"topics": ["-1"]}, {"topics": ["1\0"]},
    ],
)  # fmt: skip
def test_what_is_not_offered_is_refused_by_its_field(posted):
    values, problems = check_about(EVERYTHING, posted)
    assert values == AboutValues()
    assert [(problem.field, problem.code) for problem in problems] == [(next(iter(posted)), "not_offered")]


def test_what_is_not_asked_is_passed_over():
    posted = {"kind": ["complaint"], "topics": ["1"], "group": ["x"], "assisted": ["staff"]}
    assert check_about(About(asks=frozenset()), posted) == (AboutValues(), ())


def test_every_channel_has_its_default_and_a_message_stays_short():
    for channel, _label in CHANNELS:
        assert default_asks(channel) <= set(ASPECTS)
    assert default_asks("sms") == {"kind"}
    assert default_asks("web") == set(ASPECTS)
    assert default_asks("a channel of an addon") == {"kind"}
