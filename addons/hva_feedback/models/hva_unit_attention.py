from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .search_boolean import boolean_search

LACKS = [
    ("handler", "Nobody handles its cases"),
    ("manager", "No person responsible"),
    ("way_in", "No way in"),
]


class HvaUnit(models.Model):
    """Units that lack something which feedback needs. Only units in use count: not merged, ended, archived.

    - *handler*: nobody with the role of a handler or manager reaches the unit that handles its cases; they go to the
      owner of the area
    - *manager*: no manager reaches the unit
    - *way in*: no open way in asks about the unit. Units with parts are left out: people give feedback about the parts
    """

    _inherit = "hva.unit"

    lacks_handler = fields.Boolean("Nobody handles its cases", compute="_compute_lacks", search="_search_lacks_handler")
    lacks_manager = fields.Boolean("No person responsible", compute="_compute_lacks", search="_search_lacks_manager")
    lacks_way_in = fields.Boolean("No way in", compute="_compute_lacks", search="_search_lacks_way_in")

    @api.depends_context("uid")
    def _compute_lacks(self):
        lacking = {lack: self._get_lacking(lack) for lack, _label in LACKS}
        for unit in self:
            for lack, ids in lacking.items():
                unit[f"lacks_{lack}"] = unit.id in ids

    @api.model
    @boolean_search
    def _search_lacks_handler(self):
        return Domain("id", "in", list(self._get_lacking("handler")))

    @api.model
    @boolean_search
    def _search_lacks_manager(self):
        return Domain("id", "in", list(self._get_lacking("manager")))

    @api.model
    @boolean_search
    def _search_lacks_way_in(self):
        return Domain("id", "in", list(self._get_lacking("way_in")))

    @api.model
    def _get_lacking(self, lack):
        """Return the ids of all units that lack `lack`, a code of LACKS. One query; no rights are asked."""
        self.env.flush_all()
        today = self.env["hva.clock"]._today()
        # SQL: three questions about every unit at once, of rows that the asker may not read one by one
        rows = self.env.execute_query(
            SQL(
                """
                SELECT u.id FROM hva_unit u
                 WHERE u.active AND u.merged_into_id IS NULL AND COALESCE(u.valid_to >= %(today)s, TRUE) AND %(lacks)s
                """,
                today=today,
                lacks=self._get_lacking_sql(lack, today),
            )
        )
        return {row[0] for row in rows}

    @api.model
    def _get_lacking_sql(self, lack, today):
        if lack == "way_in":
            return SQL(
                """NOT EXISTS (SELECT FROM hva_unit part WHERE part.parent_id = u.id AND part.active)
                   AND NOT EXISTS (SELECT FROM hva_collector c WHERE c.unit_id = u.id AND c.active
                                      AND COALESCE(c.opens_on <= %(today)s, TRUE)
                                      AND COALESCE(c.closes_on >= %(today)s, TRUE))""",
                today=today,
            )
        roles, unit = (
            (("handler", "manager"), SQL("COALESCE(u.responsible_unit_id, u.id)"))
            if lack == "handler"
            else (("manager",), SQL("u.id"))
        )
        return SQL("NOT EXISTS (SELECT FROM hva_unit_reach r WHERE r.unit_id = %s AND r.role IN %s)", unit, roles)

    def action_add_person(self):
        """Open the people of the unit, to add one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_unit_access_action")
        context = {"default_unit_id": self.id, "default_role": "manager" if self.lacks_manager else "handler"}
        return {**action, "domain": [("unit_id", "=", self.id)], "context": context}

    def action_add_way_in(self):
        """Open a new way in to the unit."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New way in"),
            "res_model": "hva.collector",
            "views": [(False, "form")],
            "context": {"default_unit_id": self.id, "default_name": self.name},
        }
