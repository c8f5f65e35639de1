"""What the program keeps on a record is shown to whoever may write the record, and is not theirs to write."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .rights_story import RightsWorld

OF_ODOO = {"id", "create_uid", "create_date", "write_uid", "write_date"}


@tagged("post_install", "-at_install")
class TestByHand(RightsWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.make_people()

    def setUp(self):
        super().setUp()
        self.kept = {
            "way in": (self._collector(self.clinic), "manager"),
            "staff link": (self._staff_link(self.clinic), "manager"),
            "device": (self._device(self.clinic), "admin"),
        }

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_no_field_that_a_screen_only_shows_is_written_by_a_call(self):
        for kind, (record, role) in self.kept.items():
            mine = record.with_user(self.people[role])
            mine.write({"name": "Renamed"})
            shown = [
                name
                for name, field in record._fields.items()
                if field.store and field.column_type and field.readonly and name not in OF_ODOO
            ]
            self.assertGreater(len(shown), 3)
            for name in shown:
                with self.subTest(kind=kind, field=name), self.assertRaises(AccessError):
                    mine.write({name: record.sudo()[name]})

    def test_a_revoked_link_stays_revoked(self):
        link = self.kept["staff link"][0].with_user(self.people["manager"])
        link.action_make()
        link.action_revoke()
        with self.assertRaises(AccessError):
            link.write({"revoked_at": False})
        with self.assertRaises(AccessError):
            link.create({"name": "Busy", "unit_id": self.clinic.id, "answer_count": 500})
        self.assertEqual(link.validity, "revoked")

    def test_a_way_in_of_one_unit_does_not_reach_another_county_or_all_units(self):
        way_in = self.kept["way in"][0].with_user(self.people["manager"])
        other = self.env["res.company"].create({"name": "Other county"})
        with self.assertRaises(AccessError):
            way_in.write({"finds_unit": True, "company_id": other.id})
        with self.assertRaises(AccessError):
            way_in.write({"finds_unit": True, "finds_all": True})
        with self.assertRaises(AccessError):
            way_in.create({"name": "All", "unit_id": self.clinic.id, "finds_unit": True, "finds_all": True})
        way_in.with_user(self.people["admin"]).write({"finds_unit": True, "finds_all": True})
        way_in.write({"name": "Front door"})
        self.assertTrue(way_in.finds_all)
