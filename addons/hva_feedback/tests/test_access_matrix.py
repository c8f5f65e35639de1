import csv
import os

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged

from .rights_story import RightsWorld, allowed


@tagged("post_install", "-at_install")
class TestAccessMatrix(RightsWorld, TransactionCase):
    """What each role may do with each model at all, before any rule about records.

    Each addon states its own models in `tests/access_matrix.csv`. A model of the house without a row, or a right that
    is wider or narrower than stated, fails here: so a right is changed in two places, and on purpose.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.make_people()

    def _models(self):
        return {
            name: model._original_module
            for name, model in self.env.registry.items()
            if name.startswith("hva.") and not model._abstract
        }

    def _stated(self, addon):
        path = os.path.join(get_module_path(addon), "tests", "access_matrix.csv")
        with open(path, encoding="utf-8") as file:
            return {row.pop("model"): row for row in csv.DictReader(file)}

    def test_every_right_is_stated_and_every_statement_is_true(self):
        models = self._models()
        for addon in sorted(set(models.values())):
            stated = self._stated(addon)
            mine = {name for name, owner in models.items() if owner == addon}
            self.assertEqual(mine, set(stated), f"models of {addon} and rows of its access_matrix.csv differ")
            for name, rights in stated.items():
                found = {role: allowed(self.env[name].with_user(self.people[role])) for role in rights}
                with self.subTest(model=name):
                    self.assertEqual(found, rights)
