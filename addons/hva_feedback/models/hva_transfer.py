from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.transfers import ENDINGS, Hop, ending
from .search_boolean import boolean_search


class HvaTransfer(models.Model):
    """A case that went from one unit to another: why, and what became of it there.

    The first unit keeps seeing this row when the case itself is out of its reach: state and outcome, not the words of
    the giver and not the contact details. Rows are added by `helpdesk.ticket._hva_transfer` and never changed.
    """

    _name = "hva.transfer"
    _inherit = "hva.case.history"
    _description = "Transfer of a case"
    _log_access = False  # `at` and `user_id` say it, by the house clock
    _order = "at desc, id desc"
    _rec_name = "number"

    ticket_id = fields.Many2one("helpdesk.ticket", "Case", required=True, readonly=True, index=True, ondelete="cascade")
    from_unit_id = fields.Many2one(
        "hva.unit", "From unit", required=True, readonly=True, index=True, ondelete="restrict"
    )
    to_unit_id = fields.Many2one("hva.unit", "To unit", required=True, readonly=True, index=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", "Transferred by", required=True, readonly=True, ondelete="restrict")
    at = fields.Datetime("Time", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    # read as superuser: they are all that the first unit is shown of a case that it no longer reaches
    number = fields.Char("Case number", related="ticket_id.number")
    hva_kind = fields.Selection(related="ticket_id.hva_kind", string="Kind")
    hva_state = fields.Selection(related="ticket_id.hva_state", string="State")
    hva_outcome = fields.Selection(related="ticket_id.hva_outcome", string="Outcome")
    hva_closed_at = fields.Datetime(related="ticket_id.hva_closed_at", string="Closed at")
    hva_unit_id = fields.Many2one(related="ticket_id.hva_unit_id", string="Unit visited")
    hva_now_unit_id = fields.Many2one(related="ticket_id.hva_responsible_unit_id", string="Responsible unit now")
    ending = fields.Selection(list(ENDINGS.items()), "What became of it", compute="_compute_ending")
    is_from_us = fields.Boolean("From my units", compute="_compute_is_from_us", search="_search_is_from_us")
    can_open = fields.Boolean("Case is in my reach", compute="_compute_can_open")

    @api.depends("ticket_id")
    def _compute_ending(self):
        # sudo: where a case went after its second unit is told to the first one by name only
        cases = self.sudo().ticket_id
        chains = {case: case.hva_transfer_ids.sorted("id") for case in cases}
        for transfer in self:
            case = transfer.sudo().ticket_id
            chain = chains[case]
            hops = [Hop(each.from_unit_id.id, each.to_unit_id.id) for each in chain]
            number = chain.ids.index(transfer.id) if transfer.id in chain.ids else len(hops) - 1
            transfer.ending = hops and ending(number, hops, case.hva_state == "closed")

    @api.depends("from_unit_id")
    @api.depends_context("uid")
    def _compute_is_from_us(self):
        units = self.env.user._hva_units(("handler", "manager"))
        for transfer in self:
            transfer.is_from_us = transfer.sudo().from_unit_id.id in units.ids  # sudo: only compared

    @boolean_search
    def _search_is_from_us(self):
        ours = Domain("from_unit_id", "in", self.env.user._hva_units(("handler", "manager")).ids)
        return ours

    @api.depends("ticket_id")
    @api.depends_context("uid")
    def _compute_can_open(self):
        cases = self.env["helpdesk.ticket"].browse(self.sudo().ticket_id.ids)  # sudo: ids alone
        readable = cases._filtered_access("read").ids
        for transfer in self:
            transfer.can_open = transfer.sudo().ticket_id.id in readable

    def action_open_case(self):
        """Open the case, with the reader's own rights."""
        self.ensure_one()
        # sudo: the id alone
        return self.env["helpdesk.ticket"].browse(self.sudo().ticket_id.id).action_hva_open_form()
