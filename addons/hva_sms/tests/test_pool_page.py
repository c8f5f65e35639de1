import os
import re
from unittest.mock import patch

from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_pool import PoolCase

PATH = "/p/vastaajaksi"
ADDRESS, NUMBER = "maija.pool@example.fi", "+358400007711"


@tagged("post_install", "-at_install")
class TestPoolPage(PoolCase, HttpCase):
    """A resident joins in two steps and leaves in one; nobody learns who is in the pool."""

    def setUp(self):
        super().setUp()
        self.env["hva.throttle"].search([]).unlink()

    def post(self, path, **fields):
        return self.url_open(path, data={"lang": "en", **fields}, allow_redirects=False)

    def fill_in(self, **changes):
        fields = {"channel": "mail", "email": ADDRESS, "lang_code": "sv", "consent": "yes", **changes}
        return self.post(PATH, **fields)

    def members(self):
        return self.env["hva.pool.member"].search([])

    def link_in_mail(self):
        self.send_mails()
        link = re.search(r"https://palaute\.example\.fi(/p/vastaajaksi/vahvista/\S+)", self.mail_of(ADDRESS))
        return link[1]

    def test_the_page_is_lean_and_a_get_writes_nothing(self):
        for path in (PATH, f"{PATH}/eroa", f"{PATH}/vahvista/{'0' * 22}", f"{PATH}/eroa/12-{'a' * 32}"):
            reply = self.url_open(path)
            self.assertFalse(reply.cookies)
            self.assertIn("default-src 'none'", reply.headers["Content-Security-Policy"])
            self.assertEqual(reply.headers["Cache-Control"], "no-store")
            self.assertFalse(html.fromstring(reply.content).xpath("//script | //link[@href != 'data:,']"))
        self.assertFalse(self.members() or self.env["hva.pool.request"].search([]))

    def test_joining_by_mail_takes_a_link_and_a_button(self):
        reply = self.fill_in(topics=[self.dental.id], municipality=self.pori.id)
        self.assertEqual(reply.status_code, 303)
        self.assertIn("mail=1", reply.headers["Location"])
        self.assertFalse(self.members())
        link = self.link_in_mail()
        self.assertEqual(self.url_open(link).status_code, 200)
        self.assertFalse(self.members(), "opening the link is not yet joining: mail scanners open links too")
        done = self.post(link.partition("?")[0])
        self.assertIn("joined=1", done.headers["Location"])
        member = self.members()
        self.assertEqual((member.channel, member.lang_code, member.consent_source), ("mail", "sv", "page"))
        self.assertEqual((member.topic_ids, member.municipality_id), (self.dental, self.pori))
        self.assertEqual(str(member.consent_on), "2026-11-02")
        self.assertEqual(member.consent_id, self.env["hva.pool.consent"]._current())
        self.assertEqual(self.post(link.partition("?")[0]).status_code, 410, "a link works once")

    def test_joining_by_text_message_takes_six_digits(self):
        reply = self.fill_in(channel="sms", phone="040 000 7711")
        page = reply.headers["Location"]
        self.dispatch()
        [message] = self.fake.sent
        self.assertEqual(message.to, NUMBER)
        ticket = re.search(r"t=(\w{22})", page)[1]
        self.assertNotIn(ticket, message.text)
        digits = re.search(r"\d{6}", message.text)[0]
        wrong = f"{(int(digits) + 1) % 10**6:06d}"
        self.assertEqual(self.post(f"{PATH}/vahvista", t=ticket, digits=wrong).status_code, 422)
        self.assertFalse(self.members())
        self.post(f"{PATH}/vahvista", t=ticket, digits=digits)
        self.assertEqual(self.members().sudo().contact, NUMBER)

    def test_five_wrong_tries_end_it(self):
        reply = self.fill_in(channel="sms", phone=NUMBER)
        ticket = re.search(r"t=(\w{22})", reply.headers["Location"])[1]
        self.dispatch()
        digits = re.search(r"\d{6}", self.fake.sent[0].text)[0]
        for _try in range(5):
            self.post(f"{PATH}/vahvista", t=ticket, digits="x")
        self.assertEqual(self.post(f"{PATH}/vahvista", t=ticket, digits=digits).status_code, 422)
        self.assertFalse(self.members())

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self):
        reply = self.fill_in(email="<nobody>", consent="", topics=[self.older.id])
        self.assertEqual(reply.status_code, 422)
        page = html.fromstring(reply.content)
        self.assertEqual(page.xpath("//input[@name='email']")[0].get("value"), "<nobody>")
        self.assertTrue(page.xpath(f"//input[@name='topics'][@value='{self.older.id}'][@checked]"))
        self.assertEqual(
            page.xpath("//*[@id='summary']//a/@href"), ["#email", "#consent-yes"], "errors lead to their fields"
        )
        self.assertFalse(self.env["hva.pool.request"].search([]))

    def test_the_answer_is_the_same_for_members_and_strangers(self):
        self.join(ADDRESS)
        known, new = self.fill_in(), self.fill_in(email="other.pool@example.fi")
        self.assertEqual(known.headers["Location"], new.headers["Location"])
        gone, never = self.post(f"{PATH}/eroa", contact=ADDRESS), self.post(f"{PATH}/eroa", contact="no@example.fi")
        self.assertEqual(gone.headers["Location"], never.headers["Location"])
        self.assertFalse(self.members())

    def test_nobody_can_be_flooded_through_the_form(self):
        replies = [self.fill_in().status_code for _number in range(4)]
        self.assertEqual(replies, [303, 303, 429, 429])
        self.assertEqual(self.env["hva.pool.mail"].search_count([]), 2)

    def test_a_field_that_nobody_sees_catches_machines(self):
        self.assertEqual(self.fill_in(website="http://spam").status_code, 303)
        self.assertFalse(self.env["hva.pool.mail"].search([]))

    def test_leaving_by_the_link_of_a_mail_needs_a_button(self):
        member = self.join(ADDRESS)
        path = f"{PATH}/eroa/{member._get_leave_seal()}"
        self.assertEqual(self.url_open(path).status_code, 200)
        self.assertTrue(self.members())
        self.post(path, **{"List-Unsubscribe": "One-Click"})
        self.assertFalse(self.members())
        other = self.join("other.pool@example.fi")
        self.post(f"{PATH}/eroa/{other.id}-{'a' * 32}")
        self.assertEqual(self.members(), other, "a made-up link erases nobody")

    def test_who_opts_out_of_messages_leaves_the_pool(self):
        self.join(NUMBER)
        self.url_open("/hva_sms/opt-out", data={"number": NUMBER, "lang": "en"})
        self.assertFalse(self.members())

    def test_what_is_not_confirmed_is_forgotten(self):
        self.fill_in()
        link = self.link_in_mail()
        self.travel(hours=25)
        self.assertEqual(self.url_open(link).status_code, 410)
        self.env["hva.pool.request"]._erase()
        self.assertFalse(self.env["hva.pool.request"].search([]))

    def test_plain_finnish_and_the_three_languages(self):
        langs = {
            code: html.fromstring(self.url_open(f"{PATH}?lang={code}").content).get("lang")
            for code in ("fi", "fi-simple", "sv", "en", "xx")
        }
        self.assertEqual(langs, {"fi": "fi", "fi-simple": "fi", "sv": "sv", "en": "en", "xx": "fi"})
        self.assertIn("Saammeko kysyä sinulta?", self.url_open(f"{PATH}?lang=fi-simple").text)

    @mute_logger("odoo.addons.hva_sms.controllers.pool_page")
    def test_without_a_person_key_nothing_is_taken(self):
        with patch.dict(os.environ, {"HVA_PERSON_KEY": ""}):
            self.assertEqual(self.post(f"{PATH}/eroa", contact=ADDRESS).status_code, 503)
