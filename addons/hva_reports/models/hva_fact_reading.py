"""Statements that add up facts: from the coarsest sums that know enough, else from the facts. No rights are checked."""

from odoo.tools import SQL

from ..tools.periods import Span, add_months, split, whole_years
from .hva_fact_month import SUMS
from .hva_fact_settled import MONTH, SETTLED_BY, YEAR

# dimension -> (expression over facts, expression over monthly sums or None where these do not have it)
DIMENSIONS = {
    "channel": (SQL("COALESCE(f.channel, '')"), SQL("m.channel")),
    "language": (SQL("COALESCE(f.lang_code, '')"), SQL("m.lang_code")),
    "survey": (SQL("f.survey_id"), SQL("m.survey_id")),
    **{name: (expr, None) for name, (expr, _back) in SETTLED_BY.items() if name != "language"},
}
# dimension -> column of the fact that holds it, NULL where it is not known
COLUMNS = {name: name for name in ("channel", "contact_mode", "respondent_group", "age_band", "kind")}
COLUMNS |= {"language": "lang_code", "service": "service_id", "survey": "survey_id"}
STEP_STARTS = {
    "day": "%s",
    "week": "date_trunc('week', %s)::date",
    "month": "date_trunc('month', %s)::date",
    "quarter": "date_trunc('quarter', %s)::date",
    "tertial": "(date_trunc('year', %s) + floor((extract(month FROM %s) - 1) / 4) * interval '4 months')::date",
    "year": "date_trunc('year', %s)::date",
}
FINE_STEPS = ("day", "week")  # a month cannot be taken apart
YEAR_STEPS = (None, "year")  # nor can a year for any other step
MANY_UNITS = 500  # from here on facts are read by their day: whether these units are all there are is asked once


class Table:
    """Sums that can answer a question: where they stand, and how they say what it asks by.

    :param dims: {dimension: expression over a row `m`}
    :param chosen: SQL condition " AND ..." for the rows meant
    :param marks: tables whose marks say that a unit's month here is behind
    """

    def __init__(self, name, dims, chosen=None, marks=("hva_fact_dirty",)):
        self.name, self.dims, self.marks = SQL.identifier(name), dims, marks
        self.chosen = chosen or SQL("")


def table_for(used):
    """Return the `Table` of monthly sums for the dimensions `used`; None where facts must be read."""
    used = set(used)
    if used <= {"channel"}:
        chosen = SQL(" AND m.sliced_by = %s", next(iter(used), ""))
        return Table("hva_fact_slice", {"channel": SQL("m.channel")}, chosen)
    if len(used) == 1 and used <= set(SETTLED_BY):
        return _settled(*used, MONTH)
    if all(DIMENSIONS[name][1] is not None for name in used):
        return Table("hva_fact_month", {name: DIMENSIONS[name][1] for name in used})
    return None


def years_for(used):
    """Return the `Table` of whole years for the dimensions `used`, None where there is none."""
    used = set(used)
    if used <= {"channel"}:
        return _settled(next(iter(used), ""), YEAR)
    return _settled(*used, YEAR) if len(used) == 1 and used <= set(SETTLED_BY) else None


def _settled(name, months):
    chosen = SQL(" AND m.sliced_by = %s AND m.months = %s", name, months)
    dims = {name: SETTLED_BY[name][1] if name in SETTLED_BY else SQL("m.value")}
    return Table("hva_fact_settled", dims, chosen, ("hva_fact_dirty", "hva_fact_unsettled"))


