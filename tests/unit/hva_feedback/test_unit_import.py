"""What a file of units would do to the tree: decided from facts alone."""

from datetime import date

import pytest

from hva_feedback.tools.unit_import import Unit, plan
from hva_feedback.tools.unit_rows import Words, fold, guess_columns, read_day, read_row

ROOT = "1.2.246.10.99999998"
WORDS = Words(
    levels={"division": 1, "area": 2, "unit": 3},
    municipalities={"609": 11, "pori": 11},
    services={"dental": 21, "hammashoito": 21, "ward": 22},
    county_root=ROOT,
)
LEVELS = (1, 2, 3)


def unit(number, name, parent=0, **values):
    return Unit(number, parent, {"name_fi": name, **values}, values.pop("is_current", True))


def steps(rows, units=()):
    read = [read_row(number, cells, WORDS) for number, cells in enumerate(rows, start=2)]
    return plan(read, units, LEVELS)


def kinds(found):
    return [step.kind for step in found]


def codes(step):
    return [problem.code for problem in step.problems]


def oid(number):
    return f"{ROOT}.10.{number}"


def test_new_units_get_the_level_of_their_depth():
    found = steps([
        {"oid": oid(1), "name_fi": "Terveys"},
        {"oid": oid(2), "name_fi": "Hammashoito", "parent": oid(1)},
        {"oid": oid(3), "name_fi": "Porin hammashoitola", "parent": oid(2)},
        {"oid": oid(4), "name_fi": "Huone 1", "parent": oid(3)},
    ])  # fmt: skip
    assert kinds(found) == ["new"] * 4
    assert [step.values["level"] for step in found] == [1, 2, 3, 3]
    assert [step.parent for step in found] == [None, ("row", 2), ("row", 3), ("row", 4)]


def test_a_parent_may_stand_below_its_children():
    found = steps([
        {"oid": oid(2), "name_fi": "Hammashoito", "parent": oid(1)}, {"oid": oid(1), "name_fi": "Terveys"},
    ])  # fmt: skip
    assert kinds(found) == ["new", "new"] and found[0].values["level"] == 2


def test_a_known_unit_shows_each_field_that_changes():
    ours = unit(7, "Hammas", oid=oid(1), level=3, municipality=None, valid_to=None)
    [step] = steps(
        [{"oid": oid(1), "name_fi": "Hammashoitola", "municipality": "Pori", "valid_to": "31.12.2026"}], [ours]
    )
    assert (step.kind, step.unit) == ("changed", 7)
    assert step.changes == [
        ("name_fi", "Hammas", "Hammashoitola"),
        ("municipality", None, 11),
        ("valid_to", None, date(2026, 12, 31)),
    ]


def test_an_empty_cell_says_nothing():
    ours = unit(7, "Hammas", oid=oid(1), producer="Yritys Oy", services=(21,))
    assert kinds(steps([{"oid": oid(1), "name_fi": "Hammas", "producer": " ", "services": ""}], [ours])) == ["same"]


def test_a_last_day_beyond_our_time_means_none():
    ours = unit(7, "Hammas", oid=oid(1), valid_to=date(2026, 1, 1))
    [step] = steps([{"oid": oid(1), "valid_to": "9999-12-31"}], [ours])
    assert step.changes == [("valid_to", date(2026, 1, 1), None)]


def test_a_unit_without_identifier_is_known_by_name_and_place():
    units = [unit(1, "Terveys", oid=oid(1)), unit(2, "Vastaanotto", 1), unit(3, "Vastaanotto")]
    [first, second] = steps([
        {"name_fi": "vastaanotto", "parent": oid(1), "oid": oid(5)}, {"name_fi": "Vastaanotto", "parent": oid(9)},
    ], units)[:2]  # fmt: skip
    assert (first.unit, first.changes[1]) == (2, ("oid", None, oid(5)))
    assert codes(second) == ["parent_unknown"]


def test_units_that_the_file_does_not_know_are_offered_for_ending():
    units = [unit(1, "A", oid=oid(1)), unit(2, "B", oid=oid(2)), unit(3, "Old", is_current=False)]
    found = steps([{"oid": oid(1), "name_fi": "A"}], [units[0], units[1], Unit(3, 0, {"name_fi": "Old"}, False)])
    assert [(step.kind, step.unit) for step in found] == [("same", 1), ("ended", 2)]


def test_a_move_is_a_change():
    units = [unit(1, "A", oid=oid(1)), unit(2, "B", oid=oid(2)), unit(3, "C", 1, oid=oid(3))]
    [step] = steps([{"oid": oid(3), "parent": oid(2)}], units)[:1]
    assert step.changes == [("parent", 1, 2)] and step.parent == ("unit", 2)


