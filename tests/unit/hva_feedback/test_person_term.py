import pytest

from hva_feedback.tools.person_term import Term, read_term


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("040 123 4567", Term("phone", "+358401234567")),
        ("+46 70 123 45 67", Term("phone", "+46701234567")),
        (" Maija@Example.FI ", Term("email", "maija@example.fi")),
        ("p00012", Term("case", "P00012")),
        ("7K3M-9QWZ-ABCD-EFGH", Term("code", "7K3M-9QWZ-ABCD-EFGH")),
    ],
)
def test_what_was_meant(typed, term):
    assert read_term(typed) == term


@pytest.mark.parametrize("typed", ["", "   ", "@", "a b@example.fi", "12", "Maija Virtanen!", "x" * 300])
def test_what_is_nothing(typed):
    assert read_term(typed) is None


def test_the_value_is_not_shown_in_a_log():
    assert "4567" not in repr(read_term("040 123 4567"))
