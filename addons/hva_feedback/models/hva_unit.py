from dataclasses import dataclass

from odoo import api, fields, models

REACH_FIELDS = {"parent_id", "merged_into_id", "active"}


@dataclass(frozen=True)
class Act:
    """Why units are being changed, in the context as `hva_act`. Our own code only: nobody can send one over RPC.

    `action` is a code of the audit trail, or None where the caller records the act itself. In a bulk act the caller
    also brings the reach in step, once, at its end.
    """

    action: str | None
    reason: str = ""
    is_bulk: bool = False


class HvaUnit(models.Model):
    """A node of the county's organisation: division, service area, service unit, location.

    Feedback keeps the unit it was given to for ever. When a unit is merged, it stays with `merged_into_id`, and
    whoever reaches the unit it was merged into reaches it too (see `hva.unit.access`).
    """

    _name = "hva.unit"
    _description = "Unit"
    _parent_store = True
    _order = "name, id"
    _rec_names_search = ["name", "oid", "municipality_id.name"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char("Place in the county", compute="_compute_complete_name", recursive=True)
    oid = fields.Char(
        "OID", copy=False, help="Identifier in the national code server: 1.2.246.10.<business id>.10.<n>."
    )
    ptv_id = fields.Char(
        "Identifier in PTV", copy=False, help="Identifier of the service location in the Finnish Service Catalogue."
    )
    level_id = fields.Many2one("hva.unit.level", required=True, index=True, ondelete="restrict")
    parent_id = fields.Many2one("hva.unit", string="Part of", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("hva.unit", "parent_id", string="Parts")
    company_id = fields.Many2one(
        "res.company", string="County", required=True, index=True, default=lambda self: self.env.company
    )
    municipality_id = fields.Many2one("hva.municipality", index=True, ondelete="restrict")
    producer = fields.Char(help="Name of the producer when the county buys the service; empty for its own units.")
    service_ids = fields.Many2many("hva.service", string="Services")
    responsible_unit_id = fields.Many2one(
        "hva.unit",
        string="Responsible unit",
        index=True,
        ondelete="restrict",
        help="Who handles the cases. Empty: the unit itself.",
    )
    is_area_owner = fields.Boolean(
        "Owner of its area", help="Receives the feedback of people who do not know the unit, for everything under it."
    )
    calendar_id = fields.Many2one(
        "resource.calendar", string="Working hours", help="Empty: as the unit above, in the end as the county."
    )
    valid_from = fields.Date("First day")
    valid_to = fields.Date("Last day")
    merged_into_id = fields.Many2one(
        "hva.unit",
        string="Merged into",
        index=True,
        ondelete="restrict",
        copy=False,
        help="The unit that goes on with this one's work. Its people keep seeing this unit's feedback.",
    )
    merged_from_ids = fields.One2many("hva.unit", "merged_into_id", string="Merged units")
    cases_to_id = fields.Many2one(
        "hva.unit",
        string="Cases go to",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        help="Who handles the open and later cases of the unit after its last day.",
    )
    handed_over_on = fields.Date("Cases handed over", readonly=True, copy=False)
    active = fields.Boolean(default=True)
    access_ids = fields.One2many("hva.unit.access", "unit_id", string="People")
    # For the record rules. Open to readers, with their own rows, because Helpdesk's portal searches with the rules'
    # domains as the visitor; cached for each user apart, because one person's rows would mislead the next one's rules.
    reach_ids = fields.One2many(
        "hva.unit.reach", "unit_id", groups="hva_feedback.hva_feedback_group_viewer", depends_context=("uid",)
    )

    _oid_uniq = models.UniqueIndex("(oid) WHERE oid IS NOT NULL", "Another unit already has this OID.")
    _ptv_uniq = models.UniqueIndex("(ptv_id) WHERE ptv_id IS NOT NULL", "Another unit already has this identifier.")

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        # sudo: the names of the units above are no secret, the units themselves may be out of the reader's reach
        units = self.sudo()
        ancestors = self.sudo().browse({int(i) for unit in units for i in (unit.parent_path or "").split("/") if i})
        name_by_id = {unit.id: unit.name for unit in ancestors.exists()}
        for unit in self:
            path = [int(i) for i in (unit.sudo().parent_path or "").split("/") if i]
            above = [name_by_id[i] for i in path if i != unit._origin.id and i in name_by_id]
            unit.complete_name = " / ".join([*above, unit.name or ""])

    @api.depends("name", "parent_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for unit in self:
            above = unit.sudo().parent_id.name  # sudo: as in _compute_complete_name
            unit.display_name = f"{above} / {unit.name}" if above else unit.name or ""

    @api.model_create_multi
    def create(self, vals_list):
        units = super().create(vals_list)
        self._reach_changed()
        return units

    def write(self, vals):
        result = super().write(vals)
        if REACH_FIELDS & vals.keys():
            self._reach_changed()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["hva.unit.access"]._rebuild_reach()
        return result

    @api.model
    def _reach_changed(self):
        act = self.env.context.get("hva_act")
        if not (isinstance(act, Act) and act.is_bulk):
            self.env["hva.unit.access"]._rebuild_reach()

    def _get_current(self):
        """Return the unit that does this one's work today: itself, or the end of its chain of mergers."""
        self.ensure_one()
        unit = self.sudo()  # sudo: the successor may be out of the caller's reach; only its identity is given
        while unit.merged_into_id:
            unit = unit.merged_into_id
        return unit.with_env(self.env)

    def _get_responsible_unit(self):
        """Return the unit that handles the cases of this one: never empty, mergers followed."""
        self.ensure_one()
        unit = self._get_current()
        # sudo: as in _get_current
        return (unit.sudo().responsible_unit_id.with_env(self.env) or unit)._get_current()

    def _get_area_owner(self):
        """Return the nearest unit, itself or above, that owns its area; the top of the tree when none does."""
        self.ensure_one()
        unit = self.sudo()  # sudo: as in _get_current
        while unit.parent_id and not unit.is_area_owner:
            unit = unit.parent_id
        return unit.with_env(self.env)

    def _get_calendar(self):
        """Return the `resource.calendar` of the unit, inherited up the tree and then from the county; may be empty."""
        self.ensure_one()
        return self._get_calendars()[self.id]

    def _get_calendars(self):
        """Return {unit id: its `resource.calendar`}, each unit above looked at once."""
        found = {}

        def calendar_of(unit):
            if unit.id not in found:
                above = calendar_of(unit.parent_id) if unit.parent_id else unit.company_id.resource_calendar_id
                found[unit.id] = unit.calendar_id or above
            return found[unit.id]

        # sudo: working hours are no secret, units above may be out of reach
        return {unit.id: calendar_of(unit).with_env(self.env) for unit in self.sudo()}

    def _is_valid_on(self, day):
        """Tell whether the unit exists on `day` (a date): within its dates, both ends included."""
        self.ensure_one()
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_to or day <= self.valid_to)
