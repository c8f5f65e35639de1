"""JSON Schemas of what the machine doors take and answer, made from the tables that the doors themselves read by."""

from collections.abc import Iterable, Mapping
from typing import Any

from . import fhir_elements, fhir_person, visit_fhir
from .visit_contract import CODES, RESULTS, Contract, Field
from .visit_json import MAX_VISITS, VERSIONS

TYPES = {"text": "string", "oid": "string", "choice": "string", "time": "string", "int": "integer", "bool": "boolean"}
Schema = dict[str, Any]

TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$"
OID = r"^[0-2](\.(0|[1-9][0-9]*)){2,}$"
BATCH_ID = r"^[0-9A-Za-z][0-9A-Za-z._:-]{0,63}$"
SOURCE = r"^[0-9a-z][0-9a-z_-]{0,31}$"

MEANINGS = {
    "event_id": "Your technical id of the event; comes back in the answer. No identity code, no phone number.",
    "revision": "A higher one replaces what has come, as long as no message has left.",
    "status": "Only finished is asked about.",
    "visit_end": "Decides the day of sending, and which visit of a day was the last.",
    "service_event_id": "The care event that the visit is part of.",
    "client_key": "Your own keyed hash of the person, always the same; its key stays with you.",
    "unit_oid": "The unit visited; known and active here, else unknown_unit.",
    "phone": "As people write it. Missing: skipped with no_phone.",
    "phone_ambiguous": "True: several numbers are recorded, so none is used.",
    "language": "fi, sv, en, se, smn, sms ...",
    "age_years": "Age at the visit. Never a birth date.",
    "sms_consent": "Missing is false.",
    "non_disclosure": "Turvakielto.",
    "queue": "As the telephone system calls it; tied to a unit here, else unknown_queue.",
    "ended_at": "When the call ended.",
    "caller_agreed": "The caller agreed to be asked by text message. Missing is false: not asked.",
}


