from odoo import models
from odoo.http import request

from ..controllers.error_page import error_page


class IrHttp(models.AbstractModel):
    """Errors under `/p/` end in a page of ours: clear, in Finnish, with the page's headers and nothing of the fault."""

    _inherit = "ir.http"

    @classmethod
    def _handle_error(cls, exception):
        path = request.httprequest.path
        if path == "/p" or path.startswith("/p/"):
            return error_page(exception)
        return super()._handle_error(exception)
