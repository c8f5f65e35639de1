from collections import Counter
from dataclasses import replace

from odoo import api, models

from ..tools.assignee import Candidate, choose

ACTIVITY_TYPE = "hva_feedback.mail_activity_type_case"
# Distance of somebody whose access comes over a merger and not down the tree.
FAR = 99


class HelpdeskTicket(models.Model):
    """Whom a case is given to, and the to-do that tells the person."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _hva_responsible_unit(self, unit):
        """Return who handles the cases of `unit`; the area's owner when nobody works at the responsible unit."""
        return self._hva_responsible_units(unit)[unit]

    @api.model
    def _hva_responsible_units(self, units):
        """Return unit -> who handles its cases, as `_hva_responsible_unit`, for all of `units` at once."""
        responsible = {unit: unit._get_responsible_unit() for unit in units}
        owners = {unit: unit._get_area_owner()._get_responsible_unit() for unit in units}
        people = self._hva_candidates(self.env["hva.unit"].union(*responsible.values(), *owners.values()))
        return {
            unit: owners[unit] if people[owners[unit]] and not people[responsible[unit]] else responsible[unit]
            for unit in units
        }

    @api.model
    def _hva_candidates(self, units):
        """Return unit -> list of `tools.assignee.Candidate`: the handlers and managers who reach it today."""
        # sudo: who works where is for administrators to see, for routing to know
        reach = (
            self.env["hva.unit.reach"]
            .sudo()
            .search(
                [("unit_id", "in", units.ids), ("role", "in", ("handler", "manager")), ("user_id.active", "=", True)]
            )
        )
        distances = self._hva_distances(units, reach.user_id)
        load = self._hva_load(reach.user_id)
        people = {unit: [] for unit in units}
        for row in reach:
            user = row.user_id.id
            distance = distances.get((row.unit_id.id, user, row.role), FAR)
            people[row.unit_id].append(Candidate(user, row.role, distance, load.get(user, 0)))
        return people

    @api.model
    def _hva_distances(self, units, users):
        """Return (unit id, user id, role) -> levels between the unit and the nearest place where the role was given."""
        # sudo: as in _hva_candidates, also for the units above
        path_by_unit = {u.id: [int(step) for step in u.sudo().parent_path.split("/") if step] for u in units}
        places = {place for path in path_by_unit.values() for place in path}
        accesses = (
            self.env["hva.unit.access"]
            .sudo()
            .search([("user_id", "in", users.ids), ("unit_id", "in", list(places)), ("is_valid_today", "=", True)])
        )
        distances = {}
        for access in accesses:
            for unit_id, path in path_by_unit.items():
                if access.unit_id.id in path:
                    key = (unit_id, access.user_id.id, access.role)
                    distance = len(path) - 1 - path.index(access.unit_id.id)
                    distances[key] = min(distance, distances.get(key, FAR))
        return distances

    @api.model
    def _hva_load(self, users):
        """Return user id -> number of cases that wait for the person."""
        # sudo: people's to-do lists are their own; only their lengths are used
        groups = (
            self.env["mail.activity"]
            .sudo()
            ._read_group(
                [("activity_type_id", "=", self.env.ref(ACTIVITY_TYPE).id), ("user_id", "in", users.ids)],
                ["user_id"],
                ["__count"],
            )
        )
        return {user.id: count for user, count in groups}

    def _hva_schedule_activities(self):
        """Ask one person for each case: its handler, else the best candidate; nobody when there is nobody."""
        people = self._hva_candidates(self.hva_responsible_unit_id)
        given = Counter()
        values = []
        for case in self:
            candidates = [replace(c, load=c.load + given[c.user_id]) for c in people[case.hva_responsible_unit_id]]
            user = case.user_id.filtered("active") or case._hva_choose(candidates)
            if user:
                given[user.id] += 1
                values.append(case._prepare_hva_activity(user))
        # sudo: whoever moves a case need not see the to-do list of the person asked; mails leave by the mail queue
        return self.env["mail.activity"].sudo().with_context(mail_notify_force_send=False).create(values)

    def _hva_choose(self, candidates):
        """Return the best of `candidates` who may read the case, or an empty user."""
        self.ensure_one()
        while (user_id := choose(candidates)) is not None:
            if self.with_user(user_id).sudo(False).has_access("read"):
                return self.env["res.users"].browse(user_id)
            candidates = [candidate for candidate in candidates if candidate.user_id != user_id]
        return self.env["res.users"]

    def _prepare_hva_activity(self, user):
        """Return the to-do for `user`. Its summary is from a fixed list: it travels in a mail."""
        # sudo: the language of a colleague
        theirs = self.with_context(lang=user.sudo().lang or self.env.lang)
        return {
            "activity_type_id": self.env.ref(ACTIVITY_TYPE).id,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "user_id": user.id,
            "summary": theirs._hva_activity_summary(),
            "date_deadline": self._hva_deadline_day(),
        }

    def _hva_activity_summary(self):
        if self.hva_routing_reason == "contact_wanted":
            return self.env._("Contact the person who gave feedback")
        if self.hva_kind == "criticism":
            return self.env._("Handle the criticism")
        return self.env._("Handle the feedback")

    def _hva_activities(self):
        # sudo: the to-do of a case belongs to the case, whoever has it
        return self.sudo().activity_ids.filtered(lambda a: a.activity_type_id == self.env.ref(ACTIVITY_TYPE))

    def _hva_hand_over_activities(self):
        """Let the to-do follow the handler. The assignment itself has already told the person."""
        for case in self:
            others = case._hva_activities().filtered(lambda a, case=case: a.user_id != case.user_id)
            others.with_context(mail_activity_quick_update=True).write({"user_id": case.user_id.id})

    def _hva_drop_activities(self):
        self._hva_activities().unlink()
