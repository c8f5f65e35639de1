from odoo import api, fields, models


class HvaUnit(models.Model):
    """The life of a unit: it moves, merges, splits, ends, changes hands.

    Feedback and facts keep their unit. What goes on (ways in, open cases, the people's roles) goes to the successor, so
    that nothing is lost on the way. Each step is one transaction and stands on the audit trail with its reason.
    """

    _inherit = "hva.unit"

    def _move_under(self, parent, reason):
        """Make the units parts of `parent`; an empty one puts them at the top."""
        self._as("unit_move", reason).write({"parent_id": parent.id})

    def _change_producer(self, producer, reason):
        """Write who produces the service; empty for the county itself."""
        self._as("unit_producer", reason).write({"producer": producer or False})

    def _merge_into(self, target, reason, with_people=True):
        """Let `target` go on with the work of this unit from now on, also with its parts. Today is its last day."""
        self.ensure_one()
        today = self.env["hva.clock"]._today()
        if target.parent_path.startswith(self.parent_path):  # it cannot hang under what ends in it
            target._move_under(self.parent_id, reason)
        parts = self.child_ids - target
        parts._move_under(target, reason)
        self._as("unit_merge", reason).write({"merged_into_id": target.id, "valid_to": today})
        if with_people:
            self._copy_access(target)
        self._get_ways_in().write({"unit_id": target.id})
        self._hand_over_cases(target, reason)

    def _split_into(self, parts, reason, with_people=True):
        """Make new units that go on with the work of this one, whose last day is today. Return them.

        :param parts: list of (values of the new unit, collectors that follow it); open cases go to the first
        """
        self.ensure_one()
        today = self.env["hva.clock"]._today()
        common = {
            "parent_id": self.parent_id.id,
            "level_id": self.level_id.id,
            "company_id": self.company_id.id,
            "municipality_id": self.municipality_id.id,
            "producer": self.producer,
            "calendar_id": self.calendar_id.id,
            "service_ids": [fields.Command.set(self.service_ids.ids)],
            "valid_from": today,
        }
        new = self.create([common | vals for vals, _ways_in in parts])
        self._as("unit_split", reason).write({"valid_to": today, "cases_to_id": new[0].id})
        self.env["hva.audit"]._record("unit_split", new, reason, {"from": self.name})
        for unit, (_vals, ways_in) in zip(new, parts, strict=True):
            ways_in.write({"unit_id": unit.id})
            if with_people:
                self._copy_access(unit)
        self._hand_over_cases(new[0], reason)
        return new

    def _end_on(self, day, cases_to, reason):
        """Make `day` the last day. From the next day on the ways in are closed and `cases_to` handles the cases."""
        self._as("unit_end", reason).write({"valid_to": day, "cases_to_id": cases_to.id, "handed_over_on": False})
        self._hand_over_ended()

    def _get_heir(self):
        """Return who takes the cases when a unit ends without a successor: the nearest area owner above, or nobody."""
        self.ensure_one()
        above = self.sudo().parent_id  # sudo: as in _get_current
        return above._get_area_owner()._get_responsible_unit().with_env(self.env) if above else self.browse()

    @api.model
    def _hand_over_ended(self):
        """Hand over the cases of units whose last day has passed. Any number of times."""
        today = self.env["hva.clock"]._today()
        ended = self.with_context(active_test=False).search(
            [("valid_to", "<", today), ("cases_to_id", "!=", False), ("handed_over_on", "=", False)]
        )
        for unit in ended:
            unit._hand_over_cases(unit.cases_to_id, self.env._("The unit has ended."))

    def _hand_over_cases(self, target, reason):
        """Give what the units handle to the unit responsible for `target`: open cases, later ones, other units'."""
        if target.responsible_unit_id in self:
            target._as("unit_edit", reason).responsible_unit_id = False
        responsible = target._get_responsible_unit()
        others = self.with_context(active_test=False).search([("responsible_unit_id", "in", self.ids)])
        (others | self)._as("unit_edit", reason).write({"responsible_unit_id": responsible.id})
        self.handed_over_on = self.env["hva.clock"]._today()
        self._get_open_cases()._hva_hand_over(responsible, reason)

    def _get_open_cases(self):
        """Return the cases that the units handle and that are not closed."""
        # sudo: a case moves with its unit, whether or not the administrator handles it
        cases = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        return cases.search([("hva_responsible_unit_id", "in", self.ids), ("hva_state", "!=", "closed")])

    def _get_ways_in(self):
        """Return the collectors of the units, archived and closed ones too."""
        return self.env["hva.collector"].with_context(active_test=False).search([("unit_id", "in", self.ids)])

    def _copy_access(self, target):
        """Give the people of the units the same roles in `target`, where they do not have them."""
        accesses = self.env["hva.unit.access"]
        there = {(access.user_id, access.role) for access in target.access_ids}
        wanted = {}
        for access in self.access_ids:
            if (access.user_id, access.role) not in there:
                wanted[access.user_id, access.role] = access
        return accesses.create([access.copy_data({"unit_id": target.id})[0] for access in wanted.values()])


class HvaUnitAccess(models.Model):
    _inherit = "hva.unit.access"

    @api.model
    def _cron_rebuild_reach(self):
        """Nightly: also let units end on their days."""
        result = super()._cron_rebuild_reach()
        self.env["hva.unit"]._hand_over_ended()
        return result
