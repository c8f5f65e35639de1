"""A language file says what is to be translated, and each of its rows what it would do."""

import pytest

from hva_feedback.tools.page_language_file import LanguageFileError, Wording, compare, counts, header, rows
from hva_feedback.tools.table_file import read_table, write_csv, write_xlsx

KNOWN = {
    ("word", "send"): {"fi": "Lähetä", "sv": "Skicka", "en": "Send"},
    ("word", "count"): {"fi": "Enintään %(count)s", "en": "At most %(count)s"},
    ("text", "notice"): {"fi": "Soita 112."},
    ("question", "FREE/title"): {"fi": "Mitä muuta?"},
}
STORED = {("word", "send"): Wording("«se» send", "nowhere", True)}


def change(*cells, columns=("place", "key", "se", "source", "official"), source=""):
    [only] = compare(read_table(write_csv(columns, [cells]), "x.csv", max_rows=9), "se", KNOWN, STORED, source)
    return only


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_file_to_translate_comes_back_and_changes_nothing(write):
    table = read_table(write(header("se"), rows("se", KNOWN, STORED)), "x", max_rows=9)
    changes = compare(table, "se", KNOWN, STORED)
    assert [(c.address, c.status) for c in changes] == [
        (("word", "send"), "same"),
        (("word", "count"), "empty"),
        (("text", "notice"), "empty"),
        (("question", "FREE/title"), "empty"),
    ]
    assert counts(changes) == {"new": 0, "changed": 0, "same": 1, "empty": 3, "error": 0}


def test_a_language_is_not_asked_to_be_translated_from_itself():
    assert header("sv").count("sv") == 1


@pytest.mark.parametrize(
    ("cells", "status", "problem"),
    [
        (("word", "send", "«se» send", "nowhere", "yes"), "same", None),
        (("word", "send", "«se» other", "nowhere", "yes"), "changed", None),
        (("word", "send", "«se» send", "nowhere", ""), "changed", None),
        (("word", "count", "«se» %(count)s", "nowhere", ""), "new", None),
        (("Word", "count", "«se» %(count)s", "nowhere", "Kyllä"), "new", None),
        (("text", "notice", "100 %", "nowhere", ""), "new", None),
        (("word", "count", "", "", ""), "empty", None),
        (("word", "nothing", "x", "nowhere", ""), "error", "unknown"),
        (("words", "send", "x", "nowhere", ""), "error", "unknown"),
        (("word", "count", "«se»", "nowhere", ""), "error", "placeholders"),
        (("word", "count", "%(count)s %(other)s", "nowhere", ""), "error", "placeholders"),
        (("word", "count", "%(count)s %", "nowhere", ""), "error", "placeholders"),
        (("word", "send", "%(count)s", "nowhere", ""), "error", "placeholders"),
        (("word", "send", "x" * 2001, "nowhere", ""), "error", "long"),
        (("word", "send", "x", "", ""), "error", "no_source"),
        (("word", "send", "x", "nowhere", "perhaps"), "error", "official"),
    ],
)
def test_what_a_row_would_do(cells, status, problem):
    found = change(*cells)
    assert (found.number, found.status, found.problem) == (2, status, problem)


def test_a_source_may_be_given_for_the_whole_file():
    assert change("word", "count", "%(count)s", "", "", source="office").new.source == "office"


def test_a_row_that_comes_twice_is_named():
    data = write_csv(("place", "key", "se", "source"), [("word", "send", "a", "b")] * 2)
    changes = compare(read_table(data, "x.csv", max_rows=9), "se", KNOWN, {})
    assert [c.problem for c in changes] == [None, "twice"]


@pytest.mark.parametrize("columns", [("place", "key", "smn"), ("key", "se"), ("place", "se")])
def test_a_file_for_another_language_is_refused(columns):
    with pytest.raises(LanguageFileError):
        change(*["x"] * len(columns), columns=columns)
