from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .case_story import CaseStory

NOW = "2026-11-10 09:00:00"


@tagged("post_install", "-at_install")
class TestUnitLife(CaseStory):
    """The clinic changes, and nothing that people gave or handle is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._person("viewer", cls.area, login="life_admin")
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.poster = cls.env["hva.collector"].create({"name": "Poster", "unit_id": cls.clinic.id, "channel": "qr"})

    def change(self, kind, unit=None, **vals):
        unit = (unit or self.clinic).with_user(self.admin)
        action = unit.with_context(hva_change=kind).action_change()
        wizard = self.env["hva.unit.change"].with_user(self.admin).with_context(**action["context"])
        return wizard.create({"reason": "Reorganisation", **vals})

    def trail(self, unit, action):
        return self.env["hva.audit"].search([("unit_id", "=", unit.id), ("action", "=", action)])

    def entry(self, collector=None):
        return self.env["hva.collector"]._hva_resolve_code((collector or self.poster).code)

    def units_of(self, user):
        return user._hva_units()

    @freeze_time(NOW)
    def test_a_move_changes_who_reaches_the_unit(self):
        other = self._unit("Other area")
        keeper = self._person("viewer", other, login="life_keeper")
        wizard = self.change("move", target_id=other.id)
        self.assertIn("1 units move", wizard.follows)
        self.assertIn("1 people reach them", wizard.follows)
        wizard.action_confirm()
        self.assertEqual(self.clinic.parent_id, other)
        self.assertIn(self.clinic, self.units_of(keeper))
        self.assertNotIn(self.clinic, self.units_of(self.manager))
        row = self.trail(self.clinic, "unit_move")
        self.assertEqual((row.reason, row.user_id), ("Reorganisation", self.admin))
        self.assertEqual(row.details, {"parent_id": "Area → Other area"})

    @freeze_time(NOW)
    def test_after_a_merger_the_way_in_the_case_and_the_people_go_on_in_the_other_unit(self):
        case = self.make_case()
        answer = case.hva_answer_id
        wizard = self.change("merge", target_id=self.dental.id)
        self.assertIn("1 open cases", wizard.follows)
        self.assertIn("1 open ways in", wizard.follows)
        self.assertIn("3 people", wizard.follows)
        wizard.action_confirm()
        self.assertEqual(self.clinic.merged_into_id, self.dental)
        self.assertEqual(self.clinic.valid_to, date(2026, 11, 10))
        self.assertEqual(self.entry().unit_id, self.dental.id)
        self.assertTrue(self.entry().is_open)
        self.assertEqual(case.hva_responsible_unit_id, self.dental)
        self.assertEqual((answer.hva_unit_id, case.hva_unit_id), (self.clinic, self.clinic), "what was given stays")
        self.assertIn(self.dental, self.units_of(self.handler))
        self.assertIn(self.clinic, self.units_of(self.dental_handler), "the successor's people read the old feedback")
        self.assertTrue(case.with_user(self.dental_handler).has_access("write"))
        self.assertTrue(self.trail(self.clinic, "unit_merge"))

    @freeze_time(NOW)
    def test_a_handler_who_does_not_come_along_leaves_the_case_to_somebody_who_is_there(self):
        case = self.make_case()
        case.with_user(self.handler).action_hva_take()
        self.change("merge", target_id=self.dental.id, with_people=False).action_confirm()
        self.assertFalse(case.user_id)
        self.assertEqual(case._hva_activities().user_id, self.dental_handler)
        self.assertIn("Handed over from Clinic to Dental", case.message_ids[0].body)

    @freeze_time(NOW)
    def test_a_handler_who_comes_along_keeps_the_case(self):
        case = self.make_case()
        case.with_user(self.handler).action_hva_take()
        self.change("merge", target_id=self.dental.id).action_confirm()
        self.assertEqual(case.user_id, self.handler)
        self.assertEqual(case._hva_activities().user_id, self.handler)

    @freeze_time(NOW)
    def test_late_feedback_of_a_merged_unit_becomes_a_case_of_the_successor(self):
        self.change("merge", target_id=self.dental.id).action_confirm()
        self.assertEqual(self.make_case(self.clinic).hva_responsible_unit_id, self.dental)

    @freeze_time(NOW)
    def test_a_unit_may_be_merged_into_one_of_its_own_parts(self):
        desk = self._unit("Desk", parent_id=self.clinic.id)
        room = self._unit("Room", parent_id=self.clinic.id)
        self.change("merge", target_id=desk.id).action_confirm()
        self.assertEqual((desk.parent_id, room.parent_id), (self.area, desk))

    @freeze_time(NOW)
    def test_a_unit_whose_work_the_old_one_handled_finds_the_successor(self):
        desk = self._unit("Desk", parent_id=self.area.id, responsible_unit_id=self.clinic.id)
        self.dental.responsible_unit_id = self.clinic
        self.change("merge", target_id=self.dental.id).action_confirm()
        self.assertEqual(desk._get_responsible_unit(), self.dental)
        self.assertEqual(self.dental._get_responsible_unit(), self.dental)

    @freeze_time(NOW)
    def test_a_split_gives_each_new_unit_its_ways_in(self):
        case = self.make_case()
        second = self.poster.copy({"name": "Second"})
        left = self.poster.copy({"name": "Left"})
        parts = [
            (0, 0, {"name": "North", "collector_ids": self.poster.ids}),
            (0, 0, {"name": "South", "collector_ids": second.ids}),
        ]
        self.change("split", part_ids=parts).action_confirm()
        north, south = self.env["hva.unit"].search([("name", "in", ("North", "South"))], order="name")
        self.assertEqual((north.parent_id, north.valid_from), (self.area, date(2026, 11, 10)))
        self.assertEqual((self.entry().unit_id, self.entry(second).unit_id), (north.id, south.id))
        self.assertEqual(case.hva_responsible_unit_id, north)
        self.assertIn(south, self.units_of(self.handler))
        self.assertTrue(self.entry(left).is_open, "today is the last day")
        with freeze_time("2026-11-11 09:00:00"):
            self.assertEqual(self.entry(left).closed_reason, "closed")
        self.assertTrue(self.trail(north, "unit_split") and self.trail(self.clinic, "unit_split"))

    @freeze_time(NOW)
    def test_a_split_needs_two_units_and_one_place_for_each_way_in(self):
        part = (0, 0, {"name": "North", "collector_ids": self.poster.ids})
        for parts in ([part], [part, part]):
            with self.assertRaises(UserError):
                self.change("split", part_ids=parts).action_confirm()

    def test_a_unit_that_ends_closes_after_its_last_day_and_leaves_its_cases_to_the_area(self):
        with freeze_time(NOW):
            case = self.make_case()
            wizard = self.change("end", last_day="2026-11-12")
            self.assertEqual(wizard.target_id, self.area, "the owner of the area is offered")
            wizard.action_confirm()
            self.assertTrue(self.entry().is_open)
            self.assertEqual(case.hva_responsible_unit_id, self.clinic)
        with freeze_time("2026-11-12 22:05:00"):  # past midnight in Finland
            for _night in range(2):
                self.env["hva.unit.access"]._cron_rebuild_reach()
            self.assertFalse(self.entry().is_open)
            self.assertFalse(self.poster.is_open)
            self.assertEqual(case.hva_responsible_unit_id, self.area)
            self.assertEqual(case._hva_activities().user_id, self.manager)
            late = self.make_case(self.clinic)
            self.assertEqual(late.hva_responsible_unit_id, self.area)
            self.assertTrue(case.with_user(self.handler).has_access("read"), "its people still read what was given")

    @freeze_time(NOW)
    def test_a_unit_with_parts_does_not_end_before_them(self):
        with self.assertRaisesRegex(UserError, "Clinic"):
            self.change("end", unit=self.area, target_id=self._unit("Other").id).action_confirm()

    @freeze_time(NOW)
    def test_another_producer_is_written_with_its_reason(self):
        self.change("producer", producer="Yritys Oy").action_confirm()
        self.assertEqual(self.clinic.producer, "Yritys Oy")
        self.assertEqual(self.trail(self.clinic, "unit_producer").details, {"producer": "- → Yritys Oy"})

    def test_a_change_by_any_other_door_stands_on_the_trail_too(self):
        self.clinic.with_user(self.admin).valid_to = "2030-01-01"
        self.clinic.with_user(self.admin).name = "Renamed"
        self.assertEqual(self.trail(self.clinic, "unit_edit").details, {"valid_to": "- → 2030-01-01"})

    def test_only_administrators_change_units(self):
        with self.assertRaises(AccessError):
            self.env["hva.unit.change"].with_user(self.manager).create({"unit_id": self.clinic.id, "reason": "x"})
