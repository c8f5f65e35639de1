"""The PIN of a staff link: asked once in half an hour, and guarded by waits that grow."""

from datetime import timedelta

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .page_story import PageCase
from .staff_story import StaffWorld

PIN = "4071"


@tagged("post_install", "-at_install")
class TestStaffPin(StaffWorld, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_link(new_pin=PIN)
        cls.env.flush_all()

    def unlock(self, pin=PIN):
        return self.step("pin", self.open_form(), pin=pin)

    def test_only_a_hash_is_kept_and_nobody_reads_it(self):
        self.env.cr.execute("SELECT * FROM hva_staff_link WHERE id = %s", [self.link.id])
        kept = dict(zip((column.name for column in self.env.cr.description), self.env.cr.fetchone(), strict=True))
        self.assertNotIn(PIN, {str(value) for value in kept.values()})
        self.assertNotIn(self.code, {str(value) for value in kept.values()})
        self.assertEqual(len(kept["code_hash"]), 64)
        self.link.invalidate_recordset()
        self.assertFalse(self.link.new_pin)
        self.assertTrue(self.link.has_pin)
        admin = self.env.ref("base.user_admin")
        for field in ("code_hash", "pin_hash"):
            with self.subTest(field), self.assertRaises(AccessError):
                self.link.with_user(admin).read([field])

    def test_before_the_pin_nothing_is_shown_and_nothing_is_stored(self):
        tree = self.open_form()
        self.assertFalse(tree.xpath("//input[@name='nonce']"))
        self.assertNotIn("Clinic of the tests", tree.text_content())
        for do in ("next", "finish", "form", "codes", "show_code", "print_codes", "pdf_codes"):
            with self.subTest(do):
                page = self.tree(self.step(do, tree, **{self.field("NPS"): "9"}))
                self.assertTrue(page.xpath("//input[@name='pin']"))
                self.assertFalse(page.xpath("//input[@name='nonce']"))
        self.assertFalse(self.answers())
        self.assertFalse(self.env["hva.handover.code"].search([("unit_id", "=", self.clinic.id)]))

    def test_the_pin_opens_for_many_feedbacks(self):
        tree = self.tree(self.unlock())
        for _number in range(3):
            tree = self.tree(self.record(tree, NPS="9"))
        self.assertEqual(len(self.answers()), 3)

    def test_five_wrong_tries_and_then_a_wait_that_grows_and_stays(self):
        with freeze_time("2026-11-02 10:00:00") as clock:
            for _try in range(4):
                self.assertIn("The PIN is wrong", self.tree(self.unlock("9999"), 422).text_content())
            self.assertIn("try again in 1 min", self.tree(self.unlock("9999"), 422).text_content())
            self.assertIn("try again in 1 min", self.tree(self.unlock(), 422).text_content(), "the right one waits too")
            clock.tick(timedelta(seconds=31))
            self.tree(self.unlock("9999"), 422)
            clock.tick(timedelta(seconds=31))
            self.tree(self.unlock(), 422)
            clock.tick(timedelta(seconds=30))
            self.tree(self.unlock())
            self.assertEqual(self.link.sudo().wrong_tries, 0, "the right PIN begins anew")
        locked = self.env["hva.audit"].search([("action", "=", "staff_link_locked"), ("res_id", "=", self.link.id)])
        self.assertEqual([row.details for row in locked.sorted("id")], [{"wrong_tries": 5}, {"wrong_tries": 6}])

    def test_after_half_an_hour_the_pin_is_asked_again_and_what_was_typed_is_kept(self):
        with freeze_time("2026-11-02 10:00:00") as clock:
            tree = self.tree(self.unlock())
            clock.tick(timedelta(minutes=31))
            locked = self.tree(self.record(tree, OPEN="Typed slowly", NPS="4"), 422)
            self.assertIn("Give the PIN again", locked.get_element_by_id("summary").text_content())
            self.assertIn("Typed slowly", locked.get_element_by_id(self.field("OPEN")).text_content())
            self.assertFalse(self.answers())
            wrong = self.tree(self.record(locked, OPEN="Typed slowly", NPS="4", pin="9999"), 422)
            self.tree(self.record(wrong, OPEN="Typed slowly", NPS="4", pin=PIN))
        self.assertEqual(self.answers().hva_text, "Typed slowly")

    def test_a_new_pin_ends_what_the_old_one_opened(self):
        tree = self.tree(self.unlock())
        self.link.new_pin = "8264"
        self.env.flush_all()
        self.tree(self.record(tree, NPS="9"), 422)
        self.tree(self.unlock(), 422)
        self.tree(self.unlock("8264"))
        self.assertFalse(self.answers())

    def test_a_field_of_another_link_does_not_open_this_one(self):
        other = self.env["hva.staff.link"].create({"name": "Ward", "unit_id": self.clinic.id})
        address = other.action_make()["context"]["default_url"]
        self.env.flush_all()
        theirs = html.fromstring(self.url_open(address.partition(self.base_url())[2]).content)
        self.assertTrue(theirs.xpath("//input[@name='nonce']"))
        self.tree(self.record(theirs, NPS="9"), 422)
        self.assertFalse(self.answers())

    def test_a_pin_that_everybody_tries_is_refused(self):
        for pin in ("1234", "0000", "12", "abcd"):
            with self.subTest(pin), self.assertRaises(ValidationError):
                self.link.new_pin = pin

    def test_every_change_of_pin_is_audited(self):
        self.link.action_remove_pin()
        self.assertFalse(self.link.has_pin)
        rows = self.env["hva.audit"].search(
            [("action", "=", "staff_link_pin"), ("res_id", "=", self.link.id)], order="id"
        )
        self.assertEqual([row.details for row in rows], [{"has_pin": True}, {"has_pin": False}])
        self.assertNotIn(PIN, str(rows.mapped("details")))
