"""Finding a unit on a public page: by typing, by municipality, by service, by the tree. Pure lists, no database.

A `Directory` holds the units of a county that exist today, in one language. It is made once and read by every visitor,
so nothing here is slow: a search looks through two thousand prepared texts in a millisecond or two.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

QUERY_MAX: Final = 100
WORDS_MAX: Final = 8
PER_PAGE: Final = 50
# Words are also looked for by their beginnings, where nothing matches as it was written: Finnish inflects.
_STEM_MIN: Final = 5
# Letters that have no plain form of their own in Unicode; the Sami languages and neighbours use them.
_LETTERS: Final = str.maketrans(
    {"đ": "d", "ŋ": "n", "ŧ": "t", "ø": "o", "æ": "ae", "ʒ": "z", "ǥ": "g", "ʹ": "", "’": ""}
)

Named = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One unit. `path` goes from the top of the county to the unit itself; `texts` is what a search looks through.

    `lang` is the language that the name is in.
    """

    id: int
    name: str
    lang: str = ""
    path: tuple[int, ...]
    municipality: Named | None = None
    producer: str = ""
    services: tuple[Named, ...] = ()
    texts: str = ""


@dataclass(frozen=True, slots=True)
class Directory:
    """The units of a county by id, in the order of their names. `successors` leads from merged units to today's."""

    places: Mapping[int, Place]
    successors: Mapping[int, int]

    def under(self, root_id: int | None) -> tuple[Place, ...]:
        """Return the unit and all that is under it; the whole county for None."""
        return tuple(place for place in self.places.values() if root_id is None or root_id in place.path)

    def parent(self, place: Place) -> Place | None:
        """Return the nearest unit above that exists today."""
        return next((self.places[above] for above in place.path[-2::-1] if above in self.places), None)


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found, best first. `is_close`: nothing matched as written, these do without the words' ends."""

    places: tuple[Place, ...]
    is_close: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit of the tree on offer and how many units are under it."""

    place: Place
    count: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the giver chose. `place` is None where the unit is not known to them; `under_id` is then the area.

    Not even the area is known of a whole county: None.
    """

    place: Place | None
    under_id: int | None
    service: Named | None = None


def fold(text: str) -> str:
    """Return the text as it is compared: without capitals, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))


def search_texts(texts: Iterable[str]) -> str:
    """Return the prepared text of a place from its names, municipality, services and producer in every language."""
    return " ".join(dict.fromkeys(" ".join(fold(text).split()) for text in texts if text))


def search(places: Sequence[Place], query: str) -> Hits:
    """Return the places in which every word of the query occurs; names that begin with it come first."""
    words = fold(query[:QUERY_MAX]).split()[:WORDS_MAX]
    if not words:
        return Hits(())
    found = [place for place in places if all(word in place.texts for word in words)]
    if found:
        return Hits(tuple(sorted(found, key=lambda place: _rank(place, words))))
    stems = [word[: max(_STEM_MIN, len(word) * 3 // 5)] for word in words]
    close = [place for place in places if all(stem in place.texts for stem in stems)]
    return Hits(tuple(sorted(close, key=lambda place: _rank(place, stems))), is_close=True)


def _rank(place: Place, words: Sequence[str]) -> tuple[int, str]:
    name = fold(place.name)
    if name.startswith(words[0]) and all(word in name for word in words):
        return 0, name
    return (1 if all(word in name for word in words) else 2), name


def matching_services(place: Place, query: str) -> tuple[Named, ...]:
    """Return the services of a place that a query names, where the place has more than one."""
    words = fold(query[:QUERY_MAX]).split()[:WORDS_MAX]
    if len(place.services) < 2:
        return ()
    return tuple(service for service in place.services if any(word in fold(service[1]) for word in words))


def by_municipality(places: Sequence[Place]) -> tuple[tuple[Named, int], ...]:
    """Return ((id, name), number of places) of each municipality, by name."""
    counts = Counter(place.municipality for place in places if place.municipality)
    return tuple(sorted(counts.items(), key=lambda item: fold(item[0][1])))


def by_service(places: Sequence[Place]) -> tuple[tuple[Named, int], ...]:
    """Return ((id, name), number of places) of each service that some place has, by name."""
    counts = Counter(service for place in places for service in place.services)
    return tuple(sorted(counts.items(), key=lambda item: fold(item[0][1])))


def branches(directory: Directory, places: Sequence[Place], parent_id: int | None) -> tuple[Branch, ...]:
    """Return what stands directly under a unit, by name; the tops of the county for None.

    What lies between and does not exist today is passed over.
    """
    below = [place for place in places if parent_id is None or parent_id in place.path[:-1]]
    counts: Counter[int] = Counter()
    for place in below:
        counts.update(place.path[:-1])
    above = {place.id: directory.parent(place) for place in below}
    direct = [place for place in below if (parent := above[place.id]) is None or parent.id == parent_id]
    return tuple(Branch(place, counts[place.id]) for place in sorted(direct, key=lambda place: fold(place.name)))


def choose(directory: Directory, root_id: int | None, unit: str, service: str = "", under: str = "") -> Chosen | None:
    """Return what a visitor chose, or None where it is not on offer under `root_id` (None: in the county).

    `unit` is an id or "unknown", with the area in `under`. A merged unit leads to the one that does its work today. A
    unit with one service needs no choice of it.
    """
    if unit == "unknown":
        area = _number(under)
        within = area if area and _is_under(directory, root_id, area) else root_id
        services = dict(service for place in directory.under(root_id) for service in place.services)
        return _with_service(Chosen(None, within), service, tuple(services.items()))
    unit_id = _number(unit)
    if unit_id is None:
        return None
    unit_id = directory.successors.get(unit_id, unit_id)
    if not _is_under(directory, root_id, unit_id):
        return None
    place = directory.places[unit_id]
    if not service and len(place.services) == 1:
        return Chosen(place, unit_id, place.services[0])
    return _with_service(Chosen(place, unit_id), service, place.services)


def _with_service(chosen: Chosen, service: str, offered: Sequence[Named]) -> Chosen | None:
    if not service:
        return chosen
    found = next((item for item in offered if item[0] == _number(service)), None)
    return Chosen(chosen.place, chosen.under_id, found) if found else None


def _is_under(directory: Directory, root_id: int | None, unit_id: int) -> bool:
    place = directory.places.get(unit_id)
    return place is not None and (root_id is None or root_id in place.path)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
