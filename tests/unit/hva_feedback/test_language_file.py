"""What each row of a language file would do to the bank."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_feedback.tools.language_file import COLUMNS, BankText, LanguageFileError, export_rows, plan

PARTS = {"ST1": ["title", "hint", "label_5"], "NPS": ["title", "label_0"]}
BANK = {
    ("ST1", "title", "fi"): BankText("Sain apua.", "county", False),
    ("ST1", "title", "sv"): BankText("Jag fick hjälp.", "THL", True),
}


def steps(*rows, header=COLUMNS, **more):
    numbered = [(number, row) for number, row in enumerate(rows, start=2)]
    return plan(header, numbered, BANK, PARTS, ("fi", "sv", "smn"), "file.csv", **more)


def kinds(*rows, **more):
    return [step.problem or step.kind for step in steps(*rows, **more)]


def test_each_row_says_what_it_would_do():
    assert kinds(
        ("ST1", "title", "fi", "Sain apua.", "county", "no"),
        ("ST1", "label_5", "fi", "Samaa mieltä", "THL", "yes"),
        ("NPS", "", "smn", "x", "THL", "yes"),
    ) == ["same", "new", "new"]
    [changed] = steps(("ST1", "title", "fi", "Sain tarvitsemani avun.", "THL", "yes"))
    assert (changed.kind, changed.old, changed.text) == ("changed", "Sain apua.", "Sain tarvitsemani avun.")
    assert kinds(("ST1", "title", "sv", "Hjälpen kom.", "THL", "yes")) == ["official"]
    assert kinds(("ST1", "title", "fi", "Sain apua.", "THL", "yes")) == ["marks"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("", "title", "fi", "x", "s", ""), "no_code"),
        (("ST9", "title", "fi", "x", "s", ""), "unknown_code"),
        (("ST1", "label_9", "fi", "x", "s", ""), "bad_part"),
        (("ST1", "title", "de", "x", "s", ""), "bad_language"),
        (("ST1", "title", "fi", " ", "s", ""), "no_text"),
        (("ST1", "title", "fi", "x" * 501, "s", ""), "too_long"),
        (("ST1", "title", "fi", "\ud800", "s", ""), "bad_text"),
        (("ST1", "title", "fi", "x", "s", "maybe"), "bad_mark"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row, problem):
    [step] = steps(row)
    assert (step.kind, step.problem, step.can_be_taken) == ("error", problem, False)


def test_the_second_of_two_equal_rows_is_not_taken():
    row = ("ST1", "hint", "fi", "x", "s", "")
    assert kinds(row, row) == ["new", "twice"]


def test_columns_have_several_names_and_any_order():
    header = ("Teksti", "Lisätieto", "KIELI", "Item_code")
    [step] = steps(("x", "ignored", "FI", "ST1"), header=header, is_official=True)
    assert (step.code, step.part, step.lang_code, step.source, step.is_official) == (
        "ST1",
        "title",
        "fi",
        "file.csv",
        True,
    )


def test_a_missing_column_is_named():
    with pytest.raises(LanguageFileError) as error:
        steps(header=("code", "text"))
    assert error.value.column == "language"


def test_hostile_text_is_text():
    [step] = steps(("ST1", "hint", "fi", " =1+1 <script>\u202ealert(1)</script>\x00 ", "s", ""))
    assert step.text == "=1+1 <script>alert(1)</script>"


def test_what_is_taken_out_comes_in_unchanged():
    assert kinds(*export_rows(BANK)) == ["same", "same"]


@given(st.lists(st.lists(st.text(max_size=20), min_size=6, max_size=6), max_size=5))
def test_any_row_gets_a_step(rows):
    assert len(steps(*rows)) == len(rows)
