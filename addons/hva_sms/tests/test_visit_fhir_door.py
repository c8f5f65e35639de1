from odoo.tests import tagged

from .common_rest import FHIR, VISITS, RestCase

HETU = "131052-308T"


@tagged("post_install", "-at_install")
class TestVisitFhirDoor(RestCase):
    """A patient system that speaks FHIR sends Bundles; what becomes of a visit does not depend on how it was told."""

    def post_bundle(self, *resources, **changes):
        return self.post(self.bundle(*resources, **changes), path=FHIR, Content_Type="application/fhir+json")

    def results(self, *resources):
        reply = self.post_bundle(*resources)
        self.assertIn(reply.status_code, (200, 422), reply.text)
        return [
            tuple(each[n] for n in ("index", "event_id", "result", "code", "field")) for each in reply.json()["results"]
        ]

    def test_an_encounter_becomes_an_invitation(self):
        reply = self.post_bundle(self.encounter("e1"), self.patient(), identifier={"value": "monday"})
        self.assertEqual((reply.status_code, reply.headers["Location"]), (200, f"{VISITS}/monday"))
        self.assertEqual(reply.json()["counts"]["accepted"], 1)
        self.env["hva.visit"]._cron_evaluate()
        visit = self.taken("e1")["e1"]
        self.assertEqual((visit.reason, visit.contact_mode, visit.unit_id), ("invited", "visit", self.clinic))
        self.travel("2026-11-03 08:05")
        self.dispatch()
        self.assertEqual(self.fake.numbers, ["+358401234567"])

    def test_same_visit_by_json_is_a_duplicate(self):
        self.post_bundle(self.encounter("e1"), self.patient())
        self.assertEqual(self.send(self.visit("e1"))["e1"], ("duplicate", "duplicate", None))

    def test_repeat_gets_the_stored_answer_and_a_changed_one_409(self):
        bundle = self.bundle(self.encounter("e1"), self.patient())
        first, second = (self.post(bundle, path=FHIR).json() for _time in range(2))
        self.assertEqual({**first, "is_repeat": True}, second)
        bundle["entry"][0]["resource"]["status"] = "cancelled"
        self.assertEqual(self.refusal(self.post(bundle, path=FHIR)), (409, "conflict", "batch_id"))
        again = self.url_open(f"{VISITS}/{first['batch_id']}", headers={"Authorization": f"Bearer {self.key}"}).json()
        self.assertEqual(again["counts"], first["counts"])

    def test_person_under_non_disclosure_leaves_nothing_behind(self):
        label = {
            "system": "https://hl7.fi/fhir/finnish-base-profiles/CodeSystem/fi-base-security-label-cs",
            "code": "TURVAKIELTO",
        }
        for patient in (
            self.patient(meta={"security": [label]}),
            self.patient(extension=self.patient()["extension"][:1]),
        ):
            with self.subTest(patient=patient):
                (result,) = self.results(self.encounter("e1"), patient)
                self.assertEqual(result[2:4], ("skipped", "non_disclosure"))
                self.assertFalse(self.taken("e1"))

    def test_what_must_not_be_sent_is_refused_and_not_repeated(self):
        cases = {
            "Patient.name": (self.encounter("e1"), self.patient(name=[{"family": "Meikäläinen"}])),
            "Patient.identifier": (
                self.encounter("e1"),
                self.patient(identifier=[{"system": "urn:oid:1.2.246.21", "value": "secret"}]),
            ),
            "Patient": (self.encounter("e1"), self.patient(identifier=[{"value": HETU}])),
            "Encounter.diagnosis": (self.encounter("e1", diagnosis=[{"use": {"text": "secret"}}]), self.patient()),
        }
        for element, resources in cases.items():
            with self.subTest(element):
                reply = self.post_bundle(*resources)
                (result,) = reply.json()["results"]
                self.assertEqual((reply.status_code, result["code"], result["field"]), (422, "forbidden_data", element))
                for word in (HETU, "Meikäläinen", "secret", "401234567"):
                    self.assertNotIn(word, reply.text)

    def test_one_bad_encounter_does_not_stop_the_others(self):
        self.assertEqual(
            self.results(
                self.patient(),
                self.encounter("e1"),
                self.encounter("e2", status="planned"),
                self.encounter("e3", subject={"reference": "Patient/p2"}),
                self.encounter("e4", serviceProvider={"identifier": {"value": "1.2.3"}}),
                self.encounter("e5", **{"class": {"code": "HH"}}),
            ),
            [
                (1, "e1", "accepted", None, None),
                (2, "e2", "rejected", "bad_value", "status"),
                (3, "e3", "rejected", "unknown_patient", "Encounter.subject"),
                (4, "e4", "rejected", "unknown_unit", "unit_oid"),
                (5, "e5", "accepted", None, None),
            ],
        )
        self.assertEqual(self.taken("e5")["e5"].contact_mode, "home")

    def test_bodies_that_are_no_bundle(self):
        for body, expected in (
            (b"{}", (400, "not_a_bundle", None)),
            (b"nonsense", (400, "bad_json", None)),
            (self.envelope(self.visit("e1")), (400, "not_a_bundle", None)),
            (self.bundle({"resourceType": "Condition"}), (400, "unknown_resource", "entry")),
            (b" " * 2_000_001, (413, "too_big", None)),
        ):
            with self.subTest(expected=expected):
                self.assertEqual(self.refusal(self.post(body, path=FHIR)), expected)
        self.assertEqual(
            self.refusal(self.post(self.bundle(), path=FHIR, Content_Type="application/fhir+xml")),
            (415, "wrong_content", None),
        )
        self.assertEqual(self.refusal(self.post(self.bundle(), path=FHIR, key="wrong")), (401, "unauthorised", None))
