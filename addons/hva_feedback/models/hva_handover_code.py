from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import codes_tables
from ..tools.codes import hash_code
from ..tools.entry import Entry
from ..tools.hand_code import new_hand_code, read_hand_code

SCREEN_DAYS = 1  # to the end of tomorrow: at least 24 hours
SLIP_DAYS = 30
KEPT_DAYS = 7  # so long the page can still say that a code has expired
MOST_AT_ONCE = 240


class HvaHandoverCode(models.Model):
    """A one-time code that a professional hands over, on screen or on a slip, and that nobody has answered with yet.

    The hash of the code and where it was made: no person, no number, no time, not who made it. Answering deletes the
    row in the transaction that stores the answer, and the answer keeps its day and no time (docs/decisions/0024).
    """

    _name = "hva.handover.code"
    _inherit = "hva.one.time"
    _description = "Unused one-time code"
    _log_access = False

    set_id = fields.Many2one("hva.question.set", string="Question set", index="btree_not_null", ondelete="cascade")
    unit_id = fields.Many2one("hva.unit", required=True, index=True, ondelete="cascade")
    service_id = fields.Many2one("hva.service", ondelete="set null")
    contact_mode = fields.Selection(list(codes_tables.CONTACT_MODES), string="Mode of contact")
    expires_on = fields.Date("Last day", required=True, index=True)

    _code_hash_uniq = models.UniqueIndex("(code_hash)", "This code is already in use.")

    @api.model
    def _make(self, facts, days, count=1):
        """Make codes and return them, the only time they exist in clear.

        :param facts: dict of set_id, unit_id, service_id, contact_mode
        :param days: they can be used to the end of the day that many days from today
        """
        if not 1 <= count <= MOST_AT_ONCE:
            raise ValidationError(self.env._("At most %(count)s codes at a time.", count=str(MOST_AT_ONCE)))
        expires_on = self.env["hva.clock"]._today() + timedelta(days=days)
        codes = [new_hand_code() for _number in range(count)]
        # sudo: nobody has rights on codes; who may make them is the caller's to know
        self.sudo().create([{**facts, "code_hash": hash_code(code), "expires_on": expires_on} for code in codes])
        return codes

    @api.model
    def _resolve(self, typed):
        """Return the `Entry` that a code opens, None for an unknown or used one. Writes nothing."""
        code = read_hand_code(typed)
        if not code:
            return None
        # sudo: the code is the permission
        row = self.sudo().search([("code_hash", "=", hash_code(code))], limit=1)
        sets = self.env["hva.question.set"].sudo()  # sudo: same
        survey = row and sets._asked_survey(row.unit_id, "handover", row.service_id, chosen=row.set_id)
        if not survey:
            return None
        is_open = row.expires_on >= self.env["hva.clock"]._today()
        return Entry(
            survey_id=survey.id,
            unit_id=row.unit_id.id,
            channel="handover",
            source="handover",
            source_id=row.id,
            service_id=row.service_id.id or None,
            contact_mode=row.contact_mode or None,
            lang_code="",
            is_open=is_open,
            closed_reason=None if is_open else "expired",
        )

    @api.model
    def _cron_erase(self):
        """Delete codes a week after their last day."""
        last_kept = self.env["hva.clock"]._today() - timedelta(days=KEPT_DAYS)
        self.sudo().search([("expires_on", "<", last_kept)]).unlink()  # sudo: nobody has rights on codes


class HvaCollector(models.Model):
    _inherit = "hva.collector"

    @api.model
    def _hva_resolve_code(self, code):
        return super()._hva_resolve_code(code) or self.env["hva.handover.code"]._resolve(code)

    @api.model
    def _hva_consume(self, entry):
        if entry.source != "handover":
            return super()._hva_consume(entry)
        return self.env["hva.handover.code"]._use(entry.source_id)
