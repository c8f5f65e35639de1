"""The register of trainings: kept by managers for own units, read by quality people, and by nobody else."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from .unit_story import UnitWorld


@tagged("post_install", "-at_install")
class TestTraining(UnitWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.manager = cls.person("training_manager", "manager", cls.health)
        cls.handler = cls.person("training_handler", "handler", cls.clinic)
        cls.quality = cls.person("training_quality", "quality", cls.health)

    def train(self, units, user=None, **values):
        values = {"name": "First steps", "unit_ids": units.ids, **values}
        return self.env["hva.training"].with_user(user or self.manager).create(values)

    def test_a_manager_writes_down_who_took_part(self):
        training = self.train(self.clinic + self.dental, user_ids=self.handler.ids, other_count=3)
        self.assertEqual(training.trained_count, 4)
        training.user_ids += self.manager
        self.assertEqual(training.trained_count, 5)
        training.unlink()

    def test_a_training_for_somebody_elses_unit_is_not_a_managers_to_keep(self):
        for units in (self.social, self.clinic + self.home_care):
            with self.subTest(units=units.mapped("name")), self.assertRaises(AccessError):
                self.train(units)
        both = self.train(self.clinic + self.home_care, self.env.user)
        self.assertEqual(both.with_user(self.manager).name, "First steps", "own people took part: it is read")
        with self.assertRaises(AccessError):
            both.with_user(self.manager).write({"name": "Mine"})
        mine = self.train(self.clinic)
        with self.assertRaises(AccessError):
            mine.write({"unit_ids": self.home_care.ids})

    def test_others_read_what_is_for_their_units_or_nothing(self):
        mine, strange = self.train(self.clinic), self.train(self.home_care, self.env.user)
        trainings = self.env["hva.training"].with_user(self.quality)
        self.assertEqual(trainings.search([]) & (mine + strange), mine)
        with self.assertRaises(AccessError):
            mine.with_user(self.quality).write({"name": "Mine"})
        with self.assertRaises(AccessError):
            mine.with_user(self.handler).read(["name"])
