"""What the import of a file of units would do, decided before anything is done.

Facts in (`Unit`: what we have; `ReadRow`: what the file says), a list of `Step` out: new, changed with the old and the
new value of each field, unchanged, ended (ours, not in the file), or refused with reasons. An empty cell says nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from .unit_rows import KEPT, Problem, ReadRow, Value, fold, is_organisation

Kind = Literal["new", "changed", "same", "ended", "skipped", "error"]
TOP: Final = 0  # the parent of a unit that stands at the top


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as we have it: `values` has the keys of `unit_rows.KEPT`; `is_current`: not ended, merged or archived."""

    id: int
    parent: int
    values: Mapping[str, Value]
    is_current: bool = True


@dataclass(slots=True)
class Step:
    """What happens to one row or one unit. `parent` is (“unit”, id) or (“row”, number of a new unit), None: it stays.

    `changes` holds (field, old, new); `parent` among them is written as ids of units, negative for rows of the file.
    """

    kind: Kind
    row: int = 0
    unit: int = 0
    name: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    parent: tuple[str, int] | None = None
    changes: list[tuple[str, Value, Value]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan(rows: Sequence[ReadRow], units: Sequence[Unit], levels: Sequence[int]) -> list[Step]:
    """Return one step per row in the order of the file, then one per unit of ours that the file does not know.

    `levels` are the ids of the levels from the top: a new unit without a level gets that of its depth.
    """
    return _Plan(rows, units, levels).steps()


class _Plan:
    def __init__(self, rows: Sequence[ReadRow], units: Sequence[Unit], levels: Sequence[int]) -> None:
        self.rows, self.units, self.levels = rows, {unit.id: unit for unit in units}, levels
        self.row_by_number = {row.number: row for row in rows}
        self.by_key = {str(u.values[k]): u.id for u in units for k in ("oid", "ptv_id") if u.values.get(k)}
        self.names: defaultdict[str, set[int]] = defaultdict(set)
        for unit in units:
            if unit.is_current:
                self.names[fold(str(unit.values.get("name_fi") or ""))].add(unit.id)
        self.matched: dict[int, int] = {}  # row -> unit
        self.row_keys: dict[str, int] = {}
        self.row_names: defaultdict[str, set[int]] = defaultdict(set)
        self.parents: dict[int, tuple[str, int]] = {}  # row -> parent

    def steps(self) -> list[Step]:
        taken = [row for row in self.rows if not row.is_organisation]
        self._index(taken)
        for row in taken:
            self._match_by_key(row)
        for row in taken:
            self._find_parent(row)
        for row in taken:
            self._match_by_name(row)
        self._refuse_double_matches(taken)
        self._refuse_cycles(taken)
        steps = [self._step(row) for row in self.rows]
        self._refuse_children_of_refused(steps)
        return steps + self._ended()

    def _index(self, rows: Sequence[ReadRow]) -> None:
        counts = Counter(str(row.values[k]) for row in rows for k in ("oid", "ptv_id") if row.values.get(k))
        for row in rows:
            for column in ("oid", "ptv_id"):
                key = str(row.values.get(column) or "")
                if counts[key] > 1:
                    row.problems.append(Problem("oid_twice", column, key))
                elif key:
                    self.row_keys[key] = row.number
            self.row_names[fold(row.name)].add(row.number)

    def _match_by_key(self, row: ReadRow) -> None:
        if row.own_number is not None:
            if row.own_number in self.units:
                self.matched[row.number] = row.own_number
            else:
                row.problems.append(Problem("number_unknown", "number", str(row.own_number)))
            return
        for column in ("oid", "ptv_id"):
            if unit_id := self.by_key.get(str(row.values.get(column) or "")):
                self.matched[row.number] = unit_id
                return

    def _match_by_name(self, row: ReadRow) -> None:
        """A unit of the same name at the same place is the same one, where no identifier says otherwise."""
        if row.number in self.matched or row.own_number is not None:
            return
        kind, parent = self.parents.get(row.number, ("unit", TOP))
        parent = self.matched.get(parent, -1) if kind == "row" else parent
        for unit_id in self.names.get(fold(row.name), ()):
            unit = self.units[unit_id]
            agrees = all(unit.values.get(k) in (None, "", row.values.get(k)) for k in ("oid", "ptv_id"))
            if unit.parent == parent and agrees:
                self.matched[row.number] = unit_id

    def _find_parent(self, row: ReadRow) -> None:
        word = row.parent
        if not word or is_organisation(word) and word not in self.by_key:
            if word:
                self.parents[row.number] = ("unit", TOP)
            return
        if found := self._by_word(word):
            self.parents[row.number] = found
            return
        rows, units = self.row_names.get(fold(word), set()), self.names.get(fold(word), set())
        if len(rows) == 1:
            self.parents[row.number] = ("row", next(iter(rows)))
        elif not rows and len(units) == 1:
            self.parents[row.number] = ("unit", next(iter(units)))
        else:
            code = "parent_ambiguous" if rows or units else "parent_unknown"
            row.problems.append(Problem(code, "parent", word))

    def _by_word(self, word: str) -> tuple[str, int] | None:
        if word in self.row_keys:
            return "row", self.row_keys[word]
        if word in self.by_key:
            return "unit", self.by_key[word]
        if word.isdecimal() and len(word) < 10 and int(word) in self.units:
            return "unit", int(word)
        return None

    def _refuse_double_matches(self, rows: Sequence[ReadRow]) -> None:
        counts = Counter(self.matched.values())
        for row in rows:
            if counts[self.matched.get(row.number, 0)] > 1 and not row.problems:
                row.problems.append(Problem("matched_twice", "name_fi", row.name))

    def _refuse_cycles(self, rows: Sequence[ReadRow]) -> None:
        above = {("unit", unit.id): ("unit", unit.parent) for unit in self.units.values()}
        for row in rows:
            if parent := self.parents.get(row.number):
                above[self._node(("row", row.number))] = self._node(parent)
        for row in rows:
            node, seen = self._node(("row", row.number)), set[tuple[str, int]]()
            start = node
            while node in above and node not in seen:
                seen.add(node)
                node = above[node]
            if node == start and seen:
                row.problems.append(Problem("cycle", "parent", row.parent))

    def _node(self, place: tuple[str, int]) -> tuple[str, int]:
        kind, number = place
        return ("unit", self.matched[number]) if kind == "row" and number in self.matched else place

    def _step(self, row: ReadRow) -> Step:
        if row.is_organisation:
            return Step("skipped", row.number, name=row.name)
        unit = self.units.get(self.matched.get(row.number, 0))
        parent = self._node(self.parents[row.number]) if row.number in self.parents else None
        step = Step("error", row.number, unit.id if unit else 0, row.name, dict(row.values), parent, [], row.problems)
        if unit:
            step.name = step.name or str(unit.values.get("name_fi") or "")
            self._compare(step, unit)
        else:
            self._complete(step)
        self._check_dates(step, unit)
        if not step.problems:
            step.kind = "new" if not unit else "changed" if step.changes else "same"
        return step

    def _compare(self, step: Step, unit: Unit) -> None:
        for column in KEPT:
            if column in step.values and (step.values[column] or None) != (unit.values.get(column) or None):
                step.changes.append((column, unit.values.get(column), step.values[column]))
        step.values = {column: new for column, _old, new in step.changes}
        if step.parent:
            kind, number = step.parent
            now = number if kind == "unit" else -number
            if now != unit.parent:
                step.changes.append(("parent", unit.parent, now))
            else:
                step.parent = None

    def _complete(self, step: Step) -> None:
        """Give a new unit what it must have: a Finnish name and a level."""
        if not step.name:
            step.problems.append(Problem("name_missing", "name_fi"))
        step.values.setdefault("name_fi", step.name)
        if "level" not in step.values:
            depth, place = 0, step.parent
            while place and place != ("unit", TOP) and depth < len(self.levels) - 1:
                depth += 1
                kind, number = self._node(place)
                place = ("unit", self.units[number].parent) if kind == "unit" else self.parents.get(number)
            step.values["level"] = self.levels[depth] if self.levels else None

    def _check_dates(self, step: Step, unit: Unit | None) -> None:
        first, last = (
            step.values.get(column, unit.values.get(column) if unit else None) for column in ("valid_from", "valid_to")
        )
        if first and last and str(last) < str(first):
            step.problems.append(Problem("dates", "valid_to", str(last)))

    def _refuse_children_of_refused(self, steps: Sequence[Step]) -> None:
        by_row = {step.row: step for step in steps}
        is_more = True
        while is_more:
            is_more = False
            for step in steps:
                above = by_row.get(step.parent[1]) if step.parent and step.parent[0] == "row" else None
                if above and above.kind == "error" and step.kind != "error":
                    step.kind, is_more = "error", True
                    step.problems.append(Problem("parent_bad", "parent", str(above.row)))

    def _ended(self) -> list[Step]:
        there = set(self.matched.values())
        gone = [unit for unit in self.units.values() if unit.is_current and unit.id not in there]
        return [Step("ended", unit=unit.id, name=str(unit.values.get("name_fi") or "")) for unit in gone]
