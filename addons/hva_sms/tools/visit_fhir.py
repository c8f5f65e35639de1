"""Visits as a FHIR R4 Bundle of Encounters and Patients, mapped onto rows of `visit_contract`, read by its validator.

    Bundle       identifier.value -> batch_id, timestamp -> produced_at, entry[].resource
    Encounter    id, meta.versionId, status, class, serviceType, period, serviceProvider, identifier (official), partOf
    Patient      meta.security, telecom, communication, birthDate, deceased[x], extension

What the contract of visits never takes is refused here too, by the element's name: names, addresses, identity codes,
diagnoses, free text. The birth date becomes an age in whole years and is gone. Nothing refused is repeated.
"""

from collections.abc import Mapping

from . import fhir_elements as elements
from .fhir_person import Resource, person_values
from .fhir_values import code_of, identifier_value, objects, oid, text_at
from .visit_contract import ParsedFile, RowError, VisitRow, read_time
from .visit_json import MAX_VISITS, Delivery, Refused, Unreadable, digest, is_batch_id, load
from .visit_rows import has_identity_number, parse_row, printable_id

MIME = "application/fhir+json"
TYPE = "collection"

STATUSES = {"finished": "finished", "cancelled": "cancelled", "entered-in-error": "entered_in_error"}
"""Encounter.status -> status of the contract. The others are visits that are not over: they come again later."""

CONTACT_TYPES = {
    "AMB": "visit",
    "EMER": "visit",
    "HH": "home",
    "FLD": "mobile",
    "VR": "remote",
    "IMP": "ward_discharge",
    "ACUTE": "ward_discharge",
    "NONAC": "ward_discharge",
    "SS": "other",
    "OBSENC": "other",
    "PRENC": "other",
}
"""Encounter.class (HL7 v3 ActEncounterCode) -> contact_type of the contract."""


def parse_bundle(data: bytes, source_system: str) -> Delivery | Unreadable:
    """Read the body of POST /hva_sms/v1/fhir. The lines of its rows are their places in `entry`, from 0. Never raises.

    :param source_system: code of whoever brings it; a Bundle has no place for that
    """
    try:
        return _delivery(load(data), source_system)
    except Refused as refused:
        return refused.unreadable
    except RecursionError:
        return Unreadable("too_deep")


def _delivery(bundle: object, source_system: str) -> Delivery:
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise Refused("not_a_bundle")
    if bundle.get("type") != TYPE:
        raise Refused("not_a_bundle", "type")
    if bundle.keys() - elements.BUNDLE:
        raise Refused("unknown_field")
    batch_id, produced_at = _batch_id(bundle), read_time(bundle.get("timestamp"))
    if produced_at is None:
        raise Refused("bad_type" if "timestamp" in bundle else "missing_field", "timestamp")
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        raise Refused("bad_type", "entry")
    return Delivery(source_system, batch_id, produced_at, _parsed(entries))


def _batch_id(bundle: Resource) -> str:
    value = text_at(bundle, "identifier", "value")
    if value is None:
        raise Refused("missing_field", "identifier")
    if has_identity_number(value):
        raise Refused("forbidden_data", "identifier")
    if not is_batch_id(value):
        raise Refused("bad_type", "identifier")
    return value


def _parsed(entries: list[object]) -> ParsedFile:
    found = [_resource(entry) for entry in entries]
    if sum(kind == "Encounter" for kind, _urls, _resource in found) > MAX_VISITS:
        raise Refused("too_many_rows", "entry")
    by_url = {url: resource for _kind, urls, resource in found for url in urls}
    others = [url for kind, urls, _resource in found if kind != "Encounter" for url in urls]
    if len(set(others)) < len(others):
        raise Refused("duplicate_key", "entry")  # who would be meant by a reference?
    parsed = ParsedFile([], [], digest=digest(entries))
    for index, (kind, _urls, resource) in enumerate(found):
        if kind == "Encounter":
            outcome = _row(index, resource, by_url)
            (parsed.rows if isinstance(outcome, VisitRow) else parsed.errors).append(outcome)  # type: ignore[arg-type]
    return parsed


