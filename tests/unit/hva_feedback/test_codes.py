"""Public codes and the tables they stand beside."""

import pytest

from hva_feedback.tools import codes_tables
from hva_feedback.tools.codes import ALPHABET, hash_code, is_code, new_code
from hva_feedback.tools.scoring import nps_group


def test_a_code_has_22_characters_of_base62_and_never_comes_twice():
    many = {new_code() for _ in range(2000)}
    assert len(many) == 2000
    assert all(is_code(code) for code in many)
    assert len(set(ALPHABET)) == 62


@pytest.mark.parametrize("text", ["", "a" * 21, "a" * 23, "a" * 21 + "ä", "a" * 21 + "-", "a" * 22 + "\n", "１" * 22])
def test_anything_else_is_no_code(text):
    assert not is_code(text)


def test_the_hash_is_sha256_in_hexadecimal():
    assert hash_code("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_codes_of_each_table_are_unique():
    named = [value for name, value in vars(codes_tables).items() if name.isupper() and isinstance(value, tuple)]
    tables = [table for table in named if all(isinstance(row, tuple) for row in table)]
    assert len(tables) >= 9
    for table in tables:
        assert len(codes_tables.codes(table)) == len(table)


def test_the_groups_of_the_recommendation_question():
    groups = [nps_group(score) for score in range(11)]
    assert groups == ["detractor"] * 7 + ["passive"] * 2 + ["promoter"] * 2
    for score in (-1, 11, 99):
        with pytest.raises(ValueError):
            nps_group(score)
