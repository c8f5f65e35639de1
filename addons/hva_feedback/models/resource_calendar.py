from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import models

from ..tools.working_time import WorkingCalendar

UTC = ZoneInfo("UTC")


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _hva_working_calendar(self):
        """Return the `WorkingCalendar` of this calendar, or the office week when there is none.

        A weekday is worked when any attendance names it, in either week of a two-week calendar, from its first hour to
        its last. A whole-day leave of the calendar itself (nobody's own) is a local closing day.
        """
        zone = self.env["hva.clock"]._zone()
        closes_at, opens_at = {}, {}
        # sudo: working hours and closing days of the county are no secret
        for attendance in self.sudo().attendance_ids.filtered(lambda a: a.day_period != "lunch" and not a.display_type):
            weekday, closing = int(attendance.dayofweek), _clock_time(attendance.hour_to)
            closes_at[weekday] = max(closing, closes_at.get(weekday, time.min))
            opening = _clock_time(attendance.hour_from)
            opens_at[weekday] = min(opening, opens_at.get(weekday, time.max))
        leaves = self.sudo().global_leave_ids
        if not closes_at:
            return WorkingCalendar(zone=zone)
        closed_days = frozenset(day for leave in leaves for day in _whole_days(leave, zone))
        return WorkingCalendar(closes_at, closed_days, zone, opens_at)


def _clock_time(hours):
    """Return a float of hours (16.5) as a time; midnight at the end of the day becomes its last minute."""
    minutes = min(round(hours * 60), 24 * 60 - 1)
    return time(minutes // 60, minutes % 60)


def _whole_days(leave, zone):
    """Yield the local days that the leave covers from 8 to 16 or longer: shorter ones close nothing."""
    begins, ends = (_local(moment, zone) for moment in (leave.date_from, leave.date_to))
    day = begins.date()
    while day <= ends.date():
        if begins <= datetime.combine(day, time(8), zone) and ends >= datetime.combine(day, time(16), zone):
            yield day
        day += timedelta(days=1)


def _local(moment, zone):
    return moment.replace(tzinfo=UTC).astimezone(zone)
