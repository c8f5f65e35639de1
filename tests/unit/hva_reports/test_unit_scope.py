"""Branches of the tree that hold the units of a figure, so that a list finds the feedback the figure counts."""

import pytest

from hva_reports.tools.unit_scope import Node, Tree

COUNTY, HEALTH, SOCIAL, EURA, PORI, OLD, SPLIT = range(1, 8)


def tree(*merged):
    above = {COUNTY: None, HEALTH: COUNTY, SOCIAL: COUNTY, EURA: HEALTH, PORI: SOCIAL, OLD: SOCIAL, SPLIT: OLD}
    into = dict(merged)
    return Tree(Node(each, parent, into.get(each), str(each), None, True) for each, parent in above.items())


@pytest.mark.parametrize(
    ("merged", "unit", "expected"),
    [
        ((), COUNTY, ([COUNTY], [])),
        ((), SOCIAL, ([SOCIAL], [])),
        (((PORI, EURA),), EURA, ([EURA, PORI], [])),
        (((PORI, EURA),), HEALTH, ([HEALTH, PORI], [])),
        (((PORI, EURA),), SOCIAL, ([SOCIAL], [PORI])),
        (((PORI, OLD), (OLD, EURA)), HEALTH, ([HEALTH, PORI, OLD], [SPLIT])),
        (((PORI, EURA),), COUNTY, ([COUNTY], [])),
    ],
)
def test_branches_less_what_is_strange_are_the_scope(merged, unit, expected):
    county = tree(*merged)
    scope = county.scope(unit, below=True)
    tops, strange = county.branches(scope)
    assert (tops, strange) == expected
    below = {each for each in county.nodes for top in tops if top in _above(county, each)}
    assert below - set(strange) == scope


def test_no_units_are_no_branch():
    assert tree().branches(set()) == ([], [])


def _above(county, each):
    while each is not None:
        yield each
        each = county.nodes[each].parent
