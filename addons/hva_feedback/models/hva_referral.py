import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.codes_tables import GIVER_TOLD, HAND_OVER_WAYS, TRIAGE


class HvaReferral(models.Model):
    """A hand-over: what went to whom, how, when and on what proof, and what the giver was told.

    Rows are added and never changed. The audit trail, which the database itself keeps from changes, holds the same
    facts and the digest of the attached proof, so that a row or a file that was changed all the same is found out.
    No word of the giver is here.
    """

    _name = "hva.referral"
    _description = "Hand-over of a case"
    _order = "handed_on desc, id desc"

    ticket_id = fields.Many2one("helpdesk.ticket", "Case", readonly=True, index=True, ondelete="set null")
    case_number = fields.Char("Case number", required=True, readonly=True)
    unit_id = fields.Many2one("hva.unit", "Handed over by unit", required=True, readonly=True, index=True)
    subject = fields.Selection(list(TRIAGE), readonly=True)
    receiver_id = fields.Many2one("hva.receiver", readonly=True, index=True, ondelete="restrict")
    receiver_name = fields.Char("Receiver's name", required=True, readonly=True)
    way = fields.Selection(list(HAND_OVER_WAYS), "How", required=True, readonly=True)
    handed_on = fields.Date("Day", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Handed over by", required=True, readonly=True, ondelete="restrict")
    reference = fields.Char("Reference number", readonly=True)
    proof = fields.Binary(attachment=True, readonly=True)
    proof_name = fields.Char("Name of the file", readonly=True)
    proof_digest = fields.Char(
        "Digest of the proof", readonly=True, help="SHA-256 of the file, as the audit trail has it."
    )
    giver_told = fields.Selection(list(GIVER_TOLD), "The giver", required=True, readonly=True)
    told_text = fields.Text("What the giver was told", readonly=True)
    note = fields.Text(readonly=True)

    @api.depends("case_number", "receiver_name")
    def _compute_display_name(self):
        for referral in self:
            referral.display_name = f"{referral.case_number}: {referral.receiver_name}"

    def write(self, vals):
        if self:
            raise UserError(self.env._("A hand-over is not changed afterwards. Make a new one, with a note."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        if not self.env.su:  # nobody by hand; a case that retention deletes leaves its hand-overs
            raise UserError(self.env._("A hand-over is not deleted."))

    @api.model
    def _digest(self, content):
        """Return the SHA-256 of a proof's bytes as hexadecimal, False where there is none."""
        return hashlib.sha256(content).hexdigest() if content else False

    def action_open_case(self):
        """Open the case, by the reader's own rights."""
        self.ensure_one()
        return self.ticket_id.get_formview_action()
