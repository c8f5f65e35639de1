"""What a wall screen shows in one turn. It turns by loading itself anew: no script, and it can be paused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SECONDS: Final = 45  # slow enough to read three cards aloud
ROOM: Final = 520  # characters of thanks on one screen
CARDS: Final = 3
CHANGES: Final = 1


@dataclass(frozen=True, slots=True)
class Turn:
    """`number` (from 0) of `count` turns, and what it shows: indexes of thanks and of changes."""

    number: int
    count: int
    thanks: tuple[int, ...]
    changes: tuple[int, ...]

    @property
    def next(self) -> int:
        return (self.number + 1) % self.count

    @property
    def previous(self) -> int:
        return (self.number - 1) % self.count


def turn(number: int, thanks: Sequence[str], changes: int) -> Turn:
    """Return turn `number`, any whole number: it goes round. There is always at least one, empty where nothing is."""
    decks = _decks(thanks)
    count = max(len(decks), -(-changes // CHANGES), 1)
    place = number % count
    shown = decks[place % len(decks)] if decks else ()
    first = place * CHANGES % changes if changes else 0
    return Turn(place, count, shown, tuple(range(first, min(first + CHANGES, changes))))


def _decks(thanks: Sequence[str]) -> list[tuple[int, ...]]:
    """Deal the texts out in their order, as many to a screen as it has room for."""
    decks: list[tuple[int, ...]] = []
    deck: list[int] = []
    used = 0
    for index, text in enumerate(thanks):
        if deck and (len(deck) == CARDS or used + len(text) > ROOM):
            decks.append(tuple(deck))
            deck, used = [], 0
        deck.append(index)
        used += len(text)
    return [*decks, tuple(deck)] if deck else decks
