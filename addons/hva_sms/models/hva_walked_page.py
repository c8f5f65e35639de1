from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

NAMES = {
    "pool_form": _lt("Joining the residents who answer surveys"),
    "pool_digits": _lt("Joining: the code from a text message"),
    "pool_confirm": _lt("Joining: the button that confirms"),
    "pool_leave": _lt("Leaving the residents who answer surveys"),
    "pool_told": _lt("Joining and leaving: what has happened"),
    "opt_out": _lt("Refusing text messages"),
    "sent_check": _lt("Asking whether a message is from us"),
}
"""Page -> its name. What of each is walked through: `tests.walked_pages`."""


class HvaWalkedPage(models.AbstractModel):
    _inherit = "hva.walked.page"

    @api.model
    def _get_names(self, locale):
        return super()._get_names(locale) | {code: name._translate(locale) for code, name in NAMES.items()}
