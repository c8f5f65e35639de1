"""Visits of the past decided day by day: each day's visits together, then messages go, wait for pauses or give way.

The decisions are those of `visit_decisions`. What is played around them is what the outbox does: a message leaves on
its day or after a pause of its unit, rest times move along with it, and one that has not left gives way to a later
visit of the same care event. Only counts come out.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .send_window import Window, next_send_at
from .visit_decisions import Candidate, Invited, Person, decide


@dataclass(frozen=True)
class Plan:
    """When a message would go; everything None where it has no open day.

    `due_on` is the local day it is planned for. `send_at` is the aware moment of sending after pauses, None when the
    message is given up. `leaves_on` is the local day on which it no longer waits.
    """

    due_on: date | None = None
    send_at: datetime | None = None
    leaves_on: date | None = None

    @property
    def is_given_up(self) -> bool:
        return self.due_on is not None and self.send_at is None


@dataclass(frozen=True)
class Past:
    """One visit of the past that the rule holds for, with what its decision needs.

    `lang_code`: of the text that would be sent, "" when nobody remembers. `was_invited` tells what happened then, None
    where that is not known. `events`: what stands for the person in a care event. `reason`: why it is not asked about
    whatever the rule says, as the door finds out before any rule is looked for.
    """

    candidate: Candidate
    day: date
    plan: Plan
    lang_code: str
    was_invited: bool | None = None
    events: frozenset[Person] = frozenset()
    reason: str | None = None


@dataclass
class Outcome:
    """What came out, in counts. `moments`: moment of sending -> messages, before the gateway's pace.

    `asked` is without messages that are `given_up` because a pause of the unit kept them too long.
    """

    visits: Counter[int] = field(default_factory=Counter)
    asked: Counter[tuple[int, str]] = field(default_factory=Counter)
    asked_then: Counter[int] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    moments: Counter[datetime] = field(default_factory=Counter)
    given_up: int = 0

    @property
    def total(self) -> int:
        return sum(self.visits.values())

    @property
    def asked_total(self) -> int:
        return sum(self.asked.values())

    @property
    def by_language(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for (_unit, lang_code), count in self.asked.items():
            counts[lang_code] += count
        return counts


def plan(
    due_at: datetime, is_paused: Callable[[date], bool], window: Window, zone: ZoneInfo, longest_wait: timedelta
) -> Plan:
    """Return what becomes of a message planned for `due_at` (aware) when its unit is paused on some days."""
    due_on = send_on = due_at.astimezone(zone).date()
    send_at, give_up_at = due_at, due_at + longest_wait
    any_day = replace(window, next_working_day=False)  # that was seen to when it was planned
    while is_paused(send_on):
        morning = datetime.combine(send_on + timedelta(days=1), time(0), zone)
        send_at = next_send_at(morning, morning, any_day, zone)
        if send_at >= give_up_at:
            return Plan(due_on, None, give_up_at.astimezone(zone).date())
        send_on = send_at.astimezone(zone).date()
    return Plan(due_on, send_at, send_on)


def play(past: Iterable[Past], rest: Mapping[Person, date] | None = None) -> Outcome:
    """Decide the visits day by day, each day together, and count. `rest`: who rests until when before the first day."""
    days = _Days(Invited(rest))
    by_day: dict[date, list[Past]] = defaultdict(list)
    for each in past:
        by_day[each.day].append(each)
    for day in sorted(by_day):
        days.play(day, by_day[day])
    return days.count()


class _Days:
    """The days so far: who is invited, and which messages still wait, by their place in the order of invitations."""

    def __init__(self, invited: Invited) -> None:
        self.outcome = Outcome()
        self.invited = invited
        self.asked: dict[int, Past] = {}
        self.waiting: dict[int, Past] = {}
        self.by_event: dict[Person, set[int]] = defaultdict(set)
        self.last_place = 0

    def play(self, day: date, visits: Sequence[Past]) -> None:
        """Decide the visits of one day, after the messages that leave on it have left."""
        self._let_leave(day)
        self.invited.begin_batch()
        for each in visits:
            self.outcome.visits[each.candidate.unit_id] += 1
            self.outcome.asked_then[each.candidate.unit_id] += bool(each.was_invited)
            if each.reason:
                self.outcome.reasons[each.reason] += 1
        visits = [each for each in visits if not each.reason]
        earlier = [self._get_earlier(each) for each in visits]
        candidates = [self._lift(each, places) for each, places in zip(visits, earlier, strict=True)]
        chosen = []
        for each, places, decision in zip(visits, earlier, decide(candidates, self.invited), strict=True):
            if decision.reason:
                self.outcome.reasons[decision.reason] += 1
            else:
                self._take_back(places)
                chosen.append(each)
        for each in chosen:
            self._invite(each)

    def count(self) -> Outcome:
        """Return the counts, with what is asked in the end."""
        for each in self.asked.values():
            if each.plan.is_given_up:
                self.outcome.given_up += 1
                continue
            self.outcome.asked[each.candidate.unit_id, each.lang_code] += 1
            if each.plan.send_at:
                self.outcome.moments[each.plan.send_at] += 1
        return self.outcome

    def _let_leave(self, day: date) -> None:
        """Let messages go or be given up, and move rest times along; see `hva.invitation._move`."""
        leaving = [(each.plan.leaves_on, place) for place, each in self.waiting.items() if each.plan.leaves_on]
        for leaves_on, place in sorted(leaving):
            if leaves_on > day:
                break
            each = self.waiting.pop(place)
            if each.plan.is_given_up:
                self.invited.end_rest(each.candidate)
            elif leaves_on != each.plan.due_on:
                self.invited.start_rest(each.candidate, leaves_on)

    def _get_earlier(self, visit: Past) -> set[int]:
        """Return the places of earlier parts of the visit's care event whose messages still wait."""
        places = {place for key in visit.events for place in self.by_event[key]} & self.waiting.keys()
        return {place for place in places if self.waiting[place].candidate.order < visit.candidate.order}

    def _lift(self, visit: Past, places: set[int]) -> Candidate:
        lifted: dict[Person, date] = {}
        for place in sorted(places):
            earlier = self.waiting[place].candidate
            lifted |= dict.fromkeys(earlier.persons, earlier.rest_until)
        return replace(visit.candidate, lifted=lifted) if lifted else visit.candidate

    def _take_back(self, places: set[int]) -> None:
        for place in places & self.waiting.keys():
            self.outcome.reasons["not_last_visit"] += 1
            self.invited.take_back(self.waiting.pop(place).candidate)
            del self.asked[place]

    def _invite(self, visit: Past) -> None:
        self.last_place += 1
        self.asked[self.last_place] = self.waiting[self.last_place] = visit
        for key in visit.events:
            self.by_event[key].add(self.last_place)
        if visit.plan.due_on:  # again, because what was taken back may have ended it
            self.invited.start_rest(visit.candidate, visit.plan.due_on)
