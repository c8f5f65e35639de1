"""The code on a printed form, as printed and as people type it."""

import pytest

from hva_feedback.tools.form_code import FormCode, form_code, read_form_code


@pytest.mark.parametrize("parts", [(12, 3, None), (12, 3, 45), (1, 1, 1), (999_999_999, 999_999, 999_999_999)])
def test_what_is_printed_is_read_back(parts):
    assert read_form_code(form_code(*parts)) == FormCode(*parts)


def test_it_is_short_enough_to_type():
    assert form_code(12, 3) == "12-v3"
    assert form_code(12, 3, 45) == "12-v3-45"


@pytest.mark.parametrize("typed", [" 12-V3 ", "12 - v3", "12v3", "12\u2013v3", "12\u2212v3", "12_v3", "12-v 3"])
def test_case_spaces_and_dashes_do_not_matter(typed):
    assert read_form_code(typed) == FormCode(12, 3)


@pytest.mark.parametrize(
    "typed", ["", "12", "v3", "12-v", "0-v3", "12-v0", "12-v3-", "12-v3-0", "12-v3-45-6", "-12-v3", "1" * 30, "١٢-v3"]
)
def test_anything_else_is_no_code(typed):
    assert read_form_code(typed) is None
