"""Codes on slips, as printed and as people type them."""

import math

import pytest

from hva_feedback.tools.hand_code import ALPHABET, LENGTH, new_hand_code, read_hand_code, show_hand_code


def test_a_code_has_at_least_64_bits_and_no_letter_that_is_misread():
    assert LENGTH * math.log2(len(set(ALPHABET))) >= 64
    assert not set("ILOU") & set(ALPHABET)
    assert len({new_hand_code() for _ in range(200)}) == 200


def test_what_is_printed_is_read_back():
    for _ in range(50):
        code = new_hand_code()
        shown = show_hand_code(code)
        assert [len(group) for group in shown.split("-")] == [4, 4, 5]
        assert read_hand_code(shown) == code


@pytest.mark.parametrize(
    "typed",
    [
        "01AB-CDEF-GHJKM",
        "01abcdefghjkm",
        " 01AB CDEF GHJKM ",
        "O1AB-CDEF-GHJKM",
        "oiab-cdef-ghjkm",
        "0lab–cdef–ghjkm",
        "01AB.CDEF.GHJKM",
        "01AB\u00a0CDEF\u2212GHJKM",
    ],
)
def test_misread_letters_case_and_dashes_do_not_matter(typed):
    assert read_hand_code(typed) == "01ABCDEFGHJKM"


@pytest.mark.parametrize(
    "typed", ["", "01AB-CDEF-GHJK", "01AB-CDEF-GHJKMN", "01AB-CDEF-GHJKU", "01ÄB-CDEF-GHJKM", "0" * 10_000, "٠" * 13]
)
def test_anything_else_is_no_code(typed):
    assert read_hand_code(typed) is None
