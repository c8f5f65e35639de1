"""Nothing hidden can be worked out from all that each role is shown, over HTTP and in files, on two days."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.hva_query_scope import Scope
from ..tools import closed_to_all, closed_view, published
from ..tools.suppression import Limits
from .auditor import CLASSES
from .auditor_doors import SILENT, AuditorDoors
from .auditor_story import (
    AGREEMENT,
    CHANNELS,
    DAYS,
    EARLIER,
    LATER,
    MONTHS,
    PASSWORD,
    PERIODS,
    PUBLIC,
    SECOND_DAY,
)  # fmt: skip

NARROW = closed_view.NARROW
QUIET = ("odoo.http", "odoo.addons.web.controllers.export", "odoo.addons.base.models.ir_model", "odoo.orm.models")


@tagged("post_install", "-at_install")
class TestAuditor(HttpCase, AuditorDoors):
    def audit(self, user, scores, months):
        """Return what can be found out, or nearly, though it is too little to be shown: [(place, part, count, ...)]."""
        own, limits = self.reach(user), Limits()
        strange = [unit for unit in self.units if unit.id not in own]
        asked = []
        for month in months:
            end = (month.replace(day=28) + (MONTHS[1] - MONTHS[0])).replace(day=1)
            groups = [(unit.name, [unit.id], CHANNELS) for unit in strange]
            groups += [
                (f"all of {u.name}", [one for one in self.below(u.id) if one not in own], CHANNELS) for u in self.units
            ]
            groups += [(channel, [unit.id for unit in strange], (channel,)) for channel in CHANNELS]
            for name, units, channels in groups:
                n = self.truth(units, (month, end), channels)
                places = self.places(units, month, end, channels)
                if 0 < n < limits.base:
                    asked.append(((name, f"{month:%B}", "n", n), (places, CLASSES)))
                for part in CLASSES:
                    count = self.truth(units, (month, end), channels, [part])
                    if count and (n < limits.base or count < limits.cell):
                        asked.append(((name, f"{month:%B}", part, count), (places, [part])))
        asked += self.ask_stretches(strange, months)
        self.assertTrue(asked, "there is something to be found")
        ranges = scores.ranges([target for _what, target in asked])
        return [(*what, *ends) for (what, _t), ends in zip(asked, ranges, strict=True) if ends[1] - ends[0] < NARROW]

    def ask_stretches(self, strange, months):
        """Yield what the days between a month and four weeks were to few people of all other units together."""
        units = [unit.id for unit in strange]
        for days in DAYS:
            if months[0] <= days[0] and 0 < self.truth(units, days) < Limits().base:
                for parts in (CLASSES, *([part] for part in CLASSES)):
                    if count := self.truth(units, days, parts=parts):
                        yield ("all", str(days[0]), parts, count), (self.places(units, *days), parts)

    def audit_services(self, user, agreement):
        """Return what everybody's page tells of a few people's agreement: of all that are not the reader's own."""
        own, limits, asked = self.reach(user), Limits(), []
        strange = [unit for unit in self.units.ids if unit not in own]
        for span in PUBLIC:
            for service in (self.dental.id, self.home.id, None):
                counts = {p: sum(self.truth_of_service(unit, span, service, p) for unit in strange) for p in AGREEMENT}
                places = [(unit, span, service) for unit in strange]
                if 0 < sum(counts.values()) < limits.base:
                    asked.append(((service, span, "n", sum(counts.values())), (places, AGREEMENT)))
                asked += [
                    ((service, span, part, count), (places, [part]))
                    for part, count in counts.items()
                    if count and (sum(counts.values()) < limits.base or count < limits.cell)
                ]
        ranges = agreement.ranges([target for _what, target in asked])
        return [(*what, *ends) for (what, _t), ends in zip(asked, ranges, strict=True) if ends[1] - ends[0] < NARROW]

    def look(self, user, ledger, periods):
        """Read all doors as `user` today."""
        scores, agreement = ledger
        self.authenticate(user.login, PASSWORD)
        own = self.reach(user)
        self.read_query(scores, periods)
        self.assertEqual(self.read_targets(own), [], user.login)
        self.read_public(scores, agreement)

    def look_around(self, user, scores, month):
        """Read what hangs on walls, lies in the lake and stands on pages; `month` is the last that is closed."""
        self.read_walls(scores, month)
        self.read_lake(scores)
        self.assertEqual(self.read_silent_pages(self.reach(user)), [], user.login)

    @mute_logger(*QUIET)
    def test_over_two_days_and_all_doors_nothing_hidden_is_found(self):
        self.close()
        self.deliver_lake()
        readers = [self.people[name] for name in ("anna", "hannu", "sofia", "board")]
        ledgers = {user: self.ledgers(user) for user in readers}
        for user in readers:
            self.look(user, ledgers[user], EARLIER)
            self.assertEqual(self.read_lists(self.reach(user)), [], user.login)
            self.look_around(user, ledgers[user][0], MONTHS[1])
        self.send_reports()
        self.set_targets()
        self.let_time_pass()
        with freeze_time(SECOND_DAY):
            self.close()
            self.deliver_lake()
            for user in readers:
                self.look(user, ledgers[user], LATER)
                self.look_around(user, ledgers[user][0], MONTHS[2])
                self.assertEqual(self.read_mail(user, MONTHS[1], ledgers[user][0], self.reach(user)), [], user.login)
                self.read_dashboard(ledgers[user][0], self.reach(user))
                self.read_workbook(user, MONTHS[1], ledgers[user][0], self.reach(user))
            for user in readers:
                with self.subTest(reader=user.login):
                    self.check(user, *ledgers[user])

    def check(self, user, scores, agreement):
        self.assertGreater(len(scores.lines), 20, "the auditor saw figures of others")
        self.assertTrue(agreement.lines, "he saw agreement by service")
        self.assertEqual(self.audit(user, scores, MONTHS), [])
        self.assertEqual(self.audit_services(user, agreement), [])

    def send_reports(self):
        wide = self.env["hva.report.definition"].create({"name": "County", "unit_ids": [(6, 0, self.county.ids)]})
        everybody = [(6, 0, [self.people[name].id for name in ("hannu", "sofia", "board")])]
        self.schedule.write({"definition_id": wide.id, "also_user_ids": everybody})
        self.schedule.action_send_now("2026-10-01")
        self.env["hva.report.run"]._build_due()

    def set_targets(self):
        whom = ({"unit_id": self.huittinen.id}, {"level_id": self.county.level_id.id})
        self.env["hva.target"].create([{"metric": "nps", "year": 2026, "value": 40, **one} for one in whom])

    def let_time_pass(self):
        """Between the two days: late feedback, a corrected unit, an erased answer, two units become one."""
        given = list(self.given)
        self.give(self.huittinen, "2026-10-09", "web", nps=10)
        self.give(self.rauma, "2026-10-09", "sms", nps=0, count=2)
        type(self).given = given  # what comes late is in no closed month
        answers = self.env["survey.user_input"]
        ids = [row["id"] for row in given if row["unit"] == self.pori.id and row["day"] < MONTHS[2]]
        answers.browse(ids[0]).write({"hva_unit_id": self.kemi.id})
        answers.browse(ids[1]).unlink()
        self.kemi.write({"merged_into_id": self.rauma.id, "active": False})

    @mute_logger(*QUIET)
    def test_who_has_no_part_in_feedback_is_shown_what_everybody_is(self):
        self.close()
        self.authenticate("plain", PASSWORD)
        self.assertIsNone(self.ask("hva.query", "query", {"unit": self.county.id}))
        self.assertIsNone(self.ask("hva.dashboard", "load_view", {}))
        self.assertEqual(self.read_lists(set()), [])
        self.authenticate(None, None)
        scores, agreement = self.ledgers(None)
        with freeze_time(SECOND_DAY):
            self.close()
            self.read_public(scores, agreement)
        self.assertTrue(agreement.lines)
        self.assertEqual(self.audit(None, scores, MONTHS), [])
        self.assertEqual(self.audit_services(None, agreement), [])

    # ------------------------------------------------------------------ broken on purpose

    def look_at_october(self):
        self.close()
        anna = self.people["anna"]
        scores, _agreement = self.ledgers(anna)
        self.authenticate("anna", PASSWORD)
        self.read_october(scores)
        return self.audit(anna, scores, MONTHS[1:2])

    def read_october(self, scores):
        for unit, group in ((self.county, "unit"), (self.county, "leaf"), (self.county, "channel")):
            definition = {"unit": unit.id, "group": group, "period": PERIODS[1], "metrics": METRICS_OF_OTHERS}
            self.write_down(scores, self.ask("hva.query", "query", definition), unit, group)

    def test_the_auditor_finds_what_is_hidden_alone(self):
        """Small figures hidden, nothing beside them: he takes the others from the whole."""
        with patch.object(closed_view, "_tells", lambda *_args: False):
            found = self.look_at_october()
        self.assertTrue([row for row in found if row[-1] == row[-2] == row[3]])

    def test_the_auditor_finds_what_is_not_protected(self):
        for name in ("base", "cell"):
            self.env["ir.config_parameter"].set_param(f"hva_reports.suppression_{name}", "1")
        self.assertTrue(self.look_at_october())

    def test_where_nothing_is_hidden_each_door_alone_gives_it(self):
        self.env.registry.clear_cache()  # of views in which something is hidden
        self.addCleanup(self.env.registry.clear_cache)
        anna, october = self.people["anna"], MONTHS[1]
        own = self.reach(anna)
        doors = {
            "query": self.read_october,
            "page of results": lambda scores: self.read_dashboard(scores, own),
            "workbook": lambda scores: self.read_workbook(anna, october, scores, own),
            "mail": lambda scores: self.read_mail(anna, october, scores, own),
            "walls": lambda scores: self.read_walls(scores, october),
            "lake": self.read_lake,
        }
        nothing = patch.object(closed_to_all, "hidden_from_any", lambda *_args: 0)
        with patch.object(closed_view, "_hidden", lambda *_args: 0), nothing:
            self.close()
            self.deliver_lake()
            self.send_reports()
            self.authenticate("anna", PASSWORD)
            for name, read in doors.items():
                with self.subTest(door=name):
                    scores, _agreement = self.ledgers(anna)
                    read(scores)
                    self.assertTrue(self.audit(anna, scores, MONTHS[1:2]))

    def test_where_nothing_is_hidden_from_everybody_the_page_gives_it(self):
        anna = self.people["anna"]
        scores, agreement = self.ledgers(anna)
        with patch.object(published, "_hidden", lambda *_args: {}):
            self.close()
            self.read_public(scores, agreement)
        self.assertTrue(self.audit_services(anna, agreement))

    def test_the_auditor_finds_few_people_between_a_month_and_four_weeks(self):
        board, county = self.people["board"], {"unit": self.county.id, "metrics": METRICS_OF_OTHERS}
        self.close()
        self.authenticate("board", PASSWORD)
        for edges, is_found in ((published.edges_of, False), (lambda _span: [], True)):
            self.env["hva.published"].search([]).unlink()
            scores, agreement = self.ledgers(board)
            with (
                patch.object(published, "edges_of", edges),
                patch.object(type(self.env["hva.published"]), "_get_insiders", lambda *_args: []),
            ):
                self.env["hva.published"]._publish_due()
            self.env.flush_all()
            for period in PERIODS[:2]:
                answer = self.ask("hva.query", "query", {**county, "period": period})
                self.write_down(scores, answer, self.county, "none")
            self.read_public(scores, agreement)
            asked = list(self.ask_stretches([unit for unit in self.units if unit != self.county], MONTHS))
            ranges = scores.ranges([target for _what, target in asked])
            found = [what for (what, _target), (low, high) in zip(asked, ranges, strict=True) if high - low < NARROW]
            self.assertEqual(bool(found), is_found, found)

    @mute_logger(*QUIET)
    def test_lists_and_their_files_give_what_rules_let_through(self):
        self.close()
        self.authenticate("anna", PASSWORD)
        self.env.ref("hva_reports.hva_feedback_analysis_rule_viewer").domain_force = "[(1, '=', 1)]"
        self.env.flush_all()
        found = self.read_lists(self.reach(self.people["anna"]))
        doors = {"count", "rows", "names", "list", "group", "groups", "pivot", "panel", "csv", "grouped xlsx"}
        self.assertEqual({door for model, door in found if model == "hva.feedback.analysis"}, doors)

    def test_pages_give_what_the_query_does_not_protect(self):
        self.close()
        self.authenticate("anna", PASSWORD)
        with patch.object(Scope, "is_own", property(lambda _scope: True)):
            found = self.read_silent_pages(self.reach(self.people["anna"]))
        self.assertTrue([row for row in found if row[1] in SILENT], found)


METRICS_OF_OTHERS = ["n", "nps", *CLASSES]
