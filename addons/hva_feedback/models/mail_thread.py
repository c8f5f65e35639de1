import logging

from odoo import api, models

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_check_route(self, message, message_dict, route, raise_exception=True):
        """Send mail that answers to a feedback case back to its sender: cases take no words by mail."""
        model, thread_id = route[0], route[1]
        if model == "helpdesk.ticket" and thread_id:
            ticket = self.env["helpdesk.ticket"].browse(thread_id).exists()
            if ticket._hva_ours():
                _logger.info("mail to feedback case %s sent back", ticket.id)
                self._routing_create_bounce_email(
                    message_dict["email_from"],
                    self.env._("This message was not delivered: feedback cases take no mail. Answer in the case."),
                    message,
                    references=message_dict["message_id"],
                )
                return False
        return super()._routing_check_route(message, message_dict, route, raise_exception=raise_exception)
