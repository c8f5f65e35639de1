"""Visits are read strictly, and nothing that is refused comes back in the answer."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools import visit_rows
from hva_sms.tools.visit_rows import (
    CODES,
    FATALS,
    FIELDS,
    RowError,
    RowResult,
    VisitRow,
    has_identity_number,
    parse_csv,
    parse_row,
    result_csv,
    time_problem,
)

HETU = "131052-308T"  # the authority's own example of an identity number
PHONE = "040 1234567"
VISIT = {
    "event_id": "A-1",
    "revision": 1,
    "status": "finished",
    "visit_end": "2026-11-20T14:30:00+02:00",
    "unit_oid": "1.2.246.10.12345678.10.1",
    "contact_type": "visit",
    "phone": PHONE,
    "language": "sv",
    "age_years": 40,
    "sms_consent": True,
    "non_disclosure": False,
}


def row(**changes):
    return parse_row(2, {**VISIT, **changes})


def refusal(**changes):
    result = row(**changes)
    assert isinstance(result, RowError)
    return result.code, result.field


def cell(value):
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def file_of(*visits, header=None):
    names = header or list(VISIT)
    lines = [";".join(names), *(";".join(cell(visit.get(name)) for name in names) for visit in visits)]
    return ("\n".join(lines) + "\n").encode()


def only_error(data):
    parsed = parse_csv(data)
    assert (parsed.rows, parsed.fatal, len(parsed.errors)) == ([], None, 1)
    return parsed.errors[0]


def test_a_good_row():
    visit = row()
    assert isinstance(visit, VisitRow)
    assert visit.visit_end == datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
    assert (visit.age_years, visit.language, visit.phone, visit.sms_consent) == (40, "sv", PHONE, True)


def test_a_csv_file_and_typed_values_give_the_same_row():
    parsed = parse_csv(file_of(VISIT))
    assert parsed.fatal is None and not parsed.errors
    assert parsed.rows == [row()]
    assert parsed.rows[0].content_hash == row().content_hash


def test_what_is_missing_means_no():
    visit = parse_row(2, {name: VISIT[name] for name in VISIT if name not in ("sms_consent", "language", "phone")})
    assert (visit.sms_consent, visit.language, visit.phone) == (False, "fi", None)
    assert (visit.phone_ambiguous, visit.survey_opt_out, visit.deceased) == (False, False, False)


@pytest.mark.parametrize("visit", ({**VISIT, "non_disclosure": None}, {**VISIT, "non_disclosure": True}))
def test_non_disclosure_is_assumed_and_keeps_neither_phone_nor_key(visit):
    read = parse_row(2, {**visit, "client_key": "k" * 32})
    assert (read.non_disclosure, read.phone, read.client_key) == (True, None, None)
    assert parse_csv(file_of(visit)).rows[0].phone is None


@pytest.mark.parametrize("name", [field.name for field in FIELDS if field.is_required])
def test_required_fields(name):
    assert refusal(**{name: None}) == ("missing_field", name)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    (
        ("revision", "1", "bad_type"),
        ("revision", True, "bad_type"),
        ("revision", 1.0, "bad_type"),
        ("revision", 0, "bad_value"),
        ("age_years", 131, "bad_value"),
        ("age_years", -1, "bad_value"),
        ("age_years", "40", "bad_type"),
        ("sms_consent", "true", "bad_type"),
        ("sms_consent", 1, "bad_type"),
        ("non_disclosure", "false", "bad_type"),
        ("status", "Finished", "bad_value"),
        ("status", "arrived", "bad_value"),
        ("contact_type", "", "bad_value"),
        ("visit_end", "2026-11-20T14:30:00", "bad_type"),
        ("visit_end", "2026-11-20 14:30:00+02:00", "bad_type"),
        ("visit_end", "2026-02-30T14:30:00+02:00", "bad_type"),
        ("visit_end", "20261120T143000+0200", "bad_type"),
        ("visit_end", 1763642400, "bad_type"),
        ("visit_start", "2026-11-20", "bad_type"),
        ("unit_oid", "12345", "bad_type"),
        ("unit_oid", "1.2.246.010", "bad_type"),
        ("unit_oid", "Terveysasema", "bad_type"),
        ("event_id", "", "bad_type"),
        ("event_id", "x" * 65, "bad_type"),
        ("event_id", " A", "bad_type"),
        ("event_id", "A\nB", "bad_type"),
        ("event_id", 12, "bad_type"),
        ("client_key", "short", "bad_type"),
        ("client_key", "k" * 65, "bad_type"),
        ("service_code", "x" * 17, "bad_type"),
        ("phone", "0" * 33, "bad_type"),
        ("phone", 401234567, "bad_type"),
        ("phone", ["0401234567"], "bad_type"),
        ("language", "FI", "bad_type"),
        ("language", "finnish", "bad_type"),
        ("municipality", "91", "bad_type"),
    ),
)
def test_strict_types(name, value, code):
    assert refusal(**{name: value}) == (code, name)


@pytest.mark.parametrize("name", ("name", "address", "diagnosis", "hetu", "Phone", "event_id "))
def test_fields_outside_the_contract_are_errors(name):
    assert refusal(**{name: "x"}) == ("unknown_field", None)
    assert parse_csv(file_of(VISIT, header=[*VISIT, name])).fatal == "unknown_field"


@pytest.mark.parametrize(
    "value",
    (
        HETU,
        "131052A308T",
        "131052a308t",
        "131052+308T",
        "131052Y308T",
        "131052–308T",
        "１３１０５２-308T",
        f"x {HETU} y",
        f"ID{HETU}",
        f"{HETU}x",
        f"urn:oid:1.2.246.21.{HETU}",
    ),
)
@pytest.mark.parametrize("name", [field.name for field in FIELDS if field.kind == "text"])
def test_an_identity_number_anywhere_rejects_the_row_without_echo(name, value):
    result = row(**{name: value})
    assert (result.code, result.field) == ("forbidden_data", name)
    assert value not in repr(result)
    assert result.event_id == (None if name == "event_id" else "A-1")


def test_an_identity_number_in_an_unknown_field_is_not_named_either():
    result = row(**{HETU: HETU})
    assert (result.code, result.field) == ("forbidden_data", None)


@pytest.mark.parametrize(
    "value",
    (
        "EV-20261123-0001",
        "991399-308T",
        "ab010203-1234-4abc-9def-0123456789ab",
        "9f031299a1234bcdef0123456789abcdef",
        "1.2.246.10.12345678.10.1",
        "1310521308T",
        "2026-11-20T14:30:00+02:00",
    ),
)
def test_ordinary_ids_are_not_taken_for_identity_numbers(value):
    assert not has_identity_number(value)


@pytest.mark.parametrize("event_id", ("358401234567", "0401234567", "V-040-1234567"))
def test_an_id_made_of_the_phone_is_refused_and_not_repeated(event_id):
    result = row(event_id=event_id)
    assert (result.code, result.event_id) == ("forbidden_data", None)
    assert row(event_id=event_id, age_years=None).event_id is None


def test_the_order_of_columns_and_a_byte_order_mark_do_not_matter():
    header = sorted(VISIT)
    assert parse_csv(b"\xef\xbb\xbf" + file_of(VISIT, header=header)).rows == [row()]


@pytest.mark.parametrize("ending", (b"\r\n", b"\r", b"\n"))
def test_line_ends_and_empty_lines(ending):
    data = file_of(VISIT, {**VISIT, "event_id": "A-2"}).replace(b"\n", ending) + ending * 2
    assert [visit.event_id for visit in parse_csv(data).rows] == ["A-1", "A-2"]


def test_quoted_cells():
    data = file_of({**VISIT, "event_id": '"A;""1"'})
    assert parse_csv(data).rows[0].event_id == 'A;"1'


@pytest.mark.parametrize(
    ("data", "fatal"),
    (
        (b"", "empty_file"),
        (b"\n" + file_of(VISIT), "empty_file"),
        (file_of(VISIT) + b"\0", "nul_byte"),
        (file_of(VISIT).decode().encode("utf-16"), "bad_encoding"),
        (file_of({**VISIT, "service_code": "hä"}, header=[*VISIT, "service_code"]).decode().encode("latin-1"), None),
        (file_of(VISIT).replace(b"event_id", b'"event_id'), "bad_csv"),
        (file_of(VISIT).replace(b";", b","), "unknown_field"),
        (file_of(VISIT).replace(b"\n", b";phone\n", 1), "duplicate_field"),
        (f"{HETU};finished\n".encode(), "unknown_field"),
    ),
)
def test_files_that_cannot_be_read(data, fatal):
    fatal = fatal or "bad_encoding"
    parsed = parse_csv(data)
    assert (parsed.rows, parsed.errors, parsed.fatal) == ([], [], fatal)
    assert fatal in FATALS


def test_a_missing_column_is_named():
    parsed = parse_csv(file_of(VISIT, header=[name for name in VISIT if name != "age_years"]))
    assert (parsed.fatal, parsed.fatal_field) == ("missing_field", "age_years")


def test_huge_files(monkeypatch):
    monkeypatch.setattr(visit_rows, "MAX_BYTES", 1000)
    assert parse_csv(b"x" * 1001).fatal == "too_big"
    monkeypatch.setattr(visit_rows, "MAX_BYTES", 10_000_000)
    monkeypatch.setattr(visit_rows, "MAX_ROWS", 3)
    assert parse_csv(file_of(*[VISIT] * 3)).fatal is None
    assert parse_csv(file_of(*[VISIT] * 4)).fatal == "too_many_rows"


def test_a_huge_cell_costs_its_line_only():
    parsed = parse_csv(file_of({**VISIT, "event_id": "x" * 200_000}, {**VISIT, "event_id": "A-2"}))
    assert [error.code for error in parsed.errors] == ["bad_csv"]
    assert [visit.event_id for visit in parsed.rows] == ["A-2"]


def test_an_open_quote_costs_one_line():
    parsed = parse_csv(file_of({**VISIT, "event_id": '"A-1'}, {**VISIT, "event_id": "A-2"}))
    assert [(error.line, error.code) for error in parsed.errors] == [(2, "bad_csv")]
    assert [visit.line for visit in parsed.rows] == [3]


@pytest.mark.parametrize("change", (b";extra\n", b"\n"))
def test_ragged_lines(change):
    data = file_of(VISIT)
    data = data[:-1] + change if change != b"\n" else data[: data.rindex(b";")] + b"\n"
    assert only_error(data).code == "ragged_line"


def test_a_ragged_line_with_an_identity_number_says_so():
    error = only_error(file_of(VISIT)[:-1] + f";{HETU}\n".encode())
    assert error == RowError(2, None, "forbidden_data", None)


@pytest.mark.parametrize("value", ("True", "1", "yes", "kyllä", " true"))
def test_csv_booleans_are_true_or_false(value):
    assert only_error(file_of({**VISIT, "sms_consent": value})).code == "bad_type"


@pytest.mark.parametrize("value", ("040", "+40", "4 0", "40.0", "4e1", "٤٠"))
def test_csv_integers_are_plain(value):
    assert only_error(file_of({**VISIT, "age_years": value})).code == "bad_type"


def test_the_hash_is_of_the_content():
    assert row().content_hash == row(visit_end="2026-11-20T12:30:00Z").content_hash
    assert row().content_hash != row(age_years=41).content_hash
    assert row().content_hash != row(revision=2).content_hash
    assert parse_row(2, VISIT).content_hash == parse_row(99, VISIT).content_hash


def test_a_row_does_not_show_its_content():
    assert repr(row()) == "VisitRow(line=2)"


def test_times_are_judged_by_the_callers_clock():
    visit = row()
    assert time_problem(visit, visit.visit_end, 7) is None
    assert time_problem(visit, visit.visit_end - timedelta(minutes=5), 7) is None
    assert time_problem(visit, visit.visit_end - timedelta(minutes=6), 7) == "future_time"
    assert time_problem(visit, visit.visit_end + timedelta(days=7, seconds=1), 7) == "too_old"
    assert {"future_time", "too_old"} <= set(CODES)


@pytest.mark.parametrize("start", ("=1+1", "+1", "-1", "@x", "\uff1dcmd"))
def test_results_cannot_run_as_formulas(start):
    written = result_csv([RowResult(2, start, "rejected", "bad_value", "status")]).decode()
    rows = list(csv.reader(io.StringIO(written), delimiter=";"))
    assert rows == [
        ["line", "event_id", "result", "code", "field"],
        ["2", f"'{start}", "rejected", "bad_value", "status"],
    ]


def test_results_without_anything_to_say():
    assert result_csv([RowResult(2, "A-1", "accepted"), RowResult(3, None, "rejected", "bad_csv")]).decode() == (
        "line;event_id;result;code;field\n2;A-1;accepted;;\n3;;rejected;bad_csv;\n"
    )


@given(st.binary(max_size=400))
def test_any_bytes_give_an_answer(data):
    parsed = parse_csv(data)
    assert parsed.fatal is None or parsed.fatal in FATALS


@given(
    st.dictionaries(
        st.sampled_from([field.name for field in FIELDS]), st.text(max_size=70) | st.integers() | st.booleans()
    )
)
def test_any_values_give_a_row_or_a_known_code(values):
    result = parse_row(2, {**VISIT, **values})
    assert isinstance(result, VisitRow) or result.code in CODES


@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_characters="\r\n;\0", exclude_categories=["Cs"]), max_size=20),
        max_size=len(VISIT),
    )
)
def test_refused_cells_are_never_repeated(cells):
    names = list(VISIT)[: len(cells)]
    visit = {**VISIT, **{name: f"§{text}§" for name, text in zip(names, cells, strict=True) if name != "event_id"}}
    parsed = parse_csv(file_of(visit))
    assert "§" not in repr(parsed)
