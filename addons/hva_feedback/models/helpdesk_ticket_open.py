from zoneinfo import ZoneInfo

from odoo import api, models

from ..tools.deadlines import deadline_at
from ..tools.triage import around_the_clock
from .helpdesk_ticket import DOOR
from .survey_user_input import day_only

UTC = ZoneInfo("UTC")
# "Contact in seven days", where neither the rule nor the county says otherwise.
USUAL_DAYS = 7


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
        asked = {answer: self._hva_asked_unit(answer, rule) for answer, rule in rule_by_answer.items()}
        places = self._hva_places(self.env["hva.unit"].union(*asked.values()))
        # sudo: nobody makes cases by hand; these come from routing, which decides for every unit
        tickets = self.sudo().with_context(hva_door=DOOR, mail_create_nosubscribe=True, mail_create_nolog=True)
        cases = tickets.create(
            [
                self._prepare_hva_case(answer, rule, now, *places[asked[answer]])
                for answer, rule in rule_by_answer.items()
            ]
        ).with_context(hva_door=None)
        cases._hva_schedule_activities()
        return cases

    @api.model
    def _hva_asked_unit(self, answer, rule):
        """Return the unit whose cases this is one of: the one the rule names, else the unit visited."""
        return self.env["hva.unit"].browse(rule.responsible_unit_id) if rule.responsible_unit_id else answer.hva_unit_id

    @api.model
    def _hva_places(self, units):
        """Return unit -> (responsible unit, its working calendar)."""
        calendars = {}
        places = {}
        for unit, responsible in self._hva_responsible_units(units).items():
            calendar = responsible._get_calendar()
            if calendar not in calendars:
                calendars[calendar] = calendar._hva_working_calendar()
            places[unit] = (responsible, calendars[calendar])
        return places

    @api.model
    def _hva_first_deadline(self, answer, rule, now, calendar):
        """Return when the case of `answer` is due, as naive UTC.

        Extend it for what the county has agreed: then the rule has neither hours nor days.
        """
        if rule.deadline_hours:
            return self._hva_hours_from(answer, rule.deadline_hours, now)
        return deadline_at(now.replace(tzinfo=UTC), rule.deadline_days or USUAL_DAYS, calendar).replace(tzinfo=None)

    @api.model
    def _hva_hours_from(self, answer, hours, now):
        """Return the moment `hours` after `now`, as naive UTC, that does not tell when a timeless answer was given."""
        zone = self.env["hva.clock"]._zone()
        return around_the_clock(now.replace(tzinfo=UTC), hours, answer._hva_hidden_day(), zone).replace(tzinfo=None)

    @api.model
    def _prepare_hva_case(self, answer, rule, now, responsible, calendar):
        """Return the values of a case. No word of the giver may be among them: tickets travel in mails."""
        unit = answer.hva_unit_id
        county = self.with_context(lang=unit.company_id.partner_id.lang or self.env.lang)
        return {
            "hva_is_case": True,
            "hva_answer_id": answer.id,
            "hva_unit_id": unit.id,
            "hva_responsible_unit_id": responsible.id,
            "hva_state": "new",
            "hva_kind": answer.hva_kind,
            "hva_deadline_at": self._hva_first_deadline(answer, rule, now, calendar),
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
            **self._prepare_hva_clock(answer, rule, now, calendar),
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
