from collections import namedtuple
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from odoo import api, models
from odoo.tools import SQL

from ..tools import eligibility, phone, visit_rows
from ..tools.row_facts import facts_of_row
from ..tools.visit_rows import RowResult
from .hva_visit import REPEAT_DAYS

CHUNK = 1000  # visits looked up and stored together, so that a long file needs no more memory than a short one
CONTACT_MODE_BY_TYPE = {
    "visit": "visit",
    "call": "call",
    "remote": "remote",
    "home": "home",
    "mobile": "mobile",
    "ward_discharge": "ward",
    "other": None,
}
TEXTS, NUMBERS = "%s::varchar[]", "%s::int4[]"
STORED_COLUMNS = {
    "batch_id": NUMBERS,
    "source_system": TEXTS,
    "event_hmac": TEXTS,
    "revision": NUMBERS,
    "content_hash": TEXTS,
    "unit_id": NUMBERS,
    "service_id": NUMBERS,
    "contact_mode": TEXTS,
    "visit_end_at": "%s::timestamp[]",
    "visit_on": "%s::date[]",
    "age_years": NUMBERS,
    "lang_code": TEXTS,
    "phone": TEXTS,
    "phone_hmac": TEXTS,
    "client_hmac": TEXTS,
    "care_event_hmac": TEXTS,
    "state": TEXTS,
    "reason": TEXTS,
}
"""Column -> how a chunk's values of it are handed over: one array, far cheaper than a parameter for each value."""

ANY_RULE = eligibility.ContactRule(min_age=0)  # what it refuses, every rule refuses
ANY_CALL_RULE = eligibility.ContactRule(min_age=0, needs_age=False)

Known = namedtuple("Known", "revision content_hash is_too_late")


@dataclass(frozen=True)
class Places:
    """Where rows belong: units by OID, services by code, queues by code. `refused` remembers answers about a day."""

    units: dict
    services: dict
    queues: dict
    refused: dict = field(default_factory=dict)

    def unit_of(self, row) -> Any:
        """Return the unit that does the row's work today, None when the row's unit or queue is not known."""
        if row.queue is None:
            return self.units.get(row.unit_oid)
        queue = self.queues.get(row.queue)
        return queue and queue.unit_id._get_current()

    def service_id_of(self, row) -> int | None:
        """Return the id of the row's service, None without one."""
        if row.queue is None:
            service = self.services.get(row.service_code)
        else:
            queue = self.queues.get(row.queue)
            service = queue and queue.service_id
        return service.id or None if service else None


def revise(known, revision, content_hash):
    """Return what becomes of a row whose event is `known` (a `Known`, or None): result and code.

    The first sight of an event is accepted, a higher revision updates it while nothing is sent. The same revision
    must bring the same content, and an older one is as good as come before.
    """
    if known is None:
        return "accepted", None
    if revision == known.revision and content_hash != known.content_hash:
        return "rejected", "conflict"
    if revision <= known.revision:
        return "duplicate", "duplicate"
    return ("skipped", "too_late") if known.is_too_late else ("updated", None)


