from odoo import api, models
from odoo.tools import SQL

from ..tools.periods import add_months, split
from .hva_fact_month import SUMS, _edge_days
from .hva_fact_slice import slice_for

# dimension -> (expression over facts, expression over monthly sums or None where these do not have it)
DIMENSIONS = {
    "channel": (SQL("COALESCE(f.channel, '')"), SQL("m.channel")),
    "language": (SQL("COALESCE(f.lang_code, '')"), SQL("m.lang_code")),
    "survey": (SQL("f.survey_id"), SQL("m.survey_id")),
    "service": (SQL("COALESCE(f.service_id, 0)"), None),
    "contact_mode": (SQL("COALESCE(f.contact_mode, '')"), None),
    "respondent_group": (SQL("COALESCE(f.respondent_group, '')"), None),
    "age_band": (SQL("COALESCE(f.age_band, '')"), None),
    "kind": (SQL("COALESCE(f.kind, '')"), None),
    "assisted": (SQL("(f.assisted_by IS NOT NULL)::int"), None),
}
STEP_STARTS = {
    "day": "%s",
    "week": "date_trunc('week', %s)::date",
    "month": "date_trunc('month', %s)::date",
    "quarter": "date_trunc('quarter', %s)::date",
    "tertial": "(date_trunc('year', %s) + floor((extract(month FROM %s) - 1) / 4) * interval '4 months')::date",
    "year": "date_trunc('year', %s)::date",
}
FINE_STEPS = ("day", "week")  # a month cannot be taken apart


class HvaFactMonth(models.Model):
    """Sums of facts by anything that can be asked: from the months where they know enough, else from the facts."""

    _inherit = "hva.fact.month"

    @api.model
    def _summed(self, keys, span, names, by=(), filters=None, step=None):
        """Return [{"key", *by, "step", *names}] of `span`, summed over all units that `keys` gives the same key.

        :param dict keys: {unit id: key}, a whole number each; units that are not there count nowhere
        :param names: columns of SUMS
        :param by: dimensions (DIMENSIONS); what is not known is "" (0 for services)
        :param dict filters: {dimension: values}
        :param str step: of STEP_STARTS: the first day of the step is then in "step"
        One statement. Always as of now: what the monthly sums do not hold yet is counted from the facts. No rights are
        checked: callers pass units they may.
        """
        if not keys:
            return []
        self.env.flush_all()
        used = {*by, *(filters or {})}
        is_coarse = step not in FINE_STEPS and all(DIMENSIONS[name][1] is not None for name in used)
        asked = _Asked(keys, span, names, by, filters or {}, step)
        return self.env.execute_query_dict(asked.from_months() if is_coarse else asked.from_facts())


