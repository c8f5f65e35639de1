from hva_feedback.tools.set_diff import Change, QuestionFacts, compare


def facts(key, title="T", shape=("text_box",), **texts):
    by_part = tuple(sorted(((part, "fi"), text) for part, text in texts.items()))
    return QuestionFacts(key=key, title=title, texts=by_part, shape=shape)


def test_the_same_set_has_no_changes():
    assert compare([facts("ST1", title_="x")], [facts("ST1", title_="x")]) == []


def test_added_and_removed_questions_are_named():
    assert compare([facts("ST1", "one")], [facts("ST2", "two")]) == [Change("added", "two"), Change("removed", "one")]


def test_a_changed_wording_says_which_part_and_language():
    changes = compare([facts("ST1", "new", hint="old")], [facts("ST1", "new", hint="new")])
    assert changes == [Change("text", "new", "hint (fi)")]


def test_a_wording_that_came_or_went_is_a_change():
    assert [c.code for c in compare([facts("ST1")], [facts("ST1", hint="x")])] == ["text"]
    assert [c.code for c in compare([facts("ST1", hint="x")], [facts("ST1")])] == ["text"]


def test_other_answers_are_a_change_of_shape():
    changes = compare([facts("ST1", shape=("simple_choice", 5, 4))], [facts("ST1", shape=("simple_choice", 5))])
    assert [c.code for c in changes] == ["shape"]


def test_another_order_is_told_once():
    before = [facts("A"), facts("B"), facts("C")]
    assert [c.code for c in compare(before, [facts("C"), facts("A"), facts("B")])] == ["moved"]


def test_a_removed_question_in_between_is_not_another_order():
    before = [facts("A"), facts("B"), facts("C")]
    assert [c.code for c in compare(before, [facts("A"), facts("C")])] == ["removed"]
