import collections
import contextlib
import random

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from .unit_story import UnitWorld


def reach_by_hand(env, today):
    """Compute the reach from its definition, person by person, without SQL: the truth the table is held to."""
    units = env["hva.unit"].with_context(active_test=False).search([])
    accesses = env["hva.unit.access"].search([])
    found = set()
    for access in accesses:
        begun = not access.valid_from or access.valid_from <= today
        ended = access.valid_to and access.valid_to < today
        if not access.user_id.active or not begun or ended:
            continue
        waiting = [access.unit_id]
        seen = set()
        while waiting:
            unit = waiting.pop()
            if unit.id in seen:
                continue
            seen.add(unit.id)
            waiting += units.filtered(lambda other, unit=unit: other.merged_into_id == unit)
            if access.include_children:
                waiting += units.filtered(lambda other, unit=unit: other.parent_id == unit)
        found |= {(access.user_id.id, unit_id, access.role) for unit_id in seen}
    return found


@tagged("post_install", "-at_install")
class TestReach(UnitWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()

    def reach(self):
        self.env.cr.execute("SELECT user_id, unit_id, role FROM hva_unit_reach")
        return set(self.env.cr.fetchall())

    def assert_in_step(self, after):
        self.env.flush_all()
        self.assertEqual(self.reach(), reach_by_hand(self.env, self.env["hva.clock"]._today()), f"out of step: {after}")

    def test_reach_is_what_the_definition_says_after_every_step_of_a_random_year(self):
        dice = random.Random(1918)
        people = [self.person(f"reach_{number}") for number in range(6)]
        units = [self.health, self.clinic, self.dental, self.social, self.home_care]
        steps = [self._move, self._merge, self._hire, self._change, self._fire, self._grow, self._archive, self._leave]
        for _number in range(10):
            self._grow(dice, units, people)
            self._hire(dice, units, people)
        mattered = collections.Counter()
        for _number in range(250):
            step = dice.choice(steps)
            before = self.reach()
            step(dice, units, people)
            self.assert_in_step(step.__name__)
            mattered[step.__name__] += self.reach() != before
        idle = [step.__name__ for step in steps if step != self._archive and mattered[step.__name__] < 3]
        self.assertFalse(idle, "steps that hardly ever changed a reach prove nothing")

    def _grow(self, dice, units, people):
        units.append(self.unit(f"Unit {len(units)}", dice.choice(units)))

    def _move(self, dice, units, people):
        unit, parent = dice.sample(units, 2)
        with contextlib.suppress(UserError), self.cr.savepoint():  # a move into its own parts is refused
            unit.parent_id = parent

    def _merge(self, dice, units, people):
        unit, target = dice.sample(units, 2)
        with contextlib.suppress(UserError), self.cr.savepoint():  # and so is a merger in a circle
            unit.merged_into_id = dice.choice([target, target, target.browse()])

    def _archive(self, dice, units, people):
        unit = dice.choice(units)
        unit.active = not unit.active

    def _hire(self, dice, units, people):
        first = dice.choice([False, False, False, "2020-01-01", "2020-01-01", "2099-01-01"])
        self.access(
            dice.choice(people), dice.choice(units), dice.choice(["viewer", "handler", "manager", "quality"]),
            include_children=dice.random() < 0.7, valid_from=first,
            valid_to=False if first == "2099-01-01" else dice.choice([False, False, "2098-01-01", "2021-01-01"]),
        )  # fmt: skip

    def _change(self, dice, units, people):
        accesses = self.env["hva.unit.access"].with_context(active_test=False).search([])
        if accesses:
            access = dice.choice(accesses)
            access.write(
                dice.choice(
                    [
                        {"include_children": not access.include_children},
                        {"unit_id": dice.choice(units).id},
                        {"user_id": dice.choice(people).id},
                        {"active": not access.active},
                        {"role": dice.choice(["viewer", "handler", "manager"])},
                    ]
                )
            )

    def _fire(self, dice, units, people):
        accesses = self.env["hva.unit.access"].search([])
        if len(accesses) > 12:
            dice.choice(accesses).unlink()

    def _leave(self, dice, units, people):
        gone = [person for person in people if not person.active]
        person = dice.choice(gone or people)
        person.active = not person.active

    def test_a_person_whose_access_is_taken_away_finds_nothing_at_once(self):
        """No cache is cleared between the two searches: the rule's domain of this user stays as it was computed."""
        manager = self.person("taken", "manager", self.health)
        self.assertEqual(self.sees(manager), self.health | self.clinic | self.dental)
        self.env["hva.unit.access"].search([("user_id", "=", manager.id)]).unlink()
        self.assertFalse(self.sees(manager))
        self.assertFalse(self.clinic.with_user(manager).has_access("read"))
        self.access(manager, self.dental, "manager")
        self.assertEqual(self.sees(manager), self.dental)

    def test_the_rule_is_not_computed_again_when_an_access_ends(self):
        """The fact behind decision 0003: the cached domain names the person, not the units."""
        manager = self.person("cached", "manager", self.health)
        rule = self.env["ir.rule"].with_user(manager)
        before = rule._compute_domain("hva.unit", "read")
        self.env["hva.unit.access"].search([("user_id", "=", manager.id)]).active = False
        self.assertIs(rule._compute_domain("hva.unit", "read"), before, "the domain should still come from the cache")
        self.assertFalse(self.sees(manager))

    def test_an_access_begins_and_ends_on_its_days(self):
        with freeze_time("2026-11-10 10:00"):
            temp = self.person("deputy", "handler", self.clinic, valid_from="2026-11-12", valid_to="2026-11-13")
            self.assertFalse(self.sees(temp))
        for moment, expected in [
            ("2026-11-11 21:55", False),  # 23.55 in Helsinki
            ("2026-11-11 22:05", True),  # 0.05 in Helsinki on the first day
            ("2026-11-13 21:55", True),
            ("2026-11-13 22:05", False),
        ]:
            with freeze_time(moment):
                self.env.ref("hva_feedback.ir_cron_hva_unit_reach").ir_actions_server_id.run()
                self.assertEqual(self.clinic in self.sees(temp), expected, moment)

    def test_people_of_the_unit_that_goes_on_keep_the_merged_one(self):
        handler = self.person("heir", "handler", self.home_care, include_children=False)
        old_hand = self.person("old_hand", "handler", self.clinic)
        self.assertEqual(self.sees(handler), self.home_care)
        self.clinic.write({"merged_into_id": self.home_care.id, "valid_to": "2026-01-31"})
        self.assertEqual(self.sees(handler), self.home_care | self.clinic)
        self.assertEqual(self.sees(old_hand), self.clinic, "the merged unit's people gain nothing by the merger")
        self.clinic.merged_into_id = False
        self.assertEqual(self.sees(handler), self.home_care)

    def test_overlapping_accesses_are_one_reach_each(self):
        manager = self.person("twice", "manager", self.health)
        self.access(manager, self.clinic, "manager")
        self.access(manager, self.clinic, "quality")
        rows = self.env["hva.unit.reach"].search([("user_id", "=", manager.id), ("unit_id", "=", self.clinic.id)])
        self.assertEqual(sorted(rows.mapped("role")), ["manager", "quality"])
        self.env["hva.unit.access"].search([("user_id", "=", manager.id), ("unit_id", "=", self.health.id)]).unlink()
        self.assertEqual(self.sees(manager), self.clinic)

    def test_an_archived_unit_is_still_answered_for(self):
        handler = self.person("archivist", "handler", self.clinic)
        self.clinic.active = False
        self.assertEqual(self.sees(handler), self.clinic)

    def test_units_of_a_person_by_role(self):
        person = self.person("both", "manager", self.health)
        self.access(person, self.home_care, "viewer")
        self.assertEqual(person._hva_units(), self.health | self.clinic | self.dental | self.home_care)
        self.assertEqual(person._hva_units("viewer"), self.home_care)
        self.assertEqual(person._hva_units(("manager", "handler")), self.health | self.clinic | self.dental)

    def test_a_role_gives_its_group_and_only_staff_get_one(self):
        handler = self.person("newcomer", "handler", self.clinic)
        self.assertTrue(handler.has_group("hva_feedback.hva_feedback_group_handler"))
        self.assertFalse(handler.has_group("hva_feedback.hva_feedback_group_manager"))
        portal = self.env["res.users"].create(
            {"name": "Portal", "login": "p", "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)]}
        )
        with self.assertRaisesRegex(Exception, "not a member of staff"):
            self.access(portal, self.clinic)
