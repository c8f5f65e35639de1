from collections import Counter
from dataclasses import replace

from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.assignee import Asked, Candidate, in_order
from .helpdesk_ticket import DOOR

HANDLING_ROLES = ("handler", "manager")
ACTIVITY_TYPE = "hva_feedback.mail_activity_type_case"
# Distance of somebody whose access comes over a merger and not down the tree.
FAR = 99


class HelpdeskTicket(models.Model):
    """Whom a case is given to, and the to-do that tells the person."""

    _inherit = "helpdesk.ticket"

    hva_is_unowned = fields.Boolean(
        "Nobody handles the unit's cases",
        readonly=True,
        copy=False,
        help="An administrator is asked until somebody gets the role of a handler there.",
    )

    _hva_unowned_ix = models.Index("(id) WHERE hva_is_unowned")

    @api.model
    def _hva_responsible_unit(self, unit):
        """Return who handles the cases of `unit`; the area's owner when nobody works at the responsible unit."""
        return self._hva_responsible_units(unit)[unit]

    @api.model
    def _hva_responsible_units(self, units):
        """Return unit -> who handles its cases, as `_hva_responsible_unit`, for all of `units` at once."""
        responsible = {unit: unit._get_responsible_unit() for unit in units}
        owners = {unit: unit._get_area_owner()._get_responsible_unit() for unit in units}
        handled = self._hva_handled_units(self.env["hva.unit"].union(*responsible.values(), *owners.values()))
        return {
            unit: owners[unit] if owners[unit] in handled and responsible[unit] not in handled else responsible[unit]
            for unit in units
        }

    @api.model
    def _hva_handled_units(self, units):
        """Return those of `units` that somebody reaches as a handler or manager today."""
        reach = self.env["hva.unit.reach"].sudo()  # sudo: as in _hva_candidates
        groups = reach._read_group([("unit_id", "in", units.ids), ("role", "in", HANDLING_ROLES)], ["unit_id"])
        return units.browse([unit.id for (unit,) in groups])

    @api.model
    def _hva_candidates(self, units):
        """Return unit -> list of `tools.assignee.Candidate`: the handlers and managers who reach it today."""
        # sudo: who works where is for administrators to see, for routing to know
        reach = (
            self.env["hva.unit.reach"]
            .sudo()
            .search([("unit_id", "in", units.ids), ("role", "in", HANDLING_ROLES), ("user_id.active", "=", True)])
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
        """Ask one person for each case: its handler, else the best candidate, else an administrator."""
        values = [
            case._prepare_hva_activity(self.env["res.users"].browse(asked.user_id), asked.instead_of)
            for case, asked in self._hva_pick().items()
            if asked
        ]
        # sudo: whoever moves a case need not see the to-do list of the person asked; mails leave by the mail queue
        return self.env["mail.activity"].sudo().with_context(mail_notify_force_send=False).create(values)

    def _hva_pick(self):
        """Return case -> `tools.assignee.Asked`, or None where there is nobody at all. Notes where nobody handles."""
        people = self._hva_candidates(self.hva_responsible_unit_id)
        away = self.env["hva.absence"]._get_away(self.hva_responsible_unit_id)
        given = Counter()
        picked = {}
        for case in self:
            unit = case.hva_responsible_unit_id
            candidates = [replace(c, load=c.load + given[c.user_id]) for c in people[unit]]
            order = in_order(candidates, away[unit], case.user_id.filtered("active").id or None)
            asked = case._hva_first_able(order) or case._hva_first_able(case._hva_administrators(case.company_id))
            picked[case] = asked
            if asked:
                given[asked.user_id] += 1
        self._hva_note_unowned(self.filtered(lambda case: not people[case.hva_responsible_unit_id]))
        return picked

    def _hva_choose(self, candidates):
        """Return the best of `candidates` who may handle the case and is there today, or an empty user."""
        self.ensure_one()
        away = self.env["hva.absence"]._get_away(self.hva_responsible_unit_id)
        asked = self._hva_first_able(in_order(candidates, away[self.hva_responsible_unit_id]))
        return self.env["res.users"].browse(asked.user_id if asked else [])

    def _hva_first_able(self, order):
        """Return the first of `order` who may handle the case, or None."""
        users = self.env["res.users"]
        return next((asked for asked in order if self._hva_may_handle(users.browse(asked.user_id))), None)

    @api.model
    def _hva_administrators(self, company):
        """Return the administrators of the county, Odoo's own account last."""
        # sudo: who is an administrator is for routing to know
        admins = self.env.ref("hva_feedback.hva_feedback_group_admin").sudo().all_user_ids
        built_in = self.env.ref("base.user_admin", raise_if_not_found=False)
        admins = admins.filtered(lambda user: user.active and company in user.company_ids)
        return [Asked(user.id) for user in admins.sorted(lambda user: (user == built_in, user.id))]

    def _hva_note_unowned(self, unowned):
        """Mark those of `self` that nobody handles; nothing is written where nothing changes."""
        for value, cases in ((True, unowned), (False, self - unowned)):
            changed = cases.filtered(lambda case, value=value: case.hva_is_unowned != value)
            if changed:
                # sudo: the flag follows from who works where
                changed.sudo().with_context(hva_door=DOOR, tracking_disable=True).write({"hva_is_unowned": value})

    def _prepare_hva_activity(self, user, instead_of=None):
        """Return the to-do for `user`. Its summary is from a fixed list: it travels in a mail.

        :param instead_of: id of the person away for whom `user` stands in; the to-do says so
        """
        # sudo: the language of a colleague
        theirs = self.with_context(lang=user.sudo().lang or self.env.lang)
        return {
            "activity_type_id": self.env.ref(ACTIVITY_TYPE).id,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "user_id": user.id,
            "summary": theirs._hva_activity_summary(),
            "date_deadline": self._hva_deadline_day(),
            "note": theirs._hva_stands_in_note(instead_of) if instead_of else False,
        }

    def _hva_stands_in_note(self, person_id):
        # sudo: the name of a colleague, and until when the colleague is away
        person = self.env["res.users"].sudo().browse(person_id)
        away = self.env["hva.absence"].sudo().search([("user_id", "=", person_id), ("is_now", "=", True)])
        last_day = format_date(self.env, max(away.mapped("date_to")))
        return self.env._("You stand in for %(person)s, who is away until %(day)s.", person=person.name, day=last_day)

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
