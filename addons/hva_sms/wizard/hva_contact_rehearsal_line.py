from odoo import fields, models

from ..tools.eligibility import REASONS


class HvaContactRehearsalLine(models.TransientModel):
    """One count of a rehearsal's result: of a unit, a reason, a language or an hour of the day. Never of a person."""

    _name = "hva.contact.rehearsal.line"
    _description = "Count of a rehearsal of a contact rule"
    _order = "sequence, id"

    rehearsal_id = fields.Many2one("hva.contact.rehearsal", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer()
    part = fields.Selection(
        [("unit", "Unit"), ("reason", "Not asked"), ("language", "Language"), ("hour", "Messages in an hour")],
        required=True,
    )
    unit_id = fields.Many2one("hva.unit", string="Unit visited", ondelete="cascade")
    reason = fields.Selection(list(REASONS.items()), string="Why not asked")
    lang_code = fields.Char("Text in")
    languages = fields.Char("Would be asked in", help="Language and how many.")
    hour = fields.Char()
    visits = fields.Integer()
    asked = fields.Integer("Would be asked")
    asked_then = fields.Integer("Were asked")
    parts = fields.Integer("Segments in a message")
    segments = fields.Integer()
    price = fields.Float("Price (€)", digits=(12, 2))
    average = fields.Float("On an average day", digits=(12, 1))
    most = fields.Integer("On the fullest day")
