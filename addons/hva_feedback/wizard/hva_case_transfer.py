from odoo import api, fields, models


class HvaCaseTransfer(models.TransientModel):
    """Asks where the cases go and why (`helpdesk.ticket._hva_transfer` decides and does it)."""

    _name = "hva.case.transfer"
    _description = "Transfer cases to another unit"

    ticket_ids = fields.Many2many("helpdesk.ticket", string="Cases", required=True)
    case_count = fields.Integer("Number of cases", compute="_compute_case_count")
    unit_id = fields.Many2one("hva.unit", "To unit", required=True, ondelete="cascade")
    reason = fields.Text(required=True)
    refusal = fields.Char("Why not", compute="_compute_about_unit")
    handled_by = fields.Char("Handled there by", compute="_compute_about_unit")
    was_there_count = fields.Integer("Cases that have been there before", compute="_compute_about_unit")

    @api.depends("ticket_ids")
    def _compute_case_count(self):
        for wizard in self:
            wizard.case_count = len(wizard.ticket_ids)

    @api.depends("unit_id", "ticket_ids")
    def _compute_about_unit(self):
        """Say before the press what would be refused, who gets the cases, and whether they have been there before."""
        for wizard in self:
            wizard.refusal = wizard.handled_by = False
            wizard.was_there_count = 0
            cases = wizard.ticket_ids._origin
            unit = wizard.unit_id.sudo()  # sudo: another unit is out of reach as a rule; its name is told
            if not (unit and cases):
                continue
            target = unit._get_responsible_unit()
            wizard.refusal = cases._hva_transfer_refusal(unit, target, "not asked yet")
            wizard.handled_by = target.name if target != unit else False
            wizard.was_there_count = len(cases.filtered(lambda case, at=target: at in case._hva_units_before()))

    def action_confirm(self):
        """Transfer the cases and go back to the list: they may be out of the user's reach now."""
        self.ensure_one()
        self.ticket_ids._hva_transfer(self.unit_id, self.reason)
        return self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_ticket_action") | {"target": "main"}
