"""The wall screen: chosen thanks and approved changes behind a secret address, and nobody can be known."""

import re
from datetime import timedelta

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..tools import throttle
from .html_rules import faults
from .improvement_story import PUBLIC, ImprovementWorld

PHONE = "+358401234567"


@tagged("post_install", "-at_install")
class TestWallScreen(ImprovementWorld, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for locale in ("fi_FI", "sv_SE"):
            cls.env["res.lang"]._activate_lang(locale)
        cls.make_world()
        cls.wall = (
            cls.env["hva.wall"]
            .with_user(cls.manager)
            .create({"name": "Lobby", "unit_id": cls.clinic.id, "lang_code": "en"})
        )
        cls.path = cls.made(cls.wall)

    @classmethod
    def made(cls, wall):
        return "/p/wall/" + wall.action_make()["context"]["default_url"].rpartition("/")[2]

    def thank(self, text="Kiitos hoidosta!", unit=None, **feedback):
        return self.give(unit, **{"kind": "thanks", "text": text, **feedback})

    def shown(self, query=""):
        response = self.url_open(f"{self.path}{query}")
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.content)

    def texts(self, query=""):
        return [quote.text_content() for quote in self.shown(query).xpath("//blockquote")]

    # ------------------------------------------------------------------ what hangs there

    def test_nothing_hangs_there_until_somebody_chose_it(self):
        answer = self.thank()
        self.assertEqual(self.texts(), [])
        answer.with_user(self.handler).action_hva_to_wall()
        self.assertEqual(self.texts(), ["Kiitos hoidosta!"])
        answer.with_user(self.second_handler).action_hva_off_wall()
        self.assertEqual(self.texts(), [])

    def test_a_score_of_thanks_by_text_message_can_hang_there_too(self):
        answer = self.give(nps=10, text="Hyvä hoito", source="link", channel="sms")
        answer.with_user(self.handler).action_hva_to_wall()
        self.assertEqual(self.texts(), ["Hyvä hoito"])

    def test_what_names_or_concerns_a_person_is_refused(self):
        flagged = self.thank("Kiitos, mutta henki oli uhattuna")
        flagged.sudo().write({"hva_triage": "danger"})
        refused = {
            "contact": self.thank("Soittakaa", phone=PHONE),
            "number": self.thank("Soita 040 123 4567"),
            "criticism": self.give(kind="criticism", text="Odotus"),
            "low score": self.give(nps=3, text="Huonoa"),
            "no words": self.give(kind="thanks"),
            "triage": flagged,
        }
        for reason, answer in refused.items():
            with self.subTest(reason), self.assertRaises(UserError):
                answer.with_user(self.handler).action_hva_to_wall()
        self.assertEqual(self.texts(), [])

    def test_who_only_reads_and_who_is_elsewhere_choose_nothing(self):
        answer = self.thank()
        for user in (self.viewer, self.quality, self.dental_handler):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                answer.with_user(user).action_hva_to_wall()

    def test_what_stops_being_fit_leaves_the_wall_by_itself(self):
        answer = self.thank()
        answer.with_user(self.handler).action_hva_to_wall()
        answer.sudo().write({"hva_triage": "danger"})
        self.assertEqual(self.texts(), [])

    def test_thanks_hang_for_three_months(self):
        self.thank().with_user(self.handler).action_hva_to_wall()
        with freeze_time(self.env["hva.clock"]._now() + timedelta(days=91)):
            self.env.flush_all()
            self.assertEqual(self.wall.sudo()._get_thanks(), [])

    def test_the_wall_of_a_branch_shows_its_parts_and_that_of_a_unit_no_other(self):
        self.thank("Hammas", self.dental).with_user(self.dental_handler).action_hva_to_wall()
        self.assertEqual(self.texts(), [])
        branch = self.env["hva.wall"].with_user(self.manager).create({"name": "All", "unit_id": self.area.id})
        self.path = self.made(branch)
        self.assertEqual(self.texts(), ["Hammas"])

    def test_approved_changes_hang_there_and_drafts_do_not(self):
        improvement = self.ready()
        self.assertNotIn(PUBLIC["did"], self.shown().text_content())
        improvement.action_publish()
        self.assertIn(PUBLIC["did"], self.shown().text_content())
        self.assertEqual(self.shown().find_class("change")[0].get("lang"), "fi", "the screen speaks English")
        self.wall.shows_changes = False
        self.assertNotIn(PUBLIC["did"], self.shown().text_content())

    def test_choosing_is_on_the_audit_trail(self):
        answer = self.thank()
        answer.with_user(self.handler).action_hva_to_wall()
        rows = self.env["hva.audit"].search([("action", "=", "wall_choose"), ("res_id", "=", answer.id)])
        self.assertEqual(rows.user_id, self.handler)

    def test_a_long_one_is_cut_and_each_says_its_language(self):
        answer = self.thank("Kiitos " + "oikein paljon " * 60)
        answer.sudo().write({"hva_lang_code": "fi"})
        answer.with_user(self.handler).action_hva_to_wall()
        [quote] = self.shown().xpath("//blockquote")
        self.assertLessEqual(len(quote.text_content()), 400)
        self.assertEqual(quote.get("lang"), "fi", "the screen speaks English")

    def test_it_is_valid_html_in_every_state(self):
        self.ready().action_publish()
        self.patch(type(self.wall), "_hva_wall_figures", lambda walls, wall: [("answers", 120), ("nps", 45)])
        for _number in range(9):
            self.thank().with_user(self.handler).action_hva_to_wall()
        for query in ("", "?n=1&pause=1", "?lang=sv"):
            with self.subTest(query):
                self.assertFalse(faults(self.url_open(f"{self.path}{query}").text))

    # ------------------------------------------------------------------ how it turns

    def test_it_turns_by_itself_and_can_be_paused(self):
        for number in range(8):
            self.thank(f"Kiitos numero {number}, " + "todella hyvää hoitoa. " * 8).with_user(
                self.handler
            ).action_hva_to_wall()
        response = self.url_open(self.path)
        seconds, _sep, following = response.headers["Refresh"].partition("; url=")
        self.assertEqual((int(seconds) >= 30, following), (True, f"{self.path}?n=1"))
        seen, place = [], self.path
        for _turn in range(20):
            page = self.url_open(place)
            seen += [q.text_content() for q in html.fromstring(page.content).xpath("//blockquote")]
            place = page.headers["Refresh"].partition("; url=")[2]
            if place.endswith("n=0"):
                break
        self.assertEqual((len(seen), len(set(seen))), (8, 8))
        paused = self.url_open(f"{self.path}?n=1&pause=1")
        self.assertNotIn("Refresh", paused.headers)
        links = html.fromstring(paused.content).xpath("//nav//a/@href")
        self.assertIn(f"{self.path}?n=2&pause=1", links)

    def test_odd_numbers_show_a_turn(self):
        for number in ("-1", "x", "99999999999", "²"):
            self.assertEqual(self.url_open(f"{self.path}?n={number}").status_code, 200)

    # ------------------------------------------------------------------ the address

    def test_it_is_kept_by_nobody_loads_nothing_and_has_no_cookie(self):
        response = self.url_open(self.path)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertIn("noindex", response.headers["X-Robots-Tag"])
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
        self.assertFalse(response.cookies)
        self.assertFalse(re.search(rb"<script|<link[^>]+stylesheet", response.content))

    def test_the_code_is_stored_nowhere(self):
        code = self.path.rpartition("/")[2]
        self.env.flush_all()
        self.env.cr.execute("SELECT count(*) FROM hva_wall w WHERE w::text LIKE %s", [f"%{code}%"])
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        self.assertNotIn("code_hash", self.wall.with_user(self.manager).fields_get())

    def test_a_revoked_address_says_so_and_stops_turning(self):
        self.wall.action_revoke()
        response = self.url_open(self.path)
        self.assertEqual(response.status_code, 410)
        self.assertNotIn("Refresh", response.headers)
        rows = self.env["hva.audit"].search([("model", "=", "hva.wall"), ("res_id", "=", self.wall.id)])
        self.assertEqual(set(rows.mapped("action")), {"wall_make", "wall_revoke"})

    def test_made_anew_the_old_address_leads_nowhere(self):
        old, self.path = self.path, self.made(self.wall)
        self.assertEqual(self.url_open(old).status_code, 404)
        self.assertEqual(self.url_open(self.path).status_code, 200)

    @mute_logger("odoo.addons.hva_feedback.controllers.page_guard")
    def test_who_tries_codes_is_slowed_down(self):
        codes = [f"/p/wall/{number:022d}" for number in range(throttle.MISSED_NETWORK + 1)]
        answers = [self.url_open(code).status_code for code in codes]
        self.assertEqual((answers[0], answers[-1]), (404, 429))
        self.assertEqual(self.url_open(self.path).status_code, 200, "an address that works opens all the time")

    def test_only_a_manager_of_the_unit_makes_one(self):
        walls = self.env["hva.wall"]
        for user in (self.handler, self.viewer, self.quality):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                walls.with_user(user).create({"name": "Mine", "unit_id": self.clinic.id})
        clinic_manager = self._person("manager", self.clinic, login="clinic_manager")
        with self.assertRaises(AccessError):
            walls.with_user(clinic_manager).create({"name": "Theirs", "unit_id": self.dental.id})
        with self.assertRaises(AccessError):
            self.wall.with_user(self.manager).write({"made_at": False})
        with self.assertRaises(AccessError):
            self.wall.with_user(self.handler).action_revoke()

    def test_a_log_does_not_tell_the_address(self):
        from ..tools.log_mask import mask_paths

        self.assertEqual(mask_paths(f"GET {self.path}?n=2 HTTP/1.1"), "GET /p/wall/*** HTTP/1.1")
