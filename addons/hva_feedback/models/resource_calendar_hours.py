from odoo import models

from ..tools.device_time import Hours, week_of


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _hva_opening_hours(self):
        """Return the `Hours` of this calendar; without one the house is always open.

        A break counts as open: people sit in the lobby. Closing days are the calendar's own whole days off, and not
        public holidays: some houses are open on them.
        """
        zone = self.env["hva.clock"]._zone()
        # sudo: opening hours are no secret
        attendances = self.sudo().attendance_ids.filtered(lambda attendance: not attendance.display_type)
        rows = week_of([(int(row.dayofweek), row.hour_from, row.hour_to) for row in attendances])
        return Hours(rows, self._hva_working_calendar().closed_days if rows else frozenset(), zone)
