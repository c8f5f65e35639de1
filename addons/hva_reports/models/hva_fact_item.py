from odoo import fields, models

from .hva_fact import SmallInteger


class HvaFactItem(models.Model):
    """One coded answer to a question of the county's own (national items are columns of the fact)."""

    _name = "hva.fact.item"
    _description = "Own item of a feedback"
    _log_access = False

    fact_id = fields.Many2one("hva.fact", string="Feedback", required=True, readonly=True, ondelete="cascade")
    question_id = fields.Many2one("survey.question", required=True, readonly=True, index=True, ondelete="cascade")
    item_id = fields.Many2one("hva.question.item", string="Bank item", readonly=True, index=True, ondelete="restrict")
    value = SmallInteger(readonly=True, aggregator=None)

    _fact_question_uniq = models.UniqueIndex("(fact_id, question_id)", "A question is answered once.")
