from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.orm.models import NO_ACCESS

from ..tools.codes_tables import CONTACT_PURPOSES, codes
from ..tools.masking import mask_email, mask_name, mask_phone

DETAILS = ("name", "phone", "email")


class HvaContact(models.Model):
    """Contact details of a giver who asked to be contacted: a table and rights of their own, so that they can go first.

    One row per answer at most. No log columns: for an answer given through a personal link they would tell the time.
    Nothing copies these values anywhere; who needs them looks here, and retention deletes the row.

    The details themselves are readable by nobody, by no door of Odoo: not by a field, a search, a group or an export.
    Screens show them masked. `_read_details` gives them to whoever handles the case, and writes a row of the audit
    trail each time.
    """

    _name = "hva.contact"
    _description = "Contact details of a feedback giver"
    _log_access = False
    _order = "id desc"

    answer_id = fields.Many2one(
        "survey.user_input", string="Feedback", required=True, readonly=True, ondelete="cascade"
    )
    name = fields.Char(groups=NO_ACCESS)
    phone = fields.Char(groups=NO_ACCESS)
    email = fields.Char(groups=NO_ACCESS)
    masked_name = fields.Char("Masked name", compute="_compute_masked", compute_sudo=True)
    masked_phone = fields.Char("Masked phone", compute="_compute_masked", compute_sudo=True)
    masked_email = fields.Char("Masked e-mail", compute="_compute_masked", compute_sudo=True)

    _answer_uniq = models.UniqueIndex("(answer_id)", "This feedback has contact details already.")

    @api.depends("answer_id")
    def _compute_display_name(self):
        # Never the person: Odoo shows a display name also to people who may not read the row.
        for contact in self:
            contact.display_name = self.env._("Contact %(number)s", number=contact.id) if contact.id else ""

    @api.depends("name", "phone", "email")
    def _compute_masked(self):
        for contact in self:
            contact.masked_name = mask_name(contact.name)
            contact.masked_phone = mask_phone(contact.phone)
            contact.masked_email = mask_email(contact.email)

    def _read_details(self, purpose, note=""):
        """Return {contact id: {"name", "phone", "email"}} and write one row of the audit trail for each.

        :param purpose: a code of `tools.codes_tables.CONTACT_PURPOSES`; "other" needs a `note`
        :raises AccessError: when the caller handles none of the cases of one of them
        :raises UserError: without a purpose, or without a note where one is needed
        """
        self.check_access("read")
        if purpose not in codes(CONTACT_PURPOSES) or (purpose == "other" and not (note or "").strip()):
            raise UserError(self.env._("Say what you need the contact details for."))
        open_rows = self.sudo()  # sudo: the fields are closed to everybody; the row was just asked for
        details = {"purpose": purpose}
        for contact in open_rows:
            case = contact.answer_id.hva_case_ids[:1]
            self.env["hva.audit"]._record("contact_read", case or contact.answer_id, note, details)
        return {contact.id: {name: contact[name] or "" for name in DETAILS} for contact in open_rows}

    def action_show(self):
        """Ask for the purpose and then show the details."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_contact_show_action")
        return {**action, "context": {"default_contact_id": self.id}}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def action_hva_show_contact(self):
        """Show how to reach the giver of this case's feedback, after asking what for."""
        self.ensure_one()
        # sudo: the key of the row is hidden from readers; the row itself is asked for as the user
        return self.sudo().hva_contact_id.sudo(self.env.su).action_show()
