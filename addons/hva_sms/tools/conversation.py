"""Answering by text message: what a reply means and what follows from it.

The number comes first, then one question, then thanks. A conversation is in one of four steps:

    none    nobody was asked from this number, or it is too late
    asked   the number from 0 to 10 is awaited
    scored  the number has come, the answer to the open question is awaited
    done    both have come

Nothing is guessed: what can be read in two ways ("8 or 9", "4/5", "3 kertaa soitin") is an odd reply, which is answered
once. 0 is a number; no number is None.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

Step = Literal["none", "asked", "scored", "done"]
ReplyText = Literal["follow", "thanks", "unclear", "stopped", "closed"]

LONGEST_WORDS: Final = 2000
"""Characters of an answer in words; 13 messages of GSM-7."""
JOINED_MINUTES: Final = 10
"""A message that comes so soon after the words is their continuation: an operator delivers long texts in parts."""
LONGEST_HOURS: Final = 46
NIGHT: Final = time(2)
"""Conversations end at night, all of a day together, and 46 hours after they began at the latest. Their row is gone
within 48."""

STOP_WORDS: Final = ("seis", "stop", "stopp", "lopeta", "peruuta", "sluta", "avsluta", "unsubscribe", "cancel", "quit")
_STOP_LANGUAGES: Final = {
    "seis": "fi",
    "lopeta": "fi",
    "peruuta": "fi",
    "stopp": "sv",
    "sluta": "sv",
    "avsluta": "sv",
    "unsubscribe": "en",
    "cancel": "en",
    "quit": "en",
}
_MOST_WORDS_OF_A_STOP: Final = 4

_WORDS: Final = (
    ("0", "nolla noll zero"),
    ("1", "yksi yks ykkönen ett en etta one"),
    ("2", "kaksi kaks kakkonen två tvåa two"),
    ("3", "kolme kolmonen tre trea three"),
    ("4", "neljä nelonen fyra four"),
    ("5", "viisi viis viitonen vitonen fem femma five"),
    ("6", "kuusi kuus kuutonen kutonen sex sexa six"),
    ("7", "seitsemän seiska sju sjua seven"),
    ("8", "kahdeksan kasi åtta eight"),
    ("9", "yhdeksän ysi nio nia nine"),
    ("10", "kymmenen kymppi tio tia ten"),
)
_NUMBERS: Final = {word: int(number) for number, words in _WORDS for word in words.split()}
_UNITS: Final = "pistettä|piste|pts|p|poängen|poäng|points|point|plus|[+]"
_OF_TEN: Final = r"(?:\s*(?:/|kautta|av|out of|of)\s*(?:10|kymmenen|tio|ten))?"
_ALONE: Final = re.compile(rf"(?P<number>[0-9]+|[a-zåäö]+){_OF_TEN}(?:\s*(?:{_UNITS}))?")
# A number, a mark that ends it, and what the person goes on to say. A blank alone does not end it: "3 kertaa soitin".
_BEGINNING: Final = re.compile(
    rf"\W*([0-9]+){_OF_TEN}\s*(?:\n|[!;:]|,(?![0-9])|\.(?![0-9])|\s-+\s)\s*(?=[^\W\d])", re.I
)
_KEYCAP_TEN: Final = "\U0001f51f"


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a conversation stands when a message comes.

    `minutes`: since the step before. `odd_count`: odd replies so far. `words`: what was said so far in words.
    `is_opted_out`: the number has refused messages before; `is_answered`: it got the answer for strangers lately.
    """

    step: Step = "none"
    points: int | None = None
    words: str = field(default="", repr=False)
    odd_count: int = 0
    minutes: float = 0
    is_opted_out: bool = False
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows from a message: the conversation's new values, and which text goes back, if any."""

    step: Step
    points: int | None = None
    words: str = field(default="", repr=False)
    odd_count: int = 0
    reply: ReplyText | None = None
    opts_out: bool = False


def decide(talk: Talk, text: str, stop_words: frozenset[str] = frozenset(STOP_WORDS)) -> Turn:
    """Return what follows from `text`. At most one text goes back, and to odd ones only once in a conversation."""
    if is_stop(text, talk.step, stop_words):
        return Turn(
            # what was answered before stays an answer
            "none" if talk.points is None else "done",
            talk.points,
            talk.words,
            talk.odd_count,
            None if talk.is_opted_out else "stopped",
            opts_out=True,
        )
    if talk.step == "none":
        return Turn("none", reply=None if talk.is_opted_out or talk.is_answered else "closed")
    if talk.step == "asked":
        return _first(talk, text)
    return _further(talk, text)


