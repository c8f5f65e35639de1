from odoo import api, fields, models


class HvaOptOut(models.Model):
    """Numbers whose holder does not want text messages, as keyed hashes only."""

    _name = "hva.opt.out"
    _description = "Opt-out from text messages"
    _log_access = False
    _order = "added_on desc, id"

    hmac = fields.Char(required=True, groups="base.group_system")
    added_on = fields.Date(required=True)

    _hmac_uniq = models.UniqueIndex("(hmac)", "This number has already opted out.")

    @api.model
    def _add(self, key):
        """Remember the hash of a number; a second time changes nothing."""
        self.env.cr.execute(
            "INSERT INTO hva_opt_out (hmac, added_on) VALUES (%s, %s) ON CONFLICT (hmac) DO NOTHING",
            [key, self.env["hva.clock"]._today()],
        )
        self.invalidate_model()
        self.env["hva.pool.member"]._leave([key])  # who wants no surveys is no longer in the pool either

    @api.model
    def _known(self, keys) -> set:
        """Return those of the hashes in `keys` that have opted out."""
        keys = list({key for key in keys if key})
        if not keys:
            return set()
        return set(self.sudo().search([("hmac", "in", keys)]).mapped("hmac"))  # sudo: only jobs and the page ask
