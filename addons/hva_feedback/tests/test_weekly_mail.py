"""The week of a unit by mail: Monday morning, once a person and unit, without customers' words by default."""

from datetime import datetime, timedelta
from email import message_from_string

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .case_story import CANARY
from .improvement_story import PUBLIC, ImprovementWorld

MODEL = "odoo.addons.hva_feedback.models.hva_digest"


@tagged("post_install", "-at_install")
class TestWeeklyMail(ImprovementWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fi_FI")
        cls.make_world()
        cls.env["hva.unit.access"].search([]).filtered(lambda a: a.user_id.login[:5] != "case_").unlink()
        cls.boss = cls._person("manager", cls.clinic, login="boss")
        (cls.boss | cls.manager).lang = "en_US"

    def digests(self):
        return self.env["hva.digest"].search([])

    def tick(self, moment):
        """Tick at a moment (UTC) and make what is due; return the mails that were made."""
        before = self.env["mail.mail"].search([])
        with freeze_time(moment):
            self.env["hva.digest"]._tick()
            self.env["hva.digest"]._build_due(limit=100)
        self.env.flush_all()
        return self.env["mail.mail"].search([]) - before

    def given(self, moment="2026-11-25 10:00:00", unit=None, **feedback):
        with freeze_time(moment):
            return self.give(unit, **feedback)

    def monday(self):
        """Be past the first tick, then at the Monday after the week of 23 November."""
        self.tick("2026-11-24 10:00:00")
        return self.tick("2026-11-30 05:15:00")

    def mail_to(self, user):
        mails = self.monday()
        return mails.filtered(lambda mail: user.email in (mail.email_to or ""))

    # ------------------------------------------------------------------ when and to whom

    def test_each_manager_gets_one_a_week_at_seven_also_when_clocks_go_back(self):
        sent, monday = [], datetime(2026, 10, 5)
        while monday < datetime(2026, 11, 10):
            for hour in (0, 3, 4, 5, 6, 60):
                moment = monday + timedelta(hours=hour)
                sent += [moment for mail in self.tick(moment) if self.boss.email in mail.email_to]
            monday += timedelta(days=7)
        # Finland's clocks go back on 25 October
        expected = [(10, 5, 4), (10, 12, 4), (10, 19, 4), (10, 26, 5), (11, 2, 5), (11, 9, 5)]
        self.assertEqual([(each.month, each.day, each.hour) for each in sent], expected)

    def test_managers_get_the_unit_they_lead_and_no_mail_for_each_part(self):
        self.monday()
        got = {(digest.user_id, digest.unit_id) for digest in self.digests()}
        self.assertEqual(got, {(self.manager, self.area), (self.boss, self.clinic)})

    def test_who_wants_it_gets_it_and_who_does_not_does_not(self):
        self.handler.with_user(self.handler).hva_digest = "all"
        self.boss.with_user(self.boss).hva_digest = "none"
        self.monday()
        self.assertEqual(self.digests().user_id, self.manager | self.handler)

    def test_nobody_chooses_for_another(self):
        with self.assertRaises(AccessError):
            self.boss.with_user(self.handler).hva_digest = "none"

    def test_an_installation_in_the_middle_of_a_week_sends_nothing_at_once(self):
        self.assertFalse(self.tick("2026-11-25 10:00:00"))
        self.assertTrue(self.tick("2026-11-30 05:00:00"))

    def test_a_server_that_slept_tells_the_last_week_only(self):
        self.tick("2026-11-03 10:00:00")
        self.tick("2026-11-30 09:00:00")
        self.assertEqual({str(digest.week_on) for digest in self.digests()}, {"2026-11-23"})

    def test_a_week_is_queued_and_made_once(self):
        self.monday()
        before = self.digests()
        with freeze_time("2026-11-30 05:30:00"):
            self.assertEqual(self.env["hva.digest"]._queue(before[0].week_on), 0)
            self.assertEqual(self.env["hva.digest"]._build_due(), 0)
        self.assertEqual({digest.state for digest in self.digests()}, {"queued"})

    @mute_logger(MODEL)
    def test_one_that_cannot_be_made_does_not_stop_the_others(self):
        self.boss.partner_id.email = False
        self.monday()
        states = {digest.user_id: (digest.state, digest.reason) for digest in self.digests()}
        self.assertEqual(states, {self.manager: ("queued", False), self.boss: ("failed", "no_address")})

    def test_each_sees_the_own_mails_alone(self):
        self.monday()
        mine = self.env["hva.digest"].with_user(self.boss).search([])
        self.assertEqual(mine.user_id, self.boss)

    # ------------------------------------------------------------------ what it says

    def test_it_counts_what_the_reader_may_see_of_the_week(self):
        self.given(kind="thanks", text="Kiitos")
        self.given(kind="criticism", text=CANARY)
        self.given(unit=self.dental, kind="thanks", text="Kiitos")
        self.given("2026-11-15 10:00:00", kind="thanks", text="Kiitos")
        self.route()
        boss = self.figures(self.mail_to(self.boss))
        self.assertEqual((boss["New feedback"], boss["Thanks"], boss["Open cases"]), ("2", "1", "1"))
        area = self.figures(self.env["mail.mail"].search([("email_to", "ilike", self.manager.email)], limit=1))
        self.assertEqual(area["New feedback"], "3")

    def figures(self, mail):
        rows = html.fromstring(mail.body_html).xpath("//table//tr")
        return {row.find("th").text_content(): row.find("td").text_content() for row in rows}

    def test_no_word_of_a_giver_is_in_it(self):
        self.given(kind="thanks", text=f"Kiitos {CANARY}")
        self.assertNotIn(CANARY, self.whole(self.mail_to(self.boss)))

    def test_a_county_may_send_three_words_but_none_that_waits_for_contact_or_names_somebody(self):
        self.env["ir.config_parameter"].set_param("hva_feedback.digest_comments", "True")
        for number in range(5):
            self.given(kind="thanks", text=f"Kiitos numero {number}")
        hidden = ("Soittakaa minulle", "Soita 040 123 4567", "Uhkaus: pommi")
        self.given(kind="thanks", text=hidden[0], phone="+358401234567")
        self.given(kind="thanks", text=hidden[1])
        self.given(kind="thanks", text=hidden[2]).sudo().write({"hva_triage": "danger"})
        mail = self.mail_to(self.boss)
        quotes = html.fromstring(mail.body_html).xpath("//blockquote")
        self.assertEqual(len(quotes), 3)
        for words in ("Soittakaa", "Soita", "puhelinnumero", "Uhkaus"):
            self.assertNotIn(words, self.whole(mail))

    def whole(self, mail):
        return f"{mail.subject} {mail.body_html} {mail.body}"

    def test_a_published_improvement_is_told(self):
        improvement = self.ready()
        with freeze_time("2026-11-26 10:00:00"):
            improvement.action_publish()
        self.assertIn(PUBLIC["did"], self.whole(self.mail_to(self.boss)))

    def test_a_week_without_feedback_says_so(self):
        self.assertIn("No new feedback this week", self.whole(self.mail_to(self.boss)))

    def test_it_speaks_the_readers_language_and_has_a_plain_text_beside(self):
        self.boss.lang = "fi_FI"
        mail = self.mail_to(self.boss)
        self.assertIn('lang="fi-FI"', mail.body_html)
        self.assertNotIn("<img", mail.body_html)
        [values] = mail._prepare_outgoing_list()
        message = self.env["ir.mail_server"]._build_email__(
            email_from="a@example.org",
            email_to=values["email_to"],
            subject=values["subject"],
            body=values["body"],
            body_alternative=values["body_alternative"],
            subtype="html",
            subtype_alternative="plain",
        )
        parts = {part.get_content_type() for part in message_from_string(message.as_string()).walk()}
        self.assertLessEqual({"text/plain", "text/html"}, parts)
        self.assertIn("/hva_feedback/week/", values["body_alternative"])
