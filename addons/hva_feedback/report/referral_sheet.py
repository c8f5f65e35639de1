from odoo import api, models


class ReferralSheet(models.AbstractModel):
    """The sheet that goes to a receiver on paper: the feedback as stored, and the contact details where asked for."""

    _name = "report.hva_feedback.referral_sheet"
    _description = "Sheet of a hand-over"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Return what the sheet draws; reading contact details writes its row on the audit trail."""
        dialogs = self.env["hva.case.refer"].browse(docids)
        dialogs.check_access("read")
        return {"sheets": [self._get_sheet(dialog) for dialog in dialogs]}

    def _get_sheet(self, dialog):
        case = dialog.ticket_id
        case.check_access("write")  # who handles the case hands it over
        details = {}
        if dialog.with_contact and case.hva_has_contact:
            # sudo: the key of the row is hidden from readers; the row itself is asked for as the user
            contact = case.sudo().hva_contact_id.sudo(self.env.su)
            details = contact._read_details("official")[contact.id]
        return {"dialog": dialog, "case": case, "contact": [text for text in details.values() if text]}
