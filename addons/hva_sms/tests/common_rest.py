import json
import os
from unittest.mock import patch

from odoo.tests import HttpCase

from .common import KEY, PHONE, SmsCase

VISITS = "/hva_sms/v1/visits"
FHIR = "/hva_sms/v1/fhir"
CALLS = "/hva_sms/v1/calls"


class RestCase(SmsCase, HttpCase):
    """A patient system `epic` with a key, knocking over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls.env["hva.visit.source"].create({"name": "Epic", "code": "epic"})

    def setUp(self):
        super().setUp()
        # a key's life is measured by the database, whose clock no test can freeze
        self.key = self.make_key()
        self.count = 0

    def make_key(self, source=None):
        with self.at_real_time():
            action = (source or self.source).action_make_key()
        return action["context"]["default_key"]

    def at_real_time(self):
        return patch.object(type(self.env["hva.clock"]), "_now", lambda _self: self.real_now())

    def real_now(self):
        self.env.cr.execute("SELECT clock_timestamp() AT TIME ZONE 'utc'")
        return self.env.cr.fetchone()[0]

    def visit(self, event_id, **changes):
        """Return one visit as JSON has it; None leaves the field out."""
        row = {**self.row(event_id), "sms_consent": True, "non_disclosure": False, **changes}
        return {name: value for name, value in row.items() if value is not None}

    def envelope(self, *visits, **changes):
        self.count += 1
        return {
            "contract_version": "1",
            "source_system": "epic",
            "batch_id": f"batch-{self.count}",
            "produced_at": "2026-11-02T14:00:00+02:00",
            "visits": list(visits),
            **changes,
        }

    def bundle(self, *resources, **changes):
        """Return a FHIR Bundle; each Patient has the address that Encounters of `encounter` point at."""
        self.count += 1
        return {
            "resourceType": "Bundle",
            "type": "collection",
            "identifier": {"value": f"bundle-{self.count}"},
            "timestamp": "2026-11-02T14:00:00+02:00",
            "entry": [{"resource": resource} for resource in resources],
            **changes,
        }

    def encounter(self, event_id, **changes):
        """Return a FHIR Encounter that says what `visit` says."""
        return {
            "resourceType": "Encounter",
            "id": event_id,
            "meta": {"versionId": "1"},
            "status": "finished",
            "class": {"code": "AMB"},
            "subject": {"reference": "Patient/p1"},
            "period": {"end": "2026-11-02T13:00:00+02:00"},
            "serviceProvider": {"identifier": {"value": f"urn:oid:{self.clinic.oid}"}},
            **changes,
        }

    def patient(self, **changes):
        """Return the FHIR Patient of `encounter`: 45 years old, consents, and is known to have no non-disclosure."""
        ours = {"sms-consent": True, "non-disclosure": False}
        return {
            "resourceType": "Patient",
            "id": "p1",
            "extension": [{"url": f"urn:x-hva-feedback:{name}", "valueBoolean": value} for name, value in ours.items()],
            "telecom": [{"system": "phone", "use": "mobile", "value": PHONE}],
            "birthDate": "1981-06",
            "communication": [{"language": {"coding": [{"code": "fi"}]}}],
            **changes,
        }

    def call(self, event_id, **changes):
        """Return one call as JSON has it; None leaves the field out."""
        row = {
            "event_id": event_id,
            "queue": "dental",
            "ended_at": "2026-11-02T13:00:00+02:00",
            "phone": PHONE,
            "language": "fi",
            "caller_agreed": True,
            **changes,
        }
        return {name: value for name, value in row.items() if value is not None}

    def calls_envelope(self, *calls, **changes):
        whole = {**self.envelope(), "calls": list(calls), **changes}
        del whole["visits"]
        return whole

    def post(self, body, key=None, path=VISITS, **headers):
        """Post an envelope (dict) or raw bytes; headers written with _ for -."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {key or self.key}", "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.url_open(path, data=data, method="POST", headers={n: v for n, v in sent.items() if v is not None})

    def send(self, *visits, **changes):
        """Post visits in a batch and return {event id or index: (result, code, field)}."""
        reply = self.post(self.envelope(*visits, **changes))
        self.assertIn(reply.status_code, (200, 422), reply.text)
        return {
            each["event_id"] or each["index"]: (each["result"], each["code"], each["field"])
            for each in reply.json()["results"]
        }

    def refusal(self, reply):
        """Return (status, code, field) of a refusal, after checking that it is no more than that."""
        self.assertEqual(reply.headers["Content-Type"], "application/problem+json")
        problem = reply.json()
        self.assertEqual(set(problem), {"type", "title", "status", "code", "field"})
        self.assertEqual(problem["status"], reply.status_code)
        self.assertNotIn("Traceback", reply.text)
        return reply.status_code, problem["code"], problem["field"]

    def taken(self, *event_ids, source="epic"):
        """Return {event id: hva.visit} of what came from a source."""
        with patch.dict(os.environ, {"HVA_PERSON_KEY": KEY}):
            hmac = self.env["hva.person.key"]._hmac
        keys = {hmac("event", f"{source}\0{event_id}"): event_id for event_id in event_ids}
        return {keys[v.event_hmac]: v for v in self.env["hva.visit"].search([("event_hmac", "in", list(keys))])}
