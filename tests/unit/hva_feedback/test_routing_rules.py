"""Conditions of rules: words, topics, branches of the tree, counties; and rules that can never decide."""

from hypothesis import given
from hypothesis import strategies as st

from hva_feedback.tools.routing import AnswerFacts, Rule, covers, decide, matches, never_reached

# 1 is the county's top; 2 and 3 are under it, 4 under 2.
BRANCHES = {1: {1}, 2: {1, 2}, 3: {1, 3}, 4: {1, 2, 4}}
KINDS = ("thanks", "criticism")
WORDS = ("wait*", "queue", "food")


def some(values):
    return st.frozensets(st.sampled_from(values), max_size=2)


def maybe(values):
    return st.none() | st.sampled_from(values)


@st.composite
def rules(draw):
    unit = draw(maybe(tuple(BRANCHES)))
    return Rule(
        rule_id=draw(st.integers(0, 9)),
        reason="r",
        makes_case=draw(st.booleans()),
        wants_contact=draw(st.booleans()),
        kinds=draw(some(KINDS)),
        nps_max=draw(st.none() | st.integers(0, 10)),
        requires_text=draw(st.booleans()),
        service_id=draw(maybe((7, 8))),
        channel=draw(maybe(("web", "sms"))),
        topic_ids=draw(some((1, 2, 3))),
        words=draw(some(WORDS)),
        unit_id=unit,
        unit_ids=frozenset(BRANCHES.get(unit, ())),
        company_id=draw(maybe((1, 2))),
    )


facts = st.builds(
    AnswerFacts,
    wants_contact=st.booleans(),
    kind=maybe(KINDS),
    nps=st.none() | st.integers(0, 10),
    has_text=st.booleans(),
    service_id=maybe((7, 8)),
    channel=maybe(("web", "sms")),
    topic_ids=some((1, 2, 3)),
    words=some(WORDS),
    unit_ids=st.sampled_from(list(BRANCHES.values())).map(frozenset),
    company_id=st.sampled_from((1, 2)),
)


@given(facts, st.lists(rules(), max_size=5))
def test_the_first_rule_that_matches_decides(answer, ordered):
    decision = decide(answer, ordered)
    matching = [rule for rule in ordered if matches(answer, rule)]
    assert decision.rule == (matching[0] if matching else None)
    assert decision.makes_case == bool(matching and matching[0].makes_case)


@given(facts, rules(), rules())
def test_a_rule_that_covers_another_takes_all_of_it(answer, wide, narrow):
    if covers(wide, narrow) and matches(answer, narrow):
        assert matches(answer, wide)


@given(facts, st.lists(rules(), max_size=6))
def test_a_rule_said_to_be_never_reached_never_decides(answer, ordered):
    useless = [id(rule) for rule, _taker in never_reached(ordered)]
    assert id(decide(answer, ordered).rule) not in useless


@given(facts, rules())
def test_one_more_condition_never_makes_a_rule_match_more(answer, rule):
    if matches(answer, rule):
        anything = Rule(1, "anything")
        assert matches(answer, anything)
        assert covers(anything, rule)


def test_any_of_the_topics_and_any_of_the_words():
    rule = Rule(1, "waiting", topic_ids=frozenset({1, 2}), words=frozenset({"wait*", "queue"}))
    assert matches(AnswerFacts(topic_ids=frozenset({2, 9}), words=frozenset({"queue"})), rule)
    assert not matches(AnswerFacts(topic_ids=frozenset({9}), words=frozenset({"queue"})), rule)
    assert not matches(AnswerFacts(topic_ids=frozenset({1})), rule)


def test_a_rule_for_a_unit_holds_under_it_and_nowhere_else():
    rule = Rule(1, "branch", unit_id=2, unit_ids=frozenset(BRANCHES[2]))
    below = {unit: matches(AnswerFacts(unit_ids=frozenset(path)), rule) for unit, path in BRANCHES.items()}
    assert below == {1: False, 2: True, 3: False, 4: True}


def test_a_rule_that_names_a_unit_stays_in_its_county():
    rule = Rule(1, "registry", responsible_unit_id=3, company_id=1)
    assert matches(AnswerFacts(company_id=1), rule)
    assert not matches(AnswerFacts(company_id=2), rule)


def test_the_wider_rule_above_is_named():
    everything, dental = Rule(1, "all"), Rule(2, "dental", service_id=7)
    assert list(never_reached((everything, dental))) == [(dental, everything)]
    assert not list(never_reached((dental, everything)))