class Reading:
    """One question as a statement.

    :param dict keys: {unit id: key}; `names` columns of SUMS; `by` dimensions; `filters` {dimension: values}
    :param str step: of STEP_STARTS or None
    :param date today: years that are over by this day may be read as years. Its month is read from facts where its
        sums are made at night: each unit's are behind by noon, and facts of a day lie together, those of a mark do not
    """

    def __init__(self, keys, span, names, by, filters, step, today):
        self.keys, self.span, self.names = keys, span, list(names)
        self.by, self.filters, self.step = list(by), filters, step
        self.is_one = len(set(keys.values())) == 1
        # several keys: rows are summed by unit first, for a million rows find their key slower than two thousand
        self.place = "key" if self.is_one else "unit_id"
        self.inner = [self.place, *by, *(["step"] if step else [])]
        used = {*by, *filters}
        self.months = table_for(used) if step not in FINE_STEPS else None
        by_night = self.months and "hva_fact_unsettled" in self.months.marks
        self.parts = split(span, today.replace(day=1) if by_night else None)
        if not self.parts.months:
            self.months = None
        self.years = years_for(used) if self.months and step in YEAR_STEPS else None
        self.whole = whole_years(span, today) if self.years else None
        if not self.whole:
            self.years = None

    def statement(self):
        if not self.months:
            return self._together(self._of_facts(SQL("f.day >= %s AND f.day < %s", self.span.start, self.span.end)))
        months = self.parts.months
        all_months = Span(months[0], add_months(months[-1], 1))
        marked = [SQL("dirty AS MATERIALIZED (%s)", self._marked(self.months.marks, SQL("month"), all_months))]
        if self.years:
            years = self._marked(self.years.marks, SQL("date_trunc('year', month)::date"), self.whole)
            marked.append(SQL("behind AS MATERIALIZED (%s)", years))
        parts = SQL(" UNION ALL ").join([*self._of_sums(all_months), self._of_dirty(), *self._of_edges()])
        return SQL("WITH %s %s", SQL(", ").join(marked), self._together(parts))

    # ------------------------------------------------------------------ parts

    def _of_sums(self, all_months):
        """Yield the parts that are read from sums: whole years, their months where a year is behind, the others."""
        if not self.years:
            yield self._of_table(self.months, all_months, "dirty")
            return
        yield self._of_table(self.years, self.whole, "behind")
        yield self._of_years_behind()
        for rest in (Span(all_months.start, self.whole.start), Span(self.whole.end, all_months.end)):
            if rest.start < rest.end:
                yield self._of_table(self.months, rest, "dirty")

    def _of_table(self, table, span, behind):
        behind = SQL.identifier(behind)
        return SQL(
            """SELECT %(groups)s, %(sums)s FROM %(table)s m
                WHERE m.month >= %(first)s AND m.month < %(end)s AND %(units)s%(where)s
                  AND ((SELECT COUNT(*) FROM %(behind)s) = 0
                       OR (m.unit_id, m.month) NOT IN (SELECT d.unit_id, d.month FROM %(behind)s d))
                GROUP BY %(numbers)s""",  # mostly nothing is marked: then no row is looked up
            groups=self._groups("m", table.dims, SQL("m.month")),
            sums=_each(self.names, "SUM(m.%s) AS %s"),
            table=table.name,
            first=span.start,
            end=span.end,
            units=self._units("m"),
            where=SQL("%s%s", table.chosen, self._where(table.dims)),
            behind=behind,
            numbers=self._numbers(),
        )

    def _of_years_behind(self):
        return SQL(
            """SELECT %(groups)s, %(sums)s FROM behind y
                 JOIN %(table)s m ON m.unit_id = y.unit_id AND m.month >= y.month
                  AND m.month < y.month + interval '1 year'%(where)s
                WHERE (m.unit_id, m.month) NOT IN (SELECT d.unit_id, d.month FROM dirty d)
                GROUP BY %(numbers)s""",
            groups=self._groups("m", self.months.dims, SQL("m.month")),
            sums=_each(self.names, "SUM(m.%s) AS %s"),
            table=self.months.name,
            where=SQL("%s%s", self.months.chosen, self._where(self.months.dims)),
            numbers=self._numbers(),
        )

    def _of_dirty(self):
        return SQL(
            """SELECT %s, %s FROM dirty d
                 JOIN hva_fact f ON f.unit_id = d.unit_id AND f.day >= d.month AND f.day < d.month + interval '1 month'
                WHERE TRUE%s GROUP BY %s""",
            self._groups("f", FACTS, SQL("f.day")),
            self._sums(),
            facts_where(self.filters),
            self._numbers(),
        )

    def _of_edges(self):
        if self.parts.edges:
            yield self._of_facts(_days(self.parts.edges))

    def _of_facts(self, days):
        """Return the part that counts the facts of the units on `days`, an SQL condition on `f.day`."""
        return SQL(
            "SELECT %s, %s FROM hva_fact f WHERE (%s) AND %s%s GROUP BY %s",
            self._groups("f", FACTS, SQL("f.day")),
            self._sums(),
            days,
            self._units("f"),
            facts_where(self.filters),
            self._numbers(),
        )

    # ------------------------------------------------------------------ pieces

    def _marked(self, marks, month, span):
        """Return the query for the units' months of `span` that one of the tables `marks` has a mark of."""
        each = [
            SQL(
                "SELECT unit_id, %s AS month FROM %s WHERE month >= %s AND month < %s AND unit_id = ANY(%s::int[])",
                month, SQL.identifier(table), span.start, span.end, _array(self.keys),
            )
            for table in marks
        ]  # fmt: skip
        return SQL("SELECT DISTINCT unit_id, month FROM (%s) AS marks", SQL(" UNION ALL ").join(each))

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

    def _numbers(self):
        return SQL(", ").join(SQL(str(number + 1)) for number in range(len(self.inner)))

    def _groups(self, row, dims, day):
        """Return what the rows `row` ("f" facts, "m" sums) are summed by."""
        key = next(iter(self.keys.values()))
        parts = [SQL("%s::int AS key", key) if self.is_one else SQL.identifier(row, "unit_id")]
        parts += [SQL("%s AS %s", dims[name], SQL.identifier(name)) for name in self.by]
        if self.step:
            pattern = STEP_STARTS[self.step]
            parts.append(SQL("%s AS step", SQL(pattern, *[day] * pattern.count("%s"))))
        return SQL(", ").join(parts)

    def _units(self, row):
        """Return the condition that a row is of one of the units; of all there are, no row is looked up."""
        unit = SQL.identifier(row, "unit_id")
        listed = SQL("%s = ANY(%s::int[])", unit, _array(self.keys))
        if len(self.keys) < MANY_UNITS:
            return listed
        return SQL("((SELECT COUNT(*) FROM hva_unit) = %s OR %s)", len(self.keys), listed)

    def _sums(self):
        return SQL(", ").join(SQL("%s AS %s", SUMS[name], SQL.identifier(name)) for name in self.names)

    def _where(self, dims):
        return _where(self.filters, dims)


