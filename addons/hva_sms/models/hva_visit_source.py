from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..tools import visit_json

SCOPE = "hva_visits"  # of the keys: they open the door of visits, and neither Odoo's own API nor anything else
GROUP = "hva_sms.hva_sms_group_intake"


class HvaVisitSource(models.Model):
    """A patient system that sends visits by REST, and the user it comes in as.

    The user can do nothing else: it has no password, is no internal user, and its keys carry a scope of their own.
    Archiving the source ends its user and so every key. What a source sends is kept under its code alone.
    """

    _name = "hva.visit.source"
    _description = "Patient system"
    _order = "name, id"

    name = fields.Char(required=True)
    code = fields.Char(
        required=True,
        copy=False,
        help="What the system calls itself in source_system. With the code of hva_sms.drop_source both doors are one.",
    )
    brings = fields.Selection(
        [("visits", "Visits"), ("calls", "Phone calls")],
        default="visits",
        required=True,
        help="A patient system brings visits, a telephone system calls. Each has a door of its own.",
    )
    active = fields.Boolean(default=True)
    user_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index=True, ondelete="restrict", groups="base.group_system"
    )
    key_valid_days = fields.Integer("Key is valid for (days)", default=365, required=True)
    key_count = fields.Integer("Keys", compute="_compute_keys", compute_sudo=True)
    key_expires_on = fields.Date("Last key expires on", compute="_compute_keys", compute_sudo=True)
    is_key_ending = fields.Boolean(compute="_compute_keys", compute_sudo=True)
    last_batch_at = fields.Datetime("Last delivery", compute="_compute_last_batch_at", compute_sudo=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another patient system has this code.")
    _user_uniq = models.Constraint("UNIQUE(user_id)", "Each patient system has a user of its own.")
    _days_range = models.Constraint(
        "CHECK (key_valid_days BETWEEN 1 AND 731)", "A key is valid for a day at least and for two years at most."
    )

    def _compute_keys(self):
        now, soon = self.env["hva.clock"]._now(), self.env["hva.clock"]._today() + timedelta(days=30)
        keys = self.env["res.users.apikeys"].search([("user_id", "in", self.user_id.ids), ("scope", "=", SCOPE)])
        for source in self:
            ends = [key.expiration_date for key in keys if key.user_id == source.user_id]
            ends = [end for end in ends if end and end > now]
            source.key_count = len(ends)
            source.key_expires_on = max(ends).date() if ends else False
            source.is_key_ending = bool(ends) and source.key_expires_on < soon

    def _compute_last_batch_at(self):
        groups = self.env["hva.visit.batch"]._read_group(
            [("source_system", "in", self.mapped("code"))], ["source_system"], ["received_at:max"]
        )
        last = dict(groups)
        for source in self:
            source.last_batch_at = last.get(source.code, False)

    @api.constrains("code")
    def _check_code(self):
        for source in self:
            if not visit_json.is_source_code(source.code):
                raise ValidationError(
                    self.env._("A code has small letters a-z, digits, - and _, at most 32, and begins with no mark.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        sources = super().create(vals_list)
        for source in sources.sudo():  # sudo: who keeps sources need not be able to make users of other kinds
            source.user_id = source._make_user()
        return sources

    def write(self, vals):
        if "code" in vals and any(source.code != vals["code"] for source in self):
            raise UserError(self.env._("The code stays: visits that came under it are known by it."))
        done = super().write(vals)
        if "active" in vals:
            self.sudo().with_context(active_test=False).user_id.active = vals["active"]  # sudo: as in create
        return done

    def unlink(self):
        users = self.sudo().user_id  # sudo: as in create
        done = super().unlink()
        users.active = False
        return done

    def _make_user(self):
        """Create the user of a source: in one group, and neither internal nor portal user."""
        self.ensure_one()
        return (
            self.env["res.users"]
            .with_context(no_reset_password=True, mail_create_nosubscribe=True)
            .create(
                {
                    "name": self.name,
                    "login": f"hva-visits-{self.code}-{self.id}",
                    "group_ids": [Command.set(self.env.ref(GROUP).ids)],
                    "company_id": self.env.company.id,
                    "company_ids": [Command.set(self.env.company.ids)],
                    "active": self.active,
                }
            )
        )

    def action_make_key(self):
        """Make a key and show it, this once: only its hash is kept. Older keys go on until they end or are removed."""
        self.ensure_one()
        self.check_access("write")
        if not self.active:
            raise UserError(self.env._("An archived patient system gets no keys."))
        ends_at = self.env["hva.clock"]._now() + timedelta(days=self.key_valid_days)
        source = self.sudo()  # sudo: the key is for the source's user, whom nobody can log in as
        keys = source.env["res.users.apikeys"].with_user(source.user_id).sudo()
        key = keys._generate(SCOPE, self.name, ends_at)
        self.invalidate_recordset(["key_count", "key_expires_on", "is_key_ending"])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Key of %(name)s", name=self.name),
            "res_model": "res.users.apikeys.show",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_key": key},
        }

    def action_remove_keys(self):
        """End every key of the source at once, as after a leak."""
        self.check_access("write")
        keys = self.env["res.users.apikeys"].sudo()  # sudo: as in action_make_key
        keys.search([("user_id", "in", self.sudo().user_id.ids)]).unlink()
        self.invalidate_recordset(["key_count", "key_expires_on", "is_key_ending"])

    @api.model
    def _of_user(self, user):
        """Return the source a user stands for; empty when it stands for none or may not bring visits."""
        if not user.has_group(GROUP):
            return self.browse()
        return self.sudo().search([("user_id", "=", user.id)])  # sudo: the user itself can read nothing
