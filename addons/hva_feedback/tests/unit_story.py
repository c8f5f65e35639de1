"""A small county with two branches, and people placed in it."""

from odoo.tests import new_test_user


class UnitWorld:
    """Two divisions with two locations each. Mix into a test class and call `make_world` in setUpClass."""

    @classmethod
    def make_world(cls):
        cls.level = cls.env["hva.unit.level"].create({"name": "Level"})
        cls.health = cls.unit("Health")
        cls.clinic = cls.unit("Clinic", cls.health)
        cls.dental = cls.unit("Dental", cls.health)
        cls.social = cls.unit("Social")
        cls.home_care = cls.unit("Home care", cls.social)

    @classmethod
    def unit(cls, name, parent=None, **vals):
        vals = {"name": name, "level_id": cls.level.id, **vals}
        return cls.env["hva.unit"].create(vals | ({"parent_id": parent.id} if parent else {}))

    @classmethod
    def person(cls, login, role=None, unit=None, **vals):
        """Make a member of staff; with a role and a unit, somebody who works there."""
        user = new_test_user(cls.env, login=login, groups="base.group_user")
        if role:
            cls.access(user, unit, role, **vals)
        return user

    @classmethod
    def access(cls, user, unit, role="handler", **vals):
        return cls.env["hva.unit.access"].create({"user_id": user.id, "unit_id": unit.id, "role": role, **vals})

    def sees(self, user):
        """Return the units that `user` finds, as the screens ask: a search as that user, nothing cleared before."""
        return self.env["hva.unit"].with_user(user).with_context(active_test=False).search([]).sudo()
