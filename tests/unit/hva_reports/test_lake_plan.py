"""The national table never holds a question in two wordings of one language, and what went out before stays."""

from datetime import date

from hva_reports.tools.lake_plan import Plan, Use, national, span

AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (8, 9, 10))
OLD = {"item_st1": "a", "nps": "n"}
NEW = {"item_st1": "b", "nps": "n"}


def use(month, version, keys, lang="fi"):
    return Use(month, version, lang, keys)


def test_one_wording_goes_whole():
    uses = [use(AUGUST, "Base 1", OLD), use(OCTOBER, "Base 2", OLD), use(OCTOBER, "Base 2", {"item_st1": "c"}, "sv")]
    plan, refused = national(uses, [AUGUST, SEPTEMBER, OCTOBER], [])
    assert (plan.national, refused) == ({AUGUST, SEPTEMBER, OCTOBER}, "")
    assert plan.allows("fi", OLD) and not plan.allows("fi", NEW) and not plan.allows("sv", OLD)


def test_two_wordings_are_named_with_versions_and_months():
    uses = [use(AUGUST, "Base 1", OLD), use(SEPTEMBER, "Base 2", OLD), use(OCTOBER, "Base 3", NEW)]
    plan, refused = national(uses, [AUGUST, SEPTEMBER, OCTOBER], [])
    assert plan.national == frozenset()
    assert plan.months == (AUGUST, SEPTEMBER, OCTOBER)
    assert refused == "ST1 (fi): Base 1, Base 2 2026-08 – 2026-09 / Base 3 2026-10"


def test_what_went_out_before_stays_when_a_new_wording_comes():
    uses = [use(AUGUST, "Base 1", OLD), use(SEPTEMBER, "Base 1", OLD), use(OCTOBER, "Base 2", NEW)]
    plan, refused = national(uses, [AUGUST, SEPTEMBER, OCTOBER], [AUGUST, SEPTEMBER])
    assert plan.national == {AUGUST, SEPTEMBER}
    assert refused == "ST1 (fi): Base 1 2026-08 – 2026-09 / Base 2 2026-10"
    assert plan.allows("fi", OLD) and not plan.allows("fi", NEW)


def test_what_went_out_before_goes_when_a_late_answer_mixes_it():
    uses = [use(AUGUST, "Base 1", OLD), use(AUGUST, "Base 2", NEW)]
    plan, refused = national(uses, [AUGUST, SEPTEMBER], [AUGUST])
    assert (plan.national, refused) == (frozenset(), "ST1 (fi): Base 1 2026-08 / Base 2 2026-08")


def test_months_that_are_not_asked_for_mix_nothing():
    uses = [use(AUGUST, "Base 1", OLD), use(OCTOBER, "Base 2", NEW)]
    plan, refused = national(uses, [OCTOBER], [AUGUST])
    assert (plan.national, refused) == ({OCTOBER}, "")


def test_a_plan_is_kept_between_steps():
    plan, _refused = national([use(AUGUST, "Base 1", OLD)], [AUGUST], [])
    assert Plan.from_json(plan.to_json()) == plan
    assert Plan.from_json(None) == Plan()


def test_a_span_of_months():
    assert [span([]), span([AUGUST]), span([OCTOBER, AUGUST])] == ["", "2026-08", "2026-08 – 2026-10"]
