from odoo.tests import TransactionCase, tagged

from .unit_story import UnitWorld


@tagged("post_install", "-at_install")
class TestUnitAttention(UnitWorld, TransactionCase):
    """What is missing is listed with a button that adds it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.manager = cls.person("attention_manager", "manager", cls.health)
        cls.admin = cls.person("attention_admin")
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.world = cls.health | cls.clinic | cls.dental | cls.social | cls.home_care

    def lacking(self, lack, user=None):
        units = self.env["hva.unit"].with_user(user or self.admin)
        return units.search([(f"lacks_{lack}", "=", True), ("id", "in", self.world.ids)]).sudo()

    def test_units_that_nobody_handles(self):
        self.assertEqual(self.lacking("handler"), self.social | self.home_care)
        self.access(self.manager, self.home_care)
        self.assertEqual(self.lacking("handler"), self.social)
        self.social.responsible_unit_id = self.home_care
        self.assertFalse(self.lacking("handler"), "whoever handles its cases counts")

    def test_units_without_a_person_responsible(self):
        self.access(self.person("attention_handler"), self.social)
        self.assertEqual(self.lacking("manager"), self.social | self.home_care)
        self.assertFalse(self.lacking("handler"))

    def test_units_without_a_way_in(self):
        self.assertEqual(self.lacking("way_in"), self.clinic | self.dental | self.home_care)
        way_in = self.env["hva.collector"].create({"name": "Poster", "unit_id": self.clinic.id})
        self.assertNotIn(self.clinic, self.lacking("way_in"))
        way_in.action_close()
        self.assertIn(self.clinic, self.lacking("way_in"))

    def test_what_has_ended_lacks_nothing(self):
        self.home_care.valid_to = "2020-01-01"
        self.social.active = False
        self.assertFalse(self.lacking("handler"))

    def test_a_manager_sees_the_own_branch(self):
        self.assertEqual(self.lacking("way_in", self.manager), self.clinic | self.dental)
        self.assertFalse(self.lacking("handler", self.manager))
        self.assertEqual(self.env["hva.unit"].with_user(self.manager).search_count(
            [("lacks_way_in", "=", False), ("id", "in", self.world.ids)]), 1)  # fmt: skip

    def test_the_buttons_add_what_is_missing(self):
        action = self.clinic.with_user(self.manager).action_add_way_in()
        self.env["hva.collector"].with_user(self.manager).with_context(**action["context"]).create({})
        self.assertNotIn(self.clinic, self.lacking("way_in"))
        action = self.home_care.with_user(self.admin).action_add_person()
        person = self.person("attention_newcomer")
        accesses = self.env["hva.unit.access"].with_user(self.admin).with_context(**action["context"])
        accesses.create({"user_id": person.id})
        self.assertNotIn(self.home_care, self.lacking("manager"))
