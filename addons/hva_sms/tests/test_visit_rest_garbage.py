import json
import logging
import random

from odoo.tests import tagged

from .common import PHONE
from .common_rest import VISITS, RestCase

CANARY = "+358409998877"
WHOLE_BODIES = {  # body: code of the refusal
    b"": "bad_json",
    b"null": "bad_type",
    b"[]": "bad_type",
    b'"text"': "bad_type",
    b"{": "bad_json",
    b"{}": "missing_field",
    b"\xff\xfe{\0}\0": "bad_encoding",
    b"\x80": "bad_encoding",
    b"{}\0": "bad_json",
    b'{"visits": NaN}': "bad_json",
    b'{"visits": [{"age_years": -Infinity}]}': "bad_json",
    b'{"batch_id": "a", "batch_id": "b"}': "duplicate_key",
    b'{"visits": [{"event_id": "a", "event_id": "b"}]}': "duplicate_key",
    b"[" * 100_000: "too_deep",
    b'{"a":' * 50_000 + b"1" + b"}" * 50_000: "too_deep",
    b"event_id;revision\n1;1": "bad_json",
    b"<?xml version='1.0'?><visits/>": "bad_json",
}
ENVELOPES = (  # change, code, field
    ({"contract_version": "2"}, "unsupported_version", "contract_version"),
    ({"contract_version": 1}, "unsupported_version", "contract_version"),
    ({"contract_version": None}, "missing_field", "contract_version"),
    ({"source_system": ["epic"]}, "bad_type", "source_system"),
    ({"batch_id": 7}, "bad_type", "batch_id"),
    ({"batch_id": ""}, "bad_type", "batch_id"),
    ({"batch_id": "../etc"}, "bad_type", "batch_id"),
    ({"batch_id": "a\r\nSet-Cookie: x"}, "bad_type", "batch_id"),
    ({"batch_id": "x" * 65}, "bad_type", "batch_id"),
    ({"batch_id": "\ud800"}, "bad_type", "batch_id"),
    ({"batch_id": "131052-308T"}, "forbidden_data", "batch_id"),
    ({"produced_at": "yesterday"}, "bad_type", "produced_at"),
    ({"produced_at": "2026-11-02T14:00:00"}, "bad_type", "produced_at"),
    ({"produced_at": 1}, "bad_type", "produced_at"),
    ({"visits": {}}, "bad_type", "visits"),
    ({"visits": "e1"}, "bad_type", "visits"),
    ({"hetu": "131052-308T"}, "unknown_field", None),
)
ROWS = (  # what stands in the place of a visit, or a change to one; code, field
    (7, "bad_type", None),
    (None, "bad_type", None),
    ([], "bad_type", None),
    ("e1", "bad_type", None),
    ({"event_id": None}, "missing_field", "event_id"),
    ({"event_id": 5}, "bad_type", "event_id"),
    ({"event_id": "\ud800"}, "bad_type", "event_id"),
    ({"event_id": "a\0b"}, "bad_type", "event_id"),
    ({"event_id": "x" * 65}, "bad_type", "event_id"),
    ({"event_id": ["e1"]}, "bad_type", "event_id"),
    ({"event_id": "131052-308T"}, "forbidden_data", "event_id"),
    ({"event_id": f"id-{PHONE}"}, "forbidden_data", "event_id"),
    ({"revision": True}, "bad_type", "revision"),
    ({"revision": 1.0}, "bad_type", "revision"),
    ({"revision": 0}, "bad_value", "revision"),
    ({"revision": 2**31}, "bad_value", "revision"),
    ({"revision": 10**30}, "bad_type", "revision"),
    ({"revision": -1}, "bad_value", "revision"),
    ({"age_years": 131}, "bad_value", "age_years"),
    ({"age_years": "45"}, "bad_type", "age_years"),
    ({"sms_consent": "true"}, "bad_type", "sms_consent"),
    ({"sms_consent": 1}, "bad_type", "sms_consent"),
    ({"visit_end": "2026-11-02"}, "bad_type", "visit_end"),
    ({"visit_end": "2026-02-30T10:00:00Z"}, "bad_type", "visit_end"),
    ({"visit_end": "9999-12-31T23:59:59-23:59"}, "bad_type", "visit_end"),
    ({"visit_end": "0001-01-01T00:00:00+23:59"}, "bad_type", "visit_end"),
    ({"visit_start": "0001-01-01T00:00:00+23:59"}, "bad_type", "visit_start"),
    ({"visit_end": 1762092000}, "bad_type", "visit_end"),
    ({"unit_oid": "1.2.x"}, "bad_type", "unit_oid"),
    ({"unit_oid": "' OR 1=1 --"}, "bad_type", "unit_oid"),
    ({"status": {"finished": True}}, "bad_type", "status"),
    ({"phone": 401234567}, "bad_type", "phone"),
    ({"phone": "\udfff"}, "bad_type", "phone"),
    ({"client_key": "short"}, "bad_type", "client_key"),
    ({"name": "Somebody"}, "unknown_field", None),
    ({"self": 1}, "unknown_field", None),
    ({"diagnosis": {"code": ["J06"]}}, "unknown_field", None),
    ({"service_code": "131052-308T"}, "forbidden_data", "service_code"),
)


