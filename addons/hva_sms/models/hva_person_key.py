import os

from odoo import api, models

from ..tools.person_hash import load_secret, person_hmac


class HvaPersonKey(models.AbstractModel):
    """The way to the key that turns people into hashes. The key is in the environment, never in the database."""

    _name = "hva.person.key"
    _description = "Keyed hashes of people"

    @api.model
    def _secret(self) -> bytes:
        """Return the person key.

        :raises PersonKeyError: when it is missing or too short; nothing may be read, sent or stored then
        """
        return load_secret(os.environ)

    @api.model
    def _hmac(self, kind, value, secret=None) -> str:
        """Return the keyed hash of `value` under `kind` (phone, client, event, content); see tools.person_hash."""
        return person_hmac(kind, value, secret or self._secret())
