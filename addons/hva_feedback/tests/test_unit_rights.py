from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from .unit_story import UnitWorld


@tagged("post_install", "-at_install")
class TestUnitRights(UnitWorld, TransactionCase):
    """A handler of the clinic knocks at every door behind which the other branch might be seen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.handler = cls.person("knocker", "handler", cls.clinic)
        cls.manager = cls.person("lead", "manager", cls.health)
        cls.admin = cls.person("keeper")
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.units = cls.env["hva.unit"].with_user(cls.handler)

    def test_searching_finds_own_units_only(self):
        self.assertEqual(self.units.search([]).ids, self.clinic.ids)
        self.assertEqual(self.units.search_count([("name", "in", ("Home care", "Dental", "Health"))]), 0)
        self.assertEqual(self.units.search([("id", "child_of", self.social.id)]).ids, [])
        self.assertEqual(self.units.search([("parent_id.child_ids", "in", self.dental.ids)]).ids, [])

    def test_typing_a_name_finds_own_units_only(self):
        self.assertEqual(self.units.name_search("Home"), [])
        self.assertEqual([found[0] for found in self.units.name_search("")], self.clinic.ids)

    def test_reading_by_id_is_refused(self):
        other = self.home_care.with_user(self.handler)
        with self.assertRaises(AccessError):
            other.read(["name"])
        with self.assertRaises(AccessError):
            other.web_read({"name": {}})
        with self.assertRaises(AccessError):
            _name = other.name

    def test_grouping_and_counting_see_own_units_only(self):
        domain = [("level_id", "=", self.level.id)]
        self.assertEqual(self.units._read_group(domain, ["level_id"], ["__count"]), [(self.level, 1)])
        rows = self.units.formatted_read_group(domain, ["name"], ["__count"])
        self.assertEqual([row["name"] for row in rows], ["Clinic"])
        sets = self.units.formatted_read_grouping_sets(domain, [["name"], []], ["__count"])
        self.assertEqual([[row["__count"] for row in rows] for rows in sets], [[1], [1]])
        groups = self.units.web_read_group(domain, ["name"], ["__count"])["groups"]
        self.assertEqual(len(groups), 1)

    def test_exporting_is_refused_for_others(self):
        self.manager.group_ids += self.env.ref("base.group_allow_export")
        self.assertEqual(self.clinic.with_user(self.manager).export_data(["name"])["datas"], [["Clinic"]])
        with self.assertRaises(AccessError):
            (self.clinic | self.home_care).with_user(self.manager).export_data(["name"])

    def test_nobody_but_an_administrator_keeps_units(self):
        for user in (self.handler, self.manager):
            with self.assertRaises(AccessError):
                self.clinic.with_user(user).name = "Mine"
            with self.assertRaises(AccessError):
                self.env["hva.unit.access"].with_user(user).create({"user_id": user.id, "unit_id": self.social.id})
            with self.assertRaises(AccessError):
                self.env["hva.unit.access"].search([("user_id", "=", user.id)]).with_user(user).unit_id = self.social
        self.clinic.with_user(self.admin).name = "Ours"
        self.env["hva.unit.access"].with_user(self.admin).create(
            {"user_id": self.handler.id, "unit_id": self.social.id}
        )
        self.assertEqual(self.sees(self.handler), self.clinic | self.social | self.home_care)

    def test_an_administrator_sees_every_unit_of_the_counties_chosen(self):
        self.assertEqual(self.sees(self.admin) & (self.health | self.social), self.health | self.social)
        other = self.env["res.company"].create({"name": "Another county"})
        theirs = self.unit("Theirs", company_id=other.id)
        self.assertNotIn(theirs, self.sees(self.admin))

    def test_a_manager_sees_who_has_access_to_own_units(self):
        def accesses(user):
            return self.env["hva.unit.access"].with_user(user).search([]).sudo().user_id

        stranger = self.person("stranger", "handler", self.home_care)
        self.assertEqual(accesses(self.manager), self.manager | self.handler)
        self.assertEqual(accesses(self.handler), self.handler)
        self.assertIn(stranger, accesses(self.admin))

    def test_a_member_of_staff_without_access_sees_nothing(self):
        plain = self.person("plain")
        with self.assertRaises(AccessError):
            self.sees(plain)

    def test_the_name_of_the_unit_above_is_shown_without_reaching_it(self):
        self.assertEqual(self.clinic.with_user(self.handler).display_name, "Health / Clinic")
        self.assertEqual(self.clinic.with_user(self.handler).complete_name, "Health / Clinic")

    def test_reading_all_fields_of_an_own_unit_works_for_every_role(self):
        for user in (self.handler, self.manager, self.admin):
            self.assertTrue(self.clinic.with_user(user).read())

    def test_the_rule_costs_the_same_for_eighty_units_as_for_two(self):
        few = self.units.browse(self.clinic.ids)
        many = self.units.browse([self.unit(f"Desk {number}", self.clinic).id for number in range(80)])
        self.assertEqual(self._queries(lambda: few.check_access("read")), 2)
        self.assertEqual(self._queries(lambda: many.check_access("read")), 2)
        self.assertEqual(self._queries(lambda: self.units.search([]).ids), 1)

    def _queries(self, work):
        """Return how many queries `work` takes with the rule's domain cached and no record cached."""
        work()
        self.env.flush_all()
        self.env.invalidate_all()
        self.handler.has_group("base.group_user")
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before
