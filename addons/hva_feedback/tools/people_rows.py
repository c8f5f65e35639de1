"""The rows of a file of people: who works where, in which role, from when to when. Read into steps or problems."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

Kind = Literal["error", "new_person", "new_access", "changed", "same"]
Column = Literal["login", "name", "unit", "role", "valid_from", "valid_to"]

# What a header may say, in lower case without marks; the first is the one that we write.
HEADERS: Final[dict[Column, tuple[str, ...]]] = {
    "login": ("login", "email", "sähköposti", "tunnus", "käyttäjätunnus", "epost", "användarnamn", "mail"),
    "name": ("name", "nimi", "namn"),
    "unit": ("unit", "oid", "yksikkö", "enhet", "toimipiste"),
    "role": ("role", "rooli", "roll"),
    "valid_from": ("from", "alkaen", "alkaa", "från", "alkupäivä", "start"),
    "valid_to": ("to", "asti", "päättyy", "till", "slut", "loppupäivä", "end"),
}
ROLES: Final[dict[str, str]] = {
    "viewer": "viewer", "reader": "viewer", "lukija": "viewer", "läsare": "viewer",
    "handler": "handler", "käsittelijä": "handler", "handläggare": "handler",
    "manager": "manager", "esihenkilö": "manager", "esimies": "manager", "chef": "manager",
    "quality": "quality", "laatu": "quality", "kvalitet": "quality",
}  # fmt: skip
NEEDED: Final = ("login", "unit", "role")
_LOGIN: Final = re.compile(r"[^\s@<>\"',;:\\]{1,64}(@[\w-]{1,63}(\.[\w-]{1,63}){1,8})?")


@dataclass(frozen=True, slots=True)
class Known:
    """What is there already.

    :param people: login in lower case -> (user id, name, is active)
    :param units: OID, and name in lower case -> ids of units that are in use
    :param accesses: (user id, unit id, role) -> (first day, last day) of the access in force or to come
    """

    people: Mapping[str, tuple[int, str, bool]]
    units: Mapping[str, Sequence[int]]
    accesses: Mapping[tuple[int, int, str], tuple[date | None, date | None]]


@dataclass(slots=True)
class Step:
    """What happens to a row. `problems` are (code, what stands there), and then `kind` is "error"."""

    row: int
    login: str
    name: str
    kind: Kind = "error"
    user_id: int | None = None
    unit_id: int | None = None
    role: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)


def columns_of(header: Sequence[str]) -> dict[Column, int]:
    """Return where each column stands. Headers that say nothing to us are left out; the first of two alike counts."""
    found: dict[Column, int] = {}
    for index, text in enumerate(header):
        word = re.sub(r"[^a-zåäö]", "", text.lower())
        for column, words in HEADERS.items():
            if column not in found and any(word == each or word.startswith(each) for each in words):
                found[column] = index
                break
    return found


def plan(rows: Iterable[tuple[int, Sequence[str]]], columns: Mapping[Column, int], known: Known) -> list[Step]:
    """Return a step for each row of the file, in its order. A person who comes twice is new only once."""
    steps = [_read(number, cells, columns, known) for number, cells in rows]
    seen: dict[tuple[str, int | None, str], int] = {}
    new: set[str] = set()
    for step in steps:
        key = (step.login, step.unit_id, step.role)
        if not step.problems and key in seen:
            step.problems.append(("twice", str(seen[key])))
        seen.setdefault(key, step.row)
        step.kind = _kind(step, known, new)
        if step.kind == "new_person":
            new.add(step.login)
    return steps


def _kind(step: Step, known: Known, new: set[str]) -> Kind:
    if step.problems:
        return "error"
    if step.user_id is None:
        return "new_access" if step.login in new else "new_person"
    present = known.accesses.get((step.user_id, step.unit_id or 0, step.role))
    if present is None:
        return "new_access"
    return "same" if present == (step.valid_from, step.valid_to) else "changed"


def _read(number: int, cells: Sequence[str], columns: Mapping[Column, int], known: Known) -> Step:
    said = {column: cells[index].strip() for column, index in columns.items()}
    step = Step(number, said.get("login", "").lower(), said.get("name", ""))
    _read_person(step, known)
    _read_unit(step, said.get("unit", ""), known)
    role = said.get("role", "")
    step.role = ROLES.get(role.lower(), "")
    if not step.role:
        step.problems.append(("role_unknown", role) if role else ("role_missing", ""))
    step.valid_from, step.valid_to = _day(step, said.get("valid_from", "")), _day(step, said.get("valid_to", ""))
    if step.valid_from and step.valid_to and step.valid_to < step.valid_from:
        step.problems.append(("dates", ""))
    return step


def _read_person(step: Step, known: Known) -> None:
    if not step.login:
        step.problems.append(("login_missing", ""))
        return
    person = known.people.get(step.login)
    if person:
        step.user_id, step.name = person[0], person[1]
        if not person[2]:
            step.problems.append(("archived", step.login))
    elif "@" not in step.login or not _LOGIN.fullmatch(step.login):
        step.problems.append(("login_bad", step.login))
    elif not step.name:
        step.problems.append(("name_missing", ""))


def _read_unit(step: Step, word: str, known: Known) -> None:
    units = known.units.get(word) or known.units.get(word.lower()) or ()
    if not word:
        step.problems.append(("unit_missing", ""))
    elif len(units) != 1:
        step.problems.append(("unit_ambiguous" if units else "unit_unknown", word))
    else:
        step.unit_id = units[0]


def _day(step: Step, text: str) -> date | None:
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    if text:
        step.problems.append(("bad_date", text))
    return None