def row(contract: Contract) -> Schema:
    """Return the schema of one row of a contract."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in contract.fields if field.is_required],
        "properties": {field.name: _field(field) for field in contract.fields},
    }


def envelope(contract: Contract, row_name: str) -> Schema:
    """Return the schema of a batch of rows, whose schema is called `row_name`."""
    properties: Schema = {
        "contract_version": {"type": "string", "enum": list(VERSIONS)},
        "source_system": {"type": "string", "pattern": SOURCE, "description": "The code of your key."},
        "batch_id": {"type": "string", "pattern": BATCH_ID, "description": "Yours; the same again is a repeat."},
        "produced_at": {"type": "string", "format": "date-time", "pattern": TIME},
        contract.name: {"type": "array", "maxItems": MAX_VISITS, "items": {"$ref": f"#/components/schemas/{row_name}"}},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def bundle() -> Schema:
    """Return the schema of a FHIR Bundle: what may stand in it, and what is read."""
    resources = [{"$ref": f"#/components/schemas/{kind}"} for kind in fhir_elements.ALLOWED]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["resourceType", "type", "identifier", "timestamp"],
        "properties": {
            **{name: {} for name in sorted(fhir_elements.BUNDLE)},
            "resourceType": {"const": "Bundle"},
            "type": {"const": visit_fhir.TYPE},
            "identifier": {
                "type": "object",
                "required": ["value"],
                "properties": {"value": {"type": "string", "pattern": BATCH_ID, "description": "The batch_id."}},
            },
            "timestamp": {"type": "string", "format": "date-time", "pattern": TIME},
            "entry": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["resource"],
                    "properties": {"fullUrl": {"type": "string"}, "resource": {"anyOf": resources}},
                },
            },
        },
    }


READ = {
    "Encounter": {
        "id": "event_id",
        "meta": "versionId, a whole number, is the revision; a label of security counts as the Patient's",
        "status": ", ".join(f"{name} is {value}" for name, value in visit_fhir.STATUSES.items()),
        "class": ", ".join(f"{name} is {value}" for name, value in visit_fhir.CONTACT_TYPES.items()),
        "serviceType": "the first code is service_code",
        "subject": "a reference to a Patient of the Bundle, and nothing but reference and type",
        "period": "end is visit_end, start is visit_start; with time and offset",
        "serviceProvider": "the unit's OID: identifier.value, the reference urn:oid:..., or that of an Organization",
        "identifier": "use official: the service event",
        "partOf": "of a part: the service event is that of the whole",
    },
    "Patient": {
        "meta": f"security: code {fhir_person.NON_DISCLOSURE} of {fhir_person.LABELS}, or any label we cannot judge, "
        "is non-disclosure",
        "extension": f"valueBoolean of {fhir_person.CONSENT_URL}, {fhir_person.NON_DISCLOSURE_URL} and "
        f"{fhir_person.OPT_OUT_URL}; valueInteger of {fhir_person.AGE_URL}; a code of {fhir_person.MUNICIPALITIES} "
        "is the municipality. Without a label and without the extension non_disclosure is true",
        "identifier": f"none but the client_key, of system {fhir_elements.CLIENT_KEY}",
        "telecom": "system phone or sms; mobile ones first; several different ones: nobody is asked",
        "birthDate": "becomes age_years on the day of the visit and is not kept; a year alone is enough",
        "communication": "the preferred one, else the first, is the language",
        "deceasedBoolean": "deceased",
        "deceasedDateTime": "deceased, whatever it is",
    },
    "Organization": {"identifier": "the OID of a unit"},
}
"""Kind of a resource -> element -> what is read of it. Others that may come are not read."""


def resource(kind: str) -> Schema:
    """Return the schema of a FHIR resource that may stand in a Bundle."""
    read = READ[kind]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["resourceType"],
        "properties": {
            name: {"const": kind} if name == "resourceType" else {"description": read.get(name, "not read")}
            for name in sorted(fhir_elements.ALLOWED[kind])
        },
    }


def batch_result(failures: Iterable[str], reasons: Iterable[str]) -> Schema:
    """Return the schema of the answer to a batch. `failures`: of files; `reasons`: codes of skipped rows."""
    counts = {name: {"type": "integer", "minimum": 0} for name in ("rows", *RESULTS)}
    result: Schema = {
        "index": {"type": "integer", "minimum": 0, "description": "The place in the list; for a file the line."},
        "event_id": {"type": ["string", "null"], "description": "Null where it may not or cannot be repeated."},
        "result": {"type": "string", "enum": list(RESULTS)},
        "code": {"enum": [None, *sorted({*CODES, *reasons, *failures})]},
        "field": {"type": ["string", "null"]},
    }
    whole: Schema = {
        "batch_id": {"type": "string"},
        "source_system": {"type": "string"},
        "received_at": {"type": "string", "format": "date-time"},
        "is_repeat": {"type": "boolean", "description": "The batch had come before; this is its stored answer."},
        "failure": {"enum": [None, *sorted(failures)], "description": "Why a file could not be read."},
        "counts": _closed(counts),
        "results": {"type": "array", "items": _closed(result)},
    }
    return _closed(whole)


def problem(codes: Iterable[str]) -> Schema:
    """Return the schema of a refusal, application/problem+json."""
    return _closed(
        {
            "type": {"const": "about:blank"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string", "enum": sorted(codes)},
            "field": {"type": ["string", "null"]},
        }
    )


def _closed(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": dict(properties),
    }


def _field(field: Field) -> Schema:
    schema: Schema = {"type": TYPES[field.kind] if field.is_required else [TYPES[field.kind], "null"]}
    if field.kind == "text":
        schema |= {"minLength": field.min, "maxLength": field.max}
    if field.pattern:
        schema["pattern"] = f"^{field.pattern}$"
    if field.kind == "oid":
        schema |= {"pattern": OID, "maxLength": field.max}
    if field.kind == "time":
        schema |= {"format": "date-time", "pattern": TIME}
    if field.kind == "int":
        schema |= {"minimum": field.min, "maximum": field.max}
    if field.choices is not None:
        schema["enum"] = [*sorted(field.choices), *([] if field.is_required else [None])]
    if field.default is not None:
        schema["default"] = field.default
    if field.name in MEANINGS:
        schema["description"] = MEANINGS[field.name]
    return schema
