from contextlib import ExitStack

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .unit_story import UnitWorld

ROOT = "1.2.246.10.99999998"


@tagged("post_install", "-at_install")
class TestUnitChecks(UnitWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.env.company.hva_oid_root = ROOT

    def refused(self, words, error=ValidationError):
        """A block that must end in `error` with `words`; what it wrote is rolled back."""
        stack = ExitStack()
        stack.enter_context(self.assertRaisesRegex(error, words))
        stack.enter_context(self.cr.savepoint())
        return stack

    def assert_refused(self, words, **vals):
        with self.refused(words):
            self.clinic.write(vals)

    def test_an_oid_is_of_a_unit_of_this_county(self):
        self.clinic.oid = f"{ROOT}.10.17"
        self.assert_refused("is not an OID", oid="seventeen")
        self.assert_refused("does not begin with 1.2.246.10", oid="1.2.752.129.2")
        self.assert_refused("is not of a unit", oid=ROOT)
        self.assert_refused(f"not under the county's {ROOT}".replace(".", r"\."), oid="1.2.246.10.12345678.10.1")

    def test_a_bought_service_has_its_producers_oid(self):
        self.clinic.write({"producer": "Hoivakoti Esimerkki Oy", "oid": "1.2.246.10.12345678.10.1"})
        self.assert_refused("Name the producer", producer=False)

    def test_an_oid_names_one_unit(self):
        self.clinic.oid = f"{ROOT}.10.17"
        with mute_logger("odoo.sql_db"), self.refused("oid_uniq", IntegrityError):
            self.dental.oid = f"{ROOT}.10.17"
            self.env.flush_all()

    def test_the_root_of_a_county_is_an_organisation(self):
        with self.refused("is not an organisation"):
            self.env.company.hva_oid_root = f"{ROOT}.10.17"

    def test_a_unit_is_not_under_itself(self):
        with self.refused("part of itself|Recursion", (ValidationError, UserError)):
            self.health.parent_id = self.clinic

    def test_dates_are_in_order(self):
        self.assert_refused("before its first day", valid_from="2026-05-02", valid_to="2026-05-01")
        self.clinic.write({"valid_from": "2026-05-01", "valid_to": "2026-05-01"})

    def test_dates_of_an_access_are_in_order(self):
        user = self.person("hurried")
        with self.refused("before its first day"):
            self.access(user, self.clinic, valid_from="2026-05-02", valid_to="2026-05-01")

    def test_a_unit_is_merged_into_a_living_stranger(self):
        self.assert_refused("into itself", merged_into_id=self.clinic.id)
        with self.refused("which is under it"):
            self.health.merged_into_id = self.clinic
        self.clinic.merged_into_id = self.health
        self.clinic.merged_into_id = self.dental
        with self.refused("in a circle"):
            self.dental.merged_into_id = self.clinic

    def test_a_unit_does_not_move_under_one_that_was_merged_into_it(self):
        self.clinic.merged_into_id = self.home_care
        with self.refused("which is under it"):
            self.home_care.parent_id = self.clinic

    def test_who_hands_its_cases_on_does_not_take_those_of_others(self):
        self.clinic.responsible_unit_id = self.health
        with self.refused("does not handle its own cases"):
            self.dental.responsible_unit_id = self.clinic

    def test_a_tree_belongs_to_one_county(self):
        other = self.env["res.company"].create({"name": "Another county"})
        with self.refused("different counties"):
            self.unit("Lost", self.health, company_id=other.id)

    def test_a_municipality_code_is_three_digits(self):
        with self.refused("three digits"):
            self.env["hva.municipality"].create({"name": "Somewhere", "code": "9a"})