FACTS = {name: expr for name, (expr, _months) in DIMENSIONS.items()}


def facts_where(filters):
    """Return " AND ..." for the facts `f` whose dimensions have one of the values: {dimension: values}.

    Columns are named as they are: of an expression over them PostgreSQL does not know how many rows it leaves, and
    sorts a hundred thousand that it should count.
    """
    return SQL("").join(SQL(" AND %s", _fact_is(name, values)) for name, values in filters.items())


def _fact_is(name, values):
    column = COLUMNS.get(name)
    if not column:
        return SQL("%s = ANY(%s)", FACTS[name], list(values))
    column = SQL.identifier("f", column)
    known = SQL("%s = ANY(%s)", column, [value for value in values if value])
    return known if all(values) else SQL("(%s OR %s IS NULL)", known, column)


def edge_days(span):
    """Return the SQL condition for the days of facts `f` that lie in none of the whole months of `span`."""
    return _days(split(span).edges)


def _days(parts):
    return SQL(" OR ").join(SQL("(f.day >= %s AND f.day < %s)", part.start, part.end) for part in parts)


def _where(filters, dims):
    return SQL("").join(SQL(" AND %s = ANY(%s)", dims[name], list(values)) for name, values in filters.items())


def _array(numbers):
    """Return whole numbers as PostgreSQL reads an array from one word: much sooner than two thousand values."""
    return f"{{{','.join(map(str, numbers))}}}"


def _each(names, pattern):
    return SQL(", ").join(SQL(pattern, SQL.identifier(name), SQL.identifier(name)) for name in names)