def _resource(entry: object) -> tuple[str, list[str], Resource]:
    """Return kind, addresses and resource of an entry. What is no Encounter, Patient or Organization has no place here.

    :raises Refused: for everything else: a Condition is a diagnosis, a Practitioner a name
    """
    if not isinstance(entry, dict) or entry.keys() - elements.ENTRY:
        raise Refused("unknown_field", "entry")
    resource = entry.get("resource")
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    if not isinstance(resource, dict) or not isinstance(kind, str) or kind not in elements.ALLOWED:
        raise Refused("unknown_resource", "entry")
    urls = [f"{kind}/{resource['id']}"] if isinstance(resource.get("id"), str) else []
    if isinstance(entry.get("fullUrl"), str):
        urls.append(entry["fullUrl"])
    return kind, urls, resource


def _row(index: int, encounter: Resource, by_url: Mapping[str, Resource]) -> VisitRow | RowError:
    patient = by_url.get(text_at(encounter, "subject", "reference") or "")
    person = patient if patient and patient["resourceType"] == "Patient" else None
    event_id = _event_id(encounter.get("id"), person)
    for resource in (encounter, person):
        if resource and (problem := elements.problem_of(resource)):
            return RowError(index, event_id, *problem)
    if person is None:
        return RowError(index, event_id, "unknown_patient", "Encounter.subject")
    if event_id is None and printable_id({"event_id": text_at(encounter, "id")}):
        return RowError(index, None, "forbidden_data", "event_id")  # made of a number, though not of the one asked
    visit = _visit_values(encounter, by_url)
    values = visit | person_values(person, read_time(visit["visit_end"]), also_labelled=encounter)
    return parse_row(index, {name: value for name, value in values.items() if value is not None})


def _event_id(value: object, person: Resource | None) -> str | None:
    """Return the id of the visit when it may be repeated: well-formed, and made of none of the person's numbers."""
    numbers = [text_at(item, "value") for item in objects(person.get("telecom"))] if person else []
    if not isinstance(value, str) or not all(printable_id({"event_id": value, "phone": it}) for it in [None, *numbers]):
        return None
    return value


def _visit_values(encounter: Resource, by_url: Mapping[str, Resource]) -> dict[str, object]:
    """Return what an Encounter says of the visit, as values of the contract; None where it says nothing."""
    period = encounter.get("period")
    status, kind = encounter.get("status"), code_of(encounter.get("class"))
    return {
        "event_id": encounter.get("id"),
        "revision": _revision(text_at(encounter, "meta", "versionId")),
        "status": STATUSES.get(status, status) if isinstance(status, str) else status,
        "visit_start": period.get("start") if isinstance(period, dict) else None,
        "visit_end": period.get("end") if isinstance(period, dict) else None,
        "service_event_id": _service_event(encounter, by_url),
        "unit_oid": _unit_oid(encounter.get("serviceProvider"), by_url),
        "service_code": next(
            (code for item in _codings(encounter.get("serviceType")) if (code := code_of(item))), None
        ),
        "contact_type": CONTACT_TYPES.get(kind, kind) if kind else None,
    }


def _revision(version: str | None) -> int | str | None:
    return int(version) if version and version.isascii() and version.isdecimal() and len(version) < 11 else version


def _codings(concept: object) -> list[Resource]:
    return objects(concept.get("coding")) if isinstance(concept, dict) else []


def _service_event(encounter: Resource, by_url: Mapping[str, Resource]) -> str | None:
    """Return the service event (palvelutapahtuma): of the whole when the visit is part of one, else the visit's own."""
    whole = encounter.get("partOf")
    if not isinstance(whole, dict):
        return _official(encounter)
    reference = text_at(whole, "reference") or ""
    found = by_url.get(reference)
    named = identifier_value(whole.get("identifier"))
    return named or (_official(found) if found else None) or reference.rpartition("/")[2] or None


def _official(encounter: Resource) -> str | None:
    official = [item for item in objects(encounter.get("identifier")) if item.get("use") == "official"]
    return identifier_value(official[0]) if official else None


def _unit_oid(provider: object, by_url: Mapping[str, Resource]) -> str | None:
    """Return the OID of the unit: of the reference's identifier, of the reference itself, or of the Organization."""
    if not isinstance(provider, dict):
        return None
    reference = text_at(provider, "reference") or ""
    organization = by_url.get(reference, {})
    values = [identifier_value(provider.get("identifier")), oid(reference)]
    values += [identifier_value(item) for item in objects(organization.get("identifier"))]
    return next((value for value in values if value), None)