def test_the_organisation_at_the_top_of_a_register_is_no_unit():
    found = steps([
        {"oid": ROOT, "name_fi": "Hyvinvointialue"}, {"oid": oid(0), "name_fi": "Hyvinvointialue"},
        {"oid": oid(1), "name_fi": "Terveys", "parent": ROOT},
    ])  # fmt: skip
    assert kinds(found) == ["skipped", "skipped", "new"] and found[2].parent == ("unit", 0)


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"oid": "1.2.3"}, "not_finnish", "oid"),
        ({"oid": "abc"}, "shape", "oid"),
        ({"oid": "1.2.246.10.11111111.10.1"}, "foreign_root", "oid"),
        ({"level": "Osasto"}, "unknown_level", "level"),
        ({"municipality": "Atlantis"}, "unknown_municipality", "municipality"),
        ({"services": "dental, magic"}, "unknown_service", "services"),
        ({"valid_from": "tomorrow"}, "bad_date", "valid_from"),
        ({"valid_from": "2026-02-30"}, "bad_date", "valid_from"),
        ({"valid_from": "2026-02-02", "valid_to": "2026-02-01"}, "dates", "valid_to"),
        ({"parent": "Nowhere"}, "parent_unknown", "parent"),
        ({"parent": "X"}, "cycle", "parent"),
        ({"number": "77"}, "number_unknown", "number"),
        ({"number": "²"}, "number_unknown", "number"),
        ({"sector": "Yksityinen"}, "producer_missing", "producer"),
        ({"name_fi": ""}, "name_missing", "name_fi"),
    ],
)
def test_a_bad_row_says_why_and_where(cells, code, column):
    [step] = steps([{"name_fi": "X", **cells}])
    assert step.kind == "error"
    assert [(problem.code, problem.column) for problem in step.problems] == [(code, column)]


def test_the_same_identifier_twice_is_refused_in_both_rows():
    found = steps([{"oid": oid(1), "name_fi": "A"}, {"oid": oid(1), "name_fi": "B"}])
    assert [codes(step) for step in found] == [["oid_twice"]] * 2


def test_two_rows_for_one_unit_are_refused():
    ours = unit(7, "A", oid=oid(1))
    found = steps([{"number": "7", "name_fi": "A"}, {"oid": oid(1), "name_fi": "B"}], [ours])
    assert [codes(step) for step in found] == [["matched_twice"]] * 2


def test_a_circle_over_units_we_have_is_found():
    units = [unit(1, "A", oid=oid(1)), unit(2, "B", 1, oid=oid(2)), unit(3, "C", 2, oid=oid(3))]
    [step] = steps([{"oid": oid(1), "parent": oid(3)}], units)[:1]
    assert codes(step) == ["cycle"]


def test_a_child_of_a_refused_row_is_refused_too():
    found = steps([
        {"oid": oid(1), "name_fi": "A", "level": "?"}, {"oid": oid(2), "name_fi": "B", "parent": oid(1)},
        {"oid": oid(3), "name_fi": "C", "parent": oid(2)},
    ])  # fmt: skip
    assert [codes(step) for step in found] == [["unknown_level"], ["parent_bad"], ["parent_bad"]]


def test_a_name_that_two_units_have_is_no_parent():
    units = [unit(1, "A"), unit(2, "A", 1)]
    assert codes(steps([{"name_fi": "B", "parent": "A"}], units)[0]) == ["parent_ambiguous"]


def test_another_organisations_unit_is_bought_and_named_by_its_business_id():
    [step] = steps([{"oid": "1.2.246.10.11111111.10.1", "name_fi": "X", "business_id": "1111111-1"}])
    assert step.kind == "new" and step.values["producer"] == "1111111-1"
    [own] = steps([{"oid": oid(1), "name_fi": "X", "business_id": "9999999-8"}])
    assert "producer" not in own.values


def test_a_municipality_may_lose_its_zeros():
    words = Words({}, {"019": 5}, {})
    assert read_row(2, {"municipality": "19"}, words).values["municipality"] == 5


def test_services_are_codes_or_names_in_any_order():
    assert read_row(2, {"services": "ward; Hammashoito"}, WORDS).values["services"] == (21, 22)


def test_days_are_read_as_registers_and_spreadsheets_write_them():
    assert read_day("2026-12-31") == read_day("31.12.2026") == read_day("2026-12-31T00:00:00") == date(2026, 12, 31)
    assert read_day("1.2.2026 00:00") == date(2026, 2, 1)
    assert read_day("2099-12-31") is None


def test_columns_are_guessed_once_each():
    known = {fold("Sijaintikunta"): "municipality", fold("Kunta"): "municipality"}
    guessed = guess_columns(["OID", "Sijaintikunta", "Kunta", "Fax"], known)
    assert guessed == {"OID": "oid", "Sijaintikunta": "municipality"}


def test_two_thousand_rows_are_planned_at_once():
    rows = [{"oid": oid(n), "name_fi": f"U{n}", "parent": oid(n // 10) if n >= 10 else ""} for n in range(1, 2001)]
    assert kinds(steps(rows)) == ["new"] * 2000