def read_points(text: str) -> int | None:
    """Return the number from 0 to 10 that a message is, in figures or in words of fi, sv or en; else None."""
    found = _ALONE.fullmatch(_plain(text))
    return _number(found["number"]) if found else None


def read_answer(text: str) -> tuple[int | None, str]:
    """Return (number, words) of a message that may hold both, as "9. Hyvää palvelua"; (None, "") for an odd one."""
    points = read_points(text)
    if points is not None:
        return points, ""
    folded = unicodedata.normalize("NFKC", text)
    found = _BEGINNING.match(folded)
    points = _number(found[1]) if found else None
    return (points, folded[found.end() :].strip()) if found and points is not None else (None, "")


def is_stop(text: str, step: Step = "none", stop_words: frozenset[str] = frozenset(STOP_WORDS)) -> bool:
    """Tell whether a message asks for no more messages: a word of the list alone, once or repeated.

    Polite words may follow it, but not where an answer in words is awaited: "Lopeta jono" is one there.
    """
    words = re.findall(r"\w+", _plain(text))
    if not words or words[0] not in stop_words:
        return False
    if set(words) <= stop_words:
        return True
    return step != "scored" and len(words) <= _MOST_WORDS_OF_A_STOP


def language_of_stop(text: str) -> str | None:
    """Return the language of a word that stops messages; None for the one that several languages share."""
    words = re.findall(r"\w+", _plain(text))
    return _STOP_LANGUAGES.get(words[0]) if words else None


def ends_at(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the last night's hour within `LONGEST_HOURS` of `now`. Both are naive UTC; nights are those of `zone`."""
    latest = now + timedelta(hours=LONGEST_HOURS)
    return _night(latest.replace(tzinfo=UTC).astimezone(zone), zone, latest)


def next_night(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the first night's hour after `now`, naive UTC both."""
    day = now.replace(tzinfo=UTC).astimezone(zone).date()
    nights = (_at_night(day + timedelta(days=days), zone) for days in range(3))
    return next(night for night in nights if night > now)


def _first(talk: Talk, text: str) -> Turn:
    points, words = read_answer(text)
    if points is None:
        return Turn("asked", odd_count=talk.odd_count + 1, reply=None if talk.odd_count else "unclear")
    words = words[:LONGEST_WORDS]
    return Turn("done" if words else "scored", points, words, talk.odd_count, "thanks" if words else "follow")


def _further(talk: Talk, text: str) -> Turn:
    """The words, a number that corrects the first one, or the rest of long words. Only the words are thanked for."""
    same = Turn(talk.step, talk.points, talk.words, talk.odd_count)
    said = text.strip()
    points = read_points(said)
    if talk.step == "scored":
        if points is not None:  # also what an operator delivers twice
            return Turn("scored", points, "", talk.odd_count)
        if not any(char.isalnum() for char in said):
            return same
        return Turn("done", talk.points, said[:LONGEST_WORDS], talk.odd_count, "thanks")
    if not said or points is not None or talk.minutes > JOINED_MINUTES or talk.words.endswith(said):
        return same
    return Turn("done", talk.points, f"{talk.words} {said}".strip()[:LONGEST_WORDS], talk.odd_count)


def _plain(text: str) -> str:
    """Return a message in small letters, without marks around it, pictures and invisible signs."""
    folded = unicodedata.normalize("NFKC", text.replace(_KEYCAP_TEN, "10")).casefold()
    kept = (char if unicodedata.category(char)[0] not in "SCM" or char in "\n+" else " " for char in folded)
    joined = " ".join("".join(kept).split())
    return joined.strip(" .!?,;:*\"'()[]").strip()


def _number(said: str) -> int | None:
    """Return 0-10 for figures without leading noughts, or a number in words; else None."""
    if said.isascii() and said.isdigit():
        return int(said) if said == "10" or len(said) == 1 else None
    return _NUMBERS.get(said)


def _night(local: datetime, zone: ZoneInfo, latest: datetime) -> datetime:
    nights = (_at_night(local.date() - timedelta(days=days), zone) for days in range(3))
    return next(night for night in nights if night <= latest)


def _at_night(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, NIGHT, zone).astimezone(UTC).replace(tzinfo=None)
