"""A FHIR Bundle says the same as a JSON batch, and nothing that the contract does not take gets through it."""

import json

import pytest
from fhir_bundles import (
    ENCOUNTER,
    LABELS,
    OURS,
    PATIENT,
    TURVAKIELTO,
    UNIT,
    body,
    changed,
    extended,
)
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.visit_fhir import CONTACT_TYPES, parse_bundle
from hva_sms.tools.visit_json import MAX_VISITS, UNREADABLE, Delivery, Unreadable
from hva_sms.tools.visit_rows import CODES, RowError, VisitRow, parse_row

HETU = "131052-308T"  # the authority's own example of an identity number


def read(encounter=ENCOUNTER, patient=PATIENT, *others):
    delivery = parse_bundle(body(encounter, patient, *others), "epic")
    assert isinstance(delivery, Delivery), delivery
    outcomes = [*delivery.parsed.rows, *delivery.parsed.errors]
    return outcomes[0]


def row(encounter=None, patient=None, *others):
    result = read(changed(ENCOUNTER, **(encounter or {})), changed(PATIENT, **(patient or {})), *others)
    assert isinstance(result, VisitRow), result
    return result


def refusal(encounter=None, patient=None, *others):
    result = read(changed(ENCOUNTER, **(encounter or {})), changed(PATIENT, **(patient or {})), *others)
    assert isinstance(result, RowError), result
    assert HETU not in repr(result)
    return result.code, result.field


def refused(*resources, **changes):
    answer = parse_bundle(body(*resources, **changes), "epic")
    assert isinstance(answer, Unreadable), answer
    assert answer.code in UNREADABLE
    return answer.code, answer.field


def test_a_bundle_is_the_batch_that_json_would_bring():
    delivery = parse_bundle(body(), "epic")
    assert (delivery.source_system, delivery.batch_id) == ("epic", "2026-11-02T13:15")
    as_json = parse_row(
        0,
        {
            "event_id": "enc-1",
            "revision": 1,
            "status": "finished",
            "visit_start": "2026-11-02T12:30:00+02:00",
            "visit_end": "2026-11-02T13:00:00+02:00",
            "unit_oid": UNIT,
            "service_code": "dental-test",
            "contact_type": "visit",
            "phone": "040 0001122",
            "language": "sv",
            "age_years": 44,
            "sms_consent": True,
            "non_disclosure": False,
        },
    )
    assert delivery.parsed.rows == [as_json]
    assert delivery.parsed.rows[0].content_hash == as_json.content_hash


@pytest.mark.parametrize(("code", "contact_type"), CONTACT_TYPES.items())
def test_class_is_the_mode_of_contact(code, contact_type):
    assert row({"class_": {"code": code}}).contact_type == contact_type


@pytest.mark.parametrize(
    ("patient", "is_asked"),
    [
        ({}, True),
        ({"meta": {"security": [TURVAKIELTO]}}, False),  # the label wins over what the extension says
        ({"extension": extended(non_disclosure=None)}, False),  # nobody has looked
        ({"extension": extended(non_disclosure=True)}, False),
        ({"meta": {"security": [{"system": LABELS, "code": "turvakielto"}]}}, False),
        ({"meta": {"security": [{"code": "TURVAKIELTO"}]}}, False),
        ({"meta": {"security": [{"system": LABELS, "code": "OTHER"}]}}, False),
        ({"meta": {"security": [{"display": "Turvakielto"}]}}, False),
        ({"meta": {"security": "TURVAKIELTO"}}, False),
        ({"meta": {"security": [5]}}, False),
        ({"meta": "TURVAKIELTO"}, False),
        ({"meta": {"versionId": "3", "profile": ["x"]}}, True),
        (
            {
                "meta": {
                    "security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "N"}]
                }
            },
            True,
        ),
        (
            {
                "meta": {
                    "security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "V"}]
                }
            },
            False,
        ),
    ],
)
def test_what_is_not_clear_is_non_disclosure(patient, is_asked):
    taken = row(patient=patient)
    assert taken.non_disclosure is not is_asked
    assert (taken.phone is not None) is is_asked, "of non-disclosure no number is kept"


