import os
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_rest import VISITS, RestCase

INTAKE_LOG = "odoo.addons.hva_sms.controllers.visit_intake"


@tagged("post_install", "-at_install")
class TestVisitRest(RestCase):
    """A patient system sends visits and learns what became of each; sending again is always safe."""

    def test_each_visit_is_answered_for(self):
        body = self.envelope(
            self.visit("e1"),
            self.visit("e2", phone=None),
            self.visit("e3", unit_oid="1.2.3"),
            self.visit("e4", status="perhaps"),
            batch_id="2026-11-02T14",
        )
        reply = self.post(body)
        self.assertEqual((reply.status_code, reply.cookies.get_dict()), (200, {}))
        self.assertEqual(reply.headers["Cache-Control"], "no-store")
        self.assertEqual(reply.headers["Location"], f"{VISITS}/2026-11-02T14")
        self.assertEqual(
            reply.json(),
            {
                "batch_id": "2026-11-02T14",
                "source_system": "epic",
                "received_at": "2026-11-02T12:00:00Z",
                "is_repeat": False,
                "failure": None,
                "counts": {"rows": 4, "accepted": 1, "updated": 0, "duplicate": 0, "skipped": 1, "rejected": 2},
                "results": [
                    {"index": 0, "event_id": "e1", "result": "accepted", "code": None, "field": None},
                    {"index": 1, "event_id": "e2", "result": "skipped", "code": "no_phone", "field": None},
                    {"index": 2, "event_id": "e3", "result": "rejected", "code": "unknown_unit", "field": "unit_oid"},
                    {"index": 3, "event_id": "e4", "result": "rejected", "code": "bad_value", "field": "status"},
                ],
            },
        )
        self.assertNotIn("401234567", reply.text)

    def test_visit_becomes_an_invitation_like_any_other(self):
        self.send(self.visit("e1"))
        self.env["hva.visit"]._cron_evaluate()
        visit = self.taken("e1")["e1"]
        self.assertEqual((visit.reason, visit.source_system), ("invited", "epic"))
        self.travel("2026-11-03 08:05")
        self.dispatch()
        self.assertEqual(self.fake.numbers, ["+358401234567"])

    def test_taking_in_wakes_the_job_that_decides(self):
        cron = self.env.ref("hva_sms.ir_cron_hva_evaluate")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.send(self.visit("e1"))
        self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), triggers + 1)

    def test_same_batch_again_gets_its_stored_answer(self):
        body = self.envelope(self.visit("e1"), self.visit("e2", phone=None))
        first = self.post(body).json()
        self.env["hva.visit"]._cron_evaluate()
        self.travel(hours=1)
        again = self.post({**body, "produced_at": "2026-11-02T15:00:00+02:00"})
        self.assertEqual(again.status_code, 200)
        self.assertEqual(again.json(), {**first, "is_repeat": True})
        self.assertEqual(self.taken("e1")["e1"].state, "evaluated")

    def test_changed_repeat_is_a_conflict_and_changes_nothing(self):
        body = self.envelope(self.visit("e1"))
        self.post(body)
        reply = self.post({**body, "visits": [self.visit("e2")]})
        self.assertEqual(self.refusal(reply), (409, "conflict", "batch_id"))
        self.assertFalse(self.taken("e2"))

    def test_same_visit_in_another_batch(self):
        self.send(self.visit("e1"))
        self.assertEqual(self.send(self.visit("e1"))["e1"], ("duplicate", "duplicate", None))
        self.assertEqual(self.send(self.visit("e1", age_years=50))["e1"], ("rejected", "conflict", None))
        self.assertEqual(self.send(self.visit("e1", revision=2, age_years=50))["e1"], ("updated", None, None))

    def test_batch_of_nothing_but_bad_rows_is_422_and_says_why(self):
        reply = self.post(self.envelope(self.visit("e1", unit_oid="1.2.3"), self.visit("e2", revision="1")))
        self.assertEqual(reply.status_code, 422)
        self.assertEqual([each["code"] for each in reply.json()["results"]], ["unknown_unit", "bad_type"])

    def test_empty_batch_is_a_sign_of_life(self):
        reply = self.post(self.envelope())
        self.assertEqual((reply.status_code, reply.json()["counts"]["rows"], reply.json()["results"]), (200, 0, []))
        self.assertEqual(str(self.source.last_batch_at), "2026-11-02 12:00:00")

    def test_result_can_be_asked_for_again_without_event_ids(self):
        body = self.envelope(self.visit("e1"), self.visit("e2", phone=None))
        posted = self.post(body).json()
        reply = self.url_open(f"{VISITS}/{body['batch_id']}", headers={"Authorization": f"Bearer {self.key}"})
        expected = {**posted, "is_repeat": True}
        expected["results"] = [{**each, "event_id": None} for each in posted["results"]]
        self.assertEqual((reply.status_code, reply.json()), (200, expected))

    def test_result_of_a_batch_that_never_came(self):
        reply = self.url_open(f"{VISITS}/nothing", headers={"Authorization": f"Bearer {self.key}"})
        self.assertEqual(self.refusal(reply), (404, "unknown_batch", None))

    def test_both_doors_under_one_name_know_each_others_visits(self):
        self.params.set_param("hva_sms.drop_source", "epic")
        self.drop("monday", [self.row("e1")])
        self.assertEqual(self.send(self.visit("e1"))["e1"], ("duplicate", "duplicate", None))
        reply = self.url_open(f"{VISITS}/monday", headers={"Authorization": f"Bearer {self.key}"})
        self.assertEqual(reply.json()["counts"]["accepted"], 1)

    def test_source_is_told_by_the_key_not_by_the_body(self):
        other = self.env["hva.visit.source"].create({"name": "Other", "code": "other"})
        self.post(self.envelope(self.visit("e1"), batch_id="mine"))
        reply = self.post(self.envelope(self.visit("e2")), key=self.make_key(other))
        self.assertEqual(self.refusal(reply), (403, "wrong_source", "source_system"))
        key = self.make_key(other)
        reply = self.url_open(f"{VISITS}/mine", headers={"Authorization": f"Bearer {key}"})
        self.assertEqual(self.refusal(reply), (404, "unknown_batch", None))
        reply = self.post(self.envelope(self.visit("e1"), source_system="other"), key=key)
        self.assertEqual(reply.json()["counts"]["accepted"], 1, "each source has its own event ids")

    @mute_logger(INTAKE_LOG)
    def test_without_a_person_key_the_sender_is_asked_to_wait(self):
        body = self.envelope(self.visit("e1"))
        with patch.dict(os.environ, {"HVA_PERSON_KEY": ""}):
            reply = self.post(body)
        self.assertEqual(self.refusal(reply), (503, "not_ready", None))
        self.assertEqual(reply.headers["Retry-After"], "60")
        self.assertEqual(self.post(body).json()["counts"]["accepted"], 1)

    def test_thousand_visits_come_in_one_request(self):
        numbers = self.phones(1000)
        visits = [self.visit(f"e{n}", phone=number) for n, number in enumerate(numbers)]
        reply = self.post(self.envelope(*visits))
        self.assertEqual((reply.status_code, reply.json()["counts"]["accepted"]), (200, 1000))
        reply = self.post(self.envelope(*visits, self.visit("e1000")))
        self.assertEqual(self.refusal(reply), (413, "too_many_rows", "visits"))
