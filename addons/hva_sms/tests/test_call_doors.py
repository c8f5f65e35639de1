from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common_rest import CALLS, FHIR, VISITS, RestCase


@tagged("post_install", "-at_install")
class TestCallDoors(RestCase):
    """A telephone system tells of calls. Who agreed to be asked is asked, by rules and words of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switchboard = cls.env["hva.visit.source"].create({"name": "Calls", "code": "voice", "brings": "calls"})
        cls.queue = cls.env["hva.call.queue"].create(
            {"name": "Dental appointments", "code": "dental", "unit_id": cls.clinic.id, "service_id": cls.service.id}
        )
        cls.call_rule = cls.env["hva.contact.rule"].create(
            {
                "name": "Calls",
                "asks_about": "call",
                "text_ids": [Command.create({"lang_code": "fi", "body": "Miten puhelusi sujui? {link}"})],
            }
        )

    def setUp(self):
        super().setUp()
        self.voice_key = self.make_key(self.switchboard)

    def send_calls(self, *calls):
        reply = self.post(self.calls_envelope(*calls, source_system="voice"), key=self.voice_key, path=CALLS)
        self.assertIn(reply.status_code, (200, 422), reply.text)
        return {each["event_id"]: (each["result"], each["code"], each["field"]) for each in reply.json()["results"]}

    def decided(self, *event_ids):
        self.env["hva.visit"]._cron_evaluate()
        return self.taken(*event_ids, source="voice")

    def test_caller_who_agreed_is_asked_with_the_words_for_calls(self):
        self.assertEqual(self.send_calls(self.call("c1"))["c1"], ("accepted", None, None))
        call = self.decided("c1")["c1"]
        self.assertEqual(
            (call.reason, call.contact_mode, call.unit_id, call.service_id),
            ("invited", "call", self.clinic, self.service),
        )
        self.assertEqual(call.invitation_id.rule_id, self.call_rule)
        links = self.env["hva.feedback.link"].search([])
        self.assertEqual({(link.contact_mode, link.age_band) for link in links}, {("call", False)})
        self.travel("2026-11-03 08:05")
        self.dispatch()
        self.assertIn("Miten puhelusi sujui?", self.fake.sent[0].text)

    def test_who_did_not_agree_is_not_asked(self):
        self.assertEqual(
            self.send_calls(
                self.call("c1", caller_agreed=False),
                self.call("c2", caller_agreed=None),
                self.call("c3", status="abandoned"),
                self.call("c4", phone=None),
                self.call("c5", phone="anonymous"),
                self.call("c6", non_disclosure=True),
            ),
            {
                "c1": ("skipped", "no_consent", None),
                "c2": ("skipped", "no_consent", None),
                "c3": ("skipped", "not_finished", None),
                "c4": ("skipped", "no_phone", None),
                "c5": ("skipped", "bad_phone", None),
                "c6": ("skipped", "non_disclosure", None),
            },
        )
        self.assertFalse(any(call.phone or call.phone_hmac for call in self.decided("c1", "c2", "c3").values()))
        self.assertFalse(self.env["hva.invitation"].search([]))

    def test_queue_that_is_not_known_is_an_error_of_its_row(self):
        self.env["hva.call.queue"].create({"name": "Old", "code": "old", "unit_id": self.ward.id, "active": False})
        self.ward.active = False
        self.env["hva.call.queue"].create({"name": "Ward", "code": "ward", "unit_id": self.ward.id})
        self.assertEqual(
            self.send_calls(
                self.call("c1", queue="Dental"),
                self.call("c2", queue="old"),
                self.call("c3", queue="ward"),
                self.call("c4", ended_at="2026-11-09T10:00:00+02:00"),
                self.call("c5"),
            ),
            {
                "c1": ("rejected", "unknown_queue", "queue"),
                "c2": ("rejected", "unknown_queue", "queue"),
                "c3": ("rejected", "unknown_unit", "queue"),
                "c4": ("rejected", "future_time", "ended_at"),
                "c5": ("accepted", None, None),
            },
        )

    def test_without_a_rule_for_calls_nobody_is_asked(self):
        self.call_rule.active = False
        self.send_calls(self.call("c1"))
        self.assertEqual(self.decided("c1")["c1"].reason, "no_rule")
        self.assertFalse(self.env["hva.invitation"].search([]))

    def test_call_and_visit_of_one_day_are_one_person(self):
        self.send_calls(self.call("c1", ended_at="2026-11-02T09:00:00+02:00"))
        self.send(self.visit("e1"))
        self.env["hva.visit"]._cron_evaluate()
        self.assertEqual(self.taken("c1", source="voice")["c1"].reason, "not_last_visit")
        self.assertEqual(self.taken("e1")["e1"].reason, "invited")

    def test_repeat_correction_and_conflict(self):
        self.send_calls(self.call("c1"))
        self.assertEqual(self.send_calls(self.call("c1"))["c1"], ("duplicate", "duplicate", None))
        changed = self.call("c1", queue="dental", language="sv")
        self.assertEqual(self.send_calls(changed)["c1"], ("rejected", "conflict", None))
        taken_back = self.call("c1", revision=2, caller_agreed=False)
        self.env["hva.visit"]._cron_evaluate()
        self.assertEqual(self.send_calls(taken_back)["c1"], ("skipped", "no_consent", None))
        self.assertFalse(self.env["hva.invitation"].search([("state", "=", "due")]))

    def test_each_system_has_its_own_door(self):
        voice = {"key": self.voice_key}
        for path, body in ((VISITS, self.envelope(source_system="voice")), (FHIR, self.bundle())):
            self.assertEqual(self.refusal(self.post(body, path=path, **voice)), (403, "wrong_door", None))
        self.assertEqual(self.refusal(self.post(self.calls_envelope(), path=CALLS)), (403, "wrong_door", None))
        self.assertEqual(
            self.refusal(self.post(self.envelope(self.visit("e1"), source_system="voice"), path=CALLS, **voice)),
            (400, "missing_field", "calls"),
        )

    def test_calls_come_by_file_too(self):
        drop = self.folder / "calls"
        drop.mkdir(exist_ok=True)
        self.addCleanup(lambda: [path.unlink() for path in drop.rglob("*.csv*")])
        head = "event_id;queue;ended_at;phone;caller_agreed"
        lines = [f"c1;dental;2026-11-02T13:00:00+02:00;{self.phones(1)[0]};true", "c2;none;2026-11-02T13:00:00+02:00;;"]
        path = drop / "monday.csv"
        path.write_text("\n".join([head, *lines]))
        self.settle(path)
        self.env["hva.drop.folder"]._cron_read_drop()
        result = (drop / "done" / "monday.result.csv").read_text().splitlines()
        self.assertEqual(result[1:], ["2;c1;accepted;;", "3;c2;rejected;unknown_queue;queue"])
        self.env["hva.visit"]._cron_evaluate()
        self.assertEqual(self.taken("c1", source="calls")["c1"].reason, "invited")

    def test_who_ties_queues_to_units(self):
        people = {
            role: new_test_user(self.env, f"queue-{role}", f"base.group_user,hva_feedback.hva_feedback_group_{role}")
            for role in ("manager", "admin", "technical")
        }
        for role in ("admin", "technical"):
            queue = self.queue.with_user(people[role])
            queue.unit_id = self.ward
            self.assertEqual(queue.unit_id.name, "Ward")
        with self.assertRaises(AccessError):
            self.queue.with_user(people["manager"]).read(["code"])
