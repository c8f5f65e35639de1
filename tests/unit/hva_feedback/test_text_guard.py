"""What is warned of before sending, and that a warning comes once."""

from page_forms import FOLLOW_UP, NPS, SHORT, form

from hva_feedback.tools.text_guard import Warned, is_told, look_through

FORM = form(NPS, FOLLOW_UP, SHORT)


def test_each_text_is_looked_through_and_other_values_are_not():
    values = {1: 9, 2: "soita 040 123 4567 tai a@b.fi", 9: "010190-123M"}
    assert look_through(FORM, values) == (Warned("q2", "phone"), Warned("q2", "email"), Warned("q9", "hetu"))
    assert look_through(FORM, {1: 9, 2: "kiitos"}) == ()


def test_who_has_been_told_is_not_told_again():
    found = (Warned("q2", "phone"), Warned("q9", "hetu"))
    assert not is_told(found, {})
    assert not is_told(found, {"warned": ["q2.phone"]})
    assert is_told(found, {"warned": ["q9.hetu q2.phone q7.email"]})
    assert is_told(found, {"as_it_is": ["1"]})
    assert is_told((), {})
