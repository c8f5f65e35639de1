from datetime import timedelta

import qrcode
import qrcode.image.svg
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.codes import hash_code, is_code, new_code
from ..tools.device_proof import is_hash

PAIRING_HOURS = 48


class HvaDevice(models.Model):
    """Pairing: a one-time address makes one browser the device."""

    _inherit = "hva.device"

    def action_new_pairing(self):
        """Make a one-time address and show it, this once: only its hash is kept. An older one stops working.

        Until it is used, a browser that is paired already goes on.
        """
        self.ensure_one()
        self.check_access("write")
        if not self.active:
            raise UserError(self.env._("An archived device cannot be paired."))
        secret = new_code()
        # sudo: nobody writes keys by hand
        self.sudo().write(
            {
                "pairing_hash": hash_code(secret),
                "pairing_until": self.env["hva.clock"]._now() + timedelta(hours=PAIRING_HOURS),
                "is_pairing_used": False,
            }
        )
        self.env["hva.audit"]._record("device_pairing", self)
        # Behind the #: a browser sends that part to no server, so it stands in no log.
        url = f"{self._get_page_url()}#{secret}"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pair %(name)s", name=self.name),
            "res_model": "hva.device.pairing",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_url": url, "default_qr_svg": _picture(url)},
        }

    def _get_page_url(self):
        return f"{self.get_base_url().rstrip('/')}/p/device/{self.code}"

    @api.model
    def _pair(self, secret, key_hash, waiting_count):
        """Take `key_hash` as the key of the device that a one-time address belongs to; return (device, reason).

        The same key may ask again: its first answer may have been lost on the way. `waiting_count` is how many answers
        wait in that browser: where fewer do than the device last told of, the rest is lost and counted. Reasons are
        `unknown`, `used` and None.
        """
        none = self.browse()
        if not (isinstance(secret, str) and is_code(secret) and is_hash(key_hash)):
            return none, "unknown"
        now = self.env["hva.clock"]._now()
        device = self.sudo().search([("pairing_hash", "=", hash_code(secret)), ("pairing_until", ">", now)])
        if not device:
            return none, "unknown"
        if device.is_pairing_used:
            return (device, None) if device.key_hash == key_hash else (none, "used")
        device.write(
            {
                "key_hash": key_hash,
                "is_pairing_used": True,
                "paired_at": now,
                "last_seen_at": now,
                "is_silent": False,
                "revoked_at": False,
                "lost_count": device.lost_count + max(device.unsent_count - waiting_count, 0),
                "unsent_count": waiting_count,
                "burst_tail": False,
            }
        )
        self.env["hva.audit"]._record("device_paired", device)
        return device, None


class HvaDevicePairing(models.AbstractModel):
    """The dialog with a new address. Nothing of it is stored; it gets its values as defaults."""

    _name = "hva.device.pairing"
    _description = "Pairing address"

    id = fields.Id()  # a form asks for it
    url = fields.Char("Address", readonly=True)
    qr_svg = fields.Html("QR code", readonly=True, sanitize=False)


def _picture(text):
    """Return a QR code as SVG."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    return Markup(code.make_image(image_factory=qrcode.image.svg.SvgPathImage).to_string(encoding="unicode"))
