from datetime import UTC, date, datetime, time
from functools import cache, partial

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.hva_contact_rule import unit_chain
from ..models.hva_visit_intake import CONTACT_MODE_BY_TYPE
from ..tools import contact_rehearsal, phone, sampling, visit_fhir, visit_json, visit_rows
from ..tools.call_events import CALLS
from ..tools.contact_rehearsal import Past
from ..tools.eligibility import VisitFacts
from ..tools.person_hash import PersonKeyError
from ..tools.row_facts import facts_of_row
from ..tools.rule_choice import Place, choose
from ..tools.send_window import NoOpenDay, next_send_at
from ..tools.visit_contract import FATALS, VISITS
from ..tools.visit_decisions import Candidate
from .hva_contact_rehearsal import DRAFT_ID

MOST_VISITS = 100_000
NO_KEY = b"a rehearsal draws like this where there is no key"  # the draw differs, its size does not


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

    def _get_planner(self):
        """Return a function (unit, end of the visit) -> (aware moment of sending, local day), both None without any."""
        draft, zone = self, self.env["hva.clock"]._zone()

        of_calendar = {}

        @cache
        def window(unit):
            calendar = unit._get_calendar()
            if calendar not in of_calendar:
                of_calendar[calendar] = draft._get_window(draft._get_closed_days(unit))
            return of_calendar[calendar]

        @cache
        def plan(unit, end):
            try:
                due_at = next_send_at(end, end, window(unit), zone)
            except NoOpenDay:
                return None, None
            return due_at, due_at.astimezone(zone).date()

        return plan

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
        return lambda key: sampling.in_sample(key, secret, percent)

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
        holds, plan, has_content, draw = self._get_player(), self._get_planner(), self._get_asker(), self._get_draw()
        make, about = self._get_maker(), self._get_place_facts()
        none, zone, speak = self.env["hva.service"], self.env["hva.clock"]._zone(), self._get_speaker()
        past, others = [], 0
        for visit_id, unit_id, service_id, mode, day, ended, lang_code, reason, key in rows:
            unit, service = units[unit_id], services.get(service_id, none)
            policy = holds(unit, service_id, "call" if mode == "call" else "visit", day)
            if policy is None:
                others += 1
                continue
            facts, policy, persons = contact_rehearsal.remember(reason, policy)
            end = ended.replace(tzinfo=UTC) if ended else datetime.combine(day, time(12), zone)
            send_at, due_on = plan(unit, end)
            is_drawn = draw((key or str(visit_id)).encode())
            facts = VisitFacts(
                **facts, **about(unit, service, mode), has_content=has_content(unit, service), is_in_sample=is_drawn
            )
            candidate = make(facts, policy, (end, visit_id), persons, due_on, unit_id=unit.id)
            lang = speak(lang_code) if lang_code else ""
            past.append(Past(candidate, day, send_at, lang, reason == "invited"))
        self._show(contact_rehearsal.play(past), "stored", others, 0)

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

    def _get_place_facts(self):
        """Return a function (unit, service, mode of contact) -> facts of a visit there, for `VisitFacts`."""

        @cache
        def about(unit, service, mode):
            return {
                "is_unit_paused": not unit.active,
                "service_code": service.code or None,
                "contact_mode": mode or "",
            }

        return about

    # -- a file -------------------------------------------------------------------------------------------------------

    def _play_file(self, data):
        """Play over the visits of a CSV or JSON file. Rest times begin empty: nobody was asked before the file."""
        parsed = self._parse(data)
        places = self.env["hva.visit"]._get_places(parsed.rows)
        rows = [row for row in parsed.rows if (unit := places.unit_of(row)) and unit.active]
        unknown = len(parsed.rows) - len(rows) + len(parsed.errors)
        self._check_size(len(rows))
        clock = self.env["hva.clock"]
        days = [row.visit_end.astimezone(clock._zone()).date() for row in rows]
        numbers = [phone.normalise(row.phone, self.region_policy) for row in rows]
        persons = [self._get_file_persons(row, number) for row, number in zip(rows, numbers, strict=True)]
        order = [(row.visit_end, row.line) for row in rows]
        of_day = contact_rehearsal.last_of_day(list(zip(persons, days, order, strict=True)))
        events = [self._get_event(row, who) for row, who in zip(rows, persons, strict=True)]
        # the parts of a care event may be on different days
        of_event = contact_rehearsal.last_of_day([(*pair, moment) for pair, moment in zip(events, order, strict=True)])
        is_last = [each and other for each, other in zip(of_day, of_event, strict=True)]
        refused = self._get_refused({number.e164 for number in numbers} - {None})
        holds, plan, has_content, draw = self._get_player(), self._get_planner(), self._get_asker(), self._get_draw()
        make, about = self._get_maker(), self._get_place_facts()
        past, others, speak = [], 0, self._get_speaker()
        for place, row in enumerate(rows):
            unit = places.unit_of(row)
            service = self.env["hva.service"].browse(places.service_id_of(row) or [])
            mode = CONTACT_MODE_BY_TYPE.get(row.contact_type)
            policy = holds(unit, service.id or None, "call" if mode == "call" else "visit", days[place])
            if policy is None:
                others += 1
                continue
            send_at, due_on = plan(unit, row.visit_end)
            facts = facts_of_row(
                row,
                numbers[place].code,
                is_last_visit=is_last[place],
                is_opted_out=numbers[place].e164 in refused,
                has_content=has_content(unit, service),
                is_in_sample=draw(row.event_id.encode()),
                **about(unit, service, mode),
            )
            candidate = make(facts, policy, order[place], persons[place], due_on, unit_id=unit.id)
            past.append(Past(candidate, days[place], send_at, speak(row.language)))
        self._show(contact_rehearsal.play(past), "file", others, unknown)

    def _parse(self, data):
        """Return the rows of a file, as `ParsedFile`; what cannot be read is told without repeating any of it."""
        contract = CALLS if self.asks_about == "call" else VISITS
        if data.lstrip()[:1] == b"{":
            is_bundle = b'"resourceType"' in data[:1000]
            delivery = visit_fhir.parse_bundle(data, "file") if is_bundle else visit_json.parse_json(data, contract)
            if isinstance(delivery, visit_json.Unreadable):
                raise UserError(self.env._("The file cannot be read: %(reason)s", reason=delivery.code))
            return delivery.parsed
        parsed = visit_rows.parse_csv(data, contract)
        if parsed.fatal:
            reason = " ".join(filter(None, (FATALS[parsed.fatal], parsed.fatal_field)))
            raise UserError(self.env._("The file cannot be read: %(reason)s", reason=reason))
        return parsed

    @api.model
    def _get_file_persons(self, row, number):
        pairs = (("phone", number.e164), ("client", row.client_key))
        return frozenset((kind, value) for kind, value in pairs if value)

    @api.model
    def _get_event(self, row, persons):
        """Return what stands for a person in a care event, and a day for all of it."""
        event = row.service_event_id
        return frozenset((f"{kind} in {event}", value) for kind, value in persons if event), date.min

    @api.model
    def _get_refused(self, numbers):
        """Return those of the numbers whose holder has opted out. Without a person key nobody can be known."""
        try:
            secret = self.env["hva.person.key"]._secret()
        except PersonKeyError:
            return set()
        hashes = {self.env["hva.person.key"]._hmac("phone", number, secret): number for number in numbers}
        return {hashes[key] for key in self.env["hva.opt.out"]._known(hashes)}

    @api.model
    def _check_size(self, count):
        if count > MOST_VISITS:
            raise UserError(
                self.env._("These are more than %(count)s visits. Choose a shorter time.", count=str(MOST_VISITS))
            )
