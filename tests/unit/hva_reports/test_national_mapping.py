"""National codes come from a file, and nothing is invented where the file is silent."""

import json

import pytest

from hva_reports.tools import national_mapping
from hva_reports.tools.national_mapping import HEADER, MappingError, NationalCodes

GOOD = {
    "schema": "hva-national-mapping",
    "schema_version": 1,
    "items": {"NPS": "N1", "ST1": " "},
    "units": {"1.2": "U"},
}


def test_json_is_read_and_what_is_empty_has_no_code():
    assert national_mapping.from_json(json.dumps(GOOD).encode()) == NationalCodes({"NPS": "N1"}, {"1.2": "U"}, {})


def test_a_table_is_read():
    rows = [(2, ("item", "NPS", "N1")), (3, ("service", "s1", "")), (5, ("unit", "1.2", "U"))]
    assert national_mapping.from_rows(HEADER, rows) == NationalCodes({"NPS": "N1"}, {"1.2": "U"}, {})


def test_the_template_has_all_our_codes_and_no_national_one():
    rows = national_mapping.template({"ST1", "NPS"}, {"1.2"}, set())
    assert rows == [("item", "NPS", ""), ("item", "ST1", ""), ("unit", "1.2", "")]
    assert national_mapping.from_rows(HEADER, enumerate(rows, start=2)) == NationalCodes()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema_version": 2}, "is 2, this system reads 1"),
        ({"schema": "other"}, "must be"),
        ({"codes": {}}, "unknown: codes"),
        ({"items": ["NPS"]}, "must be an object"),
        ({"items": {"NPS": 3}}, "a code is a text"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(change, said):
    with pytest.raises(MappingError, match=said):
        national_mapping.from_json(json.dumps({**GOOD, **change}).encode())


@pytest.mark.parametrize(("data", "said"), [(b"{", "not JSON"), (b'{"items": {"A": "1", "A": "2"}}', "A: there twice")])
def test_broken_json_is_refused(data, said):
    with pytest.raises(MappingError, match=said):
        national_mapping.from_json(data)


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        (("a", "b", "c"), ("item", "NPS", "1"), "first row"),
        (HEADER, ("thing", "NPS", "1"), "row 2: kind"),
        (HEADER, ("item", "", "1"), "row 2: our code is missing"),
    ],
)
def test_a_broken_table_is_refused_with_its_row(header, row, said):
    with pytest.raises(MappingError, match=said):
        national_mapping.from_rows(header, [(2, row)])
