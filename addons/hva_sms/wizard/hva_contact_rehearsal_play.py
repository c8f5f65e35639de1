from datetime import UTC, datetime, time, timedelta
from functools import cache, partial

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.hva_contact_rule import unit_chain
from ..models.hva_invitation import LONGEST_WAIT_HOURS
from ..tools import contact_rehearsal, sampling
from ..tools.eligibility import VisitFacts
from ..tools.past_visits import Past, Plan, plan, play
from ..tools.person_hash import PersonKeyError
from ..tools.rule_choice import Place, choose
from ..tools.send_window import NoOpenDay, next_send_at
from ..tools.visit_decisions import Candidate
from .hva_contact_rehearsal import DRAFT_ID

MOST_VISITS = 100_000
NO_KEY = b"a rehearsal draws like this where there is no key"  # the draw differs, its size does not
PAUSES_AHEAD = 400  # days after the last visit that its message may still meet a pause on: longer than any window waits


class HvaContactRehearsal(models.TransientModel):
    """The playing: gather in a fixed number of queries, let `tools.contact_rehearsal` decide, keep the counts."""

    _inherit = "hva.contact.rehearsal"

    # -- where the draft holds, when it sends and with what -----------------------------------------------------------

    def _get_player(self):
        """Return a function (unit, service id, code, kind, day) -> (rule's policy, or None where others hold)."""
        draft = self
        scopes = [scope for scope in self.env["hva.contact.rule"]._get_scopes() if scope.rule_id != self.rule_id.id]
        scopes.append(self._get_scope(DRAFT_ID))

        @cache
        def policy(excluded_services):
            return draft._get_policy(excluded_services)

        @cache
        def chain(unit):
            return unit_chain(unit)

        @cache
        def holds(unit, service_id, kind, day):
            choice = choose(scopes, Place(chain(unit), day, service_id, kind))
            return policy(choice.excluded_services) if choice.rule_id == DRAFT_ID else None

        return holds

    def _get_planner(self, is_paused):
        """Return a function (unit, end of the visit) -> `Plan` of its message, as if the visit came when it ended."""
        draft, zone = self, self.env["hva.clock"]._zone()
        longest_wait = timedelta(hours=LONGEST_WAIT_HOURS)
        of_calendar = {}

        @cache
        def window(unit):
            calendar = unit._get_calendar()
            if calendar not in of_calendar:
                of_calendar[calendar] = draft._get_window(draft._get_closed_days(unit))
            return of_calendar[calendar]

        @cache
        def get_plan(unit, end):
            try:
                due_at = next_send_at(end, end, window(unit), zone)
                return plan(due_at, lambda day: is_paused(unit, day), window(unit), zone, longest_wait)
            except NoOpenDay:
                return Plan()

        return get_plan

    def _get_asker(self):
        """Return a function (unit, service) -> whether there is something to ask there, and words to ask it with."""
        draft, sets = self, self.env["hva.question.set"]._set_facts()
        has_text = bool(self._get_text(self.fallback_lang_code))

        @cache
        def has_content(unit, service):
            return has_text and bool(draft._get_survey(unit, service, sets))

        return has_content

    def _get_speaker(self):
        """Return a function: language of a person -> language of the text that goes there, "" without any."""
        draft = self

        @cache
        def text_lang(lang_code):
            return draft._get_text(lang_code).lang_code or ""

        return text_lang

    def _get_rehearsal_gateway(self):
        return self.gateway_id or self.env["hva.sms.gateway"].search([], limit=1)

    def _get_maker(self):
        """Return a function that makes the candidate of a visit, with what the draft says of all of them."""
        return partial(
            Candidate,
            rule_id=DRAFT_ID,
            rest_days=self.quarantine_days,
            rule_cap=self.rule_daily_cap,
            unit_cap=self.unit_daily_cap,
        )

    def _get_draw(self):
        """Return a function: bytes that name a visit -> whether it is drawn."""
        try:
            secret = self.env["hva.person.key"]._secret()
        except PersonKeyError:
            secret = NO_KEY
        percent = self.sample_percent
        return lambda key: sampling.in_sample(key.encode(), secret, percent)

    @api.model
    def _get_pauses(self, days):
        """Return a function (unit, day) -> whether asking is paused there on one of `days` or soon after."""
        if not days:
            return lambda unit, day: False
        return self.env["hva.contact.pause"]._get_checker(min(days), max(days) + timedelta(days=PAUSES_AHEAD))

    def _get_place_facts(self, is_paused):
        """Return a function (unit, service, mode of contact, day) -> facts of a visit there, for `VisitFacts`."""
        has_content = self._get_asker()

        @cache
        def about(unit, service, mode, day):
            return {
                "is_unit_paused": not unit.active or is_paused(unit, day),
                "service_code": service.code or None,
                "contact_mode": mode or "",
                "has_content": has_content(unit, service),
            }

        return about

    # -- stored visits ------------------------------------------------------------------------------------------------

    def _play_stored(self):
        """Play over visits that have come and were decided. What is forgotten of them stays as it was decided then."""
        visits = self.env["hva.visit"].search(
            [("state", "=", "evaluated"), ("visit_on", ">=", self.date_from), ("visit_on", "<=", self.date_to)],
            limit=MOST_VISITS + 1,
        )
        self._check_size(len(visits))
        rows = self._get_remembered(visits)
        units = {unit.id: unit for unit in self.env["hva.unit"].browse({row[1] for row in rows})}
        services = {
            service.id: service for service in self.env["hva.service"].browse({row[2] for row in rows} - {None})
        }
        holds, draw, make, speak = self._get_player(), self._get_draw(), self._get_maker(), self._get_speaker()
        is_paused = self._get_pauses({row[4] for row in rows})
        get_plan, about = self._get_planner(is_paused), self._get_place_facts(is_paused)
        none, zone = self.env["hva.service"], self.env["hva.clock"]._zone()
        past, others = [], 0
        for visit_id, unit_id, service_id, mode, day, ended, lang_code, reason, key in rows:
            unit, service = units[unit_id], services.get(service_id, none)
            policy = holds(unit, service_id, "call" if mode == "call" else "visit", day)
            if policy is None:
                others += 1
                continue
            facts, policy, persons = contact_rehearsal.remember(reason, policy)
            end = ended.replace(tzinfo=UTC) if ended else datetime.combine(day, time(12), zone)
            planned = get_plan(unit, end)
            is_drawn = draw(key or str(visit_id))
            facts = VisitFacts(**facts, **about(unit, service, mode, day), is_in_sample=is_drawn)
            candidate = make(facts, policy, (end, visit_id), persons, planned.due_on, unit_id=unit.id)
            lang = speak(lang_code) if lang_code else ""
            past.append(Past(candidate, day, planned, lang, reason == "invited"))
        self._show(play(past, contact_rehearsal.RESTING), "stored", others, 0)

    @api.model
    def _check_size(self, count):
        if count > MOST_VISITS:
            raise UserError(
                self.env._("These are more than %(count)s visits. Choose a shorter time.", count=str(MOST_VISITS))
            )

    @api.model
    def _get_remembered(self, visits):
        """Return (id, unit, service, mode, day, end, language, reason, event hash) of each visit, oldest first."""
        self.env["hva.visit"].flush_model()
        return self.env.execute_query(
            SQL(  # SQL: some columns are for nobody, and only counts leave; the visits were found by the user's rights
                """SELECT id, unit_id, service_id, contact_mode, visit_on, visit_end_at, lang_code, reason, event_hmac
                     FROM hva_visit WHERE id = ANY(%s) ORDER BY id""",
                visits.ids,
            )
        )