def test_label_of_the_encounter_counts_too():
    assert row({"meta": {"versionId": "1", "security": [TURVAKIELTO]}}).non_disclosure


def phones(*telecoms):
    taken = row(patient={"telecom": list(telecoms)})
    return taken.phone, taken.phone_ambiguous


def test_which_of_several_numbers():
    mobile = {"system": "phone", "use": "mobile", "value": "040 0001122"}
    same = {"system": "sms", "value": "+358 40 000 1122"}
    other = {"system": "phone", "use": "mobile", "value": "040 0003344"}
    home = {"system": "phone", "use": "home", "value": "02 627 7000"}
    mail = {"system": "email", "value": "a@example.org"}
    assert phones(home, mail, mobile) == ("040 0001122", False)
    assert phones(mobile, same) == ("040 0001122", False)
    assert phones(mobile, other)[1] is True
    assert phones(home) == ("02 627 7000", False)
    assert phones(mail) == (None, False)
    assert phones({**other, "use": "old"}, mobile) == ("040 0001122", False)
    assert phones({**other, "period": {"end": "2020"}}, mobile) == ("040 0001122", False)
    assert phones({**other, "period": {"end": "2026"}}, mobile)[1] is True
    assert phones({"system": "phone"}, mobile) == ("040 0001122", False)


@pytest.mark.parametrize(
    ("patient", "age"),
    [
        ({"birthDate": "1981-11-02"}, 45),
        ({"birthDate": "1981-11-03"}, 44),
        ({"birthDate": "1981-11"}, 44),
        ({"birthDate": "1981"}, 44),
        ({"birthDate": "2026-11-02"}, 0),
        ({"extension": extended({"url": f"{OURS}age-years", "valueInteger": 45}), "birthDate": None}, 45),
    ],
)
def test_birth_date_becomes_an_age(patient, age):
    assert row(patient=patient).age_years == age


@pytest.mark.parametrize("born", ["2027-01-01", "1850", "02.11.1981", "", "1981-11-02T00:00", "١٩٨١"])
def test_birth_date_that_cannot_be_is_refused(born):
    assert refusal(patient={"birthDate": born})[1] == "age_years"


def test_language_is_the_preferred_one():
    def spoken(code, **more):
        return {"language": {"coding": [{"code": code}]}, **more}

    assert row(patient={"communication": None}).language == "fi"
    assert row(patient={"communication": [spoken("ar"), spoken("se", preferred=True)]}).language == "se"
    assert row(patient={"communication": [spoken("en-GB"), spoken("fi")]}).language == "en"


def test_the_rest_of_a_person():
    key = {"system": f"{OURS}client-key", "value": "k" * 32}
    place = {"url": "x", "valueCodeableConcept": {"coding": [{"system": "urn:oid:1.2.246.537.6.21", "code": "091"}]}}
    opt_out = {"url": f"{OURS}survey-opt-out", "valueBoolean": True}
    taken = row(patient={"identifier": [key], "extension": extended(place, opt_out), "deceasedDateTime": "2026-11-03"})
    assert (taken.client_key, taken.municipality, taken.survey_opt_out, taken.deceased) == ("k" * 32, "091", True, True)
    assert row(patient={"deceasedBoolean": False}).deceased is False
    assert row(patient={"extension": extended(consent=None)}).sms_consent is False, "missing is no"


def test_unit_by_identifier_reference_or_organization():
    organization = {
        "resourceType": "Organization",
        "id": "o1",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{UNIT}"}],
        "name": "Hammashoitola",
    }
    assert row({"serviceProvider": {"reference": f"urn:oid:{UNIT}"}}).unit_oid == UNIT
    assert row({"serviceProvider": {"reference": "Organization/o1"}}, None, organization).unit_oid == UNIT
    assert refusal({"serviceProvider": {"reference": "Organization/o2"}}) == ("missing_field", "unit_oid")
    assert refusal({"serviceProvider": None}) == ("missing_field", "unit_oid")


