"""States, draw and words of targeted surveys."""

import pytest

from hva_sms.tools import campaign, sms_text

KEY = b"k" * 32
PEOPLE = [f"person{number}" for number in range(200)]


def test_closed_is_for_good():
    assert campaign.can_move("draft", "running")
    assert campaign.can_move("stopped", "running")
    assert not any(campaign.can_move("closed", state) for state, _label in campaign.STATES)
    assert not campaign.can_move("draft", "closed")


def test_a_survey_draws_alike_and_another_draws_others():
    first = campaign.draw(PEOPLE, "1", KEY, 20)
    assert first == campaign.draw(reversed(PEOPLE), "1", KEY, 20)
    assert len(set(first)) == 20
    assert set(first) != set(campaign.draw(PEOPLE, "2", KEY, 20))
    assert set(first) != set(campaign.draw(PEOPLE, "1", b"x" * 32, 20))


def test_a_bigger_sample_holds_the_smaller_one():
    assert set(campaign.draw(PEOPLE, "1", KEY, 10)) < set(campaign.draw(PEOPLE, "1", KEY, 30))


@pytest.mark.parametrize("size", [0, 200, 500])
def test_zero_or_more_than_there_are_is_everybody(size):
    assert sorted(campaign.draw(PEOPLE, "1", KEY, size)) == sorted(PEOPLE)


def test_the_usual_words_are_right():
    for (way, wave, lang), body in campaign.BODIES.items():
        subject = campaign.SUBJECTS[wave, lang]
        assert campaign.problems(way, subject, body) == [], (way, wave, lang)
        if way == "sms":
            assert not [one for one in sms_text.problems(body) if one.is_blocking], (wave, lang)
            assert sms_text.segments(sms_text.render(body, sms_text.SAMPLE_LINK)).parts == 1, (wave, lang)


def test_what_is_wrong_with_a_mail():
    assert campaign.problems("mail", " ", "{link} {link}") == ["no_subject", "no_link", "no_leave"]
    assert campaign.problems("sms", "", "") == []
