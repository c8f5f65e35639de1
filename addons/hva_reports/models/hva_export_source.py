import functools
import itertools

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.hva_sms.tools.person_hash import person_hmac

from ..tools.lake_crowd import NOT_TOLD, crowd
from ..tools.lake_schema import CIRCUMSTANCES
from ..tools.metric_registry import ITEMS
from ..tools.periods import add_months
from .hva_fact_month import WORK_MEMORY

CHUNK = 20_000  # rows in memory at once, and in a row group of Parquet
PSEUDONYM_DIGITS = 32  # 128 bits
# of an answer what may point to a person, in the order of tools/lake_crowd.py: the unit, then lake_schema.CIRCUMSTANCES
FACTS = SQL(
    """f.unit_id, f.survey_id, f.channel, f.service_id, f.contact_mode, f.lang_code, f.respondent_group,
       date_trunc('week', f.day)::date, f.age_band, f.assisted_by IS NOT NULL, f.day"""
)
FACT_COUNT = 1 + len(CIRCUMSTANCES)
NO_JOIN = SQL("")
MONTH_OF_COUNTY = """
      FROM hva_fact f JOIN hva_unit u ON u.id = f.unit_id %(join)s
     WHERE u.company_id = %(company)s AND f.day >= %(start)s AND f.day < %(end)s
"""


class HvaExportSource(models.AbstractModel):
    """Where the rows of the data lake come from. Rows stream from the server; a month's table is never all in memory.

    `_rows_<table>(definition, month)` yields rows in the order of the table's columns.
    """

    _name = "hva.export.source"
    _description = "Rows for the data lake"

    @api.model
    def _batches(self, table, definition, month=None, plan=None):
        """Yield lists of rows of `table` (tools/lake_schema.py); `plan` is that of `_get_plan` for answers."""
        rows = getattr(self, f"_rows_{table}")(definition, month, plan)
        while batch := list(itertools.islice(rows, CHUNK)):
            yield batch

    @api.model
    def _get_plan(self, definition, month, base):
        """Return what is told of the circumstances of a month's answers: {facts: Shown}, None when too few answered."""
        self.env.cr.execute("SET LOCAL work_mem = %s", [WORK_MEMORY])  # hundreds of thousands in half the time
        rows = self.env.execute_query(
            SQL(
                "SELECT %(facts)s, COUNT(*) %(month)s GROUP BY %(groups)s",
                facts=FACTS,
                month=self._month(definition, month, NO_JOIN),
                groups=SQL(", ").join(SQL(str(number + 1)) for number in range(FACT_COUNT)),
            )
        )
        parents = dict(
            self.env.execute_query(
                SQL("SELECT id, parent_id FROM hva_unit WHERE company_id = %s", definition.company_id.id)
            )
        )
        return crowd({row[:FACT_COUNT]: row[FACT_COUNT] for row in rows}, parents, base)

    def _month(self, definition, month, join):
        company = definition.company_id.id
        return SQL(MONTH_OF_COUNTY, join=join, company=company, start=month, end=add_months(month, 1))

    # ------------------------------------------------------------------ answers

    @api.model
    def _rows_answers(self, definition, month, plan):
        columns = SQL(", ").join([
            SQL("f.kind"), SQL("f.has_text IS TRUE"), SQL("f.nps"),
            *(SQL.identifier("f", f"item_{item}") for item in ITEMS),
        ])  # fmt: skip
        name, tell = self._get_pseudonym(definition), functools.cache(self._tell)  # thousands are told alike
        for row in self._stream(definition, month, columns, plan):
            unit, told, missing = tell(plan[row[1 : 1 + FACT_COUNT]])
            yield (name(row[0]), month, unit, *told, missing, *row[1 + FACT_COUNT :])

    @api.model
    def _rows_own_items(self, definition, month, plan):
        join = SQL(
            """JOIN hva_fact_item x ON x.fact_id = f.id
               JOIN survey_question q ON q.id = x.question_id
          LEFT JOIN hva_question_item i ON i.id = x.item_id"""
        )
        name = self._get_pseudonym(definition)
        columns = SQL("x.question_id, i.code, x.value")
        for answer_id, *rest in self._stream(definition, month, columns, plan, join):
            _is_exact, told = plan[tuple(rest[:FACT_COUNT])]
            if told[1] is not NOT_TOLD:  # a question tells the set
                yield (name(answer_id), month, *rest[FACT_COUNT:])

    def _stream(self, definition, month, columns, plan, join=NO_JOIN):
        """Yield (answer id, facts ..., columns ...) of the month, in an order that tells nothing of when they came."""
        if plan is None:
            return
        salt = definition.sudo().salt  # sudo: for making pseudonyms alone
        # SQL: a cursor of the server hands rows over by the thousand, however many there are
        self.env.cr.execute(
            SQL(
                """DECLARE hva_lake NO SCROLL CURSOR FOR
                   SELECT f.answer_id, %(facts)s, %(columns)s %(month)s ORDER BY md5(%(salt)s || f.answer_id)""",
                facts=FACTS,
                columns=columns,
                month=self._month(definition, month, join),
                salt=salt,
            )
        )
        while rows := self.env.execute_query(SQL("FETCH FORWARD %s FROM hva_lake", CHUNK)):
            yield from rows
        self.env.cr.execute("CLOSE hva_lake")

    @api.model
    def _get_pseudonym(self, definition):
        """Return a function from the number of an answer to what it is called in this lake.

        A keyed hash; the key is outside the database. Whoever has the lake and the database but not the key cannot go
        from one to the other by it. Each export has its own salt, so two lakes cannot be joined either.

        :raises PersonKeyError: without a key
        """
        secret = self.env["hva.person.key"]._secret()
        salt = definition.sudo().salt  # sudo: for making pseudonyms alone
        return lambda answer_id: person_hmac("lake", f"{salt}:{answer_id}", secret)[:PSEUDONYM_DIGITS]

    def _tell(self, shown):
        """Return (unit or None, [circumstances], names of what is not told)."""
        is_exact, (unit, *told) = shown
        missing = [] if is_exact else ["unit_id"]
        missing += [name for name, value in zip(CIRCUMSTANCES, told, strict=True) if value is NOT_TOLD]
        plain = [None if value is NOT_TOLD else value for value in told]
        return None if unit is NOT_TOLD else unit, plain, " ".join(missing) or None
