"""What strangers say changes nothing that a reader can read: every field of every record, and every door of results."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .auditor_story import PERIODS, AuditorStory

ELSEWHERE = ("ir.", "base.", "bus.", "report.", "res.groups")  # of Odoo itself, without anything of ours
MOST = 300  # records of a model, the newest


@tagged("post_install", "-at_install")
class TestAuditorSilence(AuditorStory):
    @mute_logger(
        "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule", "odoo.orm.models", "odoo.sql_db"
    )
    def test_nothing_that_a_reader_can_read_changes_when_strangers_are_heard(self):
        self.close()
        for name, heard in (("anna", self.huittinen), ("hannu", self.pori), ("plain", self.kemi)):
            reader = self.people[name]
            with self.subTest(reader=name), self.env.cr.savepoint() as savepoint:
                before = self.look_everywhere(reader)
                self.assertGreater(len(before), 50)
                self.hear(heard, "Nobody else may know of this, nor that it is here.")
                after = self.look_everywhere(reader)
                changed = {place: (before.get(place), now) for place, now in after.items() if before.get(place) != now}
                self.assertEqual(changed, {})
                self.assertTrue(
                    self.env["helpdesk.ticket"].search_count([("hva_answer_id.hva_unit_id", "=", heard.id)])
                )
                savepoint.rollback()
                self.env.invalidate_all()

    def hear(self, unit, words):
        """Two people give feedback, one of them a month ago; cases are made, sums summed, months closed."""
        answers = self.give(unit, "2026-11-20", "web", nps=1, text=words)
        answers += self.give(unit, "2026-10-20", "sms", nps=10, statements={"ST1": 5})
        answers._hva_route()
        self.close()

    def look_everywhere(self, reader):
        """Return {(model, field): values by id} of all that `reader` may read, and what the query tells."""
        found = {}
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(reader).with_context(active_test=False)
            if model._abstract or name.startswith(ELSEWHERE):
                continue
            try:
                records = model.search([], limit=MOST, order="id desc")
            except AccessError:
                continue
            for field in model._fields:
                found[name, field] = self.read_field(records, field)
            self.env.invalidate_all()
        if not self.reach(reader):
            return found
        asked = self.env["hva.query"].with_user(reader)
        for period in (*PERIODS, {"kind": "month", "day": "2026-11-01"}):
            for group in ("unit", "leaf", "channel", "language", "statement", "topic"):
                answer = asked.query({"unit": self.county.id, "group": group, "period": period})
                found["hva.query", group, str(period)] = [{**row, "is_own": None} for row in answer["rows"]]
        return found

    def read_field(self, records, field):
        try:
            with self.env.cr.savepoint():
                return {row["id"]: str(row[field]) for row in records.read([field])}
        except (AccessError, UserError, ValueError):
            return None
