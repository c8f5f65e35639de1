from werkzeug.exceptions import MethodNotAllowed

from odoo import models
from odoo.http import request

from ..controllers.error_page import error_page
from ..controllers.hang_up import hang_up
from ..controllers.strict_headers import harden

MACHINES = "/hva_feedback/v1/"


def is_feedback_page():
    """Tell whether the request is for the public page; everything else is none of our business."""
    path = request.httprequest.path
    return path == "/p" or path.startswith("/p/")


class IrHttp(models.AbstractModel):
    """What the public page needs from Odoo's request handling; other addresses pass untouched."""

    _inherit = "ir.http"

    @classmethod
    def _match(cls, path):
        if is_feedback_page() and "website" not in request.registry and not hasattr(request, "is_frontend"):
            # Not sent on to /en/p/..., no cookie that remembers a language. A website has pages of its own below /p.
            request.is_frontend = request.is_frontend_multilang = False
        try:
            return super()._match(path)
        except MethodNotAllowed as error:
            if is_feedback_page():  # Odoo asks nobody how to say this
                error.error_response = harden(error_page(error, request.httprequest.args.get("lang")))
            elif path.startswith(MACHINES):
                error.error_response = harden(error)
            raise

    @classmethod
    def _pre_dispatch(cls, rule, args):
        if is_feedback_page():
            request.hva_is_ours = True  # a route took it: what a website serves below /p has none
            # The page chooses its language itself. Any installed one here saves three look-ups of a default.
            request.update_context(lang=request.env["res.lang"].get_installed()[0][0])
        return super()._pre_dispatch(rule, args)

    @classmethod
    def _dispatch(cls, endpoint):
        if is_feedback_page():
            # Odoo hands every posted name over as an argument: one called `self` would be a TypeError.
            request.params = {name: value for name, value in request.params.items() if name in ("code", "lang", "name")}
        return super()._dispatch(endpoint)

    @classmethod
    def _post_dispatch(cls, response):
        super()._post_dispatch(response)
        if getattr(request, "hva_is_ours", False):
            harden(response)
            hang_up()
        elif request.httprequest.path.startswith(MACHINES):
            harden(response)

    @classmethod
    def _serve_fallback(cls):
        """Let others have pages below /p. An address that the database cannot even look for is nobody's."""
        if is_feedback_page() and "\0" in request.httprequest.path:
            return None
        return super()._serve_fallback()

    @classmethod
    def _handle_error(cls, exception):
        """End errors in a page of ours: in the language asked for, with the page's headers and nothing of the fault."""
        if is_feedback_page():
            code = request.httprequest.path.removeprefix("/p/").partition("/")[0]
            around = request.registry["hva.collector"]._hva_frame_ancestors(request.registry, code)
            return harden(error_page(exception, request.httprequest.args.get("lang"), around))
        answer = super()._handle_error(exception)
        return harden(answer) if request.httprequest.path.startswith(MACHINES) else answer
