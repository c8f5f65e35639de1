"""FHIR Bundles of tests: one Encounter and its Patient, good unless changed."""

import json
from copy import deepcopy

UNIT = "1.2.246.10.12345678.10.1"
LABELS = "https://hl7.fi/fhir/finnish-base-profiles/CodeSystem/fi-base-security-label-cs"
TURVAKIELTO = {"system": LABELS, "code": "TURVAKIELTO"}
OURS = "urn:x-hva-feedback:"

ENCOUNTER = {
    "resourceType": "Encounter",
    "id": "enc-1",
    "meta": {"versionId": "1"},
    "status": "finished",
    "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
    "serviceType": {"coding": [{"system": "urn:county", "code": "dental-test", "display": "Hammashoito"}]},
    "subject": {"reference": "urn:uuid:2b1a1f0e-5f0e-4a51-9f0c-6f1a5d9d3c11"},
    "period": {"start": "2026-11-02T12:30:00+02:00", "end": "2026-11-02T13:00:00+02:00"},
    "serviceProvider": {"identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{UNIT}"}},
}
PATIENT = {
    "resourceType": "Patient",
    "id": "pat-1",
    "extension": [
        {"url": f"{OURS}sms-consent", "valueBoolean": True},
        {"url": f"{OURS}non-disclosure", "valueBoolean": False},
    ],
    "telecom": [{"system": "phone", "use": "mobile", "value": "040 0001122"}],
    "birthDate": "1981-11-03",
    "communication": [{"language": {"coding": [{"code": "sv-FI"}]}}],
}


def changed(resource, **changes):
    """Return a copy; `class_` stands for `class`, None takes an element out."""
    whole = {**deepcopy(resource), **{name.rstrip("_"): value for name, value in changes.items()}}
    return {name: value for name, value in whole.items() if value is not None}


def extended(*others, consent=True, non_disclosure=False):
    """Return the extensions of a Patient."""
    values = {"sms-consent": consent, "non-disclosure": non_disclosure}
    ours = [{"url": f"{OURS}{name}", "valueBoolean": value} for name, value in values.items() if value is not None]
    return [*ours, *others]


def bundle(*resources, **changes):
    """Return a Bundle; without resources that of ENCOUNTER and PATIENT. A Patient has the fullUrl of the subject."""
    entries = []
    for resource in resources or (ENCOUNTER, PATIENT):
        entry = {"resource": resource}
        if resource.get("resourceType") == "Patient":
            entry["fullUrl"] = ENCOUNTER["subject"]["reference"]
        entries.append(entry)
    whole = {
        "resourceType": "Bundle",
        "type": "collection",
        "identifier": {"value": "2026-11-02T13:15"},
        "timestamp": "2026-11-02T13:15:04+02:00",
        "entry": entries,
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def body(*resources, **changes):
    return json.dumps(bundle(*resources, **changes)).encode()
