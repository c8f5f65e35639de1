"""Sums over a change of words: one wording is counted, the others stand beside it."""

import random
from datetime import date

from hva_reports.tools.wording_breaks import Use
from hva_reports.tools.wording_parts import OTHER_WORDS, Words, answered

OLD, NEW = 1, 2  # set versions
KEYS = {
    OLD: {"fi": {"nps": "a", "item_st1": "s"}, "sv": {"nps": "v", "item_st1": "s"}},
    NEW: {"fi": {"nps": "b", "item_st1": "s"}, "sv": {"nps": "v", "item_st1": "s"}},
}


def use(version, first, lang_code="fi"):
    return Use(lang_code, date.fromisoformat(first), date(2026, 12, 31), KEYS[version][lang_code])


WORDS = Words((use(OLD, "2026-01-01"), use(OLD, "2026-01-02", "sv"), use(NEW, "2026-10-15")), KEYS)


def row(version, promoters, lang_code="fi", **more):
    counted = {"promoters": promoters, "passives": 0, "detractors": 0, "answers": promoters}
    return {"survey_id": version, "lang_code": lang_code, **counted, **more}


def sizes(parts):
    return [(part.era.number, sum(answered(one, "nps") for one in part.rows)) for part in parts]


def test_equal_words_are_one_part():
    words = Words((use(OLD, "2026-01-01"), use(OLD, "2026-02-01", "sv")), KEYS)
    assert sizes(words.parts([row(OLD, 3), row(OLD, 4, "sv")], "nps")) == [(0, 7)]
    assert words.chosen([row(OLD, 3)]) == {}


def test_most_answers_decide_and_of_equals_the_later_words():
    assert sizes(WORDS.parts([row(OLD, 9), row(NEW, 2)], "nps")) == [(0, 9), (1, 2)]
    assert sizes(WORDS.parts([row(OLD, 6), row(NEW, 6)], "nps")) == [(1, 6), (0, 6)]


def test_a_language_whose_words_stayed_goes_with_the_larger_part():
    assert sizes(WORDS.parts([row(OLD, 9), row(NEW, 2), row(OLD, 5, "sv"), row(NEW, 5, "sv")], "nps")) == [
        (0, 19),
        (1, 2),
    ]


def test_a_question_with_the_same_words_is_not_parted():
    assert [part.era.number for part in WORDS.parts([row(OLD, 9), row(NEW, 2)], "item_st1")] == [0]


def test_who_did_not_answer_makes_no_part():
    assert sizes(WORDS.parts([row(OLD, 0), row(NEW, 2)], "nps")) == [(1, 2)]
    assert sizes(WORDS.parts([row(OLD, 0)], "nps")) == [(1, 0)]
    assert WORDS.parts([], "nps") == []


def test_a_version_that_kept_no_words_is_counted_with_the_larger_part():
    assert sizes(WORDS.parts([row(OLD, 9), row(NEW, 2), row(77, 1)], "nps")) == [(0, 10), (1, 2)]


def test_words_that_come_back_are_the_same_words():
    keys = {**KEYS, 3: KEYS[OLD]}
    again = Use("fi", date(2026, 11, 1), date(2026, 12, 31), KEYS[OLD]["fi"])
    words = Words((use(OLD, "2026-01-01"), use(NEW, "2026-10-15"), again), keys)
    assert sizes(words.parts([row(OLD, 4), row(NEW, 5), row(3, 4)], "nps")) == [(2, 8), (1, 5)]


def test_only_the_chosen_words_are_left_and_nobody_else_is_lost():
    rows = [row(OLD, 9, item_st1_5=9), row(NEW, 2, item_st1_5=2)]
    kept = WORDS.only(rows, WORDS.chosen(rows))
    assert [one["promoters"] for one in kept] == [9, 0]
    assert [one[OTHER_WORDS] for one in kept] == [0, 2]
    assert [one["item_st1_5"] for one in kept] == [9, 2], "its words are the same"
    assert [one["answers"] for one in kept] == [9, 2], "a feedback is a feedback whatever the words"


def test_parts_hold_every_answer_once_whatever_the_history():
    chance = random.Random(37)
    for _turn in range(200):
        keys = {n: {lang: {"nps": chance.choice("ab")} for lang in ("fi", "sv")} for n in range(4)}
        uses = tuple(
            Use(lang, date(2026, 1 + chance.randrange(12), 1), date(2026, 12, 31), keys[n][lang])
            for n in keys
            for lang in ("fi", "sv")
        )
        words = Words(uses, keys)
        rows = [row(chance.randrange(4), chance.randrange(5), chance.choice(["fi", "sv"])) for _row in range(6)]
        parts = words.parts(rows, "nps")
        assert sorted(id(one) for part in parts for one in part.rows) == sorted(map(id, rows))
        for part in parts:
            met = {
                (one["lang_code"], keys[one["survey_id"]][one["lang_code"]]["nps"])
                for one in part.rows
                if one["answers"]
            }
            assert len(met) == len({lang for lang, _key in met}), "one wording in a language"
