"""Five hundred invented visits, with every reason for not asking among them. The same seed gives the same people.

Phone numbers are of a mobile shape and never leave the machine: the gateway's only neighbour is our simulator of the
operator's message centre, which reads from the last two digits what is to become of the message.
"""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

FIELDS = (
    "event_id;revision;status;visit_end;client_key;unit_oid;service_code;contact_type;phone;phone_ambiguous;language;"
    "age_years;sms_consent;non_disclosure;survey_opt_out;deceased"
).split(";")

HELSINKI = ZoneInfo("Europe/Helsinki")
DELIVERED, UNDELIVERED, EXPIRED, LATER, NO_SUCH_NUMBER = "00", "01", "02", "04", "11"
FATES = [DELIVERED] * 15 + [UNDELIVERED, EXPIRED, LATER, LATER, NO_SUCH_NUMBER]

OUT = {  # reason: (how many visits, what is different in them)
    "not_finished": (12, {"status": "no_show"}),
    "no_consent": (64, {"sms_consent": "false"}),
    "non_disclosure": (9, {"non_disclosure": "true"}),
    "deceased": (2, {"deceased": "true"}),
    "survey_opt_out": (7, {"survey_opt_out": "true"}),
    "under_age": (26, {"age_years": "15"}),
    "no_phone": (14, {"phone": ""}),
    "ambiguous_phone": (6, {"phone_ambiguous": "true"}),
    "bad_phone": (3, {"phone": "040 12"}),
    "not_mobile": (8, {"phone": "02 627 7000"}),
    "foreign_blocked": (3, {"phone": "+46 70 174 06 05"}),
}


@dataclass(frozen=True)
class Places:
    """OIDs of the units the visits were to, and what is special about some."""

    asked: list[str]
    paused: str
    excluded_service: str


@dataclass
class Day:
    """What the generator makes: two files and the people the story needs by name."""

    first: list[dict[str, str]] = field(default_factory=list)
    second: list[dict[str, str]] = field(default_factory=list)


def make_day(places: Places, refused_phones: list[str], now: datetime, seed: int = 19) -> Day:
    """Return 500 visits in two files: those of the second that came in the first are in their rest time.

    :param refused_phones: numbers whose owners have refused on the opt-out page
    :param now: aware; the visits ended in the hours before it
    """
    maker = _Maker(places, now, random.Random(seed))
    day = Day(first=[maker.visit() for _ in range(140)])
    asked_before = [dict(visit) for visit in day.first[:18]]
    day.second = [maker.again(visit) for visit in asked_before]
    day.second += [maker.visit(phone=phone) for phone in refused_phones]
    day.second += [maker.visit(unit_oid=places.paused) for _ in range(6)]
    day.second += [maker.visit(service_code=places.excluded_service) for _ in range(8)]
    day.second += [maker.visit(visit_end=maker.time(days=12)) for _ in range(4)]
    for number, changes in OUT.values():
        day.second += [maker.visit(**changes) for _ in range(number)]
    for _ in range(11):  # two units on one day: only the last one asks
        day.second += maker.two_units()
    day.second += [maker.visit() for _ in range(500 - len(day.first) - len(day.second))]
    maker.random.shuffle(day.second)
    return day


def to_csv(visits: list[dict[str, str]]) -> bytes:
    """Write visits as a drop file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(visits)
    return out.getvalue().encode()


class _Maker:
    def __init__(self, places: Places, now: datetime, chance: random.Random):
        self.places, self.now, self.random = places, now, chance
        self.numbers = self._numbers()

    def visit(self, **changes: str) -> dict[str, str]:
        serial, phone = next(self.numbers)
        visit = {
            "event_id": f"demo-{serial:05}",
            "revision": "1",
            "status": "finished",
            "visit_end": self.time(),
            "client_key": f"{self.random.getrandbits(160):040x}",
            "unit_oid": self.random.choice(self.places.asked),
            "service_code": "",
            "contact_type": self.random.choice(["visit"] * 6 + ["remote", "home"]),
            "phone": phone,
            "phone_ambiguous": "false",
            "language": self.random.choice(["fi"] * 19 + ["sv"]),
            "age_years": str(self.random.randint(18, 94)),
            "sms_consent": "true",
            "non_disclosure": "false",
            "survey_opt_out": "false",
            "deceased": "false",
        }
        return {**visit, **changes}

    def again(self, earlier: dict[str, str]) -> dict[str, str]:
        """The same person at another visit."""
        return self.visit(phone=earlier["phone"], client_key=earlier["client_key"])

    def two_units(self) -> list[dict[str, str]]:
        """One person in two units on one local day: yesterday, which is one day at whatever hour the story runs."""
        noon = (self.now - timedelta(days=1)).astimezone(HELSINKI).replace(hour=12, minute=0)
        here, there = self.random.sample(self.places.asked, 2)
        first = self.visit(visit_end=_text(noon - timedelta(hours=2)), unit_oid=here)
        return [first, {**self.again(first), "visit_end": _text(noon), "unit_oid": there}]

    def time(self, days: int = 0) -> str:
        return _text(self.now - timedelta(days=days, minutes=self.random.randint(10, 240)))

    def _numbers(self) -> Iterator[tuple[int, str]]:
        for serial in range(1, 1000):
            yield serial, f"+358457{900000 + serial * 100 + int(self.random.choice(FATES)):06}"


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
