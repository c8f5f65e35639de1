"""A pilot: some units ask a new version until a day, and return by themselves."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from .common_sets import make_set
from .page_story import PageWorld

NOW, LAST_DAY = "2026-11-02 10:00:00", "2026-11-30"


@tagged("post_install", "-at_install")
class TestSetPilot(PageWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW, tick=False))
        cls.make_page_world()
        unit = cls.env["hva.unit"].create
        cls.area = unit({"name": "Area", "level_id": cls.level.id})
        cls.inside = unit({"name": "Inside", "level_id": cls.level.id, "parent_id": cls.area.id})
        cls.set = make_set(cls.env, "ST1", "FREE", "ST2")
        cls.version = cls.set._publish()
        cls.collector.set_id = cls.set
        cls.pilot_way = cls.collector.copy({"unit_id": cls.inside.id})
        cls.admin = new_test_user(
            cls.env, "pilot_admin", groups="base.group_user,hva_feedback.hva_feedback_group_admin"
        )

    def start(self, **vals):
        wizard = (
            self.env["hva.set.publish"]
            .with_user(self.admin)
            .create({"set_id": self.set.id, "is_pilot": True, "unit_ids": self.area.ids, "until": LAST_DAY, **vals})
        )
        wizard.action_publish()
        return self.set.pilot_survey_id

    def asked(self, collector):
        self.env.flush_all()
        return self.env["hva.collector"]._hva_resolve_code(collector.code).survey_id

    def test_units_of_the_pilot_ask_its_version_and_the_others_the_old_one(self):
        pilot = self.start()
        self.assertEqual((pilot.hva_state, pilot.hva_version, pilot.hva_is_locked), ("pilot", 2, True))
        self.assertEqual((self.asked(self.pilot_way), self.asked(self.collector)), (pilot.id, self.version.id))
        self.assertEqual(self.set.current_survey_id, self.version)
        self.assertEqual(self.pilot_way.asked_survey_id, pilot)
        self.assertEqual(self.env["hva.question.set"]._asked_survey(self.inside, chosen=self.set), pilot)

    def test_after_the_last_day_pages_return_by_themselves(self):
        pilot = self.start()
        with freeze_time("2026-11-30 21:00:00"):  # an hour before midnight in Finland
            self.assertEqual(self.asked(self.pilot_way), pilot.id)
        with freeze_time("2026-11-30 22:30:00"):  # half an hour after
            self.assertEqual(self.asked(self.pilot_way), self.version.id)
            self.env["hva.question.set"]._cron_end_pilots()
            self.assertEqual((pilot.hva_state, self.set.pilot_survey_id.id), ("retired", False))
            self.assertEqual(self.set.current_survey_id, self.version)

    def test_an_open_page_of_the_pilot_still_sends_its_answers(self):
        pilot = self.start()
        self.set.with_user(self.admin).action_end_pilot()
        self.assertEqual(self.asked(self.pilot_way), self.version.id)
        self.assertTrue(pilot._hva_accepts_answers())

    def test_a_pilot_becomes_the_version_of_all(self):
        pilot = self.start()
        self.set.with_user(self.admin).action_pilot_for_all()
        self.assertEqual((self.version.hva_state, pilot.hva_state), ("retired", "published"))
        self.assertEqual({self.asked(self.pilot_way), self.asked(self.collector)}, {pilot.id})
        with self.assertRaisesRegex(UserError, "ended already"):
            self.set.action_pilot_for_all()

    def test_publishing_for_all_meanwhile_leaves_the_pilot(self):
        pilot = self.start()
        third = self.set._publish()
        self.assertEqual(third.hva_version, 3)
        self.assertEqual((self.asked(self.pilot_way), self.asked(self.collector)), (pilot.id, third.id))

    def test_the_next_pilot_takes_the_place_of_the_first(self):
        first = self.start()
        second = self.start()
        self.assertEqual((first.hva_state, second.hva_state), ("retired", "pilot"))

    def test_what_a_pilot_needs(self):
        yesterday = self.env["hva.clock"]._today() - timedelta(days=1)
        for vals in ({"unit_ids": False}, {"until": False}, {"until": yesterday}):
            with self.assertRaisesRegex(UserError, "needs units and a last day"):
                self.start(**vals)
        fresh = make_set(self.env, "FREE")
        with self.assertRaisesRegex(UserError, "first version"):
            fresh._publish_pilot(self.area, self.set.env["hva.clock"]._today())

    def test_a_pilot_is_changed_by_its_buttons_alone(self):
        pilot = self.start()
        for vals in ({"hva_pilot_until": "2027-01-01"}, {"hva_pilot_unit_ids": [(5,)]}, {"title": "x"}):
            with self.assertRaises(UserError):
                pilot.write(vals)
