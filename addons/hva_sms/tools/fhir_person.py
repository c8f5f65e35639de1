"""What a FHIR Patient says that the contract of visits takes. Where FHIR has no place for it, an extension of ours.

Whatever is not clear about non-disclosure is read as non-disclosure: FHIR's base profiles of Finland label only those
who have it (TURVAKIELTO), so a missing label says nothing. Whoever sends must say that it has looked.
"""

from collections.abc import Mapping
from datetime import datetime

from .fhir_elements import CLIENT_KEY
from .fhir_values import code_of, identifier_value, objects, text_at
from .phone import normalise

Resource = Mapping[str, object]

LABELS = "https://hl7.fi/fhir/finnish-base-profiles/CodeSystem/fi-base-security-label-cs"
NON_DISCLOSURE = "TURVAKIELTO"
"""Code of LABELS in Patient.meta.security."""

CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
HARMLESS = {(CONFIDENTIALITY, code) for code in ("U", "L", "M", "N")}
"""Labels that say nothing of non-disclosure. Every other one is read as if it were TURVAKIELTO."""

CONSENT_URL = "urn:x-hva-feedback:sms-consent"
NON_DISCLOSURE_URL = "urn:x-hva-feedback:non-disclosure"
OPT_OUT_URL = "urn:x-hva-feedback:survey-opt-out"
AGE_URL = "urn:x-hva-feedback:age-years"
"""Extensions of Patient: three valueBoolean, one valueInteger."""

MUNICIPALITIES = "urn:oid:1.2.246.537.6.21"


def person_values(patient: Resource, ended_at: datetime | None, also_labelled: Resource) -> dict[str, object]:
    """Return what is known of the person, as values of the contract; None where nothing is.

    :param ended_at: end of the visit: the age is that of this day, and numbers that ended before are not read
    :param also_labelled: the Encounter, whose security labels hold for the person too
    """
    number, is_ambiguous = _phone(objects(patient.get("telecom")), ended_at)
    return {
        "client_key": _client_key(patient),
        "phone": number,
        "phone_ambiguous": is_ambiguous,
        "language": _language(objects(patient.get("communication"))),
        "age_years": _age(patient, ended_at),
        "municipality": _municipality(patient),
        "sms_consent": extension(patient, CONSENT_URL, "valueBoolean"),
        "non_disclosure": non_disclosure(patient, also_labelled),
        "survey_opt_out": extension(patient, OPT_OUT_URL, "valueBoolean"),
        "deceased": True if "deceasedDateTime" in patient else patient.get("deceasedBoolean"),
    }


def non_disclosure(patient: Resource, encounter: Resource) -> object:
    """Return True for a label that may mean non-disclosure, else what the extension says, None when it is not there."""
    for resource in (patient, encounter):
        if _has_label(resource.get("meta")):
            return True
    return extension(patient, NON_DISCLOSURE_URL, "valueBoolean")


def extension(resource: Resource, url: str, name: str) -> object:
    """Return the value of an extension; None without it, the text "twice" when it stands there more than once."""
    values = [item.get(name) for item in objects(resource.get("extension")) if item.get("url") == url]
    return values[0] if len(values) == 1 else ("twice" if values else None)


def _has_label(meta: object) -> bool:
    labels = meta.get("security") if isinstance(meta, dict) else None
    if labels is None:
        return meta is not None and not isinstance(meta, dict)
    if not isinstance(labels, list):
        return True
    return any(not isinstance(label, dict) or _pair(label) not in HARMLESS for label in labels)


def _pair(label: Resource) -> tuple[str | None, str | None]:
    return text_at(label, "system"), code_of(label)


def _phone(telecoms: list[Resource], ended_at: datetime | None) -> tuple[object, bool]:
    """Return the number to ask at and whether there are several. Mobile ones count before those of home and work."""
    numbers = [item for item in telecoms if item.get("system") in ("phone", "sms") and not _is_old(item, ended_at)]
    mobile = [item for item in numbers if item.get("use") == "mobile" or item.get("system") == "sms"]
    values = [value for item in mobile or numbers if (value := item.get("value")) is not None]
    different = {normalise(value, "ALL").e164 or value for value in values if isinstance(value, str)}
    strange = next((value for value in values if not isinstance(value, str)), None)  # refused as such
    return (values[0] if values and strange is None else strange), len(different) > 1


def _is_old(telecom: Resource, ended_at: datetime | None) -> bool:
    end = text_at(telecom, "period", "end")
    day = f"{ended_at:%Y-%m-%d}" if ended_at else ""
    return telecom.get("use") == "old" or bool(end and end[:10] < day[: len(end)])


def _language(spoken: list[Resource]) -> str | None:
    """Return the language the person prefers, else the first one, as `fi` of `fi-FI`."""
    chosen = [item for item in spoken if item.get("preferred") is True] or spoken
    language = chosen[0].get("language") if chosen else None
    codings = objects(language.get("coding")) if isinstance(language, dict) else []
    code = next((code for coding in codings if (code := code_of(coding))), None)
    return code.partition("-")[0].lower() if code else None


def _age(patient: Resource, ended_at: datetime | None) -> object:
    """Return the age in whole years on the day of the visit. Of a birth year alone, the lower of the two it may be."""
    stated = extension(patient, AGE_URL, "valueInteger")
    born = text_at(patient, "birthDate")
    if stated is not None or born is None or ended_at is None:
        return stated
    parts = born.split("-")
    if not all(part.isascii() and part.isdecimal() for part in parts) or len(parts) > 3 or len(born) > 10:
        return born  # no date: refused as such
    year, month, day = (*map(int, parts), *(12, 31)[len(parts) - 1 :])[:3]
    return ended_at.year - year - ((ended_at.month, ended_at.day) < (month, day))


def _client_key(patient: Resource) -> str | None:
    keys = [item for item in objects(patient.get("identifier")) if item.get("system") == CLIENT_KEY]
    return identifier_value(keys[0]) if keys else None


def _municipality(patient: Resource) -> str | None:
    for item in objects(patient.get("extension")):
        concept = item.get("valueCodeableConcept")
        codings = objects(concept.get("coding")) if isinstance(concept, dict) else objects([item.get("valueCoding")])
        for coding in codings:
            if coding.get("system") == MUNICIPALITIES:
                return code_of(coding)
    return None
