"""An auditor who writes down every figure he was shown and asks what follows from all of them together.

What he does not know are counts of people: one unknown per place and kind of answer, whole and not negative. Each
shown figure is a line: so many people, or between so many and so many, are in these unknowns together. How low and how
high a hidden count can be is then asked of a solver of linear programs (SciPy's HiGHS). To audit another door, turn its
figures into `Ledger.saw(places, parts, value)`.
"""

from collections import namedtuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

CLASSES = ("promoters", "passives", "detractors")
NEAR = 1e-6  # of the solver

Unknown = namedtuple("Unknown", "place part")


class Ledger:
    """What one reader has seen. A place is anything that people are counted by, such as (unit, days, channel)."""

    def __init__(self, places, parts):
        unknowns = (Unknown(place, part) for place in places for part in parts)
        self.columns = {unknown: number for number, unknown in enumerate(unknowns)}
        self.known = {}
        self.lines = {}  # {unknown: sign} as a frozenset -> (low, high)

    def knew(self, place, part, value):
        """The reader knows this one himself: it is of his own unit."""
        self.known[Unknown(place, part)] = value

    def saw(self, places, parts, value):
        """Write down that `value` people of `parts` are in `places`."""
        self.saw_between(dict.fromkeys((Unknown(place, part) for place in places for part in parts), 1), value, value)

    def saw_somebody(self, places, parts):
        """Write down that there is somebody: a count is hidden, and nobody would have been shown."""
        self.saw_between(dict.fromkeys((Unknown(place, part) for place in places for part in parts), 1), 1, np.inf)

    def saw_score(self, places, score, n, slack=0.0):
        """Write down an NPS of `n` answers, promoters less detractors, that may be off by `slack` from rounding."""
        line = {Unknown(place, part): sign for place in places for part, sign in zip(CLASSES, (1, 0, -1), strict=True)}
        self.saw_between(line, np.ceil((score - slack) * n / 100 - NEAR), np.floor((score + slack) * n / 100 + NEAR))

    def saw_between(self, line, low, high):
        rest = frozenset((unknown, sign) for unknown, sign in line.items() if sign and unknown not in self.known)
        own = sum(sign * self.known[unknown] for unknown, sign in line.items() if unknown in self.known)
        before = self.lines.get(rest, (-np.inf, np.inf))
        low, high = max(before[0], low - own), min(before[1], high - own)
        assert low <= high and (rest or low <= 0 <= high), "two figures do not fit together"
        if rest:
            self.lines[rest] = (low, high)

    def ranges(self, targets):
        """Yield for each target, (places, parts), the fewest and the most people that there can be."""
        same = {line: ends for line, ends in self.lines.items() if ends[0] == ends[1]}
        below = {line: ends for line, ends in self.lines.items() if ends[0] != ends[1] and ends[1] < np.inf}
        above = {line: ends for line, ends in self.lines.items() if ends[0] != ends[1] and ends[0] > -np.inf}
        system = {
            "A_eq": self._matrix(same), "b_eq": [low for low, _high in same.values()] if same else None,
            "A_ub": self._matrix([*below, *above], [1] * len(below) + [-1] * len(above)),
            "b_ub": [high for _low, high in below.values()] + [-low for low, _high in above.values()],
        }  # fmt: skip
        system["b_ub"] = system["b_ub"] or None
        for places, parts in targets:
            wanted = [Unknown(place, part) for place in places for part in parts]
            own = sum(self.known[unknown] for unknown in wanted if unknown in self.known)
            goal = np.zeros(len(self.columns))
            goal[[self.columns[unknown] for unknown in wanted if unknown not in self.known]] = 1
            low, high = (self._end(sign * goal, system) for sign in (1, -1))
            yield own + np.ceil(low - NEAR), own + np.floor(-high + NEAR)

    def _end(self, goal, system):
        found = linprog(goal, **system, bounds=(0, None), method="highs")
        assert found.status in (0, 3), found.message
        return found.fun if found.status == 0 else -np.inf

    def _matrix(self, lines, signs=None):
        signs = signs or [1] * len(lines)
        cells = [
            (row, self.columns[unknown], sign * lead)
            for row, (line, lead) in enumerate(zip(lines, signs, strict=True))
            for unknown, sign in line
        ]
        if not cells:
            return None
        rows, columns, values = zip(*cells, strict=True)
        return coo_array((values, (rows, columns)), shape=(len(lines), len(self.columns)))
