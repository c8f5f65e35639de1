from odoo import api, fields, models


class HvaContact(models.Model):
    """Contact details of a giver who asked to be contacted: a table and rights of their own, so that they can go first.

    One row per answer at most. No log columns: for an answer given through a personal link they would tell the time.
    Nothing copies these values anywhere; who needs them looks here, and retention deletes the row.
    """

    _name = "hva.contact"
    _description = "Contact details of a feedback giver"
    _log_access = False
    _order = "id desc"

    answer_id = fields.Many2one(
        "survey.user_input", string="Feedback", required=True, readonly=True, ondelete="cascade"
    )
    name = fields.Char()
    phone = fields.Char()
    email = fields.Char()

    _answer_uniq = models.UniqueIndex("(answer_id)", "This feedback has contact details already.")

    @api.depends("answer_id")
    def _compute_display_name(self):
        # Never the person: Odoo shows a display name also to people who may not read the row.
        for contact in self:
            contact.display_name = self.env._("Contact %(number)s", number=contact.id) if contact.id else ""
