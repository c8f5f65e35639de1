import csv
from collections import defaultdict

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import file_open

from .doors import DOORS, Place
from .rights_story import RightsWorld

PASSWORD = "knock-knock-knock"


@tagged("post_install", "-at_install")
class TestDoorMatrix(RightsWorld, HttpCase):
    """Each role knocks at every door of the web client, at the own unit, at one under it and at another.

    `door_matrix.csv` says what opens. A door that the table lacks, or that opens wider or less than it says, fails.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.make_people()
        cls.below = cls._unit("Ward", parent_id=cls.clinic.id)
        export = cls.env.ref("base.group_allow_export")
        for role, user in cls.people.items():
            user.password = PASSWORD
            if role not in ("portal", "public"):
                user.group_ids += export  # so that nothing but the unit decides about an export

    def make_places(self):
        self.places = {name: self._answer(name) for name in ("own", "below", "other")}
        self.route()
        for name, place in self.places.items():
            self._fill(name, place)
        self.env.flush_all()
        self.env.invalidate_all()

    def _answer(self, name):
        unit = {"own": self.clinic, "below": self.below, "other": self.dental}[name]
        word = f"aprikoosi{name}"
        answer = self.give(unit, kind="criticism", text=f"Sanon {word}", phone="+358400000009")
        return Place(answer, None, None, word, f"mansikka{name}", f"vadelma{name}")

    def _fill(self, name, place):
        """Put a note, a file, a follower and a to-do on the case, as work leaves them there."""
        place.case = self.case_of(place.answer)
        place.case.message_post(body=place.note)
        values = {"name": "x.txt", "res_model": "helpdesk.ticket", "res_id": place.case.id, "mimetype": "text/plain"}
        place.attachment = self.env["ir.attachment"].create({**values, "raw": place.file.encode()})
        agenda = [(0, 0, {"answer_id": place.answer.id})]
        place.meeting = self.env["hva.meeting"].create({"unit_id": place.answer.hva_unit_id.id, "line_ids": agenda})
        reader = self.dental_handler if name == "other" else self.second_handler
        place.case.message_subscribe(partner_ids=reader.partner_id.ids)
        self.assertTrue(place.case.message_follower_ids and place.case.activity_ids, "there is something to be found")

    @mute_logger("odoo.http", "odoo.addons.web.controllers.export", "odoo.addons.base.models.ir_model")
    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_attachment", "odoo.orm.models")
    def test_every_door_opens_to_whom_the_table_says_and_to_nobody_else(self):
        with file_open("hva_feedback/tests/door_matrix.csv") as file:
            table = list(csv.DictReader(file))
        self.assertEqual({(row["door"], row["place"]) for row in table}, {(d, p) for d in DOORS for p in self._names()})
        self.make_places()
        wrong = defaultdict(list)
        for role in self.people:
            self.person = self.people[role]
            self.authenticate(None if role == "public" else self.person.login, PASSWORD)
            for row in table:
                place = self.places[row["place"]]
                with self.env.cr.savepoint() as savepoint:
                    opened = DOORS[row["door"]](self, place)
                    savepoint.rollback()
                    self.env.invalidate_all()
                if opened != (row[role] == "yes"):
                    wrong[row["door"], row["place"]].append(f"{role} {'gets in' if opened else 'stays out'}")
        self.assertEqual({f"{door}, {place}: {who}" for (door, place), who in wrong.items()}, set())

    def _names(self):
        return ("own", "below", "other")
