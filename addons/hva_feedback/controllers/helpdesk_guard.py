from werkzeug.exceptions import MethodNotAllowed, NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController
from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk


class HelpdeskTicketGuard(HelpdeskTicketController):
    @http.route()
    def support_ticket_close(self, **kw):
        """Close a ticket from the portal, but never a feedback case.

        The original closes any ticket for anybody logged in, also over a GET. Where the county says so
        (`hva_feedback.guard_foreign_tickets`), only a POST of somebody who may read the ticket closes it.
        """
        try:
            # sudo: as the original does; whose ticket it is decides what may happen
            ticket = request.env["helpdesk.ticket"].sudo().browse(int(kw.get("ticket_id") or 0)).exists()
        except ValueError:
            raise NotFound() from None
        if ticket.hva_is_case:
            raise NotFound()
        if ticket._hva_guards_foreign():
            if request.httprequest.method != "POST":
                raise MethodNotAllowed(valid_methods=["POST"])
            if not ticket or not ticket.sudo(False).has_access("read"):
                raise NotFound()
        return super().support_ticket_close(**kw)


class HelpdeskPortalGuard(CustomerPortalHelpdesk):
    def _document_check_access(self, model_name, document_id, access_token=None):
        """Feedback cases have no page in the portal, for nobody and with no token."""
        if model_name == "helpdesk.ticket":
            # sudo: only to learn whether the ticket is a case
            ticket = request.env[model_name].sudo().browse([document_id]).exists()
            if ticket.hva_is_case:
                raise AccessError(request.env._("Feedback cases are not in the portal."))
        return super()._document_check_access(model_name, document_id, access_token)

    def _ticket_get_page_view_values(self, ticket, access_token, **kwargs):
        values = super()._ticket_get_page_view_values(ticket, access_token, **kwargs)
        values["hva_close_by_post"] = ticket._hva_guards_foreign()
        return values
