"""Other counties' published figures: by file or by hand, seen by everybody, beside our own and apart from them."""

import base64

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from odoo.addons.hva_feedback.tools.table_file import write_csv

from .common_reports import ReportCase

HEADER = ("Hyvinvointialue", "Mittari", "Arvo", "Tarkkuus", "n", "Alkaen", "Asti", "Kanava", "Lähde", "URL", "Luettu")
GOOD = ("Soite", "NPS", "67", "", "2 327", "1.10.2026", "31.10.2026", "sms", "Soite 2026", "", "20.11.2026")


@tagged("post_install", "-at_install")
class TestCountyFigures(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.person("figures_admin")
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.manager = cls.person("figures_manager", (cls.health, "manager"))
        cls.stranger = cls.person("figures_stranger", (cls.pori, "viewer"))
        cls.give(cls.eura, "2026-10-05", nps=10, count=12)
        cls.give(cls.eura, "2026-10-06", channel="sms", nps=3, count=4)
        cls.env["hva.fact.month"]._rebuild_dirty()

    def preview(self, *rows, header=HEADER, user=None):
        wizard = self.env["hva.county.figure.import"].with_user(user or self.admin)
        wizard = wizard.create({"file": base64.b64encode(write_csv(header, rows)), "file_name": "others.csv"})
        wizard.action_preview()
        return wizard

    def stored(self):
        return self.env["hva.county.figure"].search([])

    def figure(self, **values):
        base = {
            **{"county": "Soite", "metric": "nps", "value": 70.4, "source": "Soite 2026", "read_on": "2026-11-20"},
            **{"start_on": "2026-10-01", "end_on": "2026-10-31"},
        }
        return self.env["hva.county.figure"].with_user(self.admin).create({**base, **values})

    def beside(self, user=None, **view):
        door = self.env["hva.dashboard"].with_user(user or self.manager).with_context(lang="en_US")
        table = door.load_others({"unit": str(self.health.id), "period": "month", "on": "2026-10-01", **view})
        return {group["label"]: group["rows"] for group in table["groups"]}

    # ------------------------------------------------------------------ from a file

    def test_rows_are_looked_at_one_by_one_and_bad_ones_are_named(self):
        wizard = self.preview(
            GOOD,
            ("", "NPS", "101", "", "", "1.10.2026", "30.9.2026", "pigeon", "", "www", "1.1.2027"),
            ("Kainuu", "mood", "4", "perhaps", "many", "soon", "", "", "Kainuu", "", "20.11.2026"),
            GOOD,
        )
        self.assertEqual(wizard.row_ids.mapped("kind"), ["error", "error", "error", "new"])
        self.assertEqual(wizard.error_count, 3)
        for said in ("name of the county", "-100–100", "“pigeon”", "source is missing", "“www”", "1.1.2027", "before"):
            self.assertIn(said, wizard.row_ids[0].problems)
        for said in ("“mood”", "“perhaps”", "“many”", "“soon”", "last day is missing"):
            self.assertIn(said, wizard.row_ids[1].problems)
        self.assertIn("row 2", wizard.row_ids[2].problems)
        self.assertFalse(self.stored(), "a dry run")
        wizard.action_import()
        one = self.stored()
        self.assertEqual((one.county, one.metric, one.value, one.n, one.channel), ("Soite", "nps", 67, 2327, "sms"))
        self.assertFalse(wizard.file)

    def test_what_is_there_is_known_and_changes(self):
        self.preview(GOOD).action_import()
        wizard = self.preview(GOOD, (*GOOD[:2], "68,5", *GOOD[3:7], "", *GOOD[8:]))
        self.assertEqual(wizard.row_ids.mapped("kind"), ["same", "new"], "another channel is another figure")
        wizard = self.preview((*GOOD[:2], "68,5", *GOOD[3:]))
        self.assertEqual(wizard.row_ids.kind, "changed")
        wizard.action_import()
        self.assertEqual(self.stored().mapped("value"), [68.5])

    def test_nothing_half_is_stored(self):
        wizard = self.preview(GOOD, ("Kainuu", *GOOD[1:]))
        self.figure(county="Kainuu", value=1, channel="sms")
        with self.assertRaises(UserError):
            wizard.action_import()
        self.assertEqual(self.stored().mapped("county"), ["Kainuu"])
        with self.assertRaises(UserError):
            self.preview(("", *GOOD[1:])).action_import()

    def test_files_that_are_no_table_of_figures_are_refused_in_words(self):
        with self.assertRaises(UserError):
            self.preview(GOOD[:2], header=HEADER[:2])
        empty = self.env["hva.county.figure.import"].with_user(self.admin).create({})
        with self.assertRaises(UserError):
            empty.action_preview()

    @freeze_time("2026-12-01 10:00:00")
    def test_the_file_to_begin_with_can_be_taken_as_it_is(self):
        with file_open("hva_reports/static/data/other_counties.csv", "rb") as file:
            data = base64.b64encode(file.read())
        wizard = self.env["hva.county.figure.import"].with_user(self.admin).create({"file": data, "file_name": "a.csv"})
        wizard.action_preview()
        self.assertEqual(set(wizard.row_ids.mapped("kind")), {"new"})
        wizard.action_import()
        self.assertTrue(all(one.source and one.read_on for one in self.stored()))
        soite = self.stored().filtered(lambda one: one.county == "Soite")
        self.assertEqual({one.channel: one.value for one in soite}, {"web": -34, "sms": 67, "kiosk": 80})

    # ------------------------------------------------------------------ by hand

    def test_administrators_write_them_and_everybody_with_results_reads_them(self):
        figure = self.figure()
        self.assertEqual(figure.with_user(self.stranger).county, "Soite")
        for user in (self.manager, self.stranger):
            with self.assertRaises(AccessError):
                figure.with_user(user).write({"value": 1})
            with self.assertRaises(AccessError):
                self.preview(GOOD, user=user)

    def test_what_no_figure_can_be_is_refused(self):
        for values in (
            {"value": 101},
            {"metric": "response_rate", "value": 120},
            {"metric": "answers", "value": 1.5},
            {"url": "javascript:alert(1)"},
            {"read_on": "2027-01-01"},
            {"end_on": "2999-01-01"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.figure(**values)
        self.figure()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.figure()

    # ------------------------------------------------------------------ beside our own

    def test_our_own_figure_stands_first_and_is_that_of_the_query(self):
        self.figure(n=6472)
        self.figure(county="Another", value=90, channel="sms")
        groups = self.beside()
        own, soite = groups["NPS"]
        self.assertEqual(
            (own["label"], own["value"], own["n"], own["period"]), ("Own: Health", "50", "n = 16", "October 2026")
        )
        self.assertEqual((soite["label"], soite["value"], soite["n"]), ("Soite", "70.4", "n = 6,472"))
        self.assertEqual(
            (soite["fit"], soite["source"], soite["read"]), ("the same period", "Soite 2026", "read on 11/20/2026")
        )
        own, another = groups["NPS, text message"]
        self.assertEqual((own["value"], own["n"], another["value"]), ("−100", "n = 4", "90"))

    def test_names_are_in_the_order_of_the_alphabet_whatever_the_value(self):
        for county, value in (("Soite", 10), ("Kainuu", 90), ("Ahvenanmaa", 50)):
            self.figure(county=county, value=value)
        self.assertEqual([row["label"] for row in self.beside()["NPS"]][1:], ["Ahvenanmaa", "Kainuu", "Soite"])

    def test_another_period_says_so_and_the_nearest_is_taken(self):
        self.figure(start_on="2024-01-01", end_on="2024-12-31", value=1)
        self.figure(start_on="2026-01-01", end_on="2026-09-30", value=2, hedge="about")
        [_own, row] = self.beside()["NPS"]
        self.assertEqual((row["value"], row["fit"]), ("about 2", "another period"))
        self.figure(start_on="2026-01-01", end_on="2026-12-31", value=3, hedge="over")
        [_own, row] = self.beside()["NPS"]
        self.assertEqual((row["value"], row["period"], row["fit"]), ("more than 3", "2026", "partly the same period"))

    def test_what_the_query_hides_of_our_own_is_hidden_here(self):
        self.figure()
        own, soite = self.beside(self.stranger, channel="web")["NPS"]
        self.assertTrue(own["is_hidden"])
        self.assertEqual((own["value"], own["n"]), ("Shown for whole months, from the third day after they end", ""))
        self.assertEqual(soite["value"], "70.4")

    def test_without_any_published_figure_there_is_no_table(self):
        self.assertIsNone(self.env["hva.dashboard"].with_user(self.manager).load_others({}))

    def test_it_costs_the_same_for_many_figures_as_for_one(self):
        self.figure(channel="sms")

        def count():
            self.beside()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.beside()
            return self.env.cr.sql_log_count - before

        few = count()
        for number in range(12):
            self.figure(county=f"County {number}", channel="sms", metric="nps" if number % 2 else "text_share")
        self.assertEqual(count(), few)
