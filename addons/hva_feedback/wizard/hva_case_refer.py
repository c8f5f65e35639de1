from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.codes_tables import GIVER_TOLD, HAND_OVER_WAYS, TRIAGE


class HvaCaseRefer(models.TransientModel):
    """Asks to whom a case is handed over, how, on what proof and what the giver was told; then the case may close.

    What it shows of the case is computed with the rights of who opened it: anybody can name any case over RPC.
    """

    _name = "hva.case.refer"
    _description = "Hand a case over"

    ticket_id = fields.Many2one("helpdesk.ticket", "Case", required=True, ondelete="cascade")
    subject = fields.Selection(
        list(TRIAGE),
        "About",
        compute="_compute_subject",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    receiver_ids = fields.Many2many("hva.receiver", string="Possible receivers", compute="_compute_receiver_ids")
    receiver_id = fields.Many2one(
        "hva.receiver",
        compute="_compute_receiver_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="cascade",
    )
    instructions = fields.Text(related="receiver_id.instructions")
    address = fields.Text(related="receiver_id.address")
    system = fields.Char(related="receiver_id.system")
    way = fields.Selection(
        list(HAND_OVER_WAYS),
        "How",
        compute="_compute_way",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    handed_on = fields.Date("Day", required=True, default=lambda self: self.env["hva.clock"]._today())
    reference = fields.Char("Reference number", help="The receiver's, for example a diary number.")
    proof = fields.Binary(help="For example a receipt or a signed sheet. Its digest goes on the audit trail.")
    proof_name = fields.Char("Name of the file")
    giver_told = fields.Selection(
        list(GIVER_TOLD),
        "The giver",
        compute="_compute_giver_told",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    told_text = fields.Text("What the giver was told")
    note = fields.Text()
    with_contact = fields.Boolean("Contact details on the paper", help="Reading them goes on the audit trail.")
    has_contact = fields.Boolean(compute="_compute_has_contact")
    closes = fields.Boolean("Close the case as not ours to handle")

    @api.depends("ticket_id")
    def _compute_subject(self):
        self.ticket_id.check_access("read")
        for wizard in self:
            wizard.subject = wizard.ticket_id.hva_triage_badge

    @api.depends("ticket_id", "subject")
    def _compute_receiver_ids(self):
        for wizard in self:
            wizard.receiver_ids = self.env["hva.receiver"]._get_for(wizard.ticket_id, wizard.subject)

    @api.depends("ticket_id", "subject")
    def _compute_receiver_id(self):
        for wizard in self:
            wizard.receiver_id = self.env["hva.receiver"]._get_for(wizard.ticket_id, wizard.subject)[:1]

    @api.depends("receiver_id")
    def _compute_way(self):
        for wizard in self:
            wizard.way = wizard.receiver_id.way

    @api.depends("ticket_id")
    def _compute_giver_told(self):
        self.ticket_id.check_access("read")
        for wizard in self:
            wizard.giver_told = "later" if wizard.ticket_id.hva_has_contact else "unreachable"

    @api.depends("ticket_id")
    def _compute_has_contact(self):
        self.ticket_id.check_access("read")
        for wizard in self:
            wizard.has_contact = wizard.ticket_id.hva_has_contact

    def action_confirm(self):
        """Hand over, confirm a flag that waits, and close where asked to."""
        self.ensure_one()
        case = self.ticket_id
        if self.receiver_id not in self.env["hva.receiver"]._get_for(case, self.subject):
            raise UserError(self.env._("%(receiver)s does not take this over.", receiver=self.receiver_id.name))
        names = ("subject", "way", "handed_on", "reference", "proof", "proof_name", "giver_told", "told_text", "note")
        case._hva_refer(self.receiver_id, {name: self[name] for name in names})
        if case.hva_triage_check == "to_check":
            # sudo: who handles a case checks its feedback; `_hva_check_triage` asks for the right
            answer = case.sudo().hva_answer_id.sudo(self.env.su)
            answer._hva_check_triage("confirmed", self.subject or None, self.env._("Handed over"))
        if self.closes:
            if case.hva_state in ("new", "reopened"):
                case.action_hva_take()
            reason = self.env._("Handed over to %(receiver)s", receiver=self.receiver_id.name)
            case._hva_move("closed", outcome="not_ours", reason=reason)
        return {"type": "ir.actions.act_window_close"}

    def action_print(self):
        """Draw the sheet that goes to the receiver on paper."""
        self.ensure_one()
        return self.env.ref("hva_feedback.hva_case_refer_report").report_action(self)
