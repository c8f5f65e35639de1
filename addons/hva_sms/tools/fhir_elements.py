"""Which elements of FHIR resources may come. The others are refused by name: from here, never as they were written."""

from collections.abc import Iterator, Mapping

from .visit_rows import has_identity_number

BUNDLE = frozenset({"resourceType", "id", "meta", "type", "identifier", "timestamp", "entry"})
ENTRY = frozenset({"fullUrl", "resource"})

ALLOWED = {
    "Encounter": frozenset(
        {
            "resourceType",
            "id",
            "meta",
            "language",
            "identifier",
            "status",
            "class",
            "type",
            "serviceType",
            "subject",
            "period",
            "length",
            "serviceProvider",
            "partOf",
        }
    ),
    "Patient": frozenset(
        {
            "resourceType",
            "id",
            "meta",
            "language",
            "identifier",
            "active",
            "telecom",
            "birthDate",
            "deceasedBoolean",
            "deceasedDateTime",
            "communication",
            "extension",
        }
    ),
    "Organization": frozenset({"resourceType", "id", "meta", "language", "identifier", "active", "type", "name"}),
}
"""Kind of a resource -> elements that may come with it, read or not. Organizations are only looked up for their OID."""

FORBIDDEN = {
    "Encounter": (
        "text",
        "contained",
        "extension",
        "participant",
        "reasonCode",
        "reasonReference",
        "diagnosis",
        "hospitalization",
        "location",
        "account",
    ),
    "Patient": (
        "text",
        "contained",
        "name",
        "gender",
        "address",
        "maritalStatus",
        "photo",
        "contact",
        "generalPractitioner",
        "link",
    ),
}
"""Elements that hold a name, an address, a diagnosis, free text or more than is needed of a person."""

REFERENCE = frozenset({"reference", "type"})  # of a person: no display, which is a name, and no identifier

CLIENT_KEY = "urn:x-hva-feedback:client-key"
"""System of the one Patient.identifier that may come: the source's own keyed hash of the person."""


def problem_of(resource: Mapping[str, object]) -> tuple[str, str | None] | None:
    """Return (code, element) when a resource may not come as it is, else None."""
    kind = str(resource["resourceType"])
    for name in FORBIDDEN[kind]:
        if name in resource:
            return "forbidden_data", f"{kind}.{name}"
    if has_identity_number_within(resource):
        return "forbidden_data", kind
    if resource.keys() - ALLOWED[kind]:
        return "unknown_field", kind
    return _problem_of_subject(resource.get("subject")) or _problem_of_identifiers(kind, resource.get("identifier"))


def has_identity_number_within(value: object) -> bool:
    """Return whether anything shaped like an identity number stands in a value, however deep, names included."""
    return any(
        has_identity_number(part) for text in _texts(value) for part in text.removeprefix("urn:uuid:").split("/")
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield name
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def _problem_of_subject(subject: object) -> tuple[str, str] | None:
    if isinstance(subject, Mapping) and subject.keys() - REFERENCE:
        return "forbidden_data", "Encounter.subject"
    return None


def _problem_of_identifiers(kind: str, identifiers: object) -> tuple[str, str] | None:
    """Refuse every identifier of a person but the client key, first of all the identity code (urn:oid:1.2.246.21)."""
    if kind != "Patient" or identifiers is None:
        return None
    items = identifiers if isinstance(identifiers, list) else [identifiers]
    if all(isinstance(item, Mapping) and item.get("system") == CLIENT_KEY for item in items):
        return None
    return "forbidden_data", "Patient.identifier"
