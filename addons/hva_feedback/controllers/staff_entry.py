"""A unit's secret address `/p/staff/<code>`: staff record oral and paper feedback without an account.

No session and no cookie: what the next step has to know travels in a signed field of the form (`tools.sitting`), so
every step after the first is a POST. GET never writes.
"""

from odoo import http
from odoo.http import request

from .feedback_page import refuse_post
from .page_answer import forget_visitor
from .public_routes import READ, WRITE
from .staff_turn import StaffTurn, closed_page

STAFF_PATH = "/p/staff/<string(length=22):code>"
OPEN = ("open", "ending")


class StaffEntry(http.Controller):
    @http.route(STAFF_PATH, **READ)
    def show(self, code, **_ignored):
        """Show the form, or ask for the PIN. A printed form's QR code says which version: `?form=12-v3`."""
        return self._turn(code, {}, request.httprequest.args.to_dict())

    @http.route(STAFF_PATH, **WRITE)
    def act(self, code, **_posted):
        """Take the next step: unlock, open a form, save, make one-time codes."""
        refused = refuse_post()
        if refused:
            return refused
        form = request.httprequest.form
        return self._turn(code, {name: form.getlist(name) for name in form if name}, {})

    def _turn(self, code, posted, opened_with):
        forget_visitor()
        link = request.env["hva.staff.link"]._hva_resolve(code)
        if link is None or link.validity not in OPEN:
            lang = (posted.get("lang") or [opened_with.get("lang", "")])[0]
            return closed_page(link and link.validity, lang)
        return StaffTurn(code, link, posted, opened_with).answer()
