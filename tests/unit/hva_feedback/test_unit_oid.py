"""OIDs of units: what the code server of THL gives out, and nothing else."""

import pytest

from hva_feedback.tools.unit_oid import is_organisation_root, is_under, oid_problem

ROOT = "1.2.246.10.99999998"


@pytest.mark.parametrize("oid", [f"{ROOT}.10.1", f"{ROOT}.10.1234", f"{ROOT}.10.12.3", "1.2.246.10.1234567.10.5"])
def test_units_are_welcome(oid):
    assert oid_problem(oid) is None


@pytest.mark.parametrize(
    ("oid", "problem"),
    [
        ("", "shape"), ("seventeen", "shape"), ("1.2", "shape"), ("1..2.3", "shape"), ("1.2.246.10.", "shape"),
        ("3.2.246.10.99999998.10.1", "shape"), ("1.2.246.10.99999998.10.01", "shape"),
        ("1.2.246.10.99999998.10." + "1" * 50, "shape"), (f" {ROOT}.10.1", "shape"), (f"{ROOT}.10.1\n", "shape"),
        ("1.2.752.129.2.1", "not_finnish"), ("1.2.246.100.99999998.10.1", "not_finnish"),
        (ROOT, "not_a_unit"), (f"{ROOT}.10", "not_a_unit"), (f"{ROOT}.14.1", "not_a_unit"),
        ("1.2.246.10.123.10.1", "not_a_unit"),
    ],
)  # fmt: skip
def test_others_are_turned_away_with_a_reason(oid, problem):
    assert oid_problem(oid) == problem


def test_the_county_gives_numbers_to_its_own_units_only():
    foreign = "1.2.246.10.12345678.10.1"
    assert oid_problem(f"{ROOT}.10.1", ROOT) is None
    assert oid_problem(foreign, ROOT) == "foreign_root"
    assert oid_problem(foreign, ROOT, is_bought=True) is None


def test_an_arc_is_compared_part_by_part():
    assert is_under("1.2.246.10.5", "1.2.246.10")
    assert not is_under("1.2.246.105", "1.2.246.10")
    assert not is_under("1.2.246.10", "1.2.246.10")


def test_the_root_of_a_county():
    assert is_organisation_root(ROOT)
    for text in ("", "1.2.246.10", f"{ROOT}.10.1", "1.2.246.10.abc", f"{ROOT}."):
        assert not is_organisation_root(text)
