"""A case whose matter belongs to somebody else is handed over, with a proof that nobody changes afterwards."""

import base64
import hashlib
from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .case_story import CANARY, CaseStory

NOW = "2026-12-02 09:00:00"
RECEIPT = b"received 2.12.2026"


@tagged("post_install", "-at_install")
class TestHandOverToReceiver(CaseStory):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(cls.env, login="receiver_admin", groups="hva_feedback.hva_feedback_group_admin")
        subjects = cls.env["hva.triage.subject"].search([("code", "in", ("complaint", "objection"))])
        receivers = cls.env["hva.receiver"].with_user(cls.admin)
        cls.receiver = receivers.create(
            {
                "name": "Registry",
                "subject_ids": subjects.ids,
                "way": "mail",
                "email": "registry@example.org",
                "address": "Street 1",
            }
        )
        cls.dental_desk = receivers.create({"name": "Dental desk", "unit_id": cls.dental.id, "way": "system"})
        cls.everybody = receivers.create({"name": "Archive", "way": "paper"})

    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time(NOW))
        self.case = self.make_case(text=f"Teen tästä kantelun. {CANARY}", phone="+358401234567")

    def dialog(self, case=None, person=None):
        case = (case or self.case).with_user(person or self.handler)
        action = case.action_hva_refer()
        return Form(case.env["hva.case.refer"].with_context(**action["context"]))

    def hand_over(self, proof=None, **said):
        with self.dialog() as form:
            for name, value in said.items():
                form[name] = value
        if proof:  # the browser sends a file's name with it
            form.record.write({"proof": base64.b64encode(proof), "proof_name": "receipt.pdf"})
        form.record.action_confirm()
        return self.case.hva_referral_ids[:1]

    def on_paper(self, **more):
        return self.hand_over(way="paper", reference="HVA/12/2026", giver_told="told", told_text="By phone", **more)

    # ------------------------------------------------------------------ the dialog

    def test_it_offers_who_takes_over_such_matters_in_this_unit(self):
        form = self.dialog()
        self.assertEqual((form.subject, form.receiver_id, form.way), ("complaint", self.receiver, "mail"))
        self.assertEqual(set(form.receiver_ids), {self.receiver, self.everybody})
        form.subject = "billing"
        self.assertEqual(form.receiver_id, self.everybody)

    def test_the_nearest_receiver_comes_first(self):
        case = self.make_case(self.dental, kind="criticism")
        form = self.dialog(case, self.dental_handler)
        self.assertEqual((form.receiver_id, form.way), (self.dental_desk, "system"))

    def test_a_receiver_of_other_matters_is_refused(self):
        values = {"ticket_id": self.case.id, "subject": "complaint", "receiver_id": self.dental_desk.id}
        dialog = self.env["hva.case.refer"].with_user(self.handler).create({**values, "way": "system"})
        with self.assertRaises(UserError):
            dialog.action_confirm()

    def test_paper_and_system_need_a_proof_and_no_day_is_in_the_future(self):
        for said in (
            {"way": "paper"},
            {"way": "paper", "reference": "1", "handed_on": "2026-12-03"},
            {"way": "paper", "reference": "1", "giver_told": "told", "told_text": " "},
        ):
            with self.subTest(**said), self.assertRaises(UserError):
                self.hand_over(**said)
        self.assertFalse(self.case.hva_referral_ids)

    # ------------------------------------------------------------------ what it leaves

    def test_it_is_kept_with_who_when_how_and_the_digest_of_the_proof(self):
        referral = self.on_paper(proof=RECEIPT, note="Went by post")
        self.assertRecordValues(
            referral,
            [
                {
                    "case_number": self.case.number,
                    "subject": "complaint",
                    "receiver_name": "Registry",
                    "unit_id": self.clinic.id,
                    "way": "paper",
                    "handed_on": date(2026, 12, 2),
                    "user_id": self.handler.id,
                    "reference": "HVA/12/2026",
                    "giver_told": "told",
                    "told_text": "By phone",
                    "proof_digest": hashlib.sha256(RECEIPT).hexdigest(),
                }
            ],
        )
        row = self.env["hva.audit"].search([("action", "=", "handed_over")])
        self.assertEqual((row.user_id, row.res_id, row.reason), (self.handler, self.case.id, "Went by post"))
        self.assertEqual(row.details["proof_sha256"], referral.proof_digest)
        self.assertEqual((row.details["receiver"], row.details["way"]), ("Registry", "paper"))
        self.assertIn("Handed over to Registry", "".join(self.case.message_ids.mapped("body")))

    def test_a_waiting_flag_is_confirmed_by_it(self):
        self.on_paper()
        self.assertEqual(self.case.hva_triage_check, "confirmed")

    def test_the_case_goes_on_or_closes_as_not_ours(self):
        self.on_paper()
        self.assertEqual(self.case.hva_state, "new")
        self.on_paper(closes=True)
        self.assertEqual((self.case.hva_state, self.case.hva_outcome), ("closed", "not_ours"))
        self.assertEqual(self.case.hva_outcome_reason, "Handed over to Registry")

    def test_the_mail_is_a_link_and_no_word_of_the_giver(self):
        before = self.env["mail.mail"].search([])
        self.hand_over(way="mail")
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.email_to, "registry@example.org")
        self.assertIn(f"/odoo/action-hva_feedback.hva_ticket_action/{self.case.id}", mail.body_html)
        self.assertRegex(mail.body_html, ' lang="[a-z]{2}"')
        for secret in (CANARY, "0401234567", "+358401234567", "Testi Antaja", "kantelun"):
            self.assertNotIn(secret, mail.body_html + mail.subject)

    def test_no_mail_where_the_way_is_another(self):
        before = self.env["mail.mail"].search_count([])
        self.on_paper()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_the_sheet_has_the_text_and_asks_before_contact_details(self):
        with self.dialog() as form:
            form.way = "paper"
        sheet = self.draw(form.record)
        self.assertIn(CANARY, sheet)
        self.assertNotIn("+358401234567", sheet)
        self.assertFalse(self.env["hva.audit"].search([("action", "=", "contact_read")]))
        form.record.with_contact = True
        self.assertIn("+358401234567", self.draw(form.record))
        self.assertEqual(self.env["hva.audit"].search([("action", "=", "contact_read")]).user_id, self.handler)

    def draw(self, dialog):
        report = self.env["ir.actions.report"].with_user(self.handler)
        return report._render_qweb_html("hva_feedback.referral_sheet", dialog.ids)[0].decode()

    # ------------------------------------------------------------------ nobody changes it

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_a_hand_over_is_not_changed_or_deleted_or_made_by_hand(self):
        referral = self.on_paper(proof=RECEIPT)
        for person in (self.handler, self.manager, self.admin):
            mine = referral.with_user(person)
            with self.subTest(person.login):
                for act in (
                    lambda mine=mine: mine.write({"reference": "other"}),
                    lambda mine=mine: mine.unlink(),
                    lambda mine=mine: mine.copy(),
                ):
                    with self.assertRaises(UserError):
                        act()
        with self.assertRaises(UserError):
            referral.sudo().write({"reference": "other"})

    def test_the_attached_proof_cannot_be_exchanged(self):
        referral = self.on_paper(proof=RECEIPT)
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "hva.referral"), ("res_id", "=", referral.id), ("res_field", "=", "proof")]
        )
        self.assertEqual(file.raw, RECEIPT)
        for person in (self.handler, self.admin):
            with self.assertRaises(AccessError):
                file.with_user(person).write({"raw": b"other"})
            with self.assertRaises(AccessError):
                file.with_user(person).unlink()

    # ------------------------------------------------------------------ who

    def test_only_who_handles_the_case_hands_it_over(self):
        vals = {"way": "paper", "handed_on": fields.Date.to_date("2026-12-02"), "reference": "1", "giver_told": "later"}
        for person in (self.viewer, self.dental_handler):
            with self.subTest(person.login), self.assertRaises(AccessError):
                self.case.with_user(person)._hva_refer(self.receiver, vals)

    def test_hand_overs_are_seen_in_the_own_units(self):
        referral = self.on_paper()
        for person, seen in (
            (self.handler, referral),
            (self.viewer, referral),
            (self.manager, referral),
            (self.dental_handler, referral.browse()),
        ):
            self.assertEqual(self.env["hva.referral"].with_user(person).search([]), seen)

    def test_the_ready_export_has_the_columns_the_registry_asks_for(self):
        self.on_paper()
        self.manager.group_ids += self.env.ref("base.group_allow_export")
        ready = self.env.ref("hva_feedback.hva_referral_export")
        names = ready.export_fields.mapped("name")
        [row] = self.case.hva_referral_ids.with_user(self.manager).export_data(names)["datas"]
        self.assertEqual(row[names.index("receiver_name")], "Registry")
        self.assertEqual(row[names.index("reference")], "HVA/12/2026")

    def test_a_receiver_by_mail_has_an_address(self):
        with self.assertRaises(ValidationError):
            self.everybody.with_user(self.admin).write({"way": "mail"})
