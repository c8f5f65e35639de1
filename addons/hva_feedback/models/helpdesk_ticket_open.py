from collections import Counter
from zoneinfo import ZoneInfo

from odoo import api, models

from ..tools.assignee import Candidate, choose
from ..tools.deadlines import deadline_at
from .helpdesk_ticket import DOOR
from .survey_user_input import day_only

UTC = ZoneInfo("UTC")
ACTIVITY_TYPE = "hva_feedback.mail_activity_type_case"
# Distance of somebody whose access comes over a merger and not down the tree.
FAR = 99


class HelpdeskTicket(models.Model):
    """How a case is made from an answer and whom it is given to."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _hva_open(self, rule_by_answer):
        """Make one case for each answer and ask somebody to handle it.

        :param rule_by_answer: dict of `survey.user_input` (one record) -> `tools.routing.Rule`
        :return: the cases, in the order of the dict
        """
        now = self.env["hva.clock"]._now()
        # sudo: nobody makes cases by hand; these come from routing, which decides for every unit
        tickets = self.sudo().with_context(hva_door=DOOR, mail_create_nosubscribe=True, mail_create_nolog=True)
        cases = tickets.create([self._prepare_hva_case(a, rule, now) for a, rule in rule_by_answer.items()])
        cases = cases.with_context(hva_door=None)
        cases._hva_schedule_activities()
        return cases

    @api.model
    def _prepare_hva_case(self, answer, rule, now):
        """Return the values of a case. No word of the giver may be among them: tickets travel in mails."""
        unit = answer.hva_unit_id
        responsible = self._hva_responsible_unit(unit)
        calendar = responsible._get_calendar()._hva_working_calendar()
        deadline = deadline_at(now.replace(tzinfo=UTC), rule.deadline_days, calendar)
        county = self.with_context(lang=unit.company_id.partner_id.lang or self.env.lang)
        return {
            "hva_is_case": True,
            "hva_answer_id": answer.id,
            "hva_unit_id": unit.id,
            "hva_responsible_unit_id": responsible.id,
            "hva_state": "new",
            "hva_kind": answer.hva_kind,
            "hva_deadline_at": deadline.astimezone(UTC).replace(tzinfo=None),
            "hva_contact_id": answer.hva_contact_id.id,
            "hva_routing_rule_id": rule.rule_id,
            "hva_routing_reason": rule.reason,
            "name": county._hva_case_name(answer.hva_kind, unit),
            "description": county.env._("The feedback is read in the feedback menu."),
            "company_id": unit.company_id.id,
            "priority": rule.priority,
            "stage_id": self.env.ref("hva_feedback.helpdesk_stage_new").id,
            "team_id": False,
            "user_id": False,
            "partner_id": False,
            "last_stage_update": answer._hva_hidden_day() or now,
        }

    @api.model
    def _prepare_create_values(self, vals_list):
        """Keep the time of day off a case whose feedback keeps none: both are made in the same minute."""
        prepared = super()._prepare_create_values(vals_list)
        for vals in prepared:
            if vals.get("hva_is_case"):
                vals.update(self.env["survey.user_input"].browse(vals["hva_answer_id"])._hva_log_dates())
        return prepared

    def _write_multi(self, vals_list):
        """As in `_prepare_create_values`, until somebody takes the case: what Odoo itself writes in the same minute."""
        return super()._write_multi([
            vals | day_only(case.sudo().hva_answer_id._hva_hidden_day(), "write_date")
            if case.sudo().hva_state == "new" and case.sudo().hva_answer_id
            else vals
            for case, vals in zip(self, vals_list, strict=True)
        ])

    @api.model
    def _hva_case_name(self, kind, unit):
        """Return “kind: unit” in the language of the environment."""
        kinds = dict(self._fields["hva_kind"]._description_selection(self.env))
        return f"{kinds.get(kind) or self.env._('Feedback')}: {unit.with_env(self.env).name}"

    @api.model
    def _hva_responsible_unit(self, unit):
        """Return who handles the cases of `unit`; the area's owner when nobody works at the responsible unit."""
        responsible = unit._get_responsible_unit()
        if self._hva_candidates(responsible):
            return responsible
        owner = unit._get_area_owner()._get_responsible_unit()
        return owner if self._hva_candidates(owner) else responsible

    @api.model
    def _hva_candidates(self, unit):
        """Return the handlers and managers who reach `unit` today, as `tools.assignee.Candidate`."""
        # sudo: who works where is for administrators to see, for routing to know
        reach = self.env["hva.unit.reach"].sudo().search(
            [("unit_id", "=", unit.id), ("role", "in", ("handler", "manager")), ("user_id.active", "=", True)]
        )
        given = self._hva_distances(unit, reach.user_id)
        load = Counter(self._hva_load(reach.user_id))
        return [
            Candidate(row.user_id.id, row.role, given.get((row.user_id.id, row.role), FAR), load[row.user_id.id])
            for row in reach
        ]

    @api.model
    def _hva_distances(self, unit, users):
        """Return (user id, role) -> levels between `unit` and the nearest place where the role was given."""
        path = [int(step) for step in unit.sudo().parent_path.split("/") if step]
        # sudo: as in _hva_candidates
        accesses = self.env["hva.unit.access"].sudo().search(
            [("user_id", "in", users.ids), ("unit_id", "in", path), ("is_valid_today", "=", True)]
        )
        distances = {}
        for access in accesses:
            key = (access.user_id.id, access.role)
            distance = len(path) - 1 - path.index(access.unit_id.id)
            distances[key] = min(distance, distances.get(key, FAR))
        return distances

    @api.model
    def _hva_load(self, users):
        """Return user id -> number of cases that wait for the person."""
        # sudo: people's to-do lists are their own; only their lengths are used
        groups = self.env["mail.activity"].sudo()._read_group(
            [("activity_type_id", "=", self.env.ref(ACTIVITY_TYPE).id), ("user_id", "in", users.ids)],
            ["user_id"],
            ["__count"],
        )
        return {user.id: count for user, count in groups}

    def _hva_schedule_activities(self):
        """Ask one person for each case: its handler, else the best candidate; nobody when there is nobody."""
        activity_type = self.env.ref(ACTIVITY_TYPE)
        zone = self.env["hva.clock"]._zone()
        values = []
        for case in self:
            candidates = [c for c in self._hva_candidates(case.hva_responsible_unit_id) if case._hva_is_readable_by(c)]
            user = case.user_id.filtered("active") or self.env["res.users"].browse(choose(candidates) or [])
            if not user:
                continue
            # sudo: the language of a colleague
            summary = case.with_context(lang=user.sudo().lang or self.env.lang)._hva_activity_summary()
            values.append(
                {
                    "activity_type_id": activity_type.id,
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": case.id,
                    "user_id": user.id,
                    "summary": summary,
                    "date_deadline": case.hva_deadline_at.replace(tzinfo=UTC).astimezone(zone).date(),
                }
            )
        # sudo: whoever moves a case need not see the to-do list of the person asked; mails leave by the mail queue
        return self.env["mail.activity"].sudo().with_context(mail_notify_force_send=False).create(values)

    def _hva_is_readable_by(self, candidate):
        return self.with_user(candidate.user_id).sudo(False).has_access("read")

    def _hva_activity_summary(self):
        """Return what is to be done, from a fixed list: it travels in a mail."""
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
