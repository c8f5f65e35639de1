from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .search_boolean import boolean_search

ROLES = [
    ("viewer", "Reads feedback"),
    ("handler", "Handles cases"),
    ("manager", "Manager"),
    ("quality", "Quality and development"),
]


class HvaUnitAccess(models.Model):
    """Where a person works, in which role, from when to when.

    The role is also a group of users: the group says what a person may do at all, this row says where. Giving a row
    gives the group; taking the row away leaves the group, which without a unit opens nothing.
    """

    _name = "hva.unit.access"
    _description = "Access to units"
    _order = "unit_id, role, user_id, id"

    user_id = fields.Many2one(
        "res.users", string="Person", required=True, index=True, ondelete="cascade", domain=[("share", "=", False)]
    )
    unit_id = fields.Many2one("hva.unit", required=True, index=True, ondelete="cascade")
    role = fields.Selection(ROLES, required=True, default="handler")
    include_children = fields.Boolean("With its parts", default=True, help="Also every unit under it.")
    valid_from = fields.Date("First day")
    valid_to = fields.Date("Last day")
    active = fields.Boolean(default=True)
    is_valid_today = fields.Boolean("In force", compute="_compute_is_valid_today", search="_search_is_valid_today")

    @api.depends("valid_from", "valid_to", "active")
    def _compute_is_valid_today(self):
        today = self.env["hva.clock"]._today()
        for access in self:
            begun = not access.valid_from or access.valid_from <= today
            access.is_valid_today = access.active and begun and not (access.valid_to and access.valid_to < today)

    @boolean_search
    def _search_is_valid_today(self):
        today = self.env["hva.clock"]._today()
        in_force = fields.Domain("active", "=", True)
        in_force &= fields.Domain("valid_from", "=", False) | fields.Domain("valid_from", "<=", today)
        in_force &= fields.Domain("valid_to", "=", False) | fields.Domain("valid_to", ">=", today)
        return in_force

    @api.depends("user_id", "unit_id", "role")
    def _compute_display_name(self):
        for access in self:
            access.display_name = f"{access.user_id.name} – {access.unit_id.name}"

    @api.constrains("valid_from", "valid_to")
    def _check_dates(self):
        for access in self:
            if access.valid_from and access.valid_to and access.valid_to < access.valid_from:
                raise ValidationError(
                    self.env._(
                        "The last day of %(person)s's access is before its first day.", person=access.user_id.name
                    )
                )

    @api.constrains("user_id")
    def _check_staff(self):
        for access in self:
            if access.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%(person)s is not a member of staff: access is for internal users.", person=access.user_id.name
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        accesses = super().create(vals_list)
        accesses._give_groups()
        self._rebuild_reach(accesses.user_id)
        return accesses

    def write(self, vals):
        people = self.user_id
        result = super().write(vals)
        if {"role", "user_id"} & vals.keys():
            self._give_groups()
        self._rebuild_reach(people | self.user_id)
        return result

    def unlink(self):
        people = self.user_id
        result = super().unlink()
        self._rebuild_reach(people)
        return result

    def _give_groups(self):
        """Put every person into the group of the role that the row gives."""
        for role, accesses in self.grouped("role").items():
            group = self.env.ref(f"hva_feedback.hva_feedback_group_{role}")
            # sudo: whoever may give access to a unit may give its role, without being a system administrator
            newcomers = accesses.user_id.sudo().filtered(lambda user, group=group: group not in user.all_group_ids)
            if newcomers:
                newcomers.write({"group_ids": [fields.Command.link(group.id)]})

    @api.model
    def _rebuild_reach(self, users=None):
        """Bring `hva.unit.reach` in step with accesses, tree and mergers, for `users` or for everybody.

        A row reaches its unit, the units under it when it says so, and every unit merged into a reached one. Archived
        units stay reached: their feedback is history that somebody still answers for.
        """
        if users is not None and not users:
            return
        self.env.flush_all()
        only = SQL("AND a.user_id IN %s", tuple(users.ids)) if users else SQL()
        # Two changes at once (a unit moves, a person joins) would each compute from an old picture. Both update this
        # row, so the later one fails to serialize and Odoo runs it again on the new picture.
        self.env.cr.execute(
            "UPDATE ir_config_parameter SET value = (value::bigint + 1)::text WHERE key = 'hva_feedback.reach_version'"
        )
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE wanted(user_id, role, include_children, unit_id) AS (
                    SELECT a.user_id, a.role, a.include_children, a.unit_id
                      FROM hva_unit_access a
                      JOIN res_users u ON u.id = a.user_id
                     WHERE a.active AND u.active
                       AND (a.valid_from IS NULL OR a.valid_from <= %(today)s)
                       AND (a.valid_to IS NULL OR a.valid_to >= %(today)s)
                       %(only)s
                     UNION
                    SELECT w.user_id, w.role, w.include_children, c.id
                      FROM wanted w
                      JOIN hva_unit c ON c.merged_into_id = w.unit_id
                                      OR (w.include_children AND c.parent_id = w.unit_id)
                ), gone AS (
                    DELETE FROM hva_unit_reach a
                     WHERE NOT EXISTS (SELECT FROM wanted w
                                        WHERE w.unit_id = a.unit_id AND w.user_id = a.user_id AND w.role = a.role)
                       %(only)s
                )
                INSERT INTO hva_unit_reach (user_id, unit_id, role)
                SELECT DISTINCT user_id, unit_id, role FROM wanted
                ON CONFLICT DO NOTHING
                """,
                today=self.env["hva.clock"]._today(),
                only=only,
            )
        )
        self.env["hva.unit.reach"].invalidate_model()
        self.env["hva.unit"].invalidate_model(["reach_ids"])

    @api.model
    def _cron_rebuild_reach(self):
        """Nightly: let accesses begin and end on their days."""
        self._rebuild_reach()
