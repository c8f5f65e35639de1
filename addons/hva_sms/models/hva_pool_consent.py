from odoo import api, fields, models
from odoo.exceptions import UserError


class HvaPoolConsent(models.Model):
    """A version of the words that people agree to when they join the pool. Each member keeps the version agreed to.

    The newest version is the one that is shown. A version that somebody has agreed to never changes.
    """

    _name = "hva.pool.consent"
    _description = "Text of consent"
    _order = "version desc"
    _rec_name = "version"

    version = fields.Integer(readonly=True, required=True, default=0, aggregator=None)
    text = fields.Text(required=True, translate=True, help="In every language: what is asked, by whom, how to stop.")
    published_on = fields.Date("In use since", readonly=True)
    member_count = fields.Integer("Members", compute="_compute_member_count", compute_sudo=True)

    _version_uniq = models.Constraint("UNIQUE(version)", "This version exists already.")

    @api.depends("version")
    def _compute_display_name(self):
        for consent in self:
            consent.display_name = self.env._("Version %(number)s", number=str(consent.version))

    def _compute_member_count(self):
        groups = self.env["hva.pool.member"]._read_group([("consent_id", "in", self.ids)], ["consent_id"], ["__count"])
        counts = {consent.id: count for consent, count in groups}
        for consent in self:
            consent.member_count = counts.get(consent.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        newest = self.sudo().search([], limit=1).version  # sudo: numbers go on whoever may read
        today = self.env["hva.clock"]._today()
        return super().create(
            [
                {**vals, "version": newest + number, "published_on": today}
                for number, vals in enumerate(vals_list, start=1)
            ]
        )

    def write(self, vals):
        if "text" in vals:
            self._refuse_used()
        return super().write(vals)

    def update_field_translations(self, field_name, translations, source_lang=""):
        self._refuse_used()
        return super().update_field_translations(field_name, translations, source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._refuse_used()

    def _refuse_used(self):
        members = self.env["hva.pool.member"].sudo()  # sudo: only whether there are any
        if not self.env.context.get("install_mode") and members.search_count([("consent_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("People have agreed to these words. Write a new version instead."))

    @api.model
    def _current(self):
        """Return the version that is shown and agreed to now."""
        return self.sudo().search([], limit=1)  # sudo: everybody reads it, on the page
