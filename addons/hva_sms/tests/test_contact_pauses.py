from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestContactPauses(SmsCase):
    """A manager pauses asking in own units for a while; what was planned waits, and asking goes on by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "pause-manager", "base.group_user", lang="en_US")
        cls.env["hva.unit.access"].create({"user_id": cls.manager.id, "unit_id": cls.clinic.id, "role": "manager"})

    def pause(self, unit, last_on="2026-11-03"):
        values = {"unit_id": unit.id, "first_on": "2026-11-02", "last_on": last_on, "why": "Strike"}
        return self.env["hva.contact.pause"].with_user(self.manager).create(values)

    def test_nobody_is_asked_during_a_pause_and_others_are(self):
        self.pause(self.clinic)
        rows = [self.row("clinic"), self.row("ward", phone="0405559999", unit_oid=self.ward.oid)]
        self.assertEqual(self.reasons(rows), {"clinic": "unit_paused", "ward": "invited"})
        self.travel("2026-11-04 12:00")
        after = self.row("after", visit_end="2026-11-04T10:00:00+02:00")
        self.assertEqual(self.reasons([after], "after"), {"after": "invited"})

    def test_pause_above_holds_below_and_without_an_end(self):
        self.env["hva.contact.pause"].create({"unit_id": self.county.id, "why": "Epidemic"})
        self.travel(days=20)
        row = self.row("e1", visit_end="2026-11-22T10:00:00+02:00")
        self.assertEqual(self.reasons([row]), {"e1": "unit_paused"})

    def test_message_planned_before_waits_for_the_end(self):
        self.invite()
        self.pause(self.clinic)
        self.dispatch()
        self.assertFalse(self.fake.sent)
        self.travel("2026-11-04 08:05")
        self.dispatch()
        self.assertEqual(len(self.fake.sent), 1)

    def test_manager_pauses_own_units_only_and_it_is_written_down(self):
        pause = self.pause(self.clinic)
        row = self.env["hva.audit"].search([("action", "=", "pause_made")], limit=1)
        self.assertEqual(
            (row.user_id, row.res_id, row.unit_id, row.reason), (self.manager, pause.id, self.clinic, "Strike")
        )
        with self.assertRaises(AccessError):
            self.pause(self.ward)
