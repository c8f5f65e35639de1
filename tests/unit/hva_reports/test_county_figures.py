"""Rows of other counties' figures are read or refused with a reason, and the nearest period stands beside ours."""

from datetime import date

import pytest

from hva_reports.tools.county_figures import (
    CODES,
    NEEDED,
    Known,
    columns_of,
    fit,
    is_address,
    nearest,
    plan,
    value_problem,
)
from hva_reports.tools.metric_registry import METRICS
from hva_reports.tools.periods import Span

HEADER = ("County", "Figure", "Value", "Precision", "n", "From", "To", "Channel", "Service", "Source", "URL", "Read on")
GOOD = ("Soite", "nps", "67", "", "2 327", "1.1.2024", "2024-09-30", "sms", "", "Soite 2024", "", "20.11.2026")
WORDS = {"metric": {"nps": "nps", "avointa palautetta": "text_share"}, "channel": {"sms": "sms"}}
OCTOBER = Span(date(2026, 10, 1), date(2026, 11, 1))


def read(*rows, figures=None):
    known = Known(date(2026, 11, 28), WORDS, figures or {})
    return plan(list(enumerate(rows, start=2)), columns_of(HEADER), known)


def changed(**cells):
    return tuple(cells.get(name, cell) for name, cell in zip(columns_of(HEADER), GOOD, strict=True))


def figure(first, last, **more):
    base = {"county": "Soite", "metric": "nps", "channel": "", "service": ""}
    return {**base, "start_on": date.fromisoformat(first), "end_on": date.fromisoformat(last), **more}


@pytest.mark.parametrize(
    "header",
    [
        ("Hyvinvointialue", "Tunnusluku", "Arvo", "Alkaen", "Asti", "Lähde", "Luettu"),
        ("Välfärdsområde", "Mätare", "Värde", "Från", "Till", "Källa", "Läst"),
        ("n", "note", "county"),
    ],
)
def test_headers_in_three_languages(header):
    found = columns_of(header)
    assert found.get("county") is not None
    assert "n" not in found or header[found["n"]] == "n"


@pytest.mark.parametrize(
    "header",
    [
        ("county", "figure", "value", "first day", "last day", "source", "the day it was read"),
        ("alue", "luku", "arvo", "ensimmäinen päivä", "viimeinen päivä", "lähde", "lukupäivä"),
        ("område", "tal", "värde", "första dagen", "sista dagen", "källa", "dagen då det lästes"),
    ],
)
def test_the_words_of_the_dialog_are_headers(header):
    assert [columns_of(header).get(name) for name in NEEDED] == list(range(len(NEEDED)))


def test_a_row_as_people_write_it():
    [step] = read(changed(value="−34,5", hedge="noin", metric="Avointa palautetta", n=""))
    assert step.problems == [("out_of_scale", "0–100 %")]
    [step] = read(changed(value="80,1 %", hedge="yli", metric="Avointa palautetta", n="", channel=""))
    assert (step.kind, step.problems) == ("new", [])
    assert (step.values["value"], step.values["hedge"], step.values["n"], step.values["channel"]) == (
        80.1,
        "over",
        0,
        "",
    )
    assert (step.values["start_on"], step.values["end_on"]) == (date(2024, 1, 1), date(2024, 9, 30))


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"county": ""}, ("county_missing", "")),
        ({"source": ""}, ("source_missing", "")),
        ({"source": "s" * 301}, ("too_long", "300")),
        ({"metric": ""}, ("metric_missing", "")),
        ({"metric": "mood"}, ("metric_unknown", "mood")),
        ({"channel": "pigeon"}, ("channel_unknown", "pigeon")),
        ({"hedge": "perhaps"}, ("hedge_unknown", "perhaps")),
        ({"value": ""}, ("value_missing", "")),
        ({"value": "45-85"}, ("value_bad", "45-85")),
        ({"value": "1e400"}, ("value_bad", "1e400")),
        ({"value": "101"}, ("out_of_scale", "-100–100")),
        ({"n": "-1"}, ("n_bad", "-1")),
        ({"n": "1,5"}, ("n_bad", "1,5")),
        ({"n": "9 999 999 999"}, ("n_bad", "9 999 999 999")),  # more than the column holds, and than there are people
        ({"start_on": "2024"}, ("bad_date", "2024")),
        ({"start_on": "1.1.0205"}, ("far", "1.1.0205")),
        ({"end_on": ""}, ("end_on_missing", "")),
        ({"end_on": "31.12.2023"}, ("dates", "")),
        ({"read_on": "29.11.2026"}, ("not_yet", "29.11.2026")),
        ({"url": "javascript:alert(1)"}, ("url_bad", "javascript:alert(1)")),
    ],
)
def test_a_bad_row_says_why(cells, problem):
    [step] = read(changed(**cells))
    assert step.kind == "error"
    assert problem in step.problems


def test_the_same_figure_twice_and_one_that_is_there_already():
    first, second = read(GOOD, GOOD)
    assert (first.kind, second.kind, second.problems) == ("new", "error", [("twice", "2")])
    key = ("Soite", "nps", date(2024, 1, 1), date(2024, 9, 30), "sms", "")
    there = {key: (7, (67.0, 2327, "exact", "Soite 2024", "", date(2026, 11, 20)))}
    assert [(step.kind, step.figure_id) for step in read(GOOD, figures=there)] == [("same", 7)]
    assert [(step.kind, step.figure_id) for step in read(changed(value="68"), figures=there)] == [("changed", 7)]


@pytest.mark.parametrize("code", CODES)
def test_each_metric_has_a_scale(code):
    assert value_problem(code, {"mean": 3}.get(METRICS[code].kind, 0)) is None
    assert value_problem(code, -101)


def test_addresses_are_of_web_pages():
    assert is_address("https://pirha.fi/asiakkaalle/palaute")
    for text in ("", "www.pirha.fi", "data:text/html,x", 'https://x"onclick', "https://a b"):
        assert not is_address(text)


def test_how_days_lie_to_ours():
    assert fit(OCTOBER, date(2026, 10, 1), date(2026, 10, 31)) == "same"
    assert fit(OCTOBER, date(2026, 1, 1), date(2026, 10, 1)) == "overlap"
    assert fit(OCTOBER, date(2026, 11, 1), date(2026, 11, 30)) == "apart"


def test_the_nearest_of_each_county_figure_channel_and_service():
    year, same = figure("2026-01-01", "2026-12-31", value=9), figure("2026-10-01", "2026-10-31", value=1)
    before, long_ago = figure("2026-09-01", "2026-09-30", value=5), figure("2024-01-01", "2024-12-31", value=7)
    assert nearest([long_ago, before], OCTOBER) == [before]
    assert nearest([long_ago, before, year], OCTOBER) == [year]
    assert nearest([year, same, before], OCTOBER) == [same]
    later = figure("2026-11-01", "2026-11-30", value=6)
    assert nearest([before, later], OCTOBER) == [later], "as near: the later"


def test_the_order_is_by_figure_channel_and_name_never_by_value():
    days = ("2026-10-01", "2026-10-31")
    rows = [
        figure(*days, county="Soite", metric="answers"),
        figure(*days, county="Ö", channel="sms"),
        figure(*days, county="B", value=1),
        figure(*days, county="A", value=0),
    ]
    found = nearest(rows, OCTOBER)
    assert [(one["metric"], one["channel"], one["county"]) for one in found] == [
        ("nps", "", "A"), ("nps", "", "B"), ("nps", "sms", "Ö"), ("answers", "", "Soite"),
    ]  # fmt: skip
