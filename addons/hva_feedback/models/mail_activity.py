from odoo import models


class MailActivity(models.Model):
    """The to-do of a case is told in its person's language; Odoo would write half of the mail in the sender's."""

    _inherit = "mail.activity"

    def action_notify(self):
        ours = self._hva_of_cases()
        for activity in ours.filtered("user_id"):
            case = activity.env["helpdesk.ticket"].browse(activity.res_id)
            case._hva_tell(activity.user_id, activity.summary)
        return super(MailActivity, self - ours).action_notify()

    def _hva_of_cases(self):
        """Return those of `self` that are about a case which still exists."""
        on_tickets = self.filtered(lambda activity: activity.res_model == "helpdesk.ticket")
        # sudo: as Odoo asks whether a document is still there
        cases = self.env["helpdesk.ticket"].sudo().browse(on_tickets.mapped("res_id")).exists()._hva_ours()
        return on_tickets.filtered(lambda activity: activity.res_id in cases.ids)
