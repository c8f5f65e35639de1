"""Was this form hard to use: what is taken, what is masked, and what is said where something is wrong."""

import collections

import pytest

from hva_feedback.tools.difficulty import TEXT_MAX, check_difficulty, view_difficulty


class Texts(collections.UserDict):
    """Every text is its own key, with a place for a number where one is given."""

    def __missing__(self, key):
        return f"{key} %(count)s" if key == "text_hint" else key


TEXTS = Texts()


def check(**posted):
    return check_difficulty({name: [text] for name, text in posted.items()})


def codes(**posted):
    return [(problem.field, problem.code) for problem in check(**posted)[1]]


def test_a_verdict_alone_is_enough_and_so_are_words_alone():
    assert codes(verdict="easy") == []
    said, problems = check(difficulty="  The buttons are small. ")
    assert (said.verdict, said.text, said.email, problems) == (None, "The buttons are small.", None, ())


def test_nothing_at_all_is_told():
    assert codes() == [("verdict", "difficulty_empty")]
    assert codes(verdict="", difficulty=" \r\n ", contact_email="") == [("verdict", "difficulty_empty")]


def test_a_verdict_that_was_not_offered_is_refused():
    assert codes(verdict="hopeless") == [("verdict", "not_offered")]


def test_what_tells_who_one_is_is_masked_in_the_words_and_the_address_is_apart():
    said, problems = check(verdict="hard", difficulty="Call 040 123 4567", contact_email=" maija@example.fi ")
    assert not problems and said.email == "maija@example.fi"
    assert "4567" not in said.text and "4567" not in repr(said) and "maija" not in repr(said)


@pytest.mark.parametrize("address", ["nowhere", "a@b", "@example.fi"])
def test_an_address_that_is_none_is_told(address):
    assert [name for name, _code in codes(verdict="easy", contact_email=address)] == ["contact_email"]


def test_words_end_at_a_thousand_characters():
    assert codes(difficulty="x" * TEXT_MAX) == []
    assert codes(difficulty="x" * (TEXT_MAX + 1)) == [("difficulty", "too_long")]
    assert codes(difficulty="x" * 1_000_000) == [("difficulty", "too_long")], "and a flood is no more than that"


def test_a_fresh_question_has_no_errors_and_is_closed():
    view = view_difficulty(TEXTS)
    assert not view.is_open
    assert [one.name for one in view.fields] == ["verdict", "difficulty", "contact_email"]
    assert not any(one.error or one.text for one in view.fields)
    assert [choice.value for choice in view.fields[0].choices] == ["easy", "hard"]


def test_it_comes_back_as_it_was_filled_in_with_each_error_at_its_field():
    posted = {"verdict": ["hard"], "difficulty": ["a\r\nb\0"], "contact_email": ["nowhere"]}
    _said, problems = check_difficulty(posted)
    view = view_difficulty(TEXTS, posted, problems)
    verdict, words, email = view.fields
    assert [choice.is_chosen for choice in verdict.choices] == [False, True]
    assert (words.text, email.text) == ("a\nb", "nowhere")
    assert view.is_open and [line.target for line in view.summary] == [email.target] and email.error


def test_a_problem_of_the_whole_form_leads_nowhere():
    from hva_feedback.tools.answer_validation import Problem

    view = view_difficulty(TEXTS, {}, (Problem("form", "expired"),))
    assert [(line.target, bool(line.text)) for line in view.summary] == [("", True)]
