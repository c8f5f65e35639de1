from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

NAMES = {"results": _lt("Results for everybody")}


class HvaWalkedPage(models.AbstractModel):
    """`/p/tulokset` is walked through by `tests.test_public_results_browser`."""

    _inherit = "hva.walked.page"

    @api.model
    def _get_names(self, locale):
        return super()._get_names(locale) | {code: name._translate(locale) for code, name in NAMES.items()}
