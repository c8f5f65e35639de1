"""The closing line is true: also when pytest died, and when a skip hid a test."""

import pytest

from tools.dev.tally import Tally, of_report, skipped_names

REPORT = """<testsuites><testsuite>
  <testcase classname="a" name="passes"/>
  <testcase classname="a" name="fails"><failure message="x"/></testcase>
  <testcase classname="a" name="fails_twice"><failure message="x"/><error message="y"/></testcase>
  <testcase classname="a" name="skips"><skipped message="no browser"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "junit.xml"
    path.write_text(REPORT)
    return path


def test_each_test_counts_once(report):
    assert str(of_report(report, 1)) == "1 passed, 2 failed, 1 skipped"


def test_a_run_that_died_is_a_failure(tmp_path):
    assert of_report(tmp_path / "none.xml", 139) == Tally(failed=1)


def test_a_failing_run_whose_report_shows_none_is_a_failure(report):
    report.write_text("<testsuites/>")
    assert of_report(report, 3) == Tally(failed=1)


def test_selecting_nothing_is_neither_passed_nor_failed(tmp_path):
    assert of_report(tmp_path / "none.xml", 5) == Tally()


def test_where_skips_are_not_allowed_they_fail():
    assert Tally(5, 1, 2).strict() == Tally(5, 3, 0)


def test_a_skip_is_named_with_its_reason(report):
    assert skipped_names(report) == ["a.skips: no browser"]


def test_doors_add_up():
    assert str(Tally(1, 0, 2) + Tally(10, 1, 0)) == "11 passed, 1 failed, 2 skipped"
