"""Who may not read a feedback or a case is not told its name either: the name says the unit and the day."""

import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .doors import call
from .rights_story import RightsWorld

PASSWORD = "knock-knock-knock"


@tagged("post_install", "-at_install")
class TestNamesOfStrangers(RightsWorld, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.make_people()
        cls.people["manager"].write({"password": PASSWORD, "lang": "en_US"})

    def setUp(self):
        super().setUp()
        self.strange = self.give(self.dental, kind="criticism", text="Other branch")
        self.own = self.give(self.clinic, kind="criticism", text="Own branch")
        self.route()
        self.authenticate("rights_manager", PASSWORD)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.orm.models")
    def test_developer_mode_does_not_name_what_is_refused(self):
        self.url_open("/odoo?debug=1")
        for record in (self.strange, self.strange.user_input_line_ids[:1], self.case_of(self.strange)):
            reply = call(self, record._name, "read", record.ids, ["display_name"])
            self.assertIn("AccessError", reply)
            self.assertNotIn(self.dental.name, reply)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.orm.models")
    def test_pointing_at_a_feedback_does_not_name_it(self):
        """A dialog can be made over RPC with any number in it, and Odoo shows names of what a record points to."""
        for answer, is_named in ((self.own, True), (self.strange, False)):
            vals = {"answer_id": answer.id, "unit_id": self.clinic.id, "reason": "?"}
            made = json.loads(call(self, "hva.unit.correct", "create", [vals]))["result"]
            told = json.loads(call(self, "hva.unit.correct", "read", made, ["answer_id"]))["result"][0]["answer_id"]
            self.assertEqual(answer.hva_unit_id.name in told[1], is_named, told)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.orm.models")
    def test_pointing_at_a_case_does_not_name_it(self):
        for answer, is_named in ((self.own, True), (self.strange, False)):
            case = self.case_of(answer)
            name = case.with_user(self.people["manager"]).sudo().display_name
            self.assertEqual(answer.hva_unit_id.name in name, is_named, name)
            self.assertIn(case.number, name)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.orm.models")
    def test_whom_a_case_was_told_to_is_for_those_who_may_read_the_case(self):
        """Every member of staff may read Odoo's notifications, and the subject of ours says the unit."""
        told = self.env["mail.notification"].search([("mail_message_id.res_id", "=", self.case_of(self.strange).id)])
        self.assertTrue(told.mail_message_id.filtered(lambda one: self.dental.name in (one.subject or "")))
        fields = ["mail_message_id", "mail_mail_id"]
        self.assertNotIn(self.dental.name, call(self, "mail.notification", "search_read", [], fields))
        partner = self.people["manager"].partner_id.id
        pointed = {
            "mail_message_id": told[:1].mail_message_id.id,
            "res_partner_id": partner,
            "notification_type": "email",
        }
        made = json.loads(call(self, "mail.notification", "create", [pointed])).get("result")
        self.assertNotIn(self.dental.name, call(self, "mail.notification", "read", made, fields))
