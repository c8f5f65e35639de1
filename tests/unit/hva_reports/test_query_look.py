"""Questions of one page take their sums from each other, and get what they would have got by themselves."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hva_reports.tools.periods import Span
from hva_reports.tools.query_look import MANY_KEYS, USUAL, Look, Sums

OCTOBER = Span(date(2026, 10, 1), date(2026, 11, 1))
NAMES = (*USUAL, "item_st1_5")
DIMS = ("channel", "language", "age_band")
UNITS = (1, 2, 3)
SMS = (("channel", ("sms",)),)

facts = st.lists(
    st.fixed_dictionaries({
        "unit": st.sampled_from(UNITS),
        "day": st.sampled_from([date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 9)]),
        "channel": st.sampled_from(["", "sms", "web"]),
        "language": st.sampled_from(["fi", "sv"]),
        "age_band": st.sampled_from(["", "18-29"]),
        "survey": st.sampled_from([None, 7]),
        **dict.fromkeys(NAMES, st.integers(0, 3)),
    }),
    max_size=12,
)  # fmt: skip
sums = st.builds(
    Sums,
    keys=st.sampled_from([dict.fromkeys(UNITS, 0), {1: 1, 2: 2, 3: 3}, {1: 1, 2: 2, 3: 2}, {1: 0}]),
    span=st.sampled_from([OCTOBER, Span(date(2026, 9, 1), date(2026, 10, 1))]),
    names=st.sampled_from([("answers",), NAMES[1:4], NAMES[-2:]]),
    by=st.sampled_from([(), ("channel",), ("language", "survey"), ("age_band",)]),
    filters=st.sampled_from([(), SMS, (("language", ("fi",)),), (*SMS, ("language", ("fi",)))]),
    step=st.sampled_from([None, "day"]),
)


def counted(kept, asked):
    """What a statement says: facts added up by what is asked."""
    found = {}
    for fact in kept:
        if (
            fact["unit"] in asked.keys
            and asked.span.start <= fact["day"] < asked.span.end
            and all(fact[name] in values for name, values in asked.filters)
        ):
            heads = {"key": asked.keys[fact["unit"]], **{name: fact[name] for name in asked.by}}
            heads |= {"step": fact["day"]} if asked.step else {}
            row = found.setdefault(tuple(heads.values()), {**heads, **dict.fromkeys(asked.names, 0)})
            for name in asked.names:
                row[name] += fact[name]
    return sorted(found.values(), key=repr)


@given(facts, st.lists(sums, max_size=8))
def test_every_question_of_a_page_gets_its_own_sums(kept, questions):
    look = Look()
    for asked in questions:
        rows = look.sums(asked, lambda wider: counted(kept, wider))
        assert sorted(rows, key=repr) == counted(kept, asked)
        for row in rows:
            row["answers"] = row["spoilt"] = -1  # rows are the caller's own


def test_what_was_summed_by_more_is_not_asked_again():
    by_unit = Sums({1: 1, 2: 2, 3: 3}, OCTOBER, ("answers", "item_st1_5"), ("channel",), (), None)
    together = replace(by_unit, keys=dict.fromkeys(UNITS, 0), names=("promoters",), by=())
    look, asked = Look(), []

    def ask(wanted):
        asked.append(wanted)
        return counted([], wanted)

    for each in (by_unit, together, replace(together, by=("channel",)), replace(together, filters=SMS)):
        look.sums(each, ask)
    assert [each.by for each in asked] == [("channel",)]
    for each in (
        replace(together, step="day"),
        replace(together, names=("item_pei_5",)),
        replace(together, filters=(("language", ("fi",)),)),
        replace(by_unit, keys={1: 1}),
        replace(together, by=("age_band",)),
    ):
        look.sums(each, ask)
    assert len(asked) == 6, "of other days, columns, people or units nothing is there"
    look.sums(replace(together, by=("age_band",), filters=SMS), ask)
    assert len(asked) == 6, "by age is asked by channel too"
    every = replace(by_unit, keys={unit: unit for unit in range(MANY_KEYS + 1)}, filters=SMS)
    for _time in range(2):
        look.sums(every, ask)
    assert asked[-2:] == [every, every], "a table of every unit is summed by the database"
