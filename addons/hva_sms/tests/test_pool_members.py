import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hva_feedback.tests.whole_database import tables_with

from .common_pool import PoolCase

ADDRESS = "kaarina.pool@example.fi"


@tagged("post_install", "-at_install")
class TestPoolMembers(PoolCase):
    """Staff take residents in and erase them; the contact is read with a reason, copied and erased on request."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quality = cls.make_user("quality", "pool_quality", lang="en_US")
        cls.admin = cls.make_user("admin", "pool_admin", lang="en_US")

    def take_in(self, user, **values):
        wizard = self.env["hva.pool.join"].with_user(user)
        wizard.create({"contact": ADDRESS, "has_agreed": True, "source": "staff_oral", **values}).action_join()
        return self.env["hva.pool.member"].search([])

    def test_staff_take_in_who_agrees(self):
        with self.assertRaises(UserError), self.assertPoolUnchanged():
            self.take_in(self.quality, has_agreed=False)
        member = self.take_in(self.quality)
        self.assertEqual((member.channel, member.consent_source), ("mail", "staff_oral"))
        self.env.flush_all()
        self.assertEqual(tables_with(self.env, ADDRESS), ["hva_pool_member"], "the dialog keeps nothing")

    def test_the_contact_is_read_with_a_purpose_and_noted(self):
        member = self.join(ADDRESS).with_user(self.quality)
        self.assertEqual(member.masked_contact, "k•••@example.fi")
        for name in ("contact", "contact_hmac"):
            with self.subTest(name), self.assertRaises(AccessError):
                member.read([name])
            with self.subTest(name), self.assertRaises(AccessError):
                member.search([(name, "!=", False)])
        self.assertNotIn(ADDRESS, str(member.read()))
        shown = self.env["hva.pool.show"].with_user(self.quality).create({"member_id": member.id}).action_show()
        self.assertEqual(shown["context"]["default_contact"], ADDRESS)
        row = self.env["hva.audit"].search([("action", "=", "pool_contact_read")], limit=1, order="id desc")
        self.assertEqual((row.user_id, row.res_id), (self.quality, member.id))

    def test_nobody_writes_what_the_person_agreed_to(self):
        member = self.join(ADDRESS).with_user(self.quality)
        member.topic_ids = self.older
        for name, value in (("contact", "x@y.fi"), ("consent_on", "2020-01-01"), ("channel", "sms")):
            with self.subTest(name), self.assertRaises(AccessError):
                member.write({name: value})
        consent = self.env["hva.pool.consent"]._current().with_user(self.admin)
        with self.assertRaises(UserError):
            consent.text = "Other words"
        newer = consent.create({"text": "Newer words"})
        self.assertEqual(newer, consent._current())
        self.assertEqual(self.join(ADDRESS).consent_id, newer, "who agrees again agrees to the newer words")

    def test_a_withdrawn_consent_leaves_nothing(self):
        self.join(ADDRESS).with_user(self.quality).action_withdraw()
        self.env.flush_all()
        self.assertFalse(tables_with(self.env, ADDRESS))

    def test_a_persons_request_finds_copies_and_erases(self):
        self.join(ADDRESS, [self.dental], self.pori)
        request = self.env["hva.person.request"].with_user(self.admin).create({"registry_ref": "9/2026"})
        self.env["hva.person.find"].with_user(self.admin).create({"request_id": request.id, "term": ADDRESS.upper()})
        self.assertTrue(request.pool_member_ids)
        with self.assertRaises(UserError):
            request.action_erase_pool()
        request.identity = "contact"
        [copied] = json.loads(request._copy_file("json"))["pool"]
        self.assertEqual((copied["contact"], copied["cares_about"]), (ADDRESS, "Teeth"))
        self.assertIn(ADDRESS.encode(), request.with_context(lang="en_US")._copy_file("html"))
        request.action_erase_pool()
        self.assertFalse(self.env["hva.pool.member"].search([]))
        self.assertEqual(request.erased_count, 1)

    def test_consent_does_not_last_for_ever(self):
        old, new = self.join(ADDRESS), self.join("new.pool@example.fi")
        old.consent_on = "2023-11-01"
        rule = self.env.ref("hva_sms.hva_retention_pool")
        self.assertEqual(rule.due_count, 1)
        rule._run_batch(10)
        self.assertEqual(self.env["hva.pool.member"].search([]), new)

    def test_a_mail_that_cannot_go_is_tried_again_and_given_up(self):
        mail = self.env["hva.pool.mail"]._queue(
            [{"kind": "confirm", "company_id": self.company.id, "email": ADDRESS, "subject": "Hello", "body": "Words"}]
        )
        self.is_down = True
        self.send_mails()
        self.assertEqual(mail.state, "due")
        self.is_down, self.refused = False, {ADDRESS}
        self.travel(minutes=20)
        self.send_mails()
        self.assertEqual((mail.state, mail.failure_code), ("failed", "refused"))
        self.env.flush_all()
        self.assertFalse(tables_with(self.env, ADDRESS))

    def test_a_claim_nobody_finished_is_never_sent_again(self):
        mail = self.env["hva.pool.mail"]._queue(
            [{"kind": "confirm", "company_id": self.company.id, "email": ADDRESS, "subject": "Hello", "body": "Words"}]
        )
        mail._move("claimed")
        self.travel(minutes=11)
        self.send_mails()
        self.assertEqual((mail.state, mail.sudo().email), ("unknown", False))
        self.assertFalse(self.mailed)
