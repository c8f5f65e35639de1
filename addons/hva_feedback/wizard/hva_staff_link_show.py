import base64
import io

import qrcode

from odoo import api, fields, models


class HvaStaffLinkShow(models.TransientModel):
    """Shows the address of a staff link once. Its fields have no column: the address is nowhere in the database."""

    _name = "hva.staff.link.show"
    _description = "Staff link, shown once"

    url = fields.Char("Address", store=False, readonly=True)
    qr_png = fields.Binary("QR code", store=False, compute="_compute_qr_png")

    @api.depends("url")
    def _compute_qr_png(self):
        for shown in self:
            picture = io.BytesIO()
            qrcode.make(shown.url or "").save(picture)
            shown.qr_png = base64.b64encode(picture.getvalue())