class _Asked:
    """One question, and its two statements."""

    def __init__(self, keys, span, names, by, filters, step):
        self.keys = keys
        self.span, self.names, self.by, self.filters, self.step = span, list(names), list(by), filters, step
        self.is_one = len(set(keys.values())) == 1
        # several keys: rows are summed by unit first, for a million rows find their key slower than two thousand
        self.place = "key" if self.is_one else "unit_id"
        self.inner = [self.place, *by, *(["step"] if step else [])]
        self.slice = slice_for({*by, *filters})

    def from_facts(self):
        return self._together(self._of_facts(SQL("f.day >= %s AND f.day < %s", self.span.start, self.span.end)))

    def from_months(self):
        months = split(self.span).months
        if not months:
            return self.from_facts()
        first, end = months[0], add_months(months[-1], 1)
        parts = [self._of_months(first, end), self._of_dirty()]
        if split(self.span).edges:
            parts.append(self._of_facts(_edge_days(self.span)))
        return SQL(
            """WITH dirty AS MATERIALIZED (
                   SELECT DISTINCT unit_id, month FROM hva_fact_dirty
                    WHERE month >= %s AND month < %s AND unit_id = ANY(%s::int[])
               ) %s""",
            first,
            end,
            _array(self.keys),
            self._together(SQL(" UNION ALL ").join(parts)),
        )

    def _together(self, parts):
        """Return the statement that adds up the rows of `parts` by key."""
        heads = ["key", *self.inner[1:]]
        return SQL(
            "SELECT %s, %s FROM (%s) AS parts%s GROUP BY %s ORDER BY %s",
            SQL(", ").join(map(SQL.identifier, heads)),
            _each(self.names, "COALESCE(SUM(%s), 0)::bigint AS %s"),
            parts,
            SQL("") if self.is_one else SQL(
                " JOIN unnest(%s::int[], %s::int[]) AS k(unit_id, key) USING (unit_id)",
                _array(self.keys), _array(self.keys.values()),
            ),
            self._numbers(),
            self._numbers(),
        )  # fmt: skip

    def _of_months(self, first, end):
        return SQL(
            """SELECT %(groups)s, %(sums)s FROM %(table)s m
                WHERE m.month >= %(first)s AND m.month < %(end)s AND m.unit_id = ANY(%(units)s::int[])%(where)s
                  AND ((SELECT COUNT(*) FROM dirty) = 0
                       OR (m.unit_id, m.month) NOT IN (SELECT d.unit_id, d.month FROM dirty d))
                GROUP BY %(numbers)s""",  # mostly nothing is dirty: then no row is looked up
            groups=self._groups(1, SQL("m.month")),
            sums=_each(self.names, "SUM(m.%s) AS %s"),
            table=SQL("hva_fact_month" if self.slice is None else "hva_fact_slice"),
            first=first,
            end=end,
            units=_array(self.keys),
            where=SQL("%s%s", self._where(1), self._of_slice()),
            numbers=self._numbers(),
        )

    def _of_dirty(self):
        return SQL(
            """SELECT %s, %s FROM dirty d
                 JOIN hva_fact f ON f.unit_id = d.unit_id AND f.day >= d.month AND f.day < d.month + interval '1 month'
                WHERE TRUE%s GROUP BY %s""",
            self._groups(0, SQL("f.day")),
            self._sums(),
            self._where(0),
            self._numbers(),
        )

    def _of_facts(self, days):
        """Return the part that counts the facts of the units on `days`, an SQL condition on `f.day`."""
        return SQL(
            "SELECT %s, %s FROM hva_fact f WHERE (%s) AND f.unit_id = ANY(%s::int[])%s GROUP BY %s",
            self._groups(0, SQL("f.day")),
            self._sums(),
            days,
            _array(self.keys),
            self._where(0),
            self._numbers(),
        )

    def _numbers(self):
        return SQL(", ").join(SQL(str(number + 1)) for number in range(len(self.inner)))

    def _groups(self, source, day):
        """Return what rows of facts (`source` 0) or months (1) are summed by."""
        key = next(iter(self.keys.values()))
        unit = SQL.identifier("m" if source else "f", "unit_id")
        parts = [SQL("%s::int AS key", key) if self.is_one else unit]
        parts += [SQL("%s AS %s", DIMENSIONS[name][source], SQL.identifier(name)) for name in self.by]
        if self.step:
            pattern = STEP_STARTS[self.step]
            parts.append(SQL("%s AS step", SQL(pattern, *[day] * pattern.count("%s"))))
        return SQL(", ").join(parts)

    def _sums(self):
        return SQL(", ").join(SQL("%s AS %s", SUMS[name], SQL.identifier(name)) for name in self.names)

    def _of_slice(self):
        return SQL("") if self.slice is None else SQL(" AND m.sliced_by = %s", self.slice)

    def _where(self, source):
        return _where(self.filters, source)


def facts_where(filters):
    """Return " AND ..." for the facts `f` whose dimensions have one of the values: {dimension: values}."""
    return _where(filters, 0)


def _where(filters, source):
    return SQL("").join(
        SQL(" AND %s = ANY(%s)", DIMENSIONS[name][source], list(values)) for name, values in filters.items()
    )


def _array(numbers):
    """Return whole numbers as PostgreSQL reads an array from one word: much sooner than two thousand values."""
    return f"{{{','.join(map(str, numbers))}}}"


def _each(names, pattern):
    return SQL(", ").join(SQL(pattern, SQL.identifier(name), SQL.identifier(name)) for name in names)
