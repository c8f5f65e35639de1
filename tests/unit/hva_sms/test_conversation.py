"""What a reply by text message means, and what goes back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools import conversation
from hva_sms.tools.conversation import STOP_WORDS, Talk, decide, is_stop, read_answer, read_points

HELSINKI = ZoneInfo("Europe/Helsinki")
ASKED = Talk("asked")
SCORED = Talk("scored", 9)


@pytest.mark.parametrize("number", range(11))
@pytest.mark.parametrize(
    "form",
    ("{}", " {} ", "{}!", "{}.", "{}/10", "{} / 10", "{}p", "{} pistettä", "{} poäng", "{}\n", "({})", '"{}"', "{} 👍"),
)
def test_every_number_in_every_shape_is_read(form, number):
    assert read_points(form.format(number)) == number


@pytest.mark.parametrize(
    ("said", "number"),
    (
        ("0", 0),
        ("nolla", 0),
        ("Noll!", 0),
        ("ZERO", 0),
        ("kymmenen", 10),
        ("Kymmenen.", 10),
        ("tio", 10),
        ("ten", 10),
        ("yhdeksän", 9),
        ("ysi", 9),
        ("kymmenen kautta kymmenen", 10),
        ("9 out of 10", 9),
        ("10+", 10),
        ("９", 9),
        ("9️⃣", 9),
        ("🔟", 10),
        ("\u200e8", 8),
    ),
)
def test_words_and_other_figures_are_read(said, number):
    assert read_points(said) == number


@pytest.mark.parametrize(
    "said",
    (
        "",
        " ",
        "11",
        "100",
        "-1",
        "00",
        "07",
        "9,5",
        "9.5",
        "8½",
        "8-9",
        "8 - 9",
        "8, 9",
        "9. 10",
        "8 tai 9",
        "8/9",
        "4/5",
        "10/5",
        "100 %",
        "3 kertaa soitin",
        "en tiedä",
        "😀",
        "hyvä",
        "yksi asia jäi vaivaamaan",
        "1234567890",
        "https://example.fi/9",
        "O",
    ),
)
def test_what_can_be_read_in_two_ways_or_none_is_no_number(said):
    assert read_answer(said) == (None, "")


@pytest.mark.parametrize(
    ("said", "points", "words"),
    (
        ("9. Hyvää palvelua", 9, "Hyvää palvelua"),
        ("9! Kiitos", 9, "Kiitos"),
        ("0, jonotin kaksi tuntia", 0, "jonotin kaksi tuntia"),
        ("10/10, paras", 10, "paras"),
        ("8\nlääkäri kuunteli", 8, "lääkäri kuunteli"),
        ("7 - ok", 7, "ok"),
    ),
)
def test_a_number_and_words_in_one_message_are_both_kept(said, points, words):
    assert read_answer(said) == (points, words)
    turn = decide(ASKED, said)
    assert (turn.step, turn.points, turn.words, turn.reply) == ("done", points, words, "thanks")


def test_nought_is_a_number_and_not_missing():
    turn = decide(ASKED, "0")
    assert (turn.step, turn.points, turn.reply) == ("scored", 0, "follow")
    turn = decide(Talk("scored", 0), "Kukaan ei kuunnellut")
    assert (turn.step, turn.points, turn.words, turn.reply) == ("done", 0, "Kukaan ei kuunnellut", "thanks")
    assert decide(Talk("scored", 0), "STOP").points == 0


def test_an_odd_reply_is_answered_once_and_a_number_still_counts_afterwards():
    first = decide(ASKED, "kuka kysyy?")
    assert (first.step, first.reply, first.odd_count) == ("asked", "unclear", 1)
    second = decide(Talk("asked", odd_count=first.odd_count), "no kuka?")
    assert (second.step, second.reply) == ("asked", None)
    assert decide(Talk("asked", odd_count=second.odd_count), "7").points == 7


def test_a_second_number_corrects_the_first_and_is_not_taken_for_words():
    turn = decide(SCORED, "8")
    assert (turn.step, turn.points, turn.words, turn.reply) == ("scored", 8, "", None)


def test_long_words_that_come_in_parts_are_joined_and_a_later_message_is_not():
    turn = decide(Talk("done", 9, "Odotin kauan,", minutes=1), "mutta hoito oli hyvää")
    assert (turn.words, turn.reply) == ("Odotin kauan, mutta hoito oli hyvää", None)
    assert decide(Talk("done", 9, "Hyvä", minutes=30), "Kiitos itsellenne").words == "Hyvä"
    assert decide(Talk("done", 9, "Hyvä", minutes=0), "Hyvä").words == "Hyvä"  # delivered twice
    assert len(decide(SCORED, "a" * 9000).words) == conversation.LONGEST_WORDS


@pytest.mark.parametrize("word", STOP_WORDS)
@pytest.mark.parametrize("form", ("{}", "{}!", " {} ", "{} {}", '"{}".'))
@pytest.mark.parametrize("step", ("none", "asked", "scored", "done"))
def test_stop_works_at_every_step_in_every_language_and_is_confirmed_once(word, form, step):
    said = form.format(word.upper(), word)
    turn = decide(Talk(step), said)
    assert turn.opts_out and turn.reply == "stopped"
    assert decide(Talk(step, is_opted_out=True), said).reply is None


def test_stop_with_polite_words_counts_but_words_of_an_answer_do_not():
    assert is_stop("STOP kiitos", "asked") and is_stop("Seis, ei enää viestejä", "asked")
    assert not is_stop("Lopeta jonotus", "scored")
    assert not is_stop("Stop on hyvä sana mutta kerron asiani", "asked")
    assert not is_stop("En halua lopettaa", "asked")


def test_a_county_adds_words_of_its_own():
    words = frozenset({*STOP_WORDS, "bisset"})
    assert decide(ASKED, "Bisset", words).opts_out and not decide(ASKED, "Bisset").opts_out


def test_the_language_of_a_word_that_stops_is_known_where_it_has_one():
    assert [conversation.language_of_stop(word) for word in ("Seis!", "STOPP", "stop", "quit", "")] == [
        "fi",
        "sv",
        None,
        "en",
        None,
    ]


def test_strangers_get_one_answer_and_those_who_refused_get_none():
    assert decide(Talk(), "9").reply == "closed"
    assert decide(Talk(is_answered=True), "9").reply is None
    assert decide(Talk(is_opted_out=True), "9").reply is None


any_talk = st.builds(
    Talk,
    step=st.sampled_from(("none", "asked", "scored", "done")),
    points=st.none() | st.integers(0, 10),
    words=st.text(max_size=40),
    odd_count=st.integers(0, 3),
    minutes=st.floats(0, 5000),
    is_opted_out=st.booleans(),
    is_answered=st.booleans(),
)


@given(any_talk, st.text(max_size=400))
def test_whatever_comes_the_decision_holds_together(talk, text):
    turn = decide(talk, text)
    assert turn.points is None or 0 <= turn.points <= 10
    assert len(turn.words) <= max(conversation.LONGEST_WORDS, len(talk.words))
    if talk.step == "none" and not turn.opts_out:
        assert turn.step == "none"
    if turn.step == "done" and talk.step == "asked":
        assert turn.points is not None and turn.words
    if turn.reply == "unclear":
        assert talk.odd_count == 0 and turn.odd_count == 1


@given(st.lists(st.text(min_size=1, max_size=60), max_size=12))
def test_no_flood_of_messages_gets_more_than_three_texts_back(messages):
    """An automatic sender on the other side must not keep two machines talking: unclear, follow, thanks at the most."""
    talk, replies = ASKED, []
    for text in messages:
        turn = decide(talk, text)
        replies.append(turn.reply)
        talk = Talk(
            turn.step,
            turn.points,
            turn.words,
            turn.odd_count,
            is_opted_out=talk.is_opted_out or turn.opts_out,
            is_answered=talk.is_answered or turn.reply == "closed",
        )
    sent = [reply for reply in replies if reply]
    assert len(sent) <= 4 and len(set(sent)) == len(sent)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)))
def test_a_conversation_ends_at_night_within_two_days(now):
    ends = conversation.ends_at(now, HELSINKI)
    assert timedelta(hours=20) <= ends - now <= timedelta(hours=46)
    assert ends.replace(tzinfo=UTC).astimezone(HELSINKI).hour == 2
    night = conversation.next_night(now, HELSINKI)
    assert timedelta() < night - now <= timedelta(hours=25)
    assert night <= ends or ends - now >= timedelta(hours=20)
