from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("move", "Move under another unit"),
    ("merge", "Merge into another unit"),
    ("split", "Split into new units"),
    ("end", "End on a day"),
    ("producer", "Change the producer"),
]


class HvaUnitChange(models.TransientModel):
    """A step in the life of a unit, with what follows from it shown first (`models/hva_unit_life.py` takes it)."""

    _name = "hva.unit.change"
    _description = "Change of a unit"

    unit_id = fields.Many2one("hva.unit", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="unit_id.company_id")
    kind = fields.Selection(KINDS, "Change", required=True, default="move")
    target_id = fields.Many2one("hva.unit", "Other unit", ondelete="cascade")
    last_day = fields.Date("Last day", default=lambda self: self.env["hva.clock"]._today())
    producer = fields.Char(help="Empty: the county itself.")
    part_ids = fields.One2many("hva.unit.change.part", "change_id", "New units")
    with_people = fields.Boolean(
        "Give the people the same roles there", default=True, help="They keep their access to the old unit either way."
    )
    reason = fields.Char(required=True)
    follows = fields.Html("What follows", compute="_compute_follows")

    @api.model
    def default_get(self, field_names):
        values = super().default_get(field_names)
        unit = self.env["hva.unit"].browse(values.get("unit_id"))
        if unit and values.get("kind") == "end":
            values["target_id"] = unit._get_heir().id
        if unit and values.get("kind") == "producer":
            values["producer"] = unit.producer
        return values

    @api.depends("kind", "unit_id", "target_id", "last_day")
    def _compute_follows(self):
        for wizard in self:
            lines = wizard._get_lines() if wizard.unit_id else []
            items = Markup("").join(Markup("<li>%s</li>") % line for line in lines)
            wizard.follows = Markup("<ul>%s</ul>") % items if items else False

    def _get_lines(self):
        """Return the sentences of what follows."""
        if self.kind == "move":
            return self._get_move_lines()
        if self.kind == "producer":
            return [self.env._("The feedback so far stays with the unit. Results by producer are of the day.")]
        unit = self.unit_id
        ways_in = unit._get_ways_in().filtered("is_open")
        numbers = {
            "cases": len(unit._get_open_cases()),
            "ways_in": len(ways_in),
            "devices": len(ways_in.filtered(lambda way_in: way_in.channel in ("kiosk", "tablet"))),
            "people": len(unit.access_ids.filtered("is_valid_today").user_id),
            "parts": len(unit.child_ids),
        }
        lines = [
            self.env._("Feedback given so far stays with the unit."),
            self.env._("%(cases)s open cases: they go to the unit that goes on.", **numbers),
            self._get_ways_in_line(numbers),
            self.env._("%(devices)s of the ways in are shown on terminals and mobile devices.", **numbers),
            self.env._("%(people)s people have a role here: they keep seeing this unit's feedback.", **numbers),
        ]
        if self.kind == "merge" and numbers["parts"]:
            lines.append(self.env._("%(parts)s parts: they become parts of the other unit.", **numbers))
        return lines + [text for text in unit._get_life_lines(self.kind) if text]

    def _get_ways_in_line(self, numbers):
        if self.kind == "merge":
            return self.env._("%(ways_in)s open ways in: they ask about the other unit from now on.", **numbers)
        if self.kind == "split":
            return self.env._("%(ways_in)s open ways in: those that follow no new unit close tomorrow.", **numbers)
        return self.env._("%(ways_in)s open ways in: they close after the last day.", **numbers)

    def _get_move_lines(self):
        unit, access = self.unit_id, self.env["hva.unit.access"]
        from_above, to_above = _path(unit.parent_id), _path(self.target_id)
        domain = [("include_children", "=", True), ("is_valid_today", "=", True)]
        old = access.search([*domain, ("unit_id", "in", list(from_above - to_above))]).user_id
        new = access.search([*domain, ("unit_id", "in", list(to_above - from_above))]).user_id
        return [
            self.env._("%(count)s units move, this one and those under it.", count=unit._count_under()),
            self.env._("%(count)s people no longer reach them through a unit above.", count=len(old - new)),
            self.env._("%(count)s people reach them from now on.", count=len(new - old)),
            self.env._("Open cases and ways in stay. Results of the units above change for all times."),
        ]

    def action_confirm(self):
        """Take the step."""
        self.ensure_one()
        getattr(self, f"_do_{self.kind}")()
        return {"type": "ir.actions.act_window_close"}

    def _do_move(self):
        self.unit_id._move_under(self.target_id, self.reason)

    def _do_merge(self):
        self._need_target()
        self.unit_id._merge_into(self.target_id, self.reason, self.with_people)

    def _do_split(self):
        if len(self.part_ids) < 2:
            raise UserError(self.env._("Name at least two new units."))
        ways_in = [way_in for part in self.part_ids for way_in in part.collector_ids]
        if len(ways_in) != len(set(ways_in)):
            raise UserError(self.env._("A way in goes to one unit only."))
        self._refuse_parts()
        parts = [(part._get_vals(), part.collector_ids) for part in self.part_ids]
        self.unit_id._split_into(parts, self.reason, self.with_people)

    def _do_end(self):
        self._need_target()
        if not self.last_day:
            raise UserError(self.env._("Give the last day."))
        self._refuse_parts()
        self.unit_id._end_on(self.last_day, self.target_id, self.reason)

    def _do_producer(self):
        self.unit_id._change_producer(self.producer, self.reason)

    def _need_target(self):
        target = self.target_id
        if not target or target == self.unit_id or target.merged_into_id or not target.active:
            raise UserError(self.env._("Choose another unit that is in use."))

    def _refuse_parts(self):
        """A unit does not leave its parts hanging."""
        today = self.env["hva.clock"]._today()
        parts = self.unit_id.child_ids.filtered(
            lambda part: not part.valid_to or part.valid_to > (self.last_day or today)
        )
        if parts:
            raise UserError(
                self.env._("The unit still has parts: %(names)s. Move, merge or end them first.",
                           names=", ".join(parts[:5].mapped("name")))
            )  # fmt: skip


class HvaUnitChangePart(models.TransientModel):
    _name = "hva.unit.change.part"
    _description = "New unit of a split"

    change_id = fields.Many2one("hva.unit.change", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(related="change_id.unit_id")
    name = fields.Char(required=True)
    oid = fields.Char("OID")
    municipality_id = fields.Many2one("hva.municipality", ondelete="cascade")
    collector_ids = fields.Many2many("hva.collector", string="Ways in that follow")

    def _get_vals(self):
        vals = {"name": self.name, "oid": self.oid}
        return vals | ({"municipality_id": self.municipality_id.id} if self.municipality_id else {})


class HvaUnit(models.Model):
    _inherit = "hva.unit"

    def action_change(self):
        """Open the dialog for the kind of change in the context (`hva_change`)."""
        self.ensure_one()
        kind = self.env.context.get("hva_change", "move")
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_unit_change_action")
        name = dict(self.env["hva.unit.change"]._fields["kind"]._description_selection(self.env))[kind]
        return {**action, "name": name, "context": {"default_unit_id": self.id, "default_kind": kind}}

    def _count_under(self):
        return self.with_context(active_test=False).search_count([("id", "child_of", self.ids)])

    def _get_life_lines(self, kind):
        """Hook: return more sentences about what follows when the unit merges, splits or ends."""
        return []


def _path(unit):
    return {int(step) for step in (unit.parent_path or "").split("/") if step}
