from odoo import models


class MailMail(models.Model):
    """The queue's word about our report mails goes to their runs; every other mail passes untouched."""

    _inherit = "mail.mail"

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        # sudo: the queue may run as anybody
        runs = self.env["hva.report.run"].sudo().search([("mail_id", "in", self.ids)])
        # before super: a mail that went well is deleted there
        if failure_type:
            runs._move("failed", "not_sent")
        else:
            runs._move("sent")
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
