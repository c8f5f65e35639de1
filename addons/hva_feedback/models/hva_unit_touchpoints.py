from dataclasses import dataclass

from odoo import api, models
from odoo.tools import SQL


@dataclass(frozen=True)
class Touchpoint:
    """A place where people meet a service: a unit, and one of its services where it has some.

    `has_channel` says whether somebody who has been there can give feedback about it: by an open way in of the unit
    (its own service, or any), or because its people are asked in another way.
    """

    unit_id: int
    service_id: int | None
    has_channel: bool


class HvaUnit(models.Model):
    """Where people can give feedback, and where nobody has thought of it."""

    _inherit = "hva.unit"

    @api.model
    def _get_touchpoints(self, unit_ids, since):
        """Return the `Touchpoint`s of those of `unit_ids` that are in use and have no parts of their own.

        :param date since: asking in another way counts when it was done on this day or later
        Two statements, and what `_get_asked_otherwise` needs. No rights are asked: callers pass units they may.
        """
        self.env.flush_all()
        today = self.env["hva.clock"]._today()
        link = self._fields["service_ids"]
        # SQL: one question about every unit and service at once, of ways in that the asker may not read one by one
        rows = self.env.execute_query(
            SQL(
                """
                SELECT u.id, s.%(service)s,
                       EXISTS (SELECT FROM hva_collector c
                                WHERE c.unit_id = u.id AND c.active
                                  AND (c.service_id IS NULL OR s.%(service)s IS NULL OR c.service_id = s.%(service)s)
                                  AND COALESCE(c.opens_on <= %(today)s, TRUE)
                                  AND COALESCE(c.closes_on >= %(today)s, TRUE))
                  FROM hva_unit u LEFT JOIN %(link)s s ON s.%(unit)s = u.id
                 WHERE u.id = ANY(%(units)s) AND u.active AND u.merged_into_id IS NULL
                   AND COALESCE(u.valid_from <= %(today)s, TRUE) AND COALESCE(u.valid_to >= %(today)s, TRUE)
                   AND NOT EXISTS (SELECT FROM hva_unit part
                                    WHERE part.parent_id = u.id AND part.active AND part.merged_into_id IS NULL)
                 ORDER BY u.id, s.%(service)s
                """,
                link=SQL.identifier(link.relation),
                unit=SQL.identifier(link.column1),
                service=SQL.identifier(link.column2),
                units=list(unit_ids),
                today=today,
            )
        )
        otherwise = self._get_asked_otherwise({unit for unit, _service, _has in rows}, since)
        return [Touchpoint(unit, service, has or unit in otherwise) for unit, service, has in rows]

    @api.model
    def _get_asked_otherwise(self, unit_ids, since):
        """Hook: return those of `unit_ids` (ids) whose people were asked without a way in since the day `since`."""
        return set()
