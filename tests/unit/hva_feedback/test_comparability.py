"""What breaks a comparison between two versions, and what does not."""

from dataclasses import replace

from hva_feedback.tools.comparability import Effect, dated_wordings, effects, wording_keys
from hva_feedback.tools.set_diff import QuestionFacts

TEXTS = (
    (("option 1", "fi"), "Kyllä"), (("option 1", "sv"), "Ja"), (("option 2", "fi"), "Ei"), (("option 2", "sv"), "Nej"),
    (("title", "fi"), "Sain apua"), (("title", "sv"), "Jag fick hjälp"),
)  # fmt: skip
ST1 = QuestionFacts(key="ST1", title="ST1", texts=TEXTS, shape=("choice",), scale=("choice", (None, None), (1, 0), 0))
ST2 = replace(ST1, key="ST2", title="ST2")
OPEN = QuestionFacts(key="OPEN", title="OPEN", texts=((("title", "fi"), "Miksi?"),), shape=("text",), scale=("text",))


def worded(facts, part, lang_code, text):
    texts = {**dict(facts.texts), (part, lang_code): text}
    return replace(facts, texts=tuple(sorted(texts.items())))


def without(facts, lang_code):
    return replace(facts, texts=tuple(item for item in facts.texts if item[0][1] != lang_code))


def test_equal_versions_are_comparable():
    assert effects([ST1, OPEN], [ST1, OPEN]) == []


def test_other_words_break_in_their_language():
    assert effects([ST1], [worded(ST1, "title", "fi", "Sain tarvitsemani avun")]) == [Effect("wording", "ST1", ("fi",))]
    assert effects([ST1], [worded(ST1, "option 2", "sv", "Inte")]) == [Effect("wording", "ST1", ("sv",))]


def test_spaces_and_ways_to_write_a_letter_are_no_other_words():
    decomposed = worded(ST1, "title", "sv", "Jag  fick hja\u0308lp ")
    assert effects([ST1], [decomposed]) == []


def test_a_language_that_comes_or_goes_breaks_nothing():
    assert effects([without(ST1, "sv")], [ST1]) == []
    assert effects([ST1], [without(ST1, "sv")]) == []


def test_another_scale_breaks_everything():
    wider = replace(ST1, scale=("choice", (None, None), (2, 1, 0), 0))
    assert effects([ST1], [wider]) == [Effect("scale", "ST1")]


def test_hints_and_open_questions_carry_no_figure():
    assert effects([ST1], [worded(ST1, "hint", "fi", "Valitse yksi")]) == []
    assert effects([OPEN], [worded(OPEN, "title", "fi", "Mitä muuta?")]) == []
    assert wording_keys(OPEN) == {}


def test_another_order_is_noted():
    assert effects([ST1, ST2], [ST2, ST1]) == [Effect("order", "")]
    assert effects([ST1, ST2], [ST2]) == [], "what is left keeps its order"


def test_words_keep_the_day_since_which_they_are_asked():
    first = dated_wordings([ST1, OPEN], {}, "2026-01-01")
    assert set(first) == {"ST1"}
    assert {wording["since"] for wording in first["ST1"].values()} == {"2026-01-01"}
    second = dated_wordings([worded(ST1, "title", "fi", "Muuta")], first, "2026-06-01")
    assert (second["ST1"]["fi"]["since"], second["ST1"]["sv"]["since"]) == ("2026-06-01", "2026-01-01")
    assert second["ST1"]["fi"]["key"] != first["ST1"]["fi"]["key"]
    assert second["ST1"]["sv"] == first["ST1"]["sv"]
