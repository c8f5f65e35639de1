from collections import defaultdict
from datetime import date

from hva_feedback.tools.case_states import OUTCOMES, STATES
from hva_feedback.tools.follow_message import MESSAGE_MAX, check_message, view_message
from hva_feedback.tools.follow_view import FollowFacts, steps

DAY = date(2026, 11, 9)


class Words(dict):
    def __missing__(self, key):
        return key


TEXTS = Words(follow_done_on="follow_done_on %(day)s", text_hint="hint %(count)s", too_long="too_long %(count)s")


def seen(**facts):
    return {step.title: step for step in steps(FollowFacts(given_on=DAY, **facts), TEXTS)}


def test_a_fresh_feedback_has_only_arrived():
    shown = seen()
    assert [title for title, step in shown.items() if step.is_done] == ["follow_received"]
    assert shown["follow_received"].status == "follow_done_on 9.11.2026"
    assert shown["follow_read"].status == "follow_not_yet"


def test_who_takes_a_case_has_read_it():
    shown = seen(state="in_handling", taken_on=date(2026, 11, 10))
    assert shown["follow_read"].status == shown["follow_in_handling"].status == "follow_done_on 10.11.2026"
    assert not seen(state="new")["follow_in_handling"].is_done


def test_handled_says_in_kind_words_what_came_of_it():
    texts = Words({f"follow_outcome_{outcome}": f"kind {outcome}" for outcome in OUTCOMES})
    for outcome in OUTCOMES:
        facts = FollowFacts(given_on=DAY, state="closed", closed_on=DAY, outcome=outcome)
        assert steps(facts, {**defaultdict(str), **TEXTS, **texts, **_keys()})[4].more == f"kind {outcome}"


def _keys():
    names = ("received", "read", "in_handling", "discussed", "handled", "changed", "not_yet", "done", "outcome_other")
    return {f"follow_{name}": name for name in names}


def test_an_outcome_that_is_new_has_words_too():
    facts = FollowFacts(given_on=DAY, state="closed", outcome="brand_new")
    assert steps(facts, {**TEXTS, **_keys()})[4].more == "outcome_other"


def test_what_was_handled_and_opened_again_is_not_handled():
    shown = seen(state="reopened", taken_on=DAY)
    assert not shown["follow_handled"].is_done
    assert shown["follow_in_handling"].more == "follow_opened_again"
    assert seen(state="waiting", taken_on=DAY)["follow_in_handling"].more == "follow_waits_for_you"


def test_every_state_of_a_case_is_drawn():
    for state in STATES:
        assert len(seen(state=state)) == 6


def test_a_message_is_checked_and_warned_of_once():
    assert [p.code for p in check_message(" \n").problems] == ["follow_message_empty"]
    assert [p.code for p in check_message("x" * (MESSAGE_MAX + 1)).problems] == ["too_long"]
    assert [p.code for p in check_message("a\ud800").problems] == ["bad_text"]
    checked = check_message("Soita 040 123 4567")
    assert [item.key for item in checked.warned] == ["message.phone"]
    view = view_message(TEXTS, "Soita 040 123 4567", (), checked.warned)
    assert (view.warned, view.field.text, len(view.warnings)) == ("message.phone", "Soita 040 123 4567", 1)
    view = view_message(TEXTS, "", check_message("").problems)
    assert (view.summary[0].target, view.field.error) == ("message", "follow_message_empty")
