from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.person_hash import PersonKeyError

CHANNELS = {"phone": "sms", "email": "mail"}


class HvaPersonRequest(models.Model):
    """A person's request reaches the resident pool: found by the contact, copied whole, erased by a button."""

    _inherit = "hva.person.request"

    pool_member_ids = fields.Many2many("hva.pool.member", string="Found in the resident pool", readonly=True)

    def _find_elsewhere(self, kind, value):
        return super()._find_elsewhere(kind, value) + (self._find_in_pool(kind, value) if kind in CHANNELS else [])

    def _find_in_pool(self, kind, value):
        """Hang the members with this contact on the request; return sentences where that is not possible."""
        members = self.env["hva.pool.member"].sudo()  # sudo: contacts are closed to everybody
        try:
            key = members._hmac(CHANNELS[kind], value.lower() if kind == "email" else value)
        except PersonKeyError:
            return [self.env._("The resident pool could not be looked at: the person key is missing.")]
        found = members.search([("contact_hmac", "=", key), ("company_id", "=", self.company_id.id)])
        # sudo: as in _find
        self.sudo().pool_member_ids = [Command.link(member.id) for member in found]
        return []

    def _copy_parts(self):
        return {**super()._copy_parts(), "pool": [member._person_copy() for member in self.sudo().pool_member_ids]}

    def _copy_words(self):
        return {
            **super()._copy_words(),
            "pool": self.env._("Resident pool"),
            "asked_by": self.env._("Asked by"),
            "municipality": self.env._("Municipality"),
            "cares_about": self.env._("Cares about"),
            "agreed_on": self.env._("Agreed on"),
            "agreed_through": self.env._("Agreed through"),
            "words_of_consent": self.env._("Words agreed to"),
        }

    def action_erase_pool(self):
        """Erase what was found in the resident pool."""
        self.ensure_one()
        self._check_identified()
        members = self.sudo().pool_member_ids  # sudo: as in _find
        if not members:
            raise UserError(self.env._("Nothing was found yet."))
        count = len(members)
        self.env["hva.audit"]._record(
            "person_erase", self, self.registry_ref, {"what": "resident pool", "members": count}
        )
        members.unlink()
        self._note_erased(count)

    def _set_state(self, target):
        super()._set_state(target)
        self.sudo().pool_member_ids = [Command.clear()]  # sudo: as in super


class HvaPoolMember(models.Model):
    _inherit = "hva.pool.member"

    def _person_copy(self):
        """Return all that is kept of a member as texts. `self` is allowed to read it."""
        self.ensure_one()
        labels = {name: dict(self._fields[name]._description_selection(self.env)) for name in _SELECTIONS}
        return {
            "contact": self.contact,
            "asked_by": labels["channel"][self.channel],
            "language": self.lang_code,
            "municipality": self.municipality_id.name or "",
            "cares_about": ", ".join(self.topic_ids.mapped("name")),
            "agreed_on": str(self.consent_on),
            "agreed_through": labels["consent_source"][self.consent_source],
            "words_of_consent": self.consent_id.text,
        }


_SELECTIONS = ("channel", "consent_source")
