"""The launch kit of a whole county: its front door, where people find the unit, and what hangs where."""

from odoo.exceptions import AccessError

from ..tools.table_file import write_csv
from .launch_kit import kit_files

ADMIN = "hva_feedback.hva_feedback_group_admin"


def county_front_door(env):
    """Return (the way in to all units of the county, the unit for which one has to be made), one of them empty."""
    if not env.user.has_group(ADMIN):
        raise AccessError(env._("Only an administrator makes the launch kit of the county."))
    tops = env["hva.unit"].search([("parent_id", "=", False), ("company_id", "=", env.company.id)], order="id")
    doors = env["hva.collector"].search(
        [
            ("company_id", "=", env.company.id),
            ("finds_unit", "=", True),
            ("channel", "in", ("web", "qr")),
            "|",
            ("finds_all", "=", True),
            ("unit_id", "in", tops.ids if len(tops) == 1 else []),
        ],
        order="id",
    )
    door = doors.filtered("is_open")[:1]
    return door, tops[:0] if door else tops[:1]


def make_front_door(top):
    """Make the way in to all units of the county of `top`, a unit without one above it, or an empty recordset."""
    doors = top.env["hva.collector"]
    return doors.create(
        [
            {
                "name": top.env._("The whole county"),
                "unit_id": unit.id,
                "channel": "web",
                "finds_unit": True,
                "finds_all": bool(unit.search_count([("parent_id", "=", False), ("id", "!=", unit.id)], limit=1)),
            }
            for unit in top
        ]
    )


def county_files(door):
    """Return {name: bytes}: the front door's launch kit, and the open ways in of the county as a table."""
    env = door.env
    ways = env["hva.collector"].search([("company_id", "=", door.company_id.id)]).filtered("is_open")
    channels = dict(ways._fields["channel"]._description_selection(env))
    header = (env._("Unit"), env._("Way in"), env._("Channel"), env._("Address"))
    rows = sorted((way.unit_id.complete_name, way.name, channels[way.channel], way.url) for way in ways)
    more = door._hva_more_kit_files()
    return {**kit_files(door), **more, "ways-in.csv": write_csv(header, rows)}
