from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.sent_check import START_LENGTH


class HvaSentMark(models.Model):
    """That a message with a link beginning so left on some day: a keyed hash, and the Sunday on which it goes.

    It answers "did you send me this?" and nothing else (docs/decisions/0066). It names no unit, person, message or
    link; the day is inside the hash. Whoever has the key too finds a beginning of six characters, which opens nothing
    and stands in no other table. Rows of one claim are born in the order of the hash.
    """

    _name = "hva.sent.mark"
    _description = "Mark of a message that was sent"
    _log_access = False

    mark = fields.Char(required=True)
    expires_on = fields.Date("Last day", required=True, index=True)

    _mark_uniq = models.UniqueIndex("(mark)", "This message is marked already.")

    @api.model
    def _note(self, link_codes, day):
        """Remember that messages with these codes in their links leave on a day."""
        last_day = self.env["hva.feedback.link"]._last_day()
        rows = [SQL("(%s, %s)", mark, last_day) for mark in sorted({self._get_mark(code, day) for code in link_codes})]
        if rows:
            self.env.execute_query(  # SQL: the same code on the same day is one row, whoever was faster
                SQL(
                    "INSERT INTO hva_sent_mark (mark, expires_on) VALUES %s ON CONFLICT (mark) DO NOTHING RETURNING id",
                    SQL(", ").join(rows),
                )
            )
            self.invalidate_model()

    @api.model
    def _is_known(self, start, day) -> bool:
        """Tell whether a message whose link's code begins with `start` left on a day.

        :raises PersonKeyError: when this server has no key to answer with
        """
        # sudo: whoever has the message may ask
        return bool(self.sudo().search_count([("mark", "=", self._get_mark(start, day))], limit=1))

    @api.model
    def _get_mark(self, code, day):
        return self.env["hva.person.key"]._hmac("sent", f"{code[:START_LENGTH]}\0{day.isoformat()}")

    @api.model
    def _erase(self):
        """Forget messages whose links open nothing any more."""
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM hva_sent_mark WHERE expires_on < %s", [self.env["hva.clock"]._today()])
        self.invalidate_model()
