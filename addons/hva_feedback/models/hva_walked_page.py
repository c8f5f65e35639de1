from odoo import api, models


class HvaWalkedPage(models.AbstractModel):
    """Public pages of other addons that their tests walk through as ours do: the accessibility statement names them.

    Extend `_get_names` beside a test that walks through them, and hold the two together there.
    """

    _name = "hva.walked.page"
    _description = "Page in the accessibility statement"

    @api.model
    def _get_names(self, locale) -> dict:
        """Return {code of a page: its name in Odoo's language `locale`}."""
        return {}