def test_service_event_of_the_whole_and_of_a_part():
    official = [{"use": "official", "system": "urn:ietf:rfc:3986", "value": "urn:oid:1.2.246.10.1.14.99"}]
    assert row({"identifier": official}).service_event_id == "1.2.246.10.1.14.99"
    whole = changed(ENCOUNTER, id="whole", identifier=official)
    assert row({"partOf": {"reference": "Encounter/whole"}}, None, whole).service_event_id == "1.2.246.10.1.14.99"
    assert row({"partOf": {"identifier": {"value": "urn:oid:1.2.9"}}}).service_event_id == "1.2.9"
    assert row({"partOf": {"reference": "Encounter/elsewhere"}}).service_event_id == "elsewhere"


@pytest.mark.parametrize(
    ("encounter", "patient", "expected"),
    [
        ({"meta": None}, {}, ("missing_field", "revision")),
        ({"meta": {"versionId": "W/1"}}, {}, ("bad_type", "revision")),
        ({"status": "in-progress"}, {}, ("bad_value", "status")),
        ({"class_": {"code": "XX"}}, {}, ("bad_value", "contact_type")),
        ({"class_": None}, {}, ("missing_field", "contact_type")),
        ({"period": {"start": "2026-11-02T13:00:00+02:00"}}, {}, ("missing_field", "visit_end")),
        ({"period": {"end": "2026-11-02"}}, {}, ("bad_type", "visit_end")),
        ({"id": None}, {}, ("missing_field", "event_id")),
        ({"id": {"a": 1}}, {}, ("bad_type", "event_id")),
        ({"subject": {"reference": "Patient/other"}}, {}, ("unknown_patient", "Encounter.subject")),
        ({"subject": {"reference": "Encounter/enc-1"}}, {}, ("unknown_patient", "Encounter.subject")),
        ({}, {"birthDate": None}, ("missing_field", "age_years")),
        ({}, {"telecom": [{"system": "phone", "value": 358400001122}]}, ("bad_type", "phone")),
        ({}, {"extension": [*extended(), *extended()]}, ("bad_type", "sms_consent")),
        ({"id": "v-0400001122"}, {}, ("forbidden_data", "event_id")),
        ({"unknown": 1}, {}, ("unknown_field", "Encounter")),
        ({}, {"_birthDate": {}}, ("unknown_field", "Patient")),
    ],
)
def test_rows_that_break_the_contract(encounter, patient, expected):
    assert refusal(encounter, patient) == expected
    assert expected[0] in CODES


FORBIDDEN = (
    ({"reasonCode": [{"text": "Hammassärky"}]}, {}, "Encounter.reasonCode"),
    ({"diagnosis": [{"condition": {"reference": "Condition/1"}}]}, {}, "Encounter.diagnosis"),
    ({"text": {"div": "<div>Matti</div>"}}, {}, "Encounter.text"),
    ({"participant": [{"individual": {"display": "Liisa Lääkäri"}}]}, {}, "Encounter.participant"),
    ({"contained": [PATIENT]}, {}, "Encounter.contained"),
    ({"subject": {**ENCOUNTER["subject"], "display": "Matti Meikäläinen"}}, {}, "Encounter.subject"),
    ({"subject": {**ENCOUNTER["subject"], "identifier": {"value": "1"}}}, {}, "Encounter.subject"),
    ({}, {"name": [{"family": "Meikäläinen"}]}, "Patient.name"),
    ({}, {"address": [{"city": "Pori"}]}, "Patient.address"),
    ({}, {"contact": [{"name": {"text": "Äiti"}}]}, "Patient.contact"),
    ({}, {"gender": "female"}, "Patient.gender"),
    ({}, {"photo": []}, "Patient.photo"),
    ({}, {"identifier": [{"system": "urn:oid:1.2.246.21", "value": "x"}]}, "Patient.identifier"),
    ({}, {"identifier": [{"value": "12345"}]}, "Patient.identifier"),
    ({}, {"identifier": [{"system": "urn:oid:1.2.246.21", "value": HETU}]}, "Patient"),
    ({}, {"identifier": [{"system": f"{OURS}client-key", "value": HETU}]}, "Patient"),
    ({}, {"meta": {"tag": [{"display": f"x {HETU}"}]}}, "Patient"),
    ({}, {"telecom": [{"system": "phone", "value": HETU}]}, "Patient"),
    ({"identifier": [{"value": HETU}]}, {}, "Encounter"),
    ({"id": HETU}, {}, "Encounter"),
    ({"serviceType": {"coding": [{"code": "1", HETU: 1}]}}, {}, "Encounter"),
    ({"subject": {"reference": f"Patient/{HETU}"}}, {}, "Encounter"),
)


