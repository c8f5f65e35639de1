from zoneinfo import ZoneInfo

from odoo import api, models

from ..tools.deadlines import deadline_at
from .helpdesk_ticket import DOOR
from .survey_user_input import day_only

UTC = ZoneInfo("UTC")


class HelpdeskTicket(models.Model):
    """How a case is made from an answer."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _hva_open(self, rule_by_answer):
        """Make one case for each answer and ask somebody to handle it.

        :param rule_by_answer: dict of `survey.user_input` (one record) -> `tools.routing.Rule`
        :return: the cases, in the order of the dict
        """
        now = self.env["hva.clock"]._now()
        places = self._hva_places({answer.hva_unit_id for answer in rule_by_answer})
        # sudo: nobody makes cases by hand; these come from routing, which decides for every unit
        tickets = self.sudo().with_context(hva_door=DOOR, mail_create_nosubscribe=True, mail_create_nolog=True)
        cases = tickets.create(
            [
                self._prepare_hva_case(answer, rule, now, *places[answer.hva_unit_id])
                for answer, rule in rule_by_answer.items()
            ]
        ).with_context(hva_door=None)
        cases._hva_schedule_activities()
        return cases

    @api.model
    def _hva_places(self, units):
        """Return unit -> (responsible unit, its working calendar)."""
        places = {}
        for unit in units:
            responsible = self._hva_responsible_unit(unit)
            places[unit] = (responsible, responsible._get_calendar()._hva_working_calendar())
        return places

    @api.model
    def _prepare_hva_case(self, answer, rule, now, responsible, calendar):
        """Return the values of a case. No word of the giver may be among them: tickets travel in mails."""
        unit = answer.hva_unit_id
        deadline = deadline_at(now.replace(tzinfo=UTC), rule.deadline_days, calendar)
        county = self.with_context(lang=unit.company_id.partner_id.lang or self.env.lang)
        return {
            "hva_is_case": True,
            "hva_answer_id": answer.id,
            "hva_unit_id": unit.id,
            "hva_responsible_unit_id": responsible.id,
            "hva_state": "new",
            "hva_kind": answer.hva_kind,
            "hva_deadline_at": deadline.replace(tzinfo=None),
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
    def _hva_case_name(self, kind, unit):
        """Return “kind: unit” in the language of the environment."""
        kinds = dict(self._fields["hva_kind"]._description_selection(self.env))
        kind_in_words = kinds.get(kind) or self.env._("Feedback")  # inside an f-string Odoo would not find the term
        return f"{kind_in_words}: {unit.with_env(self.env).name}"

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
        return super()._write_multi(
            [
                vals | day_only(case.sudo().hva_answer_id._hva_hidden_day(), "write_date")
                if case.sudo().hva_state == "new" and case.sudo().hva_answer_id
                else vals
                for case, vals in zip(self, vals_list, strict=True)
            ]
        )
