from odoo import api, fields, models
from odoo.tools import SQL


class HvaOneTime(models.AbstractModel):
    """What opens one form once, known by the hash of its code: personal links and codes to hand over.

    Answering deletes the row in the transaction that stores the answer, so nothing leads from one to the other.
    """

    _name = "hva.one.time"
    _description = "What is used once"
    _log_access = False

    code_hash = fields.Char(required=True)

    @api.model
    def _use(self, row_id) -> bool:
        """Delete a row because its answer is being stored; False when somebody did so before.

        Two posts at the same moment meet here: the second waits, is retried by the server and finds no row.
        """
        table = SQL.identifier(self._table)
        # SQL: whether the row was there is known only from the statement that deletes it
        used = bool(self.env.execute_query(SQL("DELETE FROM %s WHERE id = %s RETURNING id", table, row_id)))
        self.invalidate_model()
        return used