@tagged("post_install", "-at_install")
class TestVisitRestGarbage(RestCase):
    """Whatever comes, the sender learns what is wrong, our log nothing of it, and the good rows go on."""

    def test_bodies_that_are_no_batch(self):
        for body, code in WHOLE_BODIES.items():
            with self.subTest(body[:40]):
                self.assertEqual(self.refusal(self.post(body))[:2], (400, code))

    def test_envelopes_with_one_thing_wrong(self):
        for change, code, field in ENVELOPES:
            with self.subTest(change):
                self.assertEqual(self.refusal(self.post(self.envelope(**change))), (400, code, field))

    def test_bad_rows_are_told_and_the_good_one_is_taken(self):
        rows = [self.visit(f"bad-{n}") | row if isinstance(row, dict) else row for n, (row, *_) in enumerate(ROWS)]
        reply = self.post(self.envelope(*rows, self.visit("good")))
        results = reply.json()["results"]
        self.assertEqual([(each["code"], each["field"]) for each in results[:-1]], [(c, f) for _row, c, f in ROWS])
        self.assertEqual(results[-1]["result"], "accepted")
        for refused in ("131052", "998877", "Somebody", "J06"):
            self.assertNotIn(refused, reply.text)

    def test_limits_and_wrong_kinds_of_content(self):
        body = json.dumps(self.envelope(self.visit("e1"))).encode()
        self.assertEqual(self.refusal(self.post(body + b" " * 2_000_000)), (413, "too_big", None))
        for kind in ("text/csv", "text/plain", "application/json; charset=latin-1", "application/jsonp", ""):
            with self.subTest(kind):
                self.assertEqual(self.refusal(self.post(body, Content_Type=kind)), (415, "wrong_content", None))
        self.assertEqual(self.refusal(self.post(body, Content_Encoding="gzip"))[:2], (415, "wrong_content"))
        form = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Bearer {self.key}"}
        self.assertEqual(self.refusal(self.url_open(VISITS, data=b"self=1&visits=2", headers=form))[0], 415)
        reply = self.url_open(VISITS, data=b"x=" + b"y" * 2_000_001, headers=form)
        self.assertEqual(self.refusal(reply), (413, "too_big", None))
        for kind in ("application/json; charset=UTF-8", "Application/JSON"):
            self.assertTrue(self.post(self.envelope(), Content_Type=kind).ok)

    def test_wrong_methods_and_addresses(self):
        bearer = {"Authorization": f"Bearer {self.key}"}
        for method, path in (("GET", VISITS), ("PUT", VISITS), ("DELETE", f"{VISITS}/x"), ("POST", f"{VISITS}/x")):
            with self.subTest(method=method, path=path):
                self.assertEqual(self.url_open(path, method=method, headers=bearer).status_code, 405)
        for name in ("%00", "%ED%A0%80", "%FF", "..", "' OR 1=1", "x" * 3000, "\u202e"):
            with self.subTest(name):
                reply = self.url_open(f"{VISITS}/{name}", headers=bearer)
                self.assertEqual(reply.status_code, 404)
                self.assertNotIn("Traceback", reply.text)

    def test_seeded_noise_never_breaks_the_door(self):
        """150 bodies, each a good one damaged at random: bytes changed, cut out and doubled, values swapped."""
        chance = random.Random(5)
        values = [None, True, -1, 1e400, 10**40, "", "\ud83d", "x" * 5000, [], {}, [[{}]], "\0", "=1+1", 0.1]
        seen = set()
        for number in range(150):
            body = self.envelope(*(self.visit(f"n{number}-{row}", phone=CANARY) for row in range(2)))
            for _change in range(chance.randint(0, 3)):
                target = chance.choice([body, *body["visits"]]) if isinstance(body["visits"], list) else body
                if isinstance(target, dict):
                    target[chance.choice([*target, "visits"])] = chance.choice(values)
            data = bytearray(json.dumps(body).encode())
            for _change in range(chance.choice((0, 0, 1, 5))):
                at = chance.randrange(len(data))
                data[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
            with self.subTest(number):
                reply = self.post(bytes(data))
                seen.add(reply.status_code)
                self.assertIn(reply.status_code, (200, 400, 403, 422), reply.text)
                self.assertNotIn("9998877", reply.text)
        self.assertLess({200, 400}, seen, "the noise reached every kind of answer")

    def test_no_log_line_has_anything_of_a_body(self):
        secrets = {"phone": CANARY, "client_key": "k" * 31 + "canary1", "service_event_id": "canary2"}
        good, bad = self.visit("canary3", **secrets), self.visit("canary4", **secrets, unit_oid="1.2.3.777777")
        bodies = [
            self.envelope(good, bad, {"canary5": 1}, self.visit("131052-308T", **secrets)),
            self.envelope(good, extra="canary6"),
            b"{" + json.dumps(good).encode(),
        ]
        with self.assertLogs("odoo", logging.INFO) as logs, self.assertLogs("werkzeug", logging.INFO) as access:
            replies = [self.post(body) for body in bodies]
            self.post(bodies[0] | {"visits": [bad]})
            self.env["hva.visit"]._cron_evaluate()
        self.assertEqual([reply.status_code for reply in replies], [200, 400, 400])
        text = "\n".join(logs.output + access.output)
        self.assertIn("1 accepted, 0 duplicate, 0 updated, 0 skipped, 3 rejected", text)
        for secret in ("9998877", "canary", "131052", "777777", self.key):
            self.assertNotIn(secret, text)

    def test_our_own_fault_is_told_without_saying_more(self):
        def fail(*args, **kwargs):
            raise ValueError(f"something with {CANARY}")

        self.patch(type(self.env["hva.visit"]), "_take_in", fail)
        with self.assertLogs("odoo", logging.INFO) as logs:
            reply = self.post(self.envelope(self.visit("e1")))
        self.assertEqual(self.refusal(reply), (500, "broken", None))
        self.assertNotIn("9998877", reply.text + "\n".join(logs.output))
        self.assertIn("ValueError", "\n".join(logs.output))
        self.assertFalse(self.env["hva.visit.batch"].search([("source_system", "=", "epic")]), "nothing is half taken")
