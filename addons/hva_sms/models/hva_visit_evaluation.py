import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg2

from odoo import api, models

from ..tools import eligibility, phone, sampling
from ..tools.person_hash import PersonKeyError
from ..tools.send_window import next_send_at
from ..tools.visit_decisions import Candidate, Invited, decide
from .hva_feedback_link import age_band

_logger = logging.getLogger(__name__)

BATCH = 1000  # visits decided in one transaction, and so the links that are born together


@dataclass(frozen=True)
class Case:
    """One visit with everything its decision needs. `facts` lacks the rest time, which depends on the other cases.

    `earlier` are visits of the same person and day whose unsent invitations give way to this one.
    """

    visit: Any
    chosen: Any
    facts: eligibility.VisitFacts
    due_at: datetime | None = None
    due_on: date | None = None
    survey: Any = None
    text: Any = None
    earlier: Any = None

    @property
    def rule(self):
        return self.chosen.rule

    @property
    def persons(self):
        return frozenset(self.visit._get_persons())


class HvaVisit(models.Model):
    _inherit = "hva.visit"

    @api.model
    def _cron_evaluate(self, limit=BATCH):
        """Decide waiting visits: gather facts in bulk, let `tools.eligibility` decide, apply in bulk."""
        job = self.env["hva.sms.job"]
        try:
            self.env["hva.person.key"]._secret()
        except PersonKeyError as error:
            _logger.error("no visit is decided: %s", error)
            return
        done, last_id = 0, 0
        while visits := self.search([("state", "=", "new"), ("id", ">", last_id)], order="id", limit=limit):
            last_id = visits[-1].id
            visits.try_lock_for_update()._evaluate_safely()
            done += len(visits)
            left = self.search_count([("state", "=", "new"), ("id", ">", last_id)])
            if not job._commit(len(visits), left):
                break
        if done:
            job._wake("dispatch")

    def _evaluate_safely(self):
        """Decide all together or, when one of them cannot be decided, each by itself; that one is tried again later."""
        try:
            with self.env.cr.savepoint():
                self._evaluate()
        except psycopg2.OperationalError:
            raise  # a lost race or a lost connection: the next run starts afresh
        except Exception as error:  # edge of a batch
            if len(self) > 1:
                for visit in self:
                    visit._evaluate_safely()
            else:
                # no message: it may hold values of the visit
                _logger.error("visit %s could not be decided: %s", self.id, type(error).__name__)

    def _evaluate(self):
        secret = self.env["hva.person.key"]._secret()
        cases = self._gather(secret)
        chosen, refused = self._decide(cases)
        for reason, visits in refused.items():
            visits._move_decided(reason)
        self._invite(chosen)

    # -- gather -------------------------------------------------------------------------------------------------------

    def _gather(self, secret):
        """Return a `Case` for each visit of self. Queries do not grow with the number of visits."""
        rules = self.env["hva.contact.rule"]._get_chosen({visit._get_place() for visit in self})
        sets = self.env["hva.question.set"]._set_facts()
        opted_out = self.env["hva.opt.out"]._known(self.mapped("phone_hmac"))
        siblings = self._get_siblings()
        today = self.env["hva.clock"]._today()
        paused = self.env["hva.contact.pause"]._get_paused(self.unit_id, today)
        plans = {}
        cases = []
        for visit in self:
            chosen = rules[visit._get_place()]
            rule, others = chosen.rule, siblings[visit]
            survey, text = visit._get_content(rule, sets)
            can_ask = bool(rule and survey and text)
            facts = eligibility.VisitFacts(
                is_finished=True,  # what needs no rule was decided when the visit came in: see _get_plain_reason
                has_consent=True,
                is_non_disclosure=False,
                age_years=visit._get_age(),
                phone_code=phone.normalise(visit.phone, rule.region_policy if rule else "FI").code,
                visit_age_days=(today - visit.visit_on).days,
                is_unit_paused=not visit.unit_id.active or visit.unit_id in paused,
                service_code=visit.service_id.code or None,
                contact_mode=visit.contact_mode or "",
                has_content=can_ask,
                is_last_visit=not any(visit._is_before(other) for other in others),
                is_opted_out=visit.phone_hmac in opted_out,
                is_in_sample=not can_ask or sampling.in_sample(visit.event_hmac.encode(), secret, rule.sample_percent),
            )
            due_at, due_on = self._plan(visit, rule, plans) if can_ask else (None, None)
            earlier = others.filtered(
                lambda other, this=visit: other._is_before(this) and other.invitation_id.state == "due"
            )
            cases.append(Case(visit, chosen, facts, due_at, due_on, survey, text, earlier))
        return cases

    def _get_place(self):
        """Return what a contact rule is looked for, as `hva.contact.rule._choose` takes it."""
        self.ensure_one()
        return self.unit_id, self.visit_on, self.service_id, self._get_rule_kind()

    def _get_content(self, rule, sets):
        """Return (what is asked, in which words), empty or None where there is nothing."""
        self.ensure_one()
        if not rule:
            return None, None
        return rule._get_survey(self.unit_id, self.service_id, sets), rule._get_text(self.lang_code)

    @api.model
    def _plan(self, visit, rule, windows):
        """Return (moment, local day) of sending. `windows` remembers the windows of rules and calendars."""
        key = (rule, visit.unit_id._get_calendar())
        if key not in windows:
            windows[key] = rule._get_window(rule._get_closed_days(visit.unit_id))
        zone = self.env["hva.clock"]._zone()
        now = self.env["hva.clock"]._now().replace(tzinfo=UTC)
        due_at = next_send_at(visit.visit_end_at.replace(tzinfo=UTC), now, windows[key], zone)
        return due_at.replace(tzinfo=None), due_at.astimezone(zone).date()

    # -- decide -------------------------------------------------------------------------------------------------------

    @api.model
    def _decide(self, cases):
        """Return (cases to invite, {reason: visits not invited}): see `tools.visit_decisions`."""
        rest = self.env["hva.quarantine"]._last_days({person for case in cases for person in case.persons})
        planned = self.env["hva.invitation"]._count_planned(
            {case.due_on for case in cases if case.due_on and (case.rule.unit_daily_cap or case.rule.rule_daily_cap)}
        )
        decisions = decide([self._get_candidate(case) for case in cases], Invited(rest, planned))
        chosen, refused = [], defaultdict(self.browse)
        for case, decision in zip(cases, decisions, strict=True):
            if decision.eligible:
                chosen.append(case)
            else:
                refused[decision.reason] |= case.visit
        return chosen, refused

    @api.model
    def _get_candidate(self, case):
        return Candidate(
            facts=case.facts,
            policy=case.chosen.get_policy(),
            order=(case.visit.visit_end_at, case.visit.id),
            persons=case.persons,
            due_on=case.due_on,
            rule_id=case.rule.id,
            unit_id=case.visit.unit_id.id,
            rest_days=case.rule.quarantine_days,
            rule_cap=case.rule.rule_daily_cap,
            unit_cap=case.rule.unit_daily_cap,
            lifted=case.earlier._get_own_rest(),
        )

    # -- apply --------------------------------------------------------------------------------------------------------

    @api.model
    def _invite(self, cases):
        """Make invitations, links and rest times; take back earlier invitations of the same day."""
        for case in cases:
            case.earlier._withdraw()._move_decided("not_last_visit")
        codes = self._get_codes(cases)
        invitations = self.env["hva.invitation"]._create_due(
            [self._get_invitation_values(case, code) for case, code in zip(cases, codes, strict=True)]
        )
        self.env["hva.quarantine"]._start(
            {
                person: case.due_on + timedelta(days=case.rule.quarantine_days)
                for case in cases
                if case.rule.quarantine_days
                for person in case.persons
            }
        )
        for case, invitation in zip(cases, invitations, strict=True):
            case.visit._move_decided("invited")
            case.visit.invitation_id = invitation

    @api.model
    def _get_codes(self, cases):
        """Return the code of a new personal link for each case, in their order."""
        return self.env["hva.feedback.link"]._bear([self._get_link_facts(case) for case in cases])

    @api.model
    def _get_link_facts(self, case):
        visit = case.visit
        return {
            "survey_id": case.survey.id,
            "unit_id": visit.unit_id.id,
            "service_id": visit.service_id.id,
            "contact_mode": visit.contact_mode,
            "lang_code": case.text.lang_code,
            "age_band": age_band(visit._get_age()),
            "month": f"{visit.visit_on:%Y-%m}",
        }

    @api.model
    def _get_invitation_values(self, case, code):
        return {
            "unit_id": case.visit.unit_id.id,
            "rule_id": case.rule.id,
            "survey_id": case.survey.id,
            "gateway_id": case.rule.gateway_id.id,
            "lang_code": case.text.lang_code,
            "due_at": case.due_at,
            "due_on": case.due_on,
            "phone": case.visit.phone,
            "text": case.text._render(code),
        }
