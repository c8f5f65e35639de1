"""What makes a Finnish text hard to read, as hints for the person who writes it. A machine cannot say that it is easy.

Long sentences, long words, two clauses that hang on another, and forms that look like a passive. The last is a guess by
the ending of a word, wrong now and then.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

MAX_WORDS: Final = 12
MAX_LETTERS: Final = 18
MAX_CLAUSES: Final = 1

Code = Literal["long_sentence", "long_word", "clauses", "passive"]

_SENTENCE_END: Final = re.compile(r"(?<=[.!?:])\s+|\n+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PLACEHOLDER: Final = re.compile(r"%\(\w+\)s")
_BEGIN_CLAUSE: Final = frozenset(
    """että jos kun koska jotta vaikka ellei jollei joka jota jossa josta johon jolla jolta jolle jonka jotka joita
    joissa joista joihin joilla joilta joille joiden""".split()
)
_PASSIVE: Final = re.compile(r"\w+(?:[td]aan|[td]ään|llaan|llään|nnaan|nnään|rraan|rrään|ttiin|stiin|ltiin|rtiin)")
_NOT_PASSIVE: Final = frozenset("mitään ketään kohtaan enintään vähintään hintaan uudestaan muistiin viestiin".split())


@dataclass(frozen=True, slots=True)
class Hint:
    """`detail` is the sentence or the word."""

    code: Code
    detail: str


def hints(text: str) -> tuple[Hint, ...]:
    """Return what to look at again in a text, in its order; empty where nothing was found."""
    found: list[Hint] = []
    for sentence in _SENTENCE_END.split(_PLACEHOLDER.sub("x", text)):
        words = [word.lower() for word in _WORD.findall(sentence)]
        if len(words) > MAX_WORDS:
            found.append(Hint("long_sentence", sentence.strip()))
        if sum(word in _BEGIN_CLAUSE for word in words) > MAX_CLAUSES:
            found.append(Hint("clauses", sentence.strip()))
        found += [Hint("long_word", word) for word in words if max(map(len, word.split("-"))) > MAX_LETTERS]
        found += [Hint("passive", word) for word in words if _PASSIVE.fullmatch(word) and word not in _NOT_PASSIVE]
    return tuple(found)
