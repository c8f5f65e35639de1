import re

from odoo.tests import tagged

from ..tools.openapi import PATH
from .common_rest import CALLS, FHIR, VISITS, RestCase
from .schema_check import faults

OURS = "odoo.addons.hva_"
PAGES = ("/p/", "/hva_sms/opt-out")  # for people, drawn as HTML


@tagged("post_install", "-at_install")
class TestApiDocument(RestCase):
    """The document says what the machine doors do: none is missing, and what they take and answer is as it is said."""

    def setUp(self):
        super().setUp()
        self.reply = self.url_open(PATH)
        self.document = self.reply.json()

    def check(self, reply, path, method="post"):
        """Hold an answer against the document: its status is described, and its body fits the schema given there."""
        described = self.document["paths"][path][method]["responses"]
        self.assertIn(str(reply.status_code), described, reply.text)
        content = described[str(reply.status_code)]["content"]
        schema = content[reply.headers["Content-Type"].partition(";")[0]]["schema"]
        self.assertEqual(faults(reply.json(), schema, self.document), [])
        return reply.json()

    def fits(self, name, body):
        return not faults(body, {"$ref": f"#/components/schemas/{name}"}, self.document)

    def test_it_is_public_and_may_be_kept(self):
        self.assertEqual((self.reply.status_code, self.document["openapi"]), (200, "3.1.0"))
        self.assertEqual(self.reply.headers["Cache-Control"], "public, max-age=3600")
        self.assertFalse(self.reply.cookies.get_dict())
        again = self.url_open(PATH, headers={"If-None-Match": self.reply.headers["ETag"]})
        self.assertEqual((again.status_code, again.text), (304, ""))

    def test_no_door_of_machines_is_missing(self):
        doors = set()
        for rule in self.env["ir.http"].routing_map().iter_rules():
            routing, owner = rule.endpoint.routing, rule.endpoint.func.__module__
            if not owner.startswith(OURS) or routing["auth"] == "user" or rule.rule.startswith(PAGES):
                continue
            path = re.sub(r"<(?:[^:>]*:)?(\w+)>", r"{\1}", rule.rule)
            doors |= {(path, method.lower()) for method in routing.get("methods") or ["GET", "POST"]}
        described = {(path, method) for path, item in self.document["paths"].items() for method in item}
        self.assertEqual(doors, described)

    def test_every_reference_leads_somewhere_and_every_door_has_its_words(self):
        text = self.reply.text
        for name in set(re.findall(r'"#/components/schemas/(\w+)"', text)):
            self.assertIn(name, self.document["components"]["schemas"])
        for path, item in self.document["paths"].items():
            for operation in item.values():
                self.assertTrue(operation["summary"] and operation["responses"], path)
                named = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
                self.assertEqual(named, set(re.findall(r"{(\w+)}", path)))

    def test_batches_that_fit_are_processed_and_answered_as_said(self):
        calls = {"source_system": "voice"}
        switchboard = self.env["hva.visit.source"].create({"name": "Calls", "code": "voice", "brings": "calls"})
        voice_key = self.make_key(switchboard)
        for path, name, body, key in (
            (VISITS, "VisitBatch", self.envelope(self.visit("e1"), self.visit("e2", unit_oid="1.2.3")), None),
            (FHIR, "Bundle", self.bundle(self.encounter("e3"), self.patient()), None),
            (CALLS, "CallBatch", self.calls_envelope(self.call("c1"), **calls), voice_key),
            (VISITS, "VisitBatch", self.envelope(), None),
        ):
            with self.subTest(path):
                self.assertTrue(self.fits(name, body))
                answer = self.check(self.post(body, path=path, key=key), path)
                headers = {"Authorization": f"Bearer {key or self.key}"}
                stored = self.url_open(f"{VISITS}/{answer['batch_id']}", headers=headers)
                self.check(stored, f"{VISITS}/{{batch_id}}", "get")

    def test_rows_that_do_not_fit_are_rejected(self):
        for changes in (
            {"status": "perhaps"},
            {"age_years": "45"},
            {"age_years": 131},
            {"visit_end": "2026-11-02"},
            {"unit_oid": "clinic"},
            {"contact_type": "letter"},
            {"language": "suomi"},
            {"phone": "0" * 33},
            {"name": "Matti"},
            {"revision": None},
        ):
            with self.subTest(changes=changes):
                body = self.envelope(self.visit("e1", **changes))
                self.assertFalse(self.fits("VisitBatch", body))
                reply = self.post(body)
                self.assertEqual(reply.status_code, 422)
                self.assertEqual(self.check(reply, VISITS)["results"][0]["result"], "rejected")
        encounter = self.encounter("e1", diagnosis=[])
        self.assertFalse(self.fits("Bundle", self.bundle(encounter, self.patient())))
        self.assertEqual(
            self.check(self.post(self.bundle(encounter, self.patient()), path=FHIR), FHIR)["counts"]["rejected"], 1
        )

    def test_refusals_are_as_said(self):
        taken = self.envelope(self.visit("e1"))
        self.post(taken)
        for path, body, sent in (
            (VISITS, b"nonsense", {}),
            (VISITS, self.envelope(contract_version="2"), {}),
            (VISITS, self.envelope(), {"key": "wrong"}),
            (VISITS, self.envelope(source_system="other"), {}),
            (VISITS, {**taken, "visits": []}, {}),
            (VISITS, b" " * 2_000_001, {}),
            (VISITS, self.envelope(), {"Content_Type": "text/plain"}),
            (FHIR, self.envelope(), {}),
            (CALLS, self.calls_envelope(), {}),
        ):
            reply = self.post(body, path=path, **sent)
            with self.subTest(path=path, status=reply.status_code):
                self.assertGreaterEqual(reply.status_code, 400)
                problem = self.check(reply, path)
                words = self.document["paths"][path]["post"]["responses"][str(reply.status_code)]["description"]
                self.assertIn(f"`{problem['code']}`", words)
        unknown = self.url_open(f"{VISITS}/none", headers={"Authorization": f"Bearer {self.key}"})
        self.check(unknown, f"{VISITS}/{{batch_id}}", "get")
