from datetime import date, datetime
from zoneinfo import ZoneInfo

from odoo import api, fields, models

DEFAULT_ZONE = "Europe/Helsinki"


class HvaClock(models.AbstractModel):
    """The only clock of the house.

    `create_date`, `cr.now()` and SQL `now()` are not moved by a frozen clock, so nothing of ours reads them:
    models ask here, pure tools take `now` as a parameter.
    """

    _name = "hva.clock"
    _description = "Clock"

    @api.model
    def _now(self) -> datetime:
        """Return the present moment as naive UTC, whole seconds (what Odoo stores)."""
        return fields.Datetime.now()

    @api.model
    def _zone(self) -> ZoneInfo:
        """Return the county's time zone, setting `hva_feedback.timezone`; a wrong name raises ZoneInfoNotFoundError."""
        # sudo: the setting is no secret, but parameters are readable by system administrators alone
        name = self.env["ir.config_parameter"].sudo().get_param("hva_feedback.timezone")
        return ZoneInfo(name or DEFAULT_ZONE)

    @api.model
    def _today(self, tz=None) -> date:
        """Return the calendar day people see on the wall now, in `tz` (a ZoneInfo) or in the county's zone."""
        return self._now().replace(tzinfo=ZoneInfo("UTC")).astimezone(tz or self._zone()).date()

    @api.model
    def _day_of(self, moment, tz=None) -> date:
        """Return the local day of `moment` (naive UTC, as Odoo stores it), in `tz` or in the county's zone."""
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(tz or self._zone()).date()
