from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .case_story import CANARY, CaseStory
from .whole_database import tables_with

PHONE = "+358407654321"
STAFF_WORD = "kaakaohuhtikuu"


@tagged("post_install", "-at_install")
class TestRetention(CaseStory):
    """A feedback of the summer of 2026 grows old: its contact details, its words and its case go, its score stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._person("viewer", cls.area, login="retention_admin")
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.rules = {rule.code: rule for rule in cls.env["hva.retention"].search([])}

    @freeze_time("2026-06-01 09:00:00")
    def closed_case(self, **feedback):
        """A case with all that can hang on one, closed on the first of June."""
        given = {"kind": "criticism", "nps": 2, "text": f"Sanoin {CANARY}", "phone": PHONE, **feedback}
        case = self.make_case(**given).with_user(self.handler)
        case.action_hva_take()
        case.message_post(body=f"We talked about {CANARY}", attachments=[("note.txt", STAFF_WORD.encode())])
        case._hva_move("closed", outcome="no_action", reason=f"As said: {CANARY}")
        return case.sudo()

    def night(self, day, batch=200):
        """Run the job as Odoo would on the night after `day`, without the commit that a test cannot make."""
        self.env.flush_all()
        with (
            freeze_time(f"{day} 23:30:00"),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: 60.0),
        ):
            self.env["hva.retention"]._cron_run(batch=batch)
        self.env.invalidate_all()

    def proofs(self):
        return [(run.rule_id.code, run.count) for run in self.env["hva.retention.run"].search([], order="id")]

    def test_each_kind_goes_in_its_time_and_the_dump_holds_nothing(self):
        case = self.closed_case()
        answer = case.hva_answer_id
        self.assertIn("mail_message", tables_with(self.env, CANARY), "the search would find it")
        self.night("2026-08-31")
        self.assertTrue(answer.hva_contact_id)
        self.night("2026-09-02")
        self.assertFalse(answer.hva_contact_id)
        self.assertEqual(tables_with(self.env, PHONE[4:]), [])
        self.assertTrue(answer.hva_text)
        self.night("2028-06-02")
        self.assertFalse(answer.hva_text or answer.hva_has_text)
        self.assertTrue(case.exists())
        self.night("2031-06-03")
        self.assertFalse(case.exists())
        self.assertEqual((answer.hva_nps, answer.hva_has_nps, answer.hva_kind), (2, True, "criticism"))
        for needle in (CANARY, PHONE[4:], "Testi Antaja"):
            self.assertEqual(tables_with(self.env, needle), [], needle)
        self.assertFalse(self.env["ir.attachment"].search([("name", "=", "note.txt")]))
        self.assertEqual(
            [proof for proof in self.proofs() if proof[0] != "audit"], [("contact", 1), ("text", 1), ("case", 1)]
        )

    def test_a_proof_says_how_many_and_stays(self):
        self.closed_case()
        self.night("2026-10-01")
        run = self.env["hva.retention.run"].search([], limit=1)
        self.assertEqual((run.rule_id.code, run.count, str(run.before_on)), ("contact", 1, "2026-07-02"))
        row = self.env["hva.audit"].search([("action", "=", "retention")], limit=1)
        self.assertEqual(row.details, {"rule": "contact", "before": "2026-07-02", "count": 1})
        for act in (lambda: run.write({"count": 9}), run.unlink):
            with self.assertRaises(UserError):
                act()

    def test_messages_with_the_giver_go_by_their_own_rule_or_with_the_words(self):
        for months, day, proof in ((3, "2026-09-02", "message"), (60, "2028-06-02", "text")):
            with self.subTest(proof=proof):
                case = self.closed_case(text=None, phone=None) if proof == "message" else self.closed_case(phone=None)
                self.rules["message"].months = months
                values = self.env["hva.case.message"]._prepare_message(case, "code")
                self.env["hva.case.message"].sudo().create(
                    {**values, "body": f"Kiitos, {CANARY}", "state": "shown", "user_id": self.handler.id}
                )
                self.night(day)
                self.assertFalse(self.env["hva.case.message"].search([("case_id", "=", case.id)]))
                self.assertIn((proof, 1), self.proofs())

    def test_hand_overs_go_after_their_case(self):
        case = self.closed_case(phone=None)
        model = self.env["hva.referral"]
        way, told = (model._fields[name].selection[0][0] for name in ("way", "giver_told"))
        referral = model.sudo().create({
            "ticket_id": case.id, "case_number": case.number, "unit_id": self.clinic.id, "receiver_name": "Registry",
            "way": way, "giver_told": told, "handed_on": "2026-06-01", "user_id": self.handler.id, "note": CANARY,
            "proof": "eA==",
        })  # fmt: skip
        self.night("2031-05-31")
        self.assertTrue(referral.exists(), "the case is there until tomorrow")
        self.night("2031-06-03")
        self.assertFalse(referral.exists() or case.exists())
        self.assertIn(("referral", 1), self.proofs())
        self.assertEqual(tables_with(self.env, CANARY), [])

    def test_an_open_case_keeps_everything(self):
        with freeze_time("2026-06-01 09:00:00"):
            case = self.make_case(kind="criticism", text=CANARY, phone=PHONE)
        self.night("2032-01-01")
        self.assertTrue(case.hva_contact_id)
        self.assertIn(CANARY, case.hva_answer_id.hva_text)

    def test_details_of_feedback_that_made_no_case_go_too(self):
        self.env["hva.routing.rule"].search([]).action_archive()
        with freeze_time("2026-06-01 09:00:00"):
            answer = self.give(kind="thanks", phone=PHONE)
            self.route()
        self.assertFalse(self.case_of(answer))
        self.night("2026-09-03")
        self.assertFalse(answer.hva_contact_id)

    def test_what_is_on_hold_waits(self):
        case = self.closed_case()
        case.with_user(self.manager).action_hva_hold()
        wizard = self.env["hva.hold.set"].with_user(self.manager).create(
            {"answer_ids": case.hva_answer_id.ids, "reason": f"Objection 12/2026, {PHONE}"}
        )  # fmt: skip
        wizard.action_confirm()
        self.assertNotIn(PHONE, case.hva_answer_id.hva_hold_ids.reason)
        self.assertTrue(case.with_user(self.handler).hva_is_held)
        self.night("2035-01-01")
        self.assertTrue(case.exists() and case.hva_contact_id and case.hva_answer_id.hva_text)
        self.assertFalse([proof for proof in self.proofs() if proof[0] != "audit"])
        case.with_user(self.manager).action_hva_release()
        self.night("2035-01-02")
        self.assertFalse(case.exists())
        self.assertEqual(
            self.env["hva.audit"].search([("action", "in", ("hold", "hold_end"))]).mapped("action"),
            ["hold_end", "hold"],
        )

    def test_a_handler_does_not_hold(self):
        case = self.closed_case()
        for user in (self.handler, self.viewer, self.dental_handler):
            with self.assertRaises(AccessError):
                case.with_user(user).action_hva_hold()
            with self.assertRaises(AccessError):
                case.with_user(user).action_hva_release()

    def test_many_go_in_batches(self):
        with freeze_time("2026-06-01 09:00:00"):
            for number in range(7):
                self.give(kind="thanks", text=f"{CANARY} {number}")
        self.night("2029-01-01", batch=3)
        self.assertEqual(
            [proof for proof in self.proofs() if proof[0] == "text"], [("text", 3), ("text", 3), ("text", 1)]
        )

    @mute_logger("odoo.addons.hva_feedback.models.hva_retention")
    def test_one_that_cannot_go_does_not_keep_the_others(self):
        with freeze_time("2026-06-01 09:00:00"):
            answers = [self.give(kind="thanks", text=f"{CANARY} {number}") for number in range(3)]
        model = type(answers[0])
        erase = model._hva_forget_text

        def stubborn(records):
            if answers[0] in records:
                raise ValueError("stuck")
            return erase(records)

        with patch.object(model, "_hva_forget_text", stubborn):
            self.night("2029-01-01", batch=2)
        self.assertEqual([bool(answer.hva_text) for answer in answers], [True, False, False])

    def test_the_county_chooses_within_bounds(self):
        rule = self.rules["text"].with_user(self.admin)
        rule.months = 60
        row = self.env["hva.audit"].search([("action", "=", "retention_rule")])
        self.assertEqual((row.user_id, row.details), (self.admin, {"rule": "text", "from": 24, "to": 60}))
        for months in (23, 61, 0):
            with self.assertRaises(ValidationError):
                rule.months = months
        with self.assertRaises(AccessError):
            self.rules["text"].with_user(self.manager).months = 36
        with self.assertRaises(AccessError):
            rule.unlink()

    def test_a_look_at_what_would_go_changes_nothing(self):
        case = self.closed_case()
        with freeze_time("2027-01-01"):
            rule = self.rules["contact"].with_user(self.admin)
            self.assertEqual(rule.due_count, 1)
            action = rule.action_show_due()
        self.assertEqual(action["res_model"], "survey.user_input")
        self.assertEqual(self.env["survey.user_input"].search(action["domain"]), case.hva_answer_id)
        self.assertTrue(case.hva_contact_id)

    def test_the_trail_goes_by_sealed_days_and_stays_whole(self):
        self.env.cr.execute(
            """ALTER TABLE hva_audit DISABLE TRIGGER USER;
               DELETE FROM hva_audit;
               ALTER TABLE hva_audit ENABLE TRIGGER USER;"""
        )
        seals = self.env["hva.audit.seal"]
        with patch.object(type(seals), "_has_writers_before", lambda *_args: False):
            with freeze_time("2026-06-01 09:00:00"):
                old = self.env["hva.audit"]._record("unit_edit", self.clinic)
            with freeze_time("2026-07-20 09:00:00"):
                self.env["hva.audit"]._record("unit_edit", self.clinic)
            with freeze_time("2026-07-22 09:00:00"):
                seals._seal_days()
            self.night("2031-07-11")
            self.assertFalse(old.exists())
            self.assertEqual(self.env["hva.audit"].search_count([("action", "=", "unit_edit")]), 1)
            self.assertEqual(seals._check(), [])
