"""An auditor who writes down every figure he was shown and asks what follows from all of them together.

What he does not know are counts of people: one unknown per (unit, month, channel, class of the recommendation). Each
shown figure is a line: so many people are in these unknowns together. A count is found out when it is a combination of
lines. To audit another door, turn its figures into `Ledger.saw(places, classes, value)`.
"""

from collections import namedtuple

PRIME = (1 << 61) - 1  # lines are combined modulo a prime: exact in effect
CLASSES = ("promoters", "passives", "detractors")

Unknown = namedtuple("Unknown", "unit month channel part")


class Ledger:
    """Lines seen by one reader, kept in reduced form."""

    def __init__(self):
        self.lines = {}  # unknown that leads the line -> the line
        self.count = 0

    def saw(self, places, classes, value):
        """Write down that `value` people of `classes` are in `places`, a collection of (unit, month, channel)."""
        self.saw_line({Unknown(*place, part): 1 for place in places for part in classes}, value)

    def saw_score(self, places, score, n):
        """Write down an NPS of `n` answers: promoters less detractors."""
        line = {
            Unknown(*place, part): sign for place in places for part, sign in (("promoters", 1), ("detractors", -1))
        }
        self.saw_line(line, round(score * n / 100))

    def saw_line(self, line, value):
        self.count += 1
        rest = self.reduced({**{key: sign % PRIME for key, sign in line.items()}, None: value % PRIME})
        lead = next((key for key in rest if key is not None), None)
        if lead is None:
            assert not rest, "two figures do not fit together"
            return
        inverse = pow(rest[lead], -1, PRIME)
        self.lines[lead] = {key: part * inverse % PRIME for key, part in rest.items()}

    def tells(self, places, classes):
        """Return the count of `classes` in `places` if it follows from what was seen, else None."""
        line = {Unknown(*place, part): 1 for place in places for part in classes}
        rest = self.reduced({**line, None: 0})
        if any(key is not None for key in rest):
            return None
        return -rest.get(None, 0) % PRIME

    def reduced(self, line):
        line = {key: part for key, part in line.items() if part}
        while lead := next((key for key in line if key in self.lines), None):
            factor = line[lead]
            for key, part in self.lines[lead].items():
                left = (line.get(key, 0) - factor * part) % PRIME
                if left:
                    line[key] = left
                else:
                    line.pop(key, None)
        return line