@pytest.mark.parametrize(("encounter", "patient", "element"), FORBIDDEN)
def test_what_must_not_be_sent_refuses_the_row(encounter, patient, element):
    assert refusal(encounter, patient) == ("forbidden_data", element)


def test_uuids_are_no_identity_numbers():
    unlucky = "ab010190-123a-4a51-9f0c-6f1a5d9d3c11"
    assert read(changed(ENCOUNTER, id=unlucky)).event_id == unlucky


def test_event_id_made_of_the_number_that_is_not_asked():
    numbers = [PATIENT["telecom"][0], {"system": "phone", "use": "home", "value": "02 627 7000"}]
    assert refusal({"id": "p-026277000"}, {"telecom": numbers}) == ("forbidden_data", "event_id")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"resourceType": "List"}, ("not_a_bundle", None)),
        ({"type": "transaction"}, ("not_a_bundle", "type")),
        ({"identifier": None}, ("missing_field", "identifier")),
        ({"identifier": {"value": "a b"}}, ("bad_type", "identifier")),
        ({"identifier": {"value": HETU}}, ("forbidden_data", "identifier")),
        ({"timestamp": None}, ("missing_field", "timestamp")),
        ({"timestamp": "2026-11-02"}, ("bad_type", "timestamp")),
        ({"link": []}, ("unknown_field", None)),
        ({"entry": {}}, ("bad_type", "entry")),
        ({"entry": [{"resource": ENCOUNTER, "search": {}}]}, ("unknown_field", "entry")),
        ({"entry": [{"resource": {"resourceType": "Condition"}}]}, ("unknown_resource", "entry")),
        ({"entry": [{"resource": {"resourceType": ["Patient"]}}]}, ("unknown_resource", "entry")),
        ({"entry": [{}]}, ("unknown_resource", "entry")),
        ({"entry": [{"resource": PATIENT}, {"resource": PATIENT}]}, ("duplicate_key", "entry")),
        ({"entry": [{"resource": ENCOUNTER}] * (MAX_VISITS + 1)}, ("too_many_rows", "entry")),
    ],
)
def test_bundles_that_cannot_be_read(changes, expected):
    assert refused(**changes) == expected


def test_a_bundle_without_entries_is_a_sign_of_life():
    assert parse_bundle(body(entry=None), "epic").parsed.rows == []


def test_index_is_the_place_in_entry():
    delivery = parse_bundle(body(PATIENT, changed(ENCOUNTER, status="x"), ENCOUNTER), "epic")
    assert [each.line for each in delivery.parsed.errors + delivery.parsed.rows] == [1, 2]


def test_too_deep_is_said():
    deep = b'{"resourceType":' * 5000 + b"1" + b"}" * 5000
    assert parse_bundle(deep, "epic").code == "too_deep"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just(HETU),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3),
    max_leaves=6,
)
ELEMENTS = sorted((ENCOUNTER.keys() | PATIENT.keys() | {"identifier", "partOf", "deceasedBoolean"}) - {"resourceType"})


@given(where=st.sampled_from(("encounter", "patient")), element=st.sampled_from(ELEMENTS), value=ANYTHING)
def test_whatever_an_element_holds_is_a_row_or_an_error(where, element, value):
    resources = {"encounter": dict(ENCOUNTER), "patient": dict(PATIENT)}
    resources[where][element] = value
    delivery = parse_bundle(body(*resources.values()), "epic")
    assert isinstance(delivery, Delivery)
    (outcome,) = [*delivery.parsed.rows, *delivery.parsed.errors]
    assert HETU not in repr(outcome) + str(getattr(outcome, "event_id", ""))
    assert isinstance(outcome, VisitRow) or outcome.code in CODES


@given(ANYTHING)
def test_whatever_comes_is_answered(value):
    assert isinstance(parse_bundle(json.dumps(value).encode(), "epic"), Delivery | Unreadable)