class HvaVisit(models.Model):
    _inherit = "hva.visit"

    @api.model
    def _take_in(self, batch, rows, secret):
        """Store the valid rows of a delivery and return a `RowResult` for each.

        What needs no rule is decided here: such a visit is kept with its reason and without its number. Of
        non-disclosure nothing is kept, unless an earlier revision had come: then only that it must not be asked.

        :param rows: list of `tools.visit_rows.VisitRow`
        """
        places, results = self._get_places(rows), []
        for start in range(0, len(rows), CHUNK):
            results += self._take_in_chunk(batch, rows[start : start + CHUNK], places, secret)
        return results

    @api.model
    def _take_in_chunk(self, batch, rows, places, secret):
        hmac = self.env["hva.person.key"]._hmac
        event_hmacs = {row.line: hmac("event", f"{batch.source_system}\0{row.event_id}", secret) for row in rows}
        stored = self._get_known(batch.source_system, event_hmacs.values())
        known = {key: visit._as_known() for key, visit in stored.items()}
        results, planned = [], {}
        for row in rows:
            key, content = event_hmacs[row.line], hmac("content", row.content_hash, secret)
            refusal = self._get_refusal(row, places)
            result, code = ("rejected", refusal[0]) if refusal else revise(known.get(key), row.revision, content)
            if result in ("accepted", "updated"):
                number = phone.normalise(row.phone, "ALL")
                reason = self._get_plain_reason(row, number)
                known[key] = Known(row.revision, content, False)
                planned[key] = (row, content, reason, number.e164)
                if reason:
                    result, code = "skipped", reason
            results.append(RowResult(row.line, row.event_id, result, code, refusal[1] if refusal else None))
        if replaced := [visit.id for key, visit in stored.items() if key in planned]:
            self.browse(replaced)._withdraw()
        self._upsert(
            [
                self._get_values(batch, key, *plan, places, secret)
                for key, plan in planned.items()
                if plan[2] != "non_disclosure" or key in stored
            ]
        )
        return results

    @api.model
    def _get_known(self, source_system, event_hmacs):
        visits = self.search([("source_system", "=", source_system), ("event_hmac", "in", list(event_hmacs))])
        return {visit.event_hmac: visit for visit in visits}

    def _as_known(self):
        self.ensure_one()
        return Known(self.revision, self.content_hash, self._is_too_late())

    @api.model
    def _get_places(self, rows):
        """Return the `Places` of rows."""
        units = self.env["hva.unit"].with_context(active_test=False)
        units = units.search([("oid", "in", list({row.unit_oid for row in rows}))])
        services = self.env["hva.service"].search([("code", "in", list({row.service_code for row in rows} - {None}))])
        return Places(
            units={unit.oid: unit._get_current() for unit in units},
            services={service.code: service for service in services},
            queues=self.env["hva.call.queue"]._by_code({row.queue for row in rows} - {None}),
        )

    @api.model
    def _get_refusal(self, row, places):
        """Return (code, field) when a row cannot be taken in as it is, else None."""
        where = (row.unit_oid, row.queue, self._get_local_day(row.visit_end))
        if where not in places.refused:
            places.refused[where] = self._get_refused_place(row, places, where[2])
        if places.refused[where]:
            return places.refused[where]
        problem = visit_rows.time_problem(row, self.env["hva.clock"]._now().replace(tzinfo=UTC), REPEAT_DAYS)
        return (problem, "visit_end" if row.queue is None else "ended_at") if problem else None

    @api.model
    def _get_refused_place(self, row, places, day):
        name = "unit_oid" if row.queue is None else "queue"
        unit = places.unit_of(row)
        if unit is None and name == "queue":
            return "unknown_queue", name
        return None if unit and unit.active and unit._is_valid_on(day) else ("unknown_unit", name)

    @api.model
    def _get_local_day(self, moment):
        return moment.astimezone(self.env["hva.clock"]._zone()).date()

    @api.model
    def _get_plain_reason(self, row, number):
        """Return the first reason against asking that holds under any rule, else None. `number`: a `PhoneResult`."""
        facts = facts_of_row(row, number.code, service_code=row.service_code, is_in_sample=True)
        return eligibility.evaluate(facts, ANY_RULE if row.queue is None else ANY_CALL_RULE).reason

    @api.model
    def _get_values(self, batch, key, row, content, reason, e164, places, secret):
        """Return the stored columns of a row. A visit that is decided here keeps nothing of the person."""
        hmac = self.env["hva.person.key"]._hmac
        number = None if reason else e164
        care_event = None
        if row.service_event_id and not reason:
            care_event = hmac("care", f"{batch.source_system}\0{row.service_event_id}", secret)
        return {
            "batch_id": batch.id,
            "source_system": batch.source_system,
            "event_hmac": key,
            "revision": row.revision,
            "content_hash": content,
            "unit_id": places.unit_of(row).id,
            "service_id": places.service_id_of(row),
            "contact_mode": CONTACT_MODE_BY_TYPE[row.contact_type],
            "visit_end_at": None if reason else row.visit_end.astimezone(UTC).replace(tzinfo=None),
            "visit_on": self._get_local_day(row.visit_end),
            "age_years": None if reason else row.age_years,
            "lang_code": None if reason else row.language,
            "phone": number,
            "phone_hmac": hmac("phone", number, secret) if number else None,
            "client_hmac": hmac("client", row.client_key, secret) if row.client_key and not reason else None,
            "care_event_hmac": care_event,
            "state": "evaluated" if reason else "new",
            "reason": reason,
        }

    @api.model
    def _upsert(self, values_list):
        """Insert visits, or replace those that have come before.

        SQL, because an ORM statement that fails is logged with its values, and these hold phone numbers.
        """
        if not values_list:
            return
        self.env.flush_all()
        columns = [SQL.identifier(name) for name in STORED_COLUMNS]
        arrays = [SQL(cast, [values[name] for values in values_list]) for name, cast in STORED_COLUMNS.items()]
        replaced = [SQL("%s = EXCLUDED.%s", column, column) for column in columns[3:]]
        self.env["hva.sms.job"]._execute_unlogged(
            SQL(
                """INSERT INTO hva_visit (%s) SELECT * FROM unnest(%s)
                   ON CONFLICT (source_system, event_hmac)
                   DO UPDATE SET batch_id = EXCLUDED.batch_id, invitation_id = NULL, %s""",
                SQL(", ").join(columns),
                SQL(", ").join(arrays),
                SQL(", ").join(replaced),
            )
        )
        self.env.invalidate_all()
