from odoo import api, fields, models
from odoo.exceptions import AccessError


class HelpdeskTicket(models.Model):
    """The topics of the feedback, chosen in the case. They are kept on the feedback."""

    _inherit = "helpdesk.ticket"

    hva_topic_ids = fields.Many2many(inverse="_inverse_hva_topic_ids", readonly=False, context={"active_test": False})
    hva_can_set_topics = fields.Boolean(compute="_compute_hva_can_set_topics")

    @api.depends("hva_responsible_unit_id", "hva_answer_id")
    @api.depends_context("uid")
    def _compute_hva_can_set_topics(self):
        handled = self._hva_ours()._filtered_access("write")
        for ticket in self:
            # sudo: a case keeps on when its feedback has been erased
            ticket.hva_can_set_topics = ticket in handled and bool(ticket.sudo().hva_answer_id)

    def _inverse_hva_topic_ids(self):
        chosen = {ticket: ticket.hva_topic_ids for ticket in self}
        for ticket, topics in chosen.items():
            if not ticket.hva_can_set_topics:
                raise AccessError(self.env._("Topics are chosen by those who handle the feedback of the unit."))
            # sudo: whoever handles the case handles its feedback; the act is noted under the user's name
            ticket.sudo().hva_answer_id._hva_write_topics(topics.sudo())

    def _hva_refuse_by_hand(self, vals):
        """Topics are the one thing of the feedback that is chosen on a case."""
        return super()._hva_refuse_by_hand({name: value for name, value in vals.items() if name != "hva_topic_ids"})
