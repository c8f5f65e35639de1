from odoo import api, fields, models
from odoo.tools import SQL

BATCH = 20_000
TRIGGERS = [
    (table, columns, event, rows)
    for table, columns in (("hva_fact", "rows"), ("hva_fact_item", "items"))
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
]


class HvaExportMark(models.Model):
    """A county's month in which an answer came, changed or went: the data lake must get it anew.

    Written by the database in the transaction of the change, so whoever sees the mark sees the change and a
    transaction that commits late brings its mark along: nothing is skipped, whatever its number or time. Rows are only
    inserted and taken. No foreign key: whoever gives feedback should wait for nobody.
    """

    _name = "hva.export.mark"
    _description = "Month that changed"
    _log_access = False

    county = fields.Integer(required=True, readonly=True)
    month = fields.Date(required=True, readonly=True)

    def init(self):
        """Let the database mark the months, also when answers go by cascade, by plain SQL or by an import."""
        result = super().init()
        # SQL: Odoo knows no triggers
        self.env.cr.execute(_FUNCTIONS)
        for table, columns, event, rows in TRIGGERS:
            self.env.cr.execute(
                SQL(
                    """CREATE OR REPLACE TRIGGER %s AFTER %s ON %s REFERENCING %s TABLE AS changed
                       FOR EACH STATEMENT EXECUTE FUNCTION %s()""",
                    SQL.identifier(f"{table}_export_{event}_{rows}".lower()),
                    SQL(event),
                    SQL.identifier(table),
                    SQL(rows),
                    SQL.identifier(f"hva_export_mark_{columns}"),
                )
            )
        return result

    @api.model
    def _take(self, limit=BATCH):
        """Note for each definition which months it must deliver anew, and forget the marks; return how many there were.

        Marks that another job holds are left to it. Definitions are told whether or not their time has come.
        """
        self.env.flush_all()
        taken = self.env.execute_query(
            SQL(
                """
                WITH taken AS (
                    DELETE FROM hva_export_mark WHERE id IN (
                        SELECT id FROM hva_export_mark ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
                    RETURNING county, month
                ), told AS (
                    INSERT INTO hva_export_change (definition_id, month)
                    SELECT DISTINCT e.id, t.month FROM taken t JOIN hva_export e ON e.company_id = t.county
                     WHERE e.active AND (e.has_answers OR e.has_national)
                )
                SELECT COUNT(*) FROM taken
                """,
                limit,
            )
        )
        self.env["hva.export.change"].invalidate_model()
        return taken[0][0]


class HvaExportChange(models.Model):
    """A month that one definition has to deliver anew. Rows are inserted, and deleted by whoever builds the month.

    A builder deletes the rows it sees; what comes while it works has a row of its own and stays for the next time.
    """

    _name = "hva.export.change"
    _description = "Month to deliver anew"
    _log_access = False

    definition_id = fields.Many2one("hva.export", required=True, readonly=True, ondelete="cascade")
    month = fields.Date(required=True, readonly=True)

    _month_ix = models.Index("(definition_id, month)")


_FUNCTIONS = """
    CREATE OR REPLACE FUNCTION hva_export_mark_rows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO hva_export_mark (county, month)
        SELECT DISTINCT u.company_id, date_trunc('month', c.day)::date
          FROM changed c JOIN hva_unit u ON u.id = c.unit_id;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION hva_export_mark_items() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO hva_export_mark (county, month)
        SELECT DISTINCT u.company_id, date_trunc('month', f.day)::date
          FROM changed c JOIN hva_fact f ON f.id = c.fact_id JOIN hva_unit u ON u.id = f.unit_id;
        RETURN NULL;
    END $$;
"""
