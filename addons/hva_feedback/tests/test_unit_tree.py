from datetime import date

from odoo.tests import TransactionCase, tagged

from .unit_story import UnitWorld


@tagged("post_install", "-at_install")
class TestUnitTree(UnitWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()

    def test_a_unit_handles_its_own_cases_unless_told_otherwise(self):
        self.assertEqual(self.clinic._get_responsible_unit(), self.clinic)
        self.clinic.responsible_unit_id = self.health
        self.assertEqual(self.clinic._get_responsible_unit(), self.health)

    def test_work_goes_on_where_the_unit_was_merged(self):
        self.clinic.merged_into_id = self.dental
        self.dental.merged_into_id = self.home_care
        self.assertEqual(self.clinic._get_current(), self.home_care)
        self.assertEqual(self.clinic._get_responsible_unit(), self.home_care)
        self.home_care.responsible_unit_id = self.social
        self.assertEqual(self.clinic._get_responsible_unit(), self.social)

    def test_working_hours_come_from_above(self):
        nights = self.env["resource.calendar"].create({"name": "Nights"})
        self.assertEqual(self.clinic._get_calendar(), self.env.company.resource_calendar_id)
        self.health.calendar_id = nights
        self.assertEqual(self.clinic._get_calendar(), nights)

    def test_who_does_not_know_the_unit_reaches_the_owner_of_the_area(self):
        self.assertEqual(self.clinic._get_area_owner(), self.health, "the top, when nobody is named")
        desk = self.unit("Desk", self.clinic)
        self.clinic.is_area_owner = True
        self.assertEqual(desk._get_area_owner(), self.clinic)
        self.assertEqual(self.dental._get_area_owner(), self.health)

    def test_a_unit_exists_on_its_first_and_its_last_day(self):
        self.clinic.write({"valid_from": "2026-02-01", "valid_to": "2026-02-28"})
        days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)]
        self.assertEqual([self.clinic._is_valid_on(day) for day in days], [False, True, True, False])

    def test_the_place_in_the_county_follows_a_move_and_a_new_name(self):
        desk = self.unit("Desk", self.clinic)
        self.assertEqual(desk.complete_name, "Health / Clinic / Desk")
        self.health.name = "Healthcare"
        self.clinic.parent_id = self.social
        self.assertEqual(desk.complete_name, "Social / Clinic / Desk")
        self.assertEqual(desk.display_name, "Clinic / Desk")
