"""Print and share: what is listed first, what is made, and for whom."""

import base64
import io
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, new_test_user, tagged

from .paper_story import PaperReader
from .unit_story import UnitWorld


@tagged("post_install", "-at_install")
class TestPrint(PaperReader, UnitWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.manager = cls.person("print_manager", "manager", cls.health)
        cls.viewer = cls.person("print_viewer", "viewer", cls.health)
        group = "base.group_user,hva_feedback.hva_feedback_group_admin"
        cls.admin = new_test_user(cls.env, "print_admin", groups=group)
        cls.poster = cls.way_in(cls.clinic)

    @classmethod
    def way_in(cls, unit, channel="qr"):
        return cls.env["hva.collector"].create({"name": "Lobby", "unit_id": unit.id, "channel": channel})

    def dialog(self, user, **values):
        return self.env["hva.print"].with_user(user).create(values)

    def make(self, dialog):
        dialog.action_make()
        return dialog.file_name, base64.b64decode(dialog.file)

    def test_the_list_comes_first_and_makes_nothing(self):
        before = self.env["hva.collector"].search_count([])
        with Form(self.env["hva.print"].with_user(self.manager)) as form:
            form.unit_id = self.health.with_user(self.manager)
            self.assertIn("Lobby", form.plan)
            self.assertNotIn("Dental", form.plan)
            form.make_missing = "leaves"
            self.assertIn("Dental", form.plan)
            form.make_missing = "all"
            self.assertEqual(form.plan.count("Will be made"), 2)
        self.assertEqual(self.env["hva.collector"].search_count([]), before)

    def test_a_manager_gets_a_poster_a_unit_and_the_missing_ways_in(self):
        name, data = self.make(self.dialog(self.manager, unit_id=self.health.id, make_missing="leaves"))
        self.assertEqual(name, "posters.pdf")
        pages, _lang, _title = self.read_pdf(data)
        self.assertEqual(len(pages), 2)
        self.assertIn("Clinic", pages[0])
        self.assertIn("Dental", pages[1])
        made = self.env["hva.collector"].search([("unit_id", "=", self.dental.id)])
        self.assertEqual((made.channel, made.create_uid), ("qr", self.manager))

    def test_a_manager_prints_nothing_for_the_units_of_others(self):
        theirs = self.way_in(self.home_care)
        own = self.dialog(self.manager, unit_id=self.social.id, make_missing="all")
        self.assertNotIn("Home care", own.sudo().with_user(self.manager).plan)
        with self.assertRaises(UserError):
            own.action_make()
        self.env.flush_all()
        with self.assertRaises(AccessError):
            self.dialog(self.manager, collector_ids=[(6, 0, theirs.ids)]).action_make()
        name, _data = self.make(self.dialog(self.admin, unit_id=self.social.id))
        self.assertTrue(name.startswith("posters-home-care-"))

    def test_a_viewer_has_no_door_to_it(self):
        with self.assertRaises(AccessError):
            self.dialog(self.viewer, unit_id=self.health.id)

    def test_units_that_ended_and_ways_in_that_are_closed_are_left_out(self):
        self.dental.valid_to = "2020-01-01"
        self.poster.closes_on = "2020-01-01"
        with self.assertRaises(UserError):
            self.dialog(self.admin, unit_id=self.health.id).action_make()

    def test_codes_come_as_png_and_svg_under_names_that_every_system_takes(self):
        self.clinic.name = "../Ääkköset <x>:*?"
        name, data = self.make(self.dialog(self.admin, collector_ids=[(6, 0, self.poster.ids)], what="qr"))
        self.assertRegex(name, r"^qr-aakkoset-x-\w{6}\.zip$")
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        self.assertEqual([part.rpartition("/")[2] for part in names], ["qr.png", "qr.svg"])
        self.assertTrue(all(part.startswith("aakkoset-x-") for part in names))

    def test_paper_has_a_way_in_of_its_own_channel(self):
        dialog = self.dialog(self.admin, unit_id=self.clinic.id, what="form", make_missing="all", lang_code="en")
        self.assertTrue(dialog.is_paper)
        name, data = self.make(dialog)
        self.assertTrue(name.endswith(".pdf"))
        self.assertEqual(self.read_pdf(data)[1], "en")
        self.assertEqual(
            self.env["hva.collector"].search([("unit_id", "=", self.clinic.id)]).mapped("channel"), ["qr", "paper"]
        )
        self.way_in(self.dental, "paper")
        name, data = self.make(self.dialog(self.admin, unit_id=self.health.id, what="card_a6"))
        self.assertEqual(name, "card_a6.zip")
        self.assertEqual(len(zipfile.ZipFile(io.BytesIO(data)).namelist()), 2)

    def test_more_than_a_request_can_make_is_refused_before_anything_is_made(self):
        self.env["hva.unit"].create(
            [{"name": f"Unit {number}", "level_id": self.level.id, "parent_id": self.social.id} for number in range(20)]
        )
        dialog = self.dialog(self.admin, unit_id=self.social.id, what="kit", make_missing="leaves")
        with self.assertRaisesRegex(UserError, "20"):
            dialog.action_make()
        self.assertFalse(self.env["hva.collector"].search([("unit_id", "child_of", self.social.id)]))

    def test_from_the_list_of_ways_in_the_chosen_ones_are_printed(self):
        dialogs = self.env["hva.print"].with_user(self.manager)
        dialog = Form(dialogs.with_context(active_model="hva.collector", active_ids=self.poster.ids)).save()
        self.assertEqual(dialog.collector_ids, self.poster)
        dialog = Form(dialogs.with_context(active_model="hva.unit", active_ids=self.health.ids)).save()
        self.assertEqual(dialog.unit_id, self.health)

    def test_the_kit_of_the_county_has_its_front_door_and_the_list_of_all_ways_in(self):
        name, data = self.make(self.dialog(self.admin, what="county"))
        self.assertTrue(name.endswith(".zip"))
        door = self.env["hva.collector"].search([("finds_unit", "=", True)])
        self.assertEqual((len(door), door.unit_id.parent_id), (1, self.env["hva.unit"]))
        archive = zipfile.ZipFile(io.BytesIO(data))
        self.assertIn("poster.pdf", archive.namelist())
        listed = archive.read("ways-in.csv").decode("utf-8-sig")
        self.assertIn(self.poster.url, listed)
        self.assertIn(door.url, listed)
        self.make(self.dialog(self.admin, what="county"))
        self.assertEqual(self.env["hva.collector"].search([("finds_unit", "=", True)]), door, "made once")

    def test_the_kit_of_the_county_is_made_by_administrators(self):
        with self.assertRaises(AccessError):
            self.dialog(self.manager, what="county").action_make()
