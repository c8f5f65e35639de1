"""Small readers of FHIR's shapes. What is not there, or has another shape, is None: the validator says so."""

from collections.abc import Mapping


def objects(value: object) -> list[Mapping[str, object]]:
    """Return the objects of a list; none when it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text_at(value: object, *path: str) -> str | None:
    """Return the text that stands at a path of names."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else None


def code_of(coding: object) -> str | None:
    """Return the code of a Coding."""
    return text_at(coding, "code")


def identifier_value(identifier: object) -> str | None:
    """Return the value of an Identifier, an OID without `urn:oid:`."""
    value = text_at(identifier, "value")
    return value.removeprefix("urn:oid:") if value else None


def oid(reference: str) -> str | None:
    """Return the OID that a reference itself is, as `urn:oid:1.2.246.10.1`."""
    return reference.removeprefix("urn:oid:") if reference.startswith("urn:oid:") else None
