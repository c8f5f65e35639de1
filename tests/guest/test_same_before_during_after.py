"""The people of the foreign house see and do the same before, during and after our stay."""

import re

import pytest
from compare import differences

PARTS = ("rights", "definitions", "records", "exports", "pages", "acts")
EMPLOYEES_READ_ALL = (
    "Odoo lets every employee list who follows and who was notified; a row has no words and names no person"
)

PERMITTED_DURING = {  # where it differs -> why it may
    r"definitions / \w+ fields survey\.survey / survey_type / selection": "the list has ours in it; offered to nobody",
    r"pages / public /p/nothing-here / .*": "a mistyped feedback link, and its page says so",
    r"rights / \w+ mail\.activity\.type / archived too": "our kind of to-do is archived: no list offers it",
    r"records / deskboss mail\.activity\.type \d+": "the same archived kind of to-do",
    r"definitions / \w+ fields mail\.activity\.type / (initial_)?res_model / selection": "to-dos of improvements",
    r"rights / \w+ ir\.exports\.line / .*": "names of columns in the ready list for the registry; no data",
    r"rights / \w+ mail\.(followers|notification) / (shown|archived too)": EMPLOYEES_READ_ALL,
}
# Administrators of Survey see every survey, so also the one that we leave behind, archived and closed to others.
KEPT = r"(survey\.(survey|question|question\.answer|user_input|user_input\.line)|mail\.message)"
PERMITTED_AFTER = {
    rf"rights / (surveyboss|b_officer|everything) (doors of )?{KEPT} / .*": "the answers that stay, for administrators",
    rf"records / (surveyboss|hrboss) {KEPT} \d+": "the same, and its title for who administers interviews",
    r"records / surveyboss (statistics|figures|graphs) of Give feedback": "the same",
    r"exports / surveyboss survey\..*": "the same",
}


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_different_while_we_are_there(story, part):
    _assert_same(part, story.before, story.during, PERMITTED_DURING)


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_different_after_we_have_gone(story, part):
    _assert_same(part, story.before, story.after, PERMITTED_AFTER)


@pytest.mark.parametrize("part", PARTS)
def test_enough_is_looked_at(story, part):
    least = {"rights": 1500, "definitions": 700, "records": 300, "exports": 16, "pages": 60, "acts": 80}
    assert len(story.before[part]) >= least[part]


def _assert_same(part, before, after, permitted):
    found = [line for line in differences(before[part], after[part], part) if not _is_permitted(line, permitted)]
    assert not found, f"{len(found)} differences:\n" + "\n".join(found[:40])


def _is_permitted(line, permitted):
    where = re.sub(r"(\[\d+\])+$", "", line.split("\n")[0])
    return any(reason and re.fullmatch(pattern, where) for pattern, reason in permitted.items())
