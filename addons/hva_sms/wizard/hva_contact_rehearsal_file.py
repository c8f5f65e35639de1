from collections import namedtuple

from odoo import api, models
from odoo.exceptions import UserError

from ..models.hva_visit_intake import CONTACT_MODE_BY_TYPE
from ..tools import contact_rehearsal, phone, visit_fhir, visit_json, visit_rows
from ..tools.call_events import CALLS
from ..tools.past_visits import Past, play
from ..tools.person_hash import PersonKeyError
from ..tools.row_facts import facts_of_row
from ..tools.visit_contract import FATALS, VISITS

Arrived = namedtuple("Arrived", "row unit day reason number persons")
"""One row of a file as the door would take it: `reason` the door's own, `number` and `persons` as they are known."""


class HvaContactRehearsal(models.TransientModel):
    """Playing over a file: read as the doors read it, decided as in earnest, and forgotten."""

    _inherit = "hva.contact.rehearsal"

    def _play_file(self, data):
        """Play over the visits of a CSV or JSON file. Rest times begin empty: nobody was asked before the file."""
        source, parsed = self._parse(data)
        places = self.env["hva.visit"]._get_places(parsed.rows)
        rows = self._get_latest(parsed.rows)
        arrived = [self._arrive(row, places) for row in rows if not self._is_refused(row, places)]
        unknown = len(parsed.rows) - len(arrived) + len(parsed.errors)
        self._check_size(len(arrived))
        numbers = [self._get_number(each.row) for each in arrived]
        order = [(each.row.visit_end, each.row.line) for each in arrived]
        is_last = contact_rehearsal.last_of_day([(a.persons, a.day, o) for a, o in zip(arrived, order, strict=True)])
        refused = self._get_refused({each.number for each in arrived} - {None})
        holds, draw, make, speak = self._get_player(), self._get_draw(), self._get_maker(), self._get_speaker()
        is_paused = self._get_pauses({each.day for each in arrived})
        get_plan, about, name = self._get_planner(is_paused), self._get_place_facts(is_paused), self._get_namer(source)
        past, others = [], 0
        for place, (row, unit, day, reason, number, persons) in enumerate(arrived):
            service = self.env["hva.service"].browse(places.service_id_of(row) or [])
            mode = CONTACT_MODE_BY_TYPE.get(row.contact_type)
            policy = holds(unit, service.id or None, "call" if mode == "call" else "visit", day)
            if policy is None:
                others += 1
                continue
            planned = get_plan(unit, row.visit_end)
            facts = facts_of_row(
                row,
                numbers[place],
                is_last_visit=is_last[place],
                is_opted_out=number in refused,
                is_in_sample=draw(name(row.event_id)),
                **about(unit, service, mode, day),
            )
            candidate = make(facts, policy, order[place], persons, planned.due_on, unit_id=unit.id)
            events = self._get_events(row, persons)
            past.append(Past(candidate, day, planned, speak(row.language), None, events, reason))
        self._show(play(past), "file", others, unknown)

    def _parse(self, data):
        """Return (source system, `ParsedFile`) of a file; what cannot be read is told without repeating any of it."""
        contract = CALLS if self.asks_about == "call" else VISITS
        if data.lstrip()[:1] == b"{":
            is_bundle = b'"resourceType"' in data[:1000]
            delivery = visit_fhir.parse_bundle(data, "file") if is_bundle else visit_json.parse_json(data, contract)
            if isinstance(delivery, visit_json.Unreadable):
                raise UserError(self.env._("The file cannot be read: %(reason)s", reason=delivery.code))
            return delivery.source_system, delivery.parsed
        parsed = visit_rows.parse_csv(data, contract)
        if parsed.fatal:
            reason = " ".join(filter(None, (FATALS[parsed.fatal], parsed.fatal_field)))
            raise UserError(self.env._("The file cannot be read: %(reason)s", reason=reason))
        return self.env["hva.drop.folder"]._get_source(contract), parsed

    # -- as the door does ---------------------------------------------------------------------------------------------

    @api.model
    def _get_latest(self, rows):
        """Return the rows that are left when each event is taken in its highest revision."""
        latest = {}
        for row in rows:
            known = latest.get(row.event_id)
            if known is None or row.revision > known.revision:
                latest[row.event_id] = row
        return [row for row in rows if latest[row.event_id] is row]

    @api.model
    def _is_refused(self, row, places):
        day = self.env["hva.visit"]._get_local_day(row.visit_end)
        key = (row.unit_oid, row.queue, day)
        if key not in places.refused:
            places.refused[key] = self.env["hva.visit"]._get_refused_place(row, places, day)
        return bool(places.refused[key])

    @api.model
    def _arrive(self, row, places):
        """Return a row as `Arrived`. Of somebody whom nothing may be asked the door keeps neither number nor key."""
        visits = self.env["hva.visit"]
        number = phone.normalise(row.phone, "ALL")
        reason = visits._get_plain_reason(row, number)
        pairs = (("phone", number.e164), ("client", row.client_key))
        persons = frozenset((kind, value) for kind, value in pairs if value and not reason)
        return Arrived(row, places.unit_of(row), visits._get_local_day(row.visit_end), reason, number.e164, persons)

    def _get_number(self, row):
        """Return what speaks against the row's number in the draft's countries, a code or None."""
        return phone.normalise(row.phone, self.region_policy).code

    @api.model
    def _get_events(self, row, persons):
        """Return what stands for the persons in the row's care event."""
        event = row.service_event_id
        return frozenset((f"{kind} in {event}", value) for kind, value in persons if event)

    @api.model
    def _get_namer(self, source):
        """Return a function: event id -> what the sample is drawn by, the same as when the visit comes in earnest."""
        hmac = self.env["hva.person.key"]._hmac
        try:
            secret = self.env["hva.person.key"]._secret()
        except PersonKeyError:
            return str
        return lambda event_id: hmac("event", f"{source}\0{event_id}", secret)

    @api.model
    def _get_refused(self, numbers):
        """Return those of the numbers whose holder has opted out. Without a person key nobody can be known."""
        try:
            secret = self.env["hva.person.key"]._secret()
        except PersonKeyError:
            return set()
        hashes = {self.env["hva.person.key"]._hmac("phone", number, secret): number for number in numbers}
        return {hashes[key] for key in self.env["hva.opt.out"]._known(hashes)}
